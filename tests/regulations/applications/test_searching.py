"""Until an officer closes the search for an application's law, nobody knows: grey, no fault."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import end
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.health import Health, health_of, recompute
from regulations.domain.applications.lifecycle import move, record_running
from regulations.domain.applications.searching import close_search, reopen_search
from regulations.models import Application, BasisSearch, Finding
from regulations.vocabulary import BasisState
from tests.refusals import outcome_of
from tests.regulations.factories import app, bind_obligation, bind_umbrella, make, pasal, record
from tests.verbs.roles import become_runtime_role

WHERE = "JDIH, arsip Bagian Hukum."


def stands(on: date | None = None) -> Health:
    on = on or timezone.localdate()
    rows = list(Application.objects.with_life(on).with_search(on))
    return health_of(rows, on)[rows[0].pk]


def running(officer: User, code: str = "parkir", **more: Any) -> Application:
    application = app(code, **more)
    record_running(actor=officer, application=application, year=2019, source="Renstra")
    return application


def test_nobody_has_looked_is_grey_and_tells_nobody(officer: User) -> None:
    running(officer)
    assert stands() == Health(BasisState.UNSEARCHED, "muted", "Belum diteliti")
    assert recompute() == []
    assert not Finding.objects.exists()


def test_a_closed_search_makes_it_red_by_name_and_day(officer: User) -> None:
    application = running(officer)
    row = close_search(actor=officer, application=application, note=f" {WHERE} ")
    assert (row.stated_by, row.stated_on, row.note) == (officer, timezone.localdate(), WHERE)
    assert stands() == Health(BasisState.NONE, "stop", "Tanpa dasar")
    assert [f.problem for f in Finding.objects.filter(closed_on=None)] == ["no_basis"]
    # the day before, nobody knew
    yesterday = timezone.localdate() - timedelta(days=1)
    assert stands(yesterday).state == BasisState.UNSEARCHED


def test_a_binding_added_later_changes_it_by_itself(officer: User) -> None:
    application = running(officer)
    close_search(actor=officer, application=application, note=WHERE)
    binding = bind_umbrella(officer, application, make("perwali", "1"))
    assert stands() == Health(BasisState.COMPLETE, "good", "Dasar lengkap dan berlaku")
    close_finding(actor=officer, finding=Finding.objects.get(), note="Diikat.")
    end(actor=officer, binding=binding, on=timezone.localdate())
    assert stands().state == BasisState.NONE


def test_reopened_nobody_knows_again_and_the_finding_goes(officer: User) -> None:
    application = running(officer)
    close_search(actor=officer, application=application, note=WHERE)
    reopen_search(actor=officer, application=application, note="Ada arsip lama.")
    assert stands().state == BasisState.UNSEARCHED
    finding = Finding.objects.get()
    assert (finding.closed_by, finding.closing_note) == (
        officer,
        "Pencarian dibuka lagi. Ada arsip lama.",
    )
    assert recompute() == []
    assert [row.closed for row in BasisSearch.objects.all()] == [True, False]
    close_search(actor=officer, application=application, note=WHERE)
    assert stands().state == BasisState.NONE


@pytest.mark.parametrize(
    ("note", "days", "code"),
    [(" ", 0, "no_note"), (WHERE, 1, "not_yet_the_day"), (WHERE, -1, "later_search")],
)
def test_what_is_refused(officer: User, note: str, days: int, code: str) -> None:
    application = running(officer)
    on = timezone.localdate() + timedelta(days=days)
    if code == "later_search":
        close_search(actor=officer, application=application, note=WHERE)
        reopen_search(actor=officer, application=application, note="Ada.")
    given = {"actor": officer, "application": application, "note": note, "on": on}
    assert outcome_of(close_search, **given) == code


def test_twice_is_refused(officer: User) -> None:
    application = running(officer)
    given: dict[str, Any] = {"actor": officer, "application": application, "note": WHERE}
    assert outcome_of(reopen_search, **given) == "search_open"
    close_search(**given)
    with pytest.raises(Refusal, match="sudah ditutup pada") as refused:
        close_search(**given)
    assert refused.value.code == "search_closed"
    assert outcome_of(reopen_search, **{**given, "note": ""}) == "no_note"


def test_a_planned_application_without_basis_is_no_fault(officer: User) -> None:
    application = app()
    move(actor=officer, application=application, life="planned")
    assert stands().word == "Belum diteliti"
    close_search(actor=officer, application=application, note=WHERE)
    assert stands() == Health(BasisState.NONE, "wait", "Belum ada dasar")
    assert not Finding.objects.exists()


def test_a_part_that_nobody_has_looked_for_is_grey_too(officer: User) -> None:
    application = running(officer, obliges=True)
    bind_umbrella(officer, application, make("perwali", "1"))
    assert stands() == Health(BasisState.PARTIAL, "muted", "Perda belum diteliti")
    assert recompute() == []
    close_search(actor=officer, application=application, note=WHERE)
    word = "Kewajiban warga tanpa Perda yang berlaku"
    assert stands() == Health(BasisState.PARTIAL, "stop", word)
    assert [f.problem for f in Finding.objects.all()] == ["no_perda"]


def test_an_authority_alone_is_a_part(officer: User) -> None:
    application, perda = running(officer), make("perda", "1")
    binding = bind_obligation(officer, application, pasal(perda, 1))
    assert stands() == Health(BasisState.PARTIAL, "muted", "Payung belum diteliti")
    close_search(actor=officer, application=application, note=WHERE)
    assert stands() == Health(BasisState.PARTIAL, "stop", "Tanpa payung")
    assert binding.pk


def test_dates_that_nobody_knows_are_grey(officer: User) -> None:
    application = running(officer)
    undated = make("perwali", "1", enacted_on=None, promulgated_on=None)
    bind_umbrella(officer, application, undated)
    word = "Berlakunya payung belum diketahui"
    assert stands() == Health(BasisState.PARTIAL, "muted", word)


def test_what_is_known_stands_before_what_nobody_knows(officer: User) -> None:
    application, perwali = running(officer, obliges=True), make("perwali", "1")
    bind_umbrella(officer, application, perwali)
    record(officer, "repeals", make("perwali", "2", 2022), perwali, date(2022, 1, 2))
    word = "Payung tidak berlaku lagi"
    assert stands() == Health(BasisState.PARTIAL, "stop", word)
    assert [f.problem for f in recompute()] == ["umbrella_ended"]


def test_its_rows_stay(officer: User) -> None:
    application = running(officer)
    row = close_search(actor=officer, application=application, note=WHERE)
    become_runtime_role()
    for statement in ("UPDATE %s SET note = 'x'", "DELETE FROM %s"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement % row._meta.db_table)


def test_the_head_in_every_shape(officer: User, client: Client) -> None:
    running(officer, "a")
    searched, whole, part = (running(officer, code) for code in "bcd")
    close_search(actor=officer, application=searched, note=WHERE)
    bind_umbrella(officer, whole, make("perwali", "1"))
    old = make("perwali", "2")
    bind_umbrella(officer, part, old)
    record(officer, "repeals", make("perwali", "3", 2022), old, date(2022, 1, 2))
    retired = running(officer, "e")
    move(actor=officer, application=retired, life="retired", note="Diganti.")
    page = client.get("/aplikasi/").content.decode()
    assert (
        "5 aplikasi: 1 lengkap, 1 sebagian, 1 belum diteliti, 1 tanpa dasar, 1 tidak dipakai lagi"
    ) in page
    assert page.count('<span class="tag muted">Belum diteliti</span>') == 1
    assert page.count('<span class="tag stop">Tanpa dasar</span>') == 1
    assert page.count('<span class="tag stop">Tidak berlaku</span>') == 1  # the umbrella of d
    text = b"".join(client.get("/aplikasi/?format=csv")).decode("utf-8-sig")
    rows = {row["kode"]: row for row in csv.DictReader(io.StringIO(text))}
    told = {
        code: (row["dasar_hukum"], row["diteliti"], row["payung"]) for code, row in rows.items()
    }
    today = timezone.localdate().isoformat()
    assert told == {
        "a": ("belum diteliti", "", "belum diketahui"),
        "b": ("tanpa dasar", today, "tidak ditemukan"),
        "c": ("lengkap", "", "Perwali Kota Surabaya Nomor 1 Tahun 2020"),
        "d": ("sebagian", "", "Perwali Kota Surabaya Nomor 2 Tahun 2020 (tidak berlaku)"),
        "e": ("tidak dipakai lagi", "", "belum diketahui"),
    }
    api = {row["kode"]: row for row in client.get("/api/v1/aplikasi/").json()["results"]}
    assert {code: (row["keadaan_dasar"], row["diteliti"]) for code, row in api.items()} == {
        "a": ("belum-diteliti", None),
        "b": ("tanpa-dasar", today),
        "c": ("lengkap", None),
        "d": ("sebagian", None),
        "e": ("tidak-dipakai", None),
    }


def test_its_page_says_who_looked_and_where_but_no_name(officer: User, client: Client) -> None:
    application = running(officer)
    page = client.get("/aplikasi/parkir/").content.decode()
    assert "belum ada petugas hukum yang mencarinya" in page
    close_search(actor=officer, application=application, note=WHERE)
    page = client.get("/aplikasi/parkir/?pada=").content.decode()
    assert "pencarian ditutup oleh petugas hukum" in page
    assert WHERE in page
    assert officer.name not in page


def test_what_was_told_before_anybody_looked_is_closed_once(officer: User) -> None:
    """The migration: an older registry holds findings of what nobody had looked for."""
    step = import_module("regulations.migrations.0020_only_what_was_searched")
    blank, bound = running(officer, "a"), running(officer, "b", obliges=True)
    perwali = bind_obligation(officer, bound, pasal(make("perwali", "1"), 1))
    day = date(2026, 1, 5)
    for application in (blank, bound):
        Finding.objects.create(application=application, problem="no_basis", opened_on=day)
    Finding.objects.create(application=bound, problem="no_perda", opened_on=day)
    Finding.objects.create(
        application=bound, problem="umbrella_ended", binding=perwali, opened_on=day
    )
    step.close_untold(apps, None)
    still = Finding.objects.filter(closed_on=None).values_list("problem", flat=True)
    assert sorted(still) == ["no_perda", "umbrella_ended"]
    closed = Finding.objects.filter(closed_on__isnull=False)
    assert set(closed.values_list("problem", "closing_note")) == {("no_basis", step.NOTE)}
