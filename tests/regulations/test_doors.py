"""Side doors that a careful reader tried: each must be as shut as the front one."""

from __future__ import annotations

import gzip
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from egov.accounts.models import User
from egov.acts.models import OutboxEvent
from egov.acts.refusal import Refusal
from egov.imports.engine import import_file
from regulations.basis import lacks
from regulations.bindings import bind, end, renew
from regulations.citations import Citation, read_citation
from regulations.clauses import confirm_clause, find_clauses, may_settle, read_clauses, redate, reopen, settle
from regulations.effects import effects_of, record_effect
from regulations.findings import close_finding
from regulations.force import force_of
from regulations.health import health, recompute
from regulations.jdihn import JdihnImporter, feed
from regulations.lifecycle import go_live, move, record_running
from regulations.models import Application, Binding, Clause, Finding, LegalEvent, Provision, Regulation, RegulationFile
from regulations.models.regulation import Force
from regulations.registry import load_facts, load_kinds
from regulations.search import find_parts
from regulations.texts import Correction, add_part, attach_pdf, confirm_structure, correct_parts
from regulations.timeline import record_event
from tests.regulations.papers import REPEALER, draw, perda_like_the_parking_one
from tests.regulations.test_desk import NO_STEPS
from tests.regulations.test_registry import TODAY, app, make, pasal
from tests.world import World


@pytest.fixture
def officer(world: World) -> User:
    load_kinds()
    return world.staff["legal_officer"]


def code(act: Any, **given: Any) -> str:
    try:
        act(**given)
    except Refusal as refusal:
        return refusal.code
    return "ok"


def twin(regulation: Regulation, on: date) -> Force:
    """The force by the function, which must be that of the query."""
    told = force_of(Regulation.objects.get(pk=regulation.pk), on)
    assert Regulation.objects.with_force(on).get(pk=regulation.pk).force == told
    return told


# -- who may act on whose regulation ----------------------------------------------------


def test_another_regions_perda_has_no_say_here(officer: User) -> None:
    ours, theirs, province = make("perda", "3", 2018), make("perda", "9", 2024, other_region="33.10"), make("perda-provinsi", "1", 2020)
    for kind, told in (("repeals", "other_maker"), ("amends", "other_maker"), ("implements", "wrong_way")):
        assert code(record_event, actor=officer, kind=kind, source=theirs, target=ours, on=date(2024, 6, 1)) == told
    assert code(record_event, actor=officer, kind="repeals", source=province, target=ours, on=date(2024, 6, 1)) == "ok"
    attach_pdf(actor=officer, regulation=theirs, upload=ContentFile(draw(REPEALER), "a.pdf"))
    confirm_structure(actor=officer, regulation=theirs)
    assert [(e.cited, e.target) for e in effects_of(theirs)] == [("Peraturan Daerah Nomor 3 Tahun 2018", None)]  # its own, not ours


def test_lower_rank_neither_withdraws_nor_amends_and_only_a_court_annuls(officer: User) -> None:
    perda, perwali, decision = make("perda", "1", 2015), make("perwali", "1", 2016), make("kepwali", "1", 2017)
    future = make("perda", "2", 2020, commences_on=date(2021, 1, 1))
    assert code(record_event, actor=officer, kind="withdraws", source=make("perwali", "9", 2020), target=future, on=date(2020, 6, 1)) == "rule_223"
    assert code(record_event, actor=officer, kind="amends", source=decision, target=perwali, on=TODAY) == "rule_rank"
    assert code(record_event, actor=officer, kind="annuls", source=perwali, target=perda, on=TODAY, basis="1/2020") == "court_annuls"
    assert code(record_event, actor=officer, kind="annuls", target=perda, on=TODAY) == "no_decision"
    assert code(record_event, actor=officer, kind="annuls", target=perda, on=TODAY, basis="Putusan contoh 1/2020") == "ok"
    later = make("kepwali", "2", 2018)
    assert code(record_event, actor=officer, kind="repeals", source=later, target=decision, on=TODAY) == "ok"  # a decision ends a decision


def test_what_has_ended_is_acted_on_only_with_a_reason(officer: User) -> None:
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2005), make("perda", "3", 2010)
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2005, 2, 1))
    for kind in ("repeals", "amends", "implements"):
        assert code(record_event, actor=officer, kind=kind, source=c, target=a, on=date(2010, 2, 1)) == "rule_ended"
    assert code(record_event, actor=officer, kind="repeals", source=c, target=a, on=date(2010, 2, 1), override="Penegasan.") == "ok"
    assert code(record_event, actor=officer, kind="repeals", source=c, target=b, on=date(9999, 12, 31)) == "bad_day"


