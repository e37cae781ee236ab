"""The demo as it is made: hours, kinds, merges, money and years fit together, at any moment."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from egov.files.models import StoredFile
from musrenbang.demo.calendar import plan_year
from musrenbang.demo.hours import is_working_day
from musrenbang.demo.kinds import general_reasons, load_kinds
from musrenbang.demo.proposals import make_demo
from musrenbang.domain.projection import project
from musrenbang.domain.validation import cost_of
from musrenbang.models import Channel, Cycle, Decision, Proposal, ProposalPhoto, Stage, Support
from musrenbang.vocabulary import Outcome, State, Tier
from tests.musrenbang.demo.conftest import Make

# (now in UTC, the year of the RKPD)
MOMENTS = [
    ("2026-11-26T09:00Z", 2028),  # a working day
    ("2026-12-31T23:30Z", 2028),  # in the region 1 January 2027 already
    ("2028-02-29T03:00Z", 2029),
    ("2027-03-31T16:30Z", 2028),  # the last hour of March in the region
    ("2027-03-31T17:30Z", 2029),  # the first hour of April
    ("2027-08-14T17:47Z", 2029),  # a Sunday, 00.47 in the region
]


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A sentence of the data files, whatever fills it."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)))


def fits(sentence: str, texts: list[str]) -> bool:
    return any(pattern(text).fullmatch(sentence) for text in texts)


def check_hours() -> None:
    """Offices decide on working days from 08 to 16, citizens send and complete from 06 to 22."""
    for at in Proposal.objects.values_list("submitted_at", flat=True):
        assert 6 <= timezone.localtime(at).hour < 22
    of_people = Decision.objects.exclude(role="sistem")
    for at, outcome in of_people.values_list("decided_at", "outcome"):
        local = timezone.localtime(at)
        if outcome == Outcome.COMPLETED:
            assert 6 <= local.hour < 22
        else:
            assert is_working_day(local.date()), local
            assert 8 <= local.hour < 16, local


def check_order() -> None:
    """Each thing follows what it rests on, inside its window, and nothing lies ahead."""
    now = timezone.now()
    for proposal in Proposal.objects.select_related("channel"):
        window, at = proposal.channel.submission, proposal.submitted_at
        assert window.lower <= at < window.upper
        decisions = list(proposal.decisions.select_related("stage").order_by("sequence"))
        for decision in decisions:
            assert at < decision.decided_at <= now
            at = decision.decided_at
            if decision.role != "sistem":
                assert decision.stage.opens <= at < decision.stage.closes
        stages = list(proposal.channel.stages.all())
        standing = project(proposal, decisions, stages)
        assert (proposal.state, proposal.stage_id) == (standing.state, standing.stage.pk)
        assert (proposal.volume, proposal.cost) == (standing.volume, standing.cost)
        if proposal.state == State.RETURNED:
            assert proposal.return_until is not None
            assert proposal.return_until >= timezone.localdate(now)
    serials = Proposal.objects.order_by("id").values_list("submitted_at", flat=True)
    assert list(serials) == sorted(serials)


def check_words() -> None:
    """What is written on a proposal, by whomever, is written for its kind."""
    kinds, everybody = load_kinds(), general_reasons()
    for proposal in Proposal.objects.select_related("variant__entry"):
        kind = kinds[proposal.variant.entry.code]
        (text,) = [t for t in kind.texts if fits(proposal.problem, [t.problem])]
        assert fits(proposal.title, [text.title])
        assert fits(proposal.wish, [text.wish])
        assert fits(proposal.address, list(kind.places))
        least, most, _ = kind.usual[proposal.variant.code]
        assert least <= proposal.proposed_volume <= most
        assert proposal.proposed_cost == cost_of(proposal.proposed_volume, proposal.unit_price)
        for decision in proposal.decisions.exclude(reason="").exclude(role="sistem"):
            given = {**kind.reasons, "changed": kind.reasons.get("changed", ())}
            rows = [row for reasons in (given, everybody) for row in reasons.values()]
            sentences = [sentence for reasons in rows for _, sentence in reasons]
            follows = re.sub(r"Mengikuti hasil verifikasi [^:]+: ", "", decision.reason)
            assert fits(follows, sentences), decision.reason
            assert decision.volume <= proposal.proposed_volume


def check_places() -> None:
    """Merged is what asks for the same in the same RW; a few RW propose nothing in a year."""
    kinds = load_kinds()
    merged = Decision.objects.filter(outcome=Outcome.MERGE)
    assert merged.exists()
    for decision in merged.select_related("proposal__variant", "merged_into__variant"):
        one, other = decision.proposal, decision.merged_into
        assert other is not None and one.pk != other.pk
        assert one.variant.entry_id == other.variant.entry_id
        assert (one.rw_id, one.channel_id) == (other.rw_id, other.channel_id)
        assert other.submitted_at <= one.submitted_at
        if kinds[one.variant.entry.code].alike:  # sewing is not merged into welding
            assert one.title == other.title
        assert other.state != State.MERGED
        assert decision.tier in (Tier.KELURAHAN, Tier.KECAMATAN)


def check_calendar(year: int) -> None:
    """The years follow each other, and so do the stages; each office has one that is open."""
    years = Cycle.objects.order_by("-year").values_list("year", flat=True)
    assert list(years) == [year, year - 1, year - 2]
    for channel in Channel.objects.prefetch_related("stages"):
        by_tier = {stage.tier: stage for stage in channel.stages.all()}
        assert by_tier[Tier.KOTA].opens >= by_tier[Tier.KECAMATAN].closes
        for stage in by_tier.values():
            stage.clean()
    now = timezone.now()
    open_now = set(Stage.objects.open_at(now).values_list("tier", flat=True))
    assert open_now == set(Tier) - {Tier.RT}  # no channel of the demo begins at an RT
    for stage in Stage.objects.filter(closed_at__isnull=False):
        assert stage.closes <= stage.closed_at <= now
    past = Stage.objects.filter(channel__cycle__year__lt=year)
    for stage in past:
        last_day = timezone.localtime(stage.closes - timedelta(seconds=1)).date()
        assert stage.closes <= now
        # a musrenbang ends in March of the year before its RKPD
        assert (last_day.year, last_day.month) <= (stage.channel.cycle.year - 1, 3)


@pytest.mark.parametrize(("moment", "year"), MOMENTS)
def test_what_stands_together_fits(make: Make, client: Client, moment: str, year: int) -> None:
    make(moment)
    with time_machine.travel(moment, tick=False):
        check_hours()
        check_order()
        check_words()
        check_places()
        check_calendar(year)
        assert plan_year(timezone.localdate()) == year
        assert f'href="/musrenbang/{year}/"' in client.get("/").content.decode()
        assert client.get(f"/musrenbang/{year}/").status_code == 200


def test_klaten_has_its_own_words(klaten: None, make: Make, client: Client) -> None:
    moment = "2026-11-26T09:00Z"
    make(moment)
    with time_machine.travel(moment, tick=False):
        check_hours()
        check_order()
        check_words()
        check_places()
        check_calendar(2028)
    columns = ("title", "problem", "wish", "address")
    texts = [text for row in Proposal.objects.values_list(*columns) for text in row]
    texts += Decision.objects.values_list("reason", flat=True)
    texts += Decision.objects.values_list("office", flat=True)
    texts += Channel.objects.values_list("description", flat=True)
    everything = " ".join(texts)
    for word in ("Surabaya", "Wali Kota", "Perwali", "wali kota", " kota "):
        assert word not in everything, word
    assert "Kepala Desa Kokosan" in everything


def test_not_every_rw_proposes(klaten: None, make: Make) -> None:
    make("2026-11-26T09:00Z", least=120)
    channel = Channel.objects.get(cycle__year=2028, code="pemuda")
    rws = channel.proposals.values("rw").distinct().count()
    assert 1 <= rws < 10


def test_an_older_demo_keeps_its_year_and_grows_by_nothing(make: Make) -> None:
    make("2026-12-31T09:00Z")
    models = (Cycle, Channel, Stage, Proposal, Decision, ProposalPhoto, Support, StoredFile)
    before = [model.objects.count() for model in models]
    with time_machine.travel("2027-04-02T02:00Z", tick=False):
        assert not make_demo(seed="uji", quiet=True, least=150)
    assert [model.objects.count() for model in models] == before
    assert max(Cycle.objects.values_list("year", flat=True)) == 2028


def test_the_same_seed_and_moment_make_the_same_town(make: Make) -> None:
    columns = ("title", "problem", "submitted_at", "state", "cost", "rw__code")
    towns = []
    for _ in range(2):
        with transaction.atomic():
            make("2026-11-26T09:00Z", least=60)
            towns.append(list(Proposal.objects.order_by("id").values_list(*columns)))
            transaction.set_rollback(True)
    assert towns[0] == towns[1]
