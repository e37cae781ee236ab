"""What home and area pages show as counted: written by the beat, only read by a request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Count, Q, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.areas.models import Area
from egov.web.templatetags.portal import moment
from musrenbang.domain.carrying import carry
from musrenbang.domain.current_figures import area_figures, cycle_figures
from musrenbang.domain.figures import count_figures
from musrenbang.models import Figures, Proposal, StageFigures, StageProgress
from musrenbang.tasks import count
from tests.factories.musrenbang import ChannelFactory, CycleFactory, StageFactory
from tests.filling import fill, settle
from tests.plans import page_buffers
from tests.town import Town, decide

PAGES = (
    "/",
    "/wilayah/35.78/",
    "/wilayah/35.78.01/",
    "/wilayah/35.78.01.1001/",
    "/wilayah/35.78.01.1001~01/",
)


def plain(rows: Any) -> dict[str, Any]:
    told: dict[str, Any] = rows.aggregate(
        sent=Count("id"),
        waiting=Count("id", filter=Q(state="waiting")),
        accepted=Count("id", filter=Q(state="accepted")),
        ended=Count(
            "id",
            filter=Q(state__in=["rejected", "merged", "not_discussed", "lapsed", "redirected"]),
        ),
        accepted_cost=Sum("cost", filter=Q(state="accepted"), default=0),
        rws=Count("rw", distinct=True),
    )
    return told


def shown(figures: Figures | None) -> dict[str, Any]:
    assert figures is not None
    return {name: getattr(figures, name) for name in plain(Proposal.objects.none())}


def read(client: Client) -> dict[str, tuple[int, int]]:
    """Statements and buffers of each page."""
    found = {}
    for address in PAGES:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        cache.clear()
        found[address] = (len(seen), page_buffers(client, address))
    return found


def test_a_page_reads_no_more_where_there_is_more(swept: None, town: Town, client: Client) -> None:
    fill(1_000)
    settle()
    count()
    few = read(client)
    fill(20_000)
    settle()
    count()
    many = read(client)
    assert {a: queries for a, (queries, _) in many.items()} == {a: few[a][0] for a in few}
    grown = {a: (few[a][1], many[a][1]) for a in few if many[a][1] > 1.5 * few[a][1] + 40}
    assert grown == {}


def test_the_beat_counts_what_a_plain_count_counts(town: Town) -> None:
    fill(2_000)
    empty = Proposal.objects.filter(rw=town.areas["35.78.02.1002/02"])
    empty.update(rw=town.areas["35.78.02.1002/01"])
    town.proposal("kelurahan", state="merged", merged_into=town.proposal("kelurahan"))
    assert count() is True
    proposals = Proposal.objects.all()
    counted = cycle_figures(town.cycle)
    assert counted is not None
    assert shown(counted[None]) == plain(proposals) and counted[None].sent > 1_000
    for area in town.areas.values():
        assert shown(area_figures(area)) == plain(proposals.in_area(area)), area.code
        if area.level == "kecamatan":
            assert counted[area.pk].sent == proposals.in_area(area).count()
    for tier in ("rw", "kelurahan", "kecamatan"):
        stage = town.stages[tier]
        waiting = proposals.filter(stage=stage, state="waiting")
        progress = StageProgress.objects.get(stage=stage)
        assert progress.areas == proposals.aggregate(n=Count(tier, distinct=True))["n"]
        assert progress.unfinished == waiting.aggregate(n=Count(tier, distinct=True))["n"]
    assert not StageProgress.objects.filter(stage=town.stages["kota"]).exists()


def figures_on(page: Any) -> Figures | None:
    """The figures that a panel of the page was given."""
    panels = [context["panel"] for context in page.context if "panel" in context]
    return next(panel["figures"] for panel in panels if "figures" in panel)


def test_a_year_keeps_what_was_carried_out_of_it(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="reject", reason="Anggaran habis.")
    later = CycleFactory(year=town.cycle.year + 1)
    channel = ChannelFactory(cycle=later, code="warga")
    StageFactory(channel=channel)
    carry(actor=town.citizen, proposal=proposal, channel=channel)
    count_figures()
    names = ("sent", "waiting", "ended", "rws")

    def told(year: int | None, area: Area | None = None) -> list[int]:
        row = Figures.objects.get(year=year, area=area)
        return [getattr(row, name) for name in names]

    assert told(town.cycle.year) == [1, 0, 1, 1]
    assert told(later.year) == [1, 1, 0, 1]
    assert told(None) == [1, 1, 0, 1]  # one proposal, however many its years
    assert told(None, town.rw) == [1, 1, 0, 1]


def test_what_is_on_paper_stands_in_no_figure(town: Town, client: Client) -> None:
    for rw in ("35.78.01.1001/01", "35.78.01.1002/01", "35.78.02.1001/01"):
        town.proposal("rw", rw=town.areas[rw])
        town.proposal("kota", rw=town.areas[rw])  # its OPD has said nothing
    town.channel.open_areas.add(town.areas["35.78.01.1001"])
    count_figures()
    assert Figures.objects.get(year=town.cycle.year, area=None).sent == 2
    assert StageFigures.objects.get(stage=town.stages["opd"], agency=town.agency).waiting == 1
    partly = "Di sebagian wilayah usulan masih lewat kertas"
    pages = {"/": partly, "/wilayah/35.78.01/": partly, "/wilayah/35.78.01.1002/": "lewat kertas"}
    for address, sentence in pages.items():
        assert sentence in client.get(address).content.decode(), address
    assert "kertas" not in client.get("/wilayah/35.78.01.1001/").content.decode()


def test_counting_again_replaces_and_forgets(town: Town) -> None:
    away = town.proposal("rw", rw=town.areas["35.78.02.1001/01"])
    count_figures()
    town.proposal("rw")
    away.delete()
    count_figures()
    assert shown(area_figures(town.rw))["sent"] == 1
    assert shown(area_figures(town.areas["35.78.02.1001/01"]))["sent"] == 0
    assert not Figures.objects.filter(area=town.areas["35.78.02.1001/01"]).exists()


def test_what_is_old_is_shown_with_its_time(town: Town, client: Client) -> None:
    town.proposal("rw")
    then = timezone.now() - timedelta(hours=3)
    count_figures(now=then)
    town.proposal("rw")
    for address in PAGES:
        page = client.get(address)
        assert figures_on(page).sent == 1
        assert f"Dihitung {moment(then)}" in page.content.decode()


def test_what_was_never_counted_is_not_zero(town: Town, client: Client) -> None:
    town.proposal("rw")
    for address in PAGES:
        page = client.get(address)
        assert figures_on(page) is None
        assert "belum dihitung" in page.content.decode().lower()
    assert not Figures.objects.exists()
    call_command("count_figures")
    for address in PAGES:
        assert "belum dihitung" not in client.get(address).content.decode().lower()


def test_an_empty_portal_is_counted_too(town: Town, client: Client) -> None:
    count()
    page = client.get("/")
    assert figures_on(page).sent == 0
    assert "belum dihitung" not in page.content.decode().lower()


def test_two_do_not_count_at_once(db: None) -> None:
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('musrenbang.domain.figures'))")
            assert count_figures() is False
            cursor.execute("SELECT pg_advisory_unlock(hashtext('musrenbang.domain.figures'))")
    finally:
        other.close()
    assert count_figures() is True