def test_commencement_is_no_door_round_the_rules(officer: User) -> None:
    perda = make("perda", "1", 2019, commences_on=date(2021, 1, 1))
    perwali = make("perwali", "2", 2020, commences_on=date(2021, 1, 1))
    record_event(actor=officer, kind="implements", source=perwali, target=perda, on=date(2021, 1, 1))
    assert code(record_event, actor=officer, kind="commences", source=perwali, target=perwali, on=date(2020, 3, 1)) == "rule_157"
    old, repealer = make("perwali", "3", 2010), make("perwali", "4", 2020)
    record_event(actor=officer, kind="repeals", source=repealer, target=old, on=date(2020, 2, 1))
    assert code(record_event, actor=officer, kind="commences", source=repealer, target=repealer, on=date(2025, 1, 1)) == "rule_158"
    unknown = make("perwali", "5", 2020, promulgated_on=None)
    assert code(record_event, actor=officer, kind="commences", source=unknown, target=unknown, on=date(2000, 1, 1)) == "rule_155"
    penal = {"actor": officer, "kind": "amends", "source": make("perda", "8", 2020), "target": make("perda", "7", 2010), "on": date(2015, 1, 1)}
    assert code(record_event, **penal, override="Sebab.") == "rule_156"


def test_149_neither_before_promulgation_nor_twice_over(officer: User) -> None:
    target = make("perda", "1", 2025, commences_on=date(2027, 1, 1))
    assert code(record_event, actor=officer, kind="withdraws", source=make("perda", "2", 2010), target=target, on=date(2012, 1, 1)) == "rule_149"


# -- what undoes what ------------------------------------------------------------------------


def test_a_repealer_that_ended_before_its_day_repeals_nothing(officer: User) -> None:
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2020, commences_on=date(2022, 1, 1)), make("perda", "3", 2021)
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2022, 1, 1))
    record_event(actor=officer, kind="repeals", source=c, target=b, on=date(2021, 6, 1), override="Contoh.")
    assert twin(a, TODAY) == Force.IN_FORCE


def test_a_withdrawal_that_was_undone_undoes_nothing(officer: User) -> None:
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2020, commences_on=date(2021, 1, 1)), make("perda", "3", 2020)
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="withdraws", source=c, target=b, on=date(2020, 6, 1))
    assert [twin(r, TODAY) for r in (a, b)] == [Force.IN_FORCE, Force.ENDED]
    record_event(actor=officer, kind="annuls", target=c, on=date(2020, 3, 1), basis="Putusan contoh")
    assert [twin(r, TODAY) for r in (a, b)] == [Force.ENDED, Force.IN_FORCE]


def test_a_chain_of_undoing_is_followed_to_its_end(officer: User) -> None:
    a, b, c, d = (make("perda", str(n), 2000 + n, commences_on=date(2030, 1, 1)) for n in range(4))
    make_event = LegalEvent.objects.create
    make_event(kind="repeals", source=b, target=a, on=date(2026, 1, 1))
    make_event(kind="withdraws", source=c, target=b, on=date(2025, 1, 1))
    make_event(kind="withdraws", source=d, target=c, on=date(2024, 1, 1))
    make_event(kind="annuls", target=d, on=date(2023, 1, 1))
    # d never stood, so c stands, so b was withdrawn, so a was never repealed
    assert [twin(r, date(2026, 6, 1)) for r in (d, c, b, a)] == [Force.ENDED, Force.NOT_YET, Force.ENDED, Force.NOT_YET]


def test_a_part_that_starts_before_the_whole_and_a_statement_behind_a_part(officer: User) -> None:
    r = make("perda", "1", 2020, commences_on=date(2022, 1, 1))
    early = pasal(r, 5)
    record_event(actor=officer, kind="commences", source=r, target=r, provision=early, on=date(2020, 6, 1))
    assert [twin(r, d) for d in (date(2020, 5, 31), date(2021, 1, 1), date(2022, 1, 1))] == [Force.NOT_YET, Force.PARTLY, Force.IN_FORCE]
    stated, other = make("perda", "2", 2010, stated_status="tidak-berlaku"), make("perda", "3", 2015)
    record_event(actor=officer, kind="repeals_part", source=other, target=stated, provision=pasal(stated, 1), on=date(2015, 2, 1))
    assert twin(stated, TODAY) == Force.UNKNOWN


