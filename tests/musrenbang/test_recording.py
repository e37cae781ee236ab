"""What an RW agreed on paper, its kelurahan records; what a stage holds, the planner settles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.files.pictures import store_picture
from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import close_by_calendar
from musrenbang.domain.holding import settle_held
from musrenbang.domain.recording import record_assembly
from musrenbang.domain.standing import replay_all
from musrenbang.models import DecisionSheet, Proposal, Stage
from tests.conftest import picture
from tests.town import HOUR, Town, client_of, decide

CLERKS = ("lurah", "operator_kelurahan")


def scan() -> Any:
    return store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)


def vacate(town: Town) -> None:
    town.staff["ketua_rw"].appointments.update(period=(None, "2020-01-01"))


def record(town: Town, proposal: Proposal, who: str = "operator_kelurahan", **more: Any) -> Any:
    seen = Proposal.objects.get(pk=proposal.pk).decided
    given = {"sheet": scan(), "outcome": "endorse", "seen": seen, **more}
    return record_assembly(actor=town.staff[who], proposal=proposal, **given)


def code_of(act: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize("who", CLERKS)
def test_an_rw_without_a_head_is_recorded_at_any_time(town: Town, who: str) -> None:
    vacate(town)
    proposal = town.proposal("rw")
    decision = record(town, proposal, who)
    assert decision.office == f"Rembuk RW 01, dicatat {town.staff[who].appointments_now[0].title}"
    assert (decision.tier, decision.role, decision.rank) == ("rw", who, 1)
    assert (proposal.tier, proposal.rw_rank) == ("kelurahan", 1)


def test_a_silent_head_has_until_three_days_before_the_end(town: Town) -> None:
    proposal, ends = town.proposal("rw"), town.stages["rw"].closes
    early, late = ends - timedelta(days=3, hours=1), ends - timedelta(days=2)
    assert code_of(lambda: record(town, proposal, now=early)) == "head_decides"
    record(town, proposal, now=late, outcome="decline", reason="Tidak disepakati warga.")
    assert (proposal.tier, proposal.rw_declined) == ("kelurahan", True)


def test_what_is_refused(town: Town) -> None:
    vacate(town)
    proposal, above = town.proposal("rw"), town.proposal("kelurahan")
    unknown = town.proposal("rw", proposer=town.stranger)
    refusals = {
        "not_assisting": lambda: record(town, proposal, "camat"),
        "no_sheet": lambda: record(town, proposal, sheet=None),
        "no_assembly": lambda: record(town, above),
        "changed_meanwhile": lambda: record(town, proposal, seen=7),
        "outcome_not_here": lambda: record(town, proposal, outcome="forward"),
        "residence_first": lambda: record(town, unknown),
        "no_reason": lambda: record(town, proposal, outcome="decline"),
    }
    assert {code: code_of(act) for code, act in refusals.items()} == {c: c for c in refusals}
    assert Proposal.objects.get(pk=proposal.pk).tier == "rw"


def test_the_clerk_records_at_the_desk_and_the_sheet_is_not_public(town: Town) -> None:
    vacate(town)
    proposal, desk = town.proposal("rw"), client_of(town.staff["operator_kelurahan"])
    address = f"/admin/musrenbang/proposal/{proposal.pk}/tindakan/"
    assert "Catat rembuk dari berita acara" in desk.get(address).content.decode()
    fields = {"outcome": "endorse", "seen": "0", "rank": "", "reason_code": "", "reason": ""}
    given = {f"catat-rembuk-{name}": value for name, value in fields.items()}
    bare = desk.post(address, {"act": "catat-rembuk", **given})
    assert "Unggah foto atau PDF berita acara" in bare.content.decode()
    given["catat-rembuk-sheet"] = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    assert desk.post(address, {"act": "catat-rembuk", **given}).status_code == 302
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "Rembuk RW 01, dicatat Operator" in page
    sheet = f"/usulan/{proposal.number}/berita-acara/{DecisionSheet.objects.get().pk}.jpg"
    assert desk.get(sheet).status_code == 200
    shown = desk.get(f"/admin/musrenbang/proposal/{proposal.pk}/change/").content.decode()
    assert sheet in shown
    for person in (town.citizen, town.far["lurah"]):
        assert client_of(person).get(sheet).status_code == 404
    assert "berita-acara" not in page


def held(town: Town) -> Proposal:
    """One that its kelurahan left undecided; the stages above go on for a month."""
    for tier in ("kecamatan", "opd", "kota"):
        stage = town.stages[tier]
        longer = DateTimeTZRange(stage.opens, stage.closes + timedelta(days=30))
        Stage.objects.filter(pk=stage.pk).update(window=longer)
    Stage.objects.filter(pk=town.stages["kelurahan"].pk).update(silence="hold")
    proposal = town.proposal("rw")
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    end = town.stages["kelurahan"].closes
    close_by_calendar(stage=Stage.objects.get(tier="kelurahan"), now=end + 2 * HOUR)
    return proposal


def settle(town: Town, proposal: Proposal, outcome: str = "passed", **more: Any) -> Any:
    given = {
        "actor": town.staff["planner"],
        "reason": "Musrenbang tidak diadakan.",
        "seen": Proposal.objects.get(pk=proposal.pk).decided,
        "now": town.stages["kelurahan"].closes + 3 * HOUR,
        **more,
    }
    return settle_held(proposal=proposal, outcome=outcome, **given)


def test_the_planner_passes_on_or_ends_what_is_held(town: Town) -> None:
    proposal = held(town)
    decision = settle(town, proposal)
    assert decision.reason == "Lurah Karang Pilang 1 tidak memutuskan. Musrenbang tidak diadakan."
    assert (proposal.tier, proposal.state, proposal.passed_over) == ("kecamatan", "waiting", True)


def test_the_planner_ends_it_also_when_all_is_over(town: Town) -> None:
    proposal = held(town)
    long_after = town.stages["kelurahan"].closes + timedelta(days=99)
    assert code_of(lambda: settle(town, proposal, now=long_after)) == "no_way_on"
    settle(town, proposal, "not_discussed", now=long_after)
    assert (proposal.tier, proposal.state) == ("kelurahan", "not_discussed")


def test_what_the_planner_may_not_settle(town: Town) -> None:
    proposal, fresh = held(town), town.proposal("kecamatan")
    refusals = {
        "not_planner": lambda: settle(town, proposal, actor=town.staff["lurah"]),
        "not_held": lambda: settle(town, fresh),
        "outcome_not_here": lambda: settle(town, proposal, "accept"),
        "no_reason": lambda: settle(town, proposal, reason=" "),
        "changed_meanwhile": lambda: settle(town, proposal, seen=0),
    }
    assert {code: code_of(act) for code, act in refusals.items()} == {c: c for c in refusals}


def test_the_planner_settles_at_the_desk(town: Town) -> None:
    proposal = held(town)
    address = f"/admin/musrenbang/proposal/{proposal.pk}/tindakan/"
    given = {"tertahan-outcome": "passed", "tertahan-reason": "Sebab.", "tertahan-seen": "1"}
    with time_machine.travel(town.stages["kelurahan"].closes + 3 * HOUR):
        desk = client_of(town.staff["planner"])
        assert desk.post(address, {"act": "tertahan", **given}).status_code == 302
    assert Proposal.objects.get(pk=proposal.pk).tier == "kecamatan"


def passed_in_silence(town: Town) -> Proposal:
    """One on which the RW said nothing until its stage was over; the kelurahan has not acted."""
    proposal = town.proposal("rw")
    stage = town.stages["rw"]
    Stage.objects.filter(pk=stage.pk).update(
        window=DateTimeTZRange(stage.opens, timezone.now() - timedelta(days=1))
    )
    close_by_calendar(stage=Stage.objects.get(pk=stage.pk))
    proposal.refresh_from_db()
    assert (proposal.tier, proposal.passed_over) == ("kelurahan", True)
    return proposal


def test_a_sheet_brought_a_day_late_is_taken_with_a_reason(town: Town) -> None:
    proposal = passed_in_silence(town)
    tomorrow = timezone.now() + timedelta(days=1)
    assert code_of(lambda: record(town, proposal, now=tomorrow)) == "no_reason"
    given = {"now": tomorrow, "why_late": "Ketua RW sakit."}
    back = {**given, "outcome": "return", "reason_code": "other", "reason": "Alamatnya?"}
    assert code_of(lambda: record(town, proposal, **back)) == "return_late"
    decision = record(town, proposal, rank=2, **given)
    assert (decision.outcome, decision.rank) == ("endorse", 2)
    assert decision.supersedes.outcome == "passed"
    assert decision.reason == "Berita acara terlambat: Ketua RW sakit."
    proposal.refresh_from_db()
    assert (proposal.tier, proposal.passed_over, proposal.rw_rank) == ("kelurahan", False, 2)
    assert [found for _, found in replay_all() if found] == []
    assert code_of(lambda: record(town, proposal, **given)) == "no_assembly"


def test_no_late_sheet_after_a_week_nor_once_the_kelurahan_has_acted(town: Town) -> None:
    old, decided = passed_in_silence(town), passed_in_silence(town)
    late = {"why_late": "Ketua RW sakit."}
    week = timezone.now() + timedelta(days=8)
    assert code_of(lambda: record(town, old, now=week, **late)) == "no_assembly"
    decide(actor=town.staff["lurah"], proposal=decided, outcome="forward")
    assert code_of(lambda: record(town, decided, **late)) == "no_assembly"


def test_the_page_of_a_late_sheet_asks_why(town: Town) -> None:
    proposal = passed_in_silence(town)
    desk = client_of(town.staff["operator_kelurahan"])
    address = f"/admin/musrenbang/proposal/berita-acara/{town.rw.path}/"
    assert address in desk.get("/admin/").content.decode()
    page = desk.get(address).content.decode()
    assert "Mengapa baru diserahkan" in page and proposal.title in page
    assert 'value="endorse"' in page and 'value="return"' not in page
    sent = {f"hasil_{proposal.pk}": "endorse", f"seen_{proposal.pk}": proposal.decided}
    sent["sheet"] = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    assert desk.post(address, sent).status_code == 422
    sent["sheet"] = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    desk.post(address, {**sent, "why_late": "Ketua RW sakit."})
    proposal.refresh_from_db()
    assert (proposal.decided, proposal.passed_over) == (2, False)
    assert address not in desk.get("/admin/").content.decode()
