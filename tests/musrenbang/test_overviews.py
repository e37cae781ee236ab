"""What an auditor reads and a planner watches on the first page of their desks."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musrenbang.admin import overviews
from musrenbang.domain.figures import count_figures
from musrenbang.models import Decision, Proposal, StageFigures
from tests.plans import buffers
from tests.town import Town, client_of, decide

SLUGS = {
    "pembetulan": "auditor",
    "berbeda": "auditor",
    "biaya": "auditor",
    "tahap": "planner",
    "pendapat": "planner",
    "pengalihan": "planner",
}


def panel(town: Town, slug: str, role: str = "") -> str:
    """One overview of the first page; empty where it is not shown."""
    page = client_of(town.staff[role or SLUGS[slug]]).get("/admin/").content.decode()
    parts = page.split(f'<section aria-labelledby="{slug}">')
    return " ".join(parts[1].split("</section>")[0].split()) if len(parts) > 1 else ""


def at_the_city(town: Town, opinion: str, outcome: str, **given: Any) -> Proposal:
    """Decided by everybody up to the city."""
    proposal = town.proposal("rw")
    reason = "Karena keadaan di lapangan."
    for role, its in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[role], proposal=proposal, outcome=its)
    decide(actor=town.staff["verifier"], proposal=proposal, outcome=opinion, reason=reason)
    planner = town.staff["planner"]
    decide(actor=planner, proposal=proposal, outcome=outcome, reason=reason, **given)
    return proposal


def test_a_correction_is_told_with_what_it_replaced(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    lurah = town.staff["lurah"]
    decide(actor=lurah, proposal=proposal, outcome="reject", reason="Sudah dibangun.")
    assert panel(town, "pembetulan") == ""
    decide(actor=lurah, proposal=proposal, outcome="forward", reason="Belum dibangun.")
    shown = panel(town, "pembetulan")
    assert "Ditolak menjadi diteruskan. Belum dibangun." in shown
    assert f'href="/admin/musrenbang/proposal/{proposal.pk}/history/"' in shown
    assert proposal.number in shown


@pytest.mark.parametrize(
    ("opinion", "outcome", "told"),
    [
        ("not_feasible", "accept", True),
        ("feasible", "reject", True),
        ("feasible", "accept", False),
        ("not_feasible", "reject", False),
        ("feasible", "reserve", False),
    ],
)
def test_a_decision_against_the_opinion_names_both(
    town: Town, opinion: str, outcome: str, told: bool
) -> None:
    proposal = at_the_city(town, opinion, outcome)
    shown = panel(town, "berbeda")
    assert (proposal.number in shown) == told
    if told:
        assert "Verifikator" in shown
        assert "Perencana" in shown
        assert "Karena keadaan di lapangan." in shown


def test_a_decision_that_was_corrected_is_told_no_more(town: Town) -> None:
    proposal = at_the_city(town, "not_feasible", "accept")
    assert proposal.number in panel(town, "berbeda")
    planner = town.staff["planner"]
    decide(actor=planner, proposal=proposal, outcome="reject", reason="Memang tidak layak.")
    assert panel(town, "berbeda") == ""


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (25_200_001, "naik 20 persen"),
        (42_000_000, "naik 100 persen"),
        (16_799_999, "turun 20 persen"),
        (25_200_000, ""),
        (16_800_000, ""),
        (21_000_000, ""),
    ],
)
def test_money_that_changed_over_a_fifth_is_told(town: Town, cost: int, words: str) -> None:
    proposal = town.proposal("kota", cost=Decimal(cost))
    shown = panel(town, "biaya")
    assert (proposal.number in shown) == bool(words)
    assert words in shown


def test_the_table_counts_what_waits_by_tier_and_kecamatan(town: Town) -> None:
    far = town.areas["35.78.02.1001/01"]
    for tier, rw in (("rw", None), ("rw", None), ("kelurahan", None), ("kecamatan", far)):
        town.proposal(tier, rw=rw)
    town.proposal("kota", state="accepted")
    assert panel(town, "tahap") == ""  # not counted yet
    count_figures()
    shown = panel(town, "tahap")
    rows = re.findall(r"<tr> <th scope=\"row\">(.*?)</th>(.*?)</tr>", shown)
    cells = {name: re.findall(r"(\d+)(?:</a>)? ?</td>", rest) for name, rest in rows}
    assert cells == {
        "Karang Pilang": ["2", "1", "0", "0", "3"],
        "Wonocolo": ["0", "0", "1", "0", "1"],
    }
    assert "lewat" not in shown
    address = re.search(r'href="(/admin/musrenbang/proposal/[^"]+)"', shown)
    assert address
    listed = client_of(town.staff["planner"]).get(address[1].replace("&amp;", "&"))
    assert listed.status_code == 200
    assert len(listed.context["cl"].result_list) == 2


def test_a_tier_whose_time_is_over_is_marked(town: Town) -> None:
    town.proposal("kelurahan")
    count_figures()
    now = timezone.now()
    stage = town.stages["kelurahan"]
    stage.window = DateTimeTZRange(now - timedelta(days=3), now - timedelta(days=1))
    stage.save()
    assert "<strong>1</strong> di Kelurahan" in panel(town, "tahap")
    assert panel(town, "tahap").count("lewat") == 1


def test_an_opd_without_opinion_is_told_and_leads_to_its_proposals(town: Town) -> None:
    town.proposal("kota")
    town.proposal("kota", has_opinion=True)
    town.proposal("kecamatan")
    town.proposal("kota", agency=town.other_agency)
    town.proposal("kota", agency=town.other_agency)
    count_figures()
    assert list(
        StageFigures.objects.filter(stage__tier="opd")
        .order_by("-waiting")
        .values_list("agency", "waiting")
    ) == [(town.other_agency.pk, 2), (town.agency.pk, 1)]
    shown = panel(town, "pendapat")
    first, second = (town.other_agency.short_name, town.agency.short_name)
    assert shown.index(first) < shown.index(second)
    address = re.search(r'href="(/admin/musrenbang/proposal/[^"]+)"', shown)
    assert address
    listed = client_of(town.staff["planner"]).get(address[1].replace("&amp;", "&"))
    assert {p.agency_id for p in listed.context["cl"].result_list} == {town.other_agency.pk}


def test_what_was_counted_goes_with_what_it_counted(town: Town) -> None:
    proposal = town.proposal("kota")
    count_figures()
    assert StageFigures.objects.count() == 2  # of the stage, and of the opinion that is missing
    Proposal.objects.filter(pk=proposal.pk).update(state="accepted")
    count_figures()
    assert StageFigures.objects.count() == 0


def test_nothing_of_it_stands_on_any_other_desk(town: Town) -> None:
    at_the_city(town, "not_feasible", "accept")
    town.proposal("kota", cost=Decimal(90_000_000))
    count_figures()
    for role in town.staff:
        for slug, whose in SLUGS.items():
            if role != whose:
                assert panel(town, slug, role) == "", (role, slug)


def test_the_number_of_queries_does_not_grow(town: Town) -> None:
    lurah = town.staff["lurah"]

    def more(many: int) -> None:
        for _ in range(many):
            proposal = town.proposal("kelurahan", cost=Decimal(90_000_000))
            decide(actor=lurah, proposal=proposal, outcome="reject", reason="Sudah dibangun.")
            decide(actor=lurah, proposal=proposal, outcome="forward", reason="Belum dibangun.")
            at_the_city(town, "not_feasible", "accept")
            town.proposal("kota", agency=town.other_agency)
        count_figures()

    def asked(role: str) -> int:
        client = client_of(town.staff[role])
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    more(1)
    one = [asked(role) for role in ("auditor", "planner")]
    more(29)
    assert [asked(role) for role in ("auditor", "planner")] == one


def test_an_overview_reads_its_few_rows_from_the_end_of_an_index(town: Town, rf: Any) -> None:
    request = rf.get("/admin/")
    request.user = town.staff["auditor"]
    first = town.proposal("kelurahan")
    lurah = town.staff["lurah"]
    decide(actor=lurah, proposal=first, outcome="reject", reason="Sudah dibangun.")
    model = Decision.objects.get()

    def more(many: int) -> None:
        for _ in range(many):
            proposal = town.proposal("kelurahan", cost=Decimal(90_000_000))
            copy = Decision(**{f.attname: getattr(model, f.attname) for f in Decision._meta.fields})
            copy.pk, copy.proposal, copy.tier = None, proposal, "kota"
            copy.save()
            copy.pk, copy.sequence, copy.supersedes_id = None, 2, copy.pk
            copy.save(force_insert=True)

    for panel_of in (overviews.corrections, overviews.money_changed):
        more(20)

        def read(panel_of: Any = panel_of) -> int:
            request.user.__dict__.pop("appointments_now", None)
            return buffers(lambda: panel_of(request, None))

        few = read()
        more(80)
        assert read() < few * 3, panel_of