def test_events_and_bindings_are_about_pasal_not_headings(officer: User) -> None:
    r, other, a = make("perda", "1", 2010), make("perda", "2", 2015), app()
    chapter = r.provisions.create(kind="bab", label="BAB II", path="bab-2", position=50)
    assert code(record_event, actor=officer, kind="repeals_part", source=other, target=r, provision=chapter, on=date(2015, 2, 1)) == "which_part"
    assert code(bind, actor=officer, application=a, regulation=r, provision=chapter, role="obligation", start=TODAY) == "which_part"


# -- bindings, going live ----------------------------------------------------------------------


def test_an_umbrella_is_this_regions_own_and_stays_so(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    assert code(bind, actor=officer, application=a, regulation=make("uu", "1"), role="umbrella", start=TODAY) == "no_umbrella"
    assert (
        code(bind, actor=officer, application=a, regulation=make("perda", "1", other_region="33.10"), role="umbrella", start=TODAY) == "other_region"
    )
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    Regulation.objects.filter(pk=perwali.pk).update(kind=load_kinds()["kepwali"])
    assert code(go_live, actor=officer, application=a, on=TODAY) == "no_basis"


def test_what_a_bound_regulation_is_called_cannot_be_edited(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    kind = load_kinds()["kepwali"].pk
    given = {"kind": kind, "number": "77", "year": "1999", "title": "Baru", "promulgated_on": "2020-01-02", "enacted_on": "2020-01-01"}
    assert client.post(f"/admin/regulations/regulation/{perwali.pk}/change/", given).status_code == 302
    perwali.refresh_from_db()
    assert (perwali.kind.code, perwali.number, perwali.year, perwali.title) == ("perwali", "1", 2020, "Baru")


def test_a_retroactive_regulation_can_still_be_edited(officer: User) -> None:
    r = make("perwali", "1", 2020)
    record_event(actor=officer, kind="commences", source=r, target=r, on=date(2019, 12, 1), override="Sebab contoh.")
    Regulation.objects.get(pk=r.pk).full_clean()
    r.refresh_from_db()
    r.commences_on = date(2019, 1, 1)
    with pytest.raises(ValidationError):
        r.full_clean()


def test_a_pasal_is_bound_once_confirmed_and_once_at_a_time(officer: User) -> None:
    perda, a = make("perda", "3", 2018), app()
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"))
    given = {"actor": officer, "application": a, "regulation": perda, "provision": perda.provisions.get(path="pasal-29"), "role": "obligation"}
    assert code(bind, **given, start=TODAY) == "not_confirmed"
    confirm_structure(actor=officer, regulation=perda)
    assert code(bind, **given, start=TODAY) == "ok"
    assert code(bind, **given, start=date(2026, 7, 1)) == "already_bound"
    assert Binding.objects.count() == 1


def test_a_mistaken_binding_goes_and_a_short_successor_leaves_no_gap(officer: User) -> None:
    a, first, second = app(), make("perwali", "1"), make("perwali", "2")
    wrong = bind(actor=officer, application=a, regulation=second, role="umbrella", start=TODAY)
    end(actor=officer, binding=wrong, on=TODAY)
    assert Binding.objects.count() == 0
    bind(actor=officer, application=a, regulation=first, role="umbrella", start=date(2021, 1, 1))
    given = {"actor": officer, "application": a, "regulation": second, "role": "umbrella", "start": date(2024, 1, 1)}
    assert code(bind, **given, until=date(2024, 6, 1)) == "leaves_gap"


def test_a_lampiran_obliges_nobody(officer: User) -> None:
    perda, a = make("perda", "1"), app(obliges=True)
    annex = perda.provisions.create(kind="lampiran", label="Lampiran", path="lampiran", position=9)
    bind(actor=officer, application=a, regulation=make("perwali", "1"), role="umbrella", start=date(2021, 1, 1))
    bind(actor=officer, application=a, regulation=perda, provision=annex, role="obligation", start=date(2021, 1, 1))
    assert [lack.problem for lack in lacks(a, TODAY)] == ["no_perda"]


def test_steps_are_of_their_day_and_the_retired_stay_so(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals", source=make("perwali", "2", 2023), target=perwali, on=date(2023, 2, 1))
    assert code(go_live, actor=officer, application=a, on=date(2099, 1, 1)) == "not_yet_the_day"
    go_live(actor=officer, application=a, on=date(2022, 1, 1))  # its umbrella has ended since: somebody hears of it
    assert Finding.objects.get().problem == "umbrella_ended"
    assert OutboxEvent.objects.filter(topic="finding.opened").count() == 1
    move(actor=officer, application=a, life="retired", note="Diganti.")
    assert code(record_running, actor=officer, application=a, year=2009, source="Dokumen") == "already_live"
    close_finding(actor=officer, finding=Finding.objects.get(), note="Aplikasi tidak dipakai lagi.")


def test_recording_what_runs_tells_opd_and_legal_officer(officer: User) -> None:
    record_running(actor=officer, application=app(), year=2009, source="Dokumen contoh")
    assert OutboxEvent.objects.filter(topic="finding.opened").count() == 1


# -- findings ------------------------------------------------------------------------------------


def test_a_finding_stays_while_any_cause_of_its_kind_does(officer: User) -> None:
    a, perwali, repealer = app(), make("perwali", "1"), make("perwali", "2", 2023)
    binding = bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals", source=repealer, target=perwali, on=date(2023, 2, 1))
    finding = recompute(on=date(2023, 2, 1))[0]
    assert code(renew, actor=officer, binding=binding) == "basis_ended"
    end(actor=officer, binding=binding, on=date(2024, 1, 1))
    assert code(close_finding, actor=officer, finding=finding, note="Diakhiri.") == "still_lacking"  # no umbrella at all is no cure
    late = make("perwali", "3", 2024)
    record_event(actor=officer, kind="repeals", source=late, target=repealer, on=date(2024, 2, 1))
    recompute(on=date(2024, 2, 2))
    finding.refresh_from_db()
    assert finding.candidate == late


def test_a_candidate_that_ended_gives_way_to_its_own_repealer(officer: User) -> None:
    a, perwali, second, third = app(), make("perwali", "1"), make("perwali", "2", 2023), make("perwali", "3", 2024)
    bind(actor=officer, application=a, regulation=perwali, provision=pasal(perwali, 1), role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals_part", source=second, target=perwali, provision=perwali.provisions.get(), on=date(2023, 2, 1))
    assert recompute(on=date(2023, 2, 1))[0].candidate == second
    record_event(actor=officer, kind="repeals", source=third, target=second, on=date(2024, 2, 1))
    recompute(on=date(2024, 2, 1))
    assert Finding.objects.get(problem="umbrella_ended").candidate == third


def test_a_second_amendment_on_the_closing_day_is_told(officer: User) -> None:
    a, perda, perwali = app(obliges=True), make("perda", "1", 2015), make("perwali", "1", 2015)
    part = pasal(perda, 1)
    with time_machine.travel("2026-12-01 09:00+07:00"):
        bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2020, 1, 1))
        bind(actor=officer, application=a, regulation=perda, provision=part, role="obligation", start=date(2022, 1, 1))
        go_live(actor=officer, application=a, on=date(2022, 1, 1))

    def amend(number: str, on: date) -> None:
        given = {"actor": officer, "kind": "amends", "source": make("perda", number, on.year), "target": perda, "provision": part}
        record_event(**given, on=on, wording=f"Bunyi {number}.")

    with time_machine.travel("2026-12-02 10:00+07:00"):
        amend("5", date(2021, 2, 1))  # recorded late: the frozen quote is stale
        finding = recompute()[0]
        assert finding.problem == "amended"
        assert health(Application.objects.with_life(timezone.localdate()).get(), "live", timezone.localdate(), None, [finding])[0] == "wait"
        close_finding(actor=officer, finding=finding, note="Tidak mengubah isinya.")
        assert recompute() == []
    with time_machine.travel("2026-12-02 10:01+07:00"):
        amend("6", date(2023, 2, 1))
        assert [f.problem for f in recompute()] == ["amended"]


def test_a_parent_is_watched_by_its_pasal_too(officer: User) -> None:
    a, perda, perwali, repealer = app(), make("perda", "1", 2010), make("perwali", "1", 2011), make("perda", "2", 2020)
    part = pasal(perda, 31)
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="implements", source=perwali, target=perda, provision=part, on=date(2011, 1, 2))
    record_event(actor=officer, kind="repeals_part", source=repealer, target=perda, provision=part, on=date(2020, 2, 1))
    assert [(f.problem, f.candidate) for f in recompute()] == [("parent_ended", repealer)]


# -- debts -----------------------------------------------------------------------------------------


def test_only_what_was_asked_for_settles_a_debt(officer: User) -> None:
    perda = make("perda", "1", 2018)
    debt = Clause.objects.create(provision=pasal(perda, 31), kind="delegation", sentence="x", to="Peraturan Walikota", confirmed_at=timezone.now())
    right, older, other = make("perwali", "9", 2019), make("perwali", "8", 2013), make("perda", "5", 2019)
    assert list(may_settle(debt)) == [right]
    for wrong in (older, other, perda, make("perpres", "3", 2019), make("kepwali", "1", 2019)):
        assert code(settle, actor=officer, clause=debt, regulation=wrong) == "cannot_settle"
    settle(actor=officer, clause=debt, regulation=right)
    assert [Clause.objects.debts(d).count() for d in (date(2018, 12, 31), TODAY)] == [1, 0]
    reopen(actor=officer, clause=debt)
    assert Clause.objects.debts(TODAY).count() == 1
    record_event(actor=officer, kind="repeals", source=make("perda", "6", 2020), target=perda, on=date(2020, 2, 1))
    assert [Clause.objects.debts(d).count() for d in (date(2017, 1, 1), date(2020, 1, 31), TODAY)] == [0, 1, 0]


def test_a_definition_obliges_nobody_and_kepala_daerah_is_owed_too() -> None:
    assert list(find_clauses("5. Wajib Retribusi adalah orang yang membayar.")) == []
    assert [f.to for f in find_clauses("Pelaksanaannya diatur dengan Peraturan Kepala Daerah.")] == ["Peraturan Kepala Daerah"]


# -- what goes in and what comes out ------------------------------------------------------------


@pytest.mark.parametrize("number", ["..", "9~02", "71\n2", "8?x=1", "a#b", "1%2", ""])
def test_a_number_that_would_break_its_address_is_refused(officer: User, number: str) -> None:
    with pytest.raises(ValidationError):
        Regulation(kind=load_kinds()["perda"], number=number, year=2020, title="x").full_clean()


def test_a_number_with_spaces_and_slashes_has_a_whole_address(officer: User, client: Client) -> None:
    r = make("perwali", "900/5.1/436 A", 2026)
    r.full_clean()
    assert r.get_absolute_url() == "/regulasi/perwali/2026/900~5.1~436%20A/"
    assert client.get(r.get_absolute_url()).status_code == 200
    assert " " not in client.get("/feed/document.json").json()[0]["urlDetailPeraturan"]
    assert client.get("/regulasi/", {"q": "perwali 900/5.1/436 A tahun 2026"})["Location"] == r.get_absolute_url()
    with pytest.raises(ValidationError):
        make("perda", "1", other_region="35.78").full_clean()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pasal 29 perda 3 2018", Citation("perda", "3", 2018, "pasal-29")),
        ("Pasal 29 ayat (1) Perda Nomor 3 Tahun 2018", Citation("perda", "3", 2018, "pasal-29")),
        ("peraturan DPRD nomor 1 tahun 2022", Citation("perdprd", "1", 2022)),
        ("Permendagri 86/2017", Citation("permen", "86", 2017)),
        ("Perppu 2 2022", Citation("perppu", "2", 2022)),
    ],
)
def test_more_citations_as_people_type_them(text: str, expected: Citation) -> None:
    assert read_citation(text) == expected


def test_control_characters_break_no_export(officer: User, client: Client) -> None:
    desk = Client()
    desk.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    desk.post("/admin/regulations/application/add/", {"name": "Tempel\x0bdari Word", "code": "tempel", "element": "layanan", **NO_STEPS})
    assert Application.objects.get().name == "Tempeldari Word"
    perda, other = make("perda", "1"), make("perda", "2", 2021)
    given = {"kind": "amends", "source": other.pk, "target": perda.pk, "on": "2021-06-01", "basis": "Pasal\x0b1"}
    assert desk.post("/admin/regulations/legalevent/add/", given).status_code == 302
    p = pasal(perda, 1)
    p.text = "Baris\x0b satu \uffff."
    p.save()
    for address in ("/regulasi/atom/", "/aplikasi/?format=xlsx", "/aplikasi/?format=pdf", "/aplikasi/bawa-pulang.zip", "/feed/document.json"):
        assert client.get(address).status_code == 200, address
    etree.fromstring(client.get(perda.eli).content)
    etree.fromstring(client.get("/regulasi/atom/").content)


def test_no_recorded_row_is_deleted_at_the_desk(officer: User, world: World) -> None:
    root = User.objects.create_superuser("akar@contoh.example", "kata-sandi")
    desk = Client()
    desk.force_login(root, backend="allauth.account.auth_backends.AuthenticationBackend")
    event = record_event(actor=officer, kind="repeals", source=make("perda", "2", 2021), target=make("perda", "1"), on=date(2021, 2, 1))
    desk.post(f"/admin/regulations/legalevent/{event.pk}/delete/", {"post": "yes"})
    assert LegalEvent.objects.count() == 1


def test_search_shows_a_pasal_as_it_reads_on_the_day(officer: User) -> None:
    perda = make("perda", "1", 2010)
    p = pasal(perda, 1)
    p.text = "Karcis kertas wajib dibawa."
    p.save()
    given = {"actor": officer, "kind": "amends", "source": make("perda", "2", 2020), "target": perda, "provision": p, "on": date(2020, 2, 1)}
    record_event(**given, wording="Dompet digital wajib dipakai.")
    assert find_parts("kertas", on=TODAY) == []
    assert find_parts("kertas", on=date(2019, 1, 1)) == [p]
    hit = find_parts("dompet", on=TODAY)[0]
    assert (hit, getattr(hit, "snippet", "")) == (p, "Dompet digital wajib dipakai.")
    assert find_parts("dompet", on=date(2019, 1, 1)) == []


def test_pages_of_an_amended_regulation_cost_the_same_for_many_amendments(officer: User, client: Client) -> None:
    perda = make("perda", "1", 2010)
    p = pasal(perda, 1)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def amend(n: int) -> None:
        given = {"actor": officer, "kind": "amends", "source": make("perda", f"{n}", 2010 + n), "target": perda, "on": date(2010 + n, 2, 1)}
        record_event(**given, provision=p, wording=f"Bunyi {n}.")
        record_event(**given)

    amend(1)
    few = [count(perda.get_absolute_url()), count(p.get_absolute_url())]
    for n in range(2, 9):
        amend(n)
    assert [count(perda.get_absolute_url()), count(p.get_absolute_url())] == few
    assert client.get("/regulasi/", {"q": "perda 1 2010 pasal 1", "pada": "2012-01-01"})["Location"].endswith("/pasal-1/?pada=2012-01-01")


def test_a_repeated_tap_is_told_not_forbidden(officer: User) -> None:
    desk = Client()
    desk.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    a = app()
    bind(actor=officer, application=a, regulation=make("perwali", "1"), role="umbrella", start=date(2021, 1, 1))
    address = f"/admin/regulations/application/{a.pk}/tindakan/"
    for _ in range(2):
        answer = desk.post(address, {"act": "berjalan", "berjalan-on": "2021-06-01"}, follow=True)
        assert answer.status_code == 200
    assert "mungkin sudah dilakukan" in answer.content.decode()
    assert a.steps.count() == 1
    assert desk.get("/admin/regulations/binding/add/?application=abc").status_code == 200


# -- a second careful reader ------------------------------------------------------------------------


def test_a_perwali_carries_out_national_law_and_not_the_other_way(officer: User) -> None:
    perwali, uu, province = make("perwali", "1", 2021), make("uu", "1", 2020), make("perda-provinsi", "2", 2020)
    for parent in (uu, province):
        assert code(record_event, actor=officer, kind="implements", source=perwali, target=parent, on=date(2021, 1, 2)) == "ok"
    assert code(record_event, actor=officer, kind="implements", source=uu, target=perwali, on=TODAY) == "wrong_way"


def test_the_shipped_facts_load_again_after_work_on_them(officer: User) -> None:
    load_facts()
    ssw = Binding.objects.get(application__code="ssw")
    renew(actor=officer, binding=ssw)
    make("perda", "3", 2018, other_region="33.10")
    perda = Regulation.objects.get(number="3", year=2018, other_region="")
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(REPEALER), "a.pdf"))
    assert load_facts() == 0
    assert Binding.objects.filter(application__code="ssw").count() == 2


def test_a_partial_repeal_and_a_reasoned_amendment_are_recorded_from_the_text(officer: User) -> None:
    old, new = make("perda", "5", 2010), make("perda", "9", 2020)
    part = pasal(old, 7)
    new.provisions.create(
        label="Pasal 1", path="pasal-1", position=1,
        text="Pada saat Perda ini mulai berlaku, ketentuan Pasal 7 Peraturan Daerah Nomor 5 Tahun 2010 tentang A dicabut.",
    )  # fmt: skip
    new.document.delete() if hasattr(new, "document") else None
    RegulationFile.objects.create(regulation=new, file="x.pdf", sha256="0" * 64, size=1, text_status="ada-teks", confirmed_at=timezone.now())
    effect = effects_of(new)[0]
    assert (effect.kind, effect.part, effect.ready) == ("repeals_part", part, True)
    assert record_effect(actor=officer, regulation=new, key=effect.key)[0].provision == part
    page = Client().get(f"{old.get_absolute_url()}pasal-7/").content.decode()
    assert "Dicabut" in page
    assert find_parts("uji", on=TODAY) == []  # what is repealed is no living law
    again = {"actor": officer, "kind": "amends", "source": make("perda", "10", 2021), "target": old, "provision": part, "on": date(2021, 6, 1)}
    assert code(record_event, **again, wording="Hidup lagi.") == "rule_ended"


def test_149_both_ways_158_for_parts_and_every_rule_is_named(officer: User) -> None:
    future, other = make("perda", "1", 2020, commences_on=date(2022, 1, 1)), make("perda", "2", 2020)
    assert code(record_event, actor=officer, kind="repeals", source=other, target=future, on=date(2021, 1, 1)) == "rule_149"
    old, late = make("perda", "3", 2010), make("perwali", "4", 2020, commences_on=date(2023, 1, 1))
    given = {"actor": officer, "kind": "repeals", "source": late, "target": old, "on": date(2021, 1, 1)}
    event = record_event(**given, override="Contoh.")
    assert event.overridden_rule == "223, 158"
    source = make("perda", "5", 2020)
    record_event(
        actor=officer, kind="repeals_part", source=source, target=make("perda", "6"), provision=pasal(Regulation.objects.get(number="6"), 1), on=TODAY
    )
    assert code(record_event, actor=officer, kind="commences", source=source, target=source, on=date(2026, 12, 1)) == "rule_158"
    penal = {"actor": officer, "kind": "amends", "source": make("perwali", "7", 2020), "target": make("perda", "8", 2010), "on": date(2015, 1, 1)}
    assert (
        code(record_event, **penal, wording="Dipidana kurungan.", override="Sebab.", provision=pasal(Regulation.objects.get(number="8"), 1))
        == "rule_156"
    )


def test_the_force_of_a_pasal_is_one_by_function_and_by_query(officer: User) -> None:
    rng = random.Random(11)
    rows = [make("perda", str(i), 2000 + i, commences_on=rng.choice([None, date(2000 + i, 6, 1)])) for i in range(8)]
    rows += [make("perda", "x", 2013, promulgated_on=None, enacted_on=None), make("perda", "y", 2003, stated_status="tidak-berlaku")]
    parts = [pasal(r, n) for r in rows for n in (1, 2)]
    for _ in range(120):
        part = rng.choice(parts)
        kind = rng.choice(["repeals", "amends", "withdraws", "repeals_part", "commences", "annuls"])
        LegalEvent.objects.get_or_create(
            kind=kind,
            source=rng.choice([r for r in rows if r != part.regulation]),
            target=part.regulation,
            provision=rng.choice([None, part, part]) if kind != "repeals_part" else part,
            on=date(2000, 1, 1) + timedelta(days=rng.randint(0, 6000)),
        )
    for event in LegalEvent.objects.filter(kind="amends", provision__isnull=False):
        event.amendment = rng.choice(["ubah", "sisip", "hapus"])
        event.save()
    for day in range(0, 7000, 250):
        on = date(2000, 1, 1) + timedelta(days=day)
        told = {p.pk: p.force for p in Provision.objects.with_force(on)}
        assert told == {p.pk: force_of(p.regulation, on, p) for p in Provision.objects.select_related("regulation")}, on


def test_a_basis_that_carried_a_step_is_not_undone(officer: User) -> None:
    a, first, second = app(), make("perwali", "1"), make("perwali", "2")
    binding = bind(actor=officer, application=a, regulation=first, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 6, 1))
    assert code(end, actor=officer, binding=binding, on=date(2021, 1, 1)) == "bad_period"
    assert code(end, actor=officer, binding=binding, on=date(2020, 1, 1)) == "bad_period"
    wrong = bind(actor=officer, application=a, regulation=second, role="umbrella", start=date(2026, 1, 1))
    end(actor=officer, binding=wrong, on=date(2026, 1, 1))
    assert [(b.regulation, b.valid.upper) for b in Binding.objects.all()] == [(first, None)]


def test_a_scan_after_a_wrong_pdf_leaves_no_foreign_pasal(officer: User) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "b.pdf"))
    assert r.provisions.count() == 0
    assert code(confirm_structure, actor=officer, regulation=r) == "needs_ocr"


def test_a_debt_counts_from_what_the_text_says_and_wakes_with_its_cure(officer: User) -> None:
    perda = make("perda", "1", 2020, commences_on=date(2022, 1, 1))
    part = pasal(perda, 31)
    part.text = "Diatur dengan Peraturan Wali Kota paling lama 6 (enam) bulan sejak Peraturan Daerah ini berlaku."
    part.save()
    read_clauses(actor=officer, regulation=perda)
    debt = Clause.objects.get(kind="delegation")
    assert str(debt.due_on) == "2022-07-01"
    perda.commences_on = date(2023, 1, 1)
    perda.save()
    assert redate(regulation=perda) == 1
    confirm_clause(actor=officer, clause=debt)
    cure = make("perwali", "9", 2023)
    settle(actor=officer, clause=debt, regulation=cure)
    assert Clause.objects.debts(TODAY).count() == 0
    record_event(actor=officer, kind="repeals", source=make("perwali", "10", 2024), target=cure, on=date(2024, 2, 1))
    assert Clause.objects.debts(TODAY).count() == 1


def test_a_doubt_that_was_settled_stays_so_when_the_binding_is_renewed(officer: User) -> None:
    a, perda, perwali = app(), make("perda", "1", 2010), make("perwali", "1", 2011)
    record_event(actor=officer, kind="implements", source=perwali, target=perda, on=date(2011, 1, 2))
    binding = bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="repeals", source=make("perda", "2", 2020), target=perda, on=date(2020, 2, 1))
    close_finding(actor=officer, finding=recompute()[0], note="Tetap sah.")
    renew(actor=officer, binding=binding)
    assert recompute() == []


def test_long_pages_are_cut_into_light_ones(officer: User, client: Client) -> None:
    rng = random.Random(4)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 9))) for _ in range(5000)]

    def text(n: int) -> str:
        return "\n".join(" ".join(rng.choices(words, k=10)) for _ in range(n))

    one, two = make("perda", "1"), make("perda", "2", 2021)
    one.provisions.create(kind="lampiran", label="Lampiran", path="lampiran", position=900, text=text(2000) + "\n" + text(2000).replace("\n", " "))
    for r in (one, two, other := make("perda", "3", 2019, other_region="33.10")):
        Provision.objects.bulk_create(
            Provision(regulation=r, label=f"Pasal {n}", path=f"pasal-{n}", position=n, text=text(24)) for n in range(1, 130)
        )
    browser = {"Accept": "text/html"}
    for address in (
        f"{one.get_absolute_url()}lampiran/", f"{one.get_absolute_url()}lampiran/?lembar=2", one.get_absolute_url(),
        f"{one.get_absolute_url()}bandingkan/?dengan=perda+2+2021", other.eli, f"{other.eli}?bagian=pasal-7",
    ):  # fmt: skip
        answer = client.get(address, headers=browser)
        assert answer.status_code == 200, address
        assert len(gzip.compress(answer.content)) <= 60_000, address
    assert "Lembar 2 dari" in client.get(f"{one.get_absolute_url()}lampiran/?lembar=2").content.decode()


def test_a_heading_named_by_hand_breaks_no_address(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    add_part(actor=officer, regulation=r, kind="bab", label="PENUTUP", text="AKHIR", after=None)
    etree.fromstring(client.get(r.eli).content)
    part = r.provisions.get(label="PENUTUP")
    assert code(correct_parts, actor=officer, regulation=r, corrections=[Correction(part.pk, "", "x", "", "")]) == "bad_label"


def test_a_feeds_change_of_mind_is_told_and_odd_rows_come_back_whole(officer: User, tmp_path: Path) -> None:
    make("perda", "NOTA 1", 1950, promulgated_on=date(1953, 5, 5))
    make("perda", "7", 2021, enacted_on=date(2020, 12, 30), promulgated_on=date(2021, 1, 4), gazette_ref="Lembaran ")
    made = feed(timezone.localdate())
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    Regulation.objects.all().delete()
    assert import_file(JdihnImporter(), path).errors == []
    again = feed(timezone.localdate())
    assert [{k: v for k, v in r.items() if k != "idData"} for r in again] == [{k: v for k, v in r.items() if k != "idData"} for r in made]
    for row in made:
        row["status"] = "Dicabut"
    path.write_text(json.dumps(made), encoding="utf-8")
    run = import_file(JdihnImporter(), path)
    assert [(e["code"], e["stopping"]) for e in run.errors] == [("differs", False)] * 2
