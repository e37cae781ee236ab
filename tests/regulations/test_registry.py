"""One application, one Perwali.

Force on a day, the numbered rules, the constraints, going live, and health over time.
"""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import bind
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.health import recompute
from regulations.domain.applications.lifecycle import go_live, record_running
from regulations.domain.exchange.citations import Citation, read_citation
from regulations.domain.law.events import record_event
from regulations.domain.registry import load_facts
from regulations.models import Application, Binding, Finding, LegalEvent, Regulation
from regulations.vocabulary import EventKind
from tests.regulations.factories import TODAY, app, make, pasal
from tests.town import Town

# -- the two constraints, against direct SQL ----------------------------------------------


def test_one_umbrella_each_way_holds_against_sql(officer: User) -> None:
    a, b = app("a"), app("b")
    first, second = make("perwali", "1"), make("perwali", "2")
    bind(actor=officer, application=a, regulation=first, role="umbrella", start=date(2021, 1, 1))
    sql = (
        "INSERT INTO regulations_binding "
        "(application_id, regulation_id, role, valid, quote, quote_sha256) "
        "VALUES (%s, %s, 'umbrella', daterange(%s, NULL), '', '')"
    )
    for application, regulation in ((a, second), (b, first)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [application.pk, regulation.pk, date(2022, 1, 1)])
    with pytest.raises(Refusal) as told:
        bind(
            actor=officer, application=b, regulation=first, role="umbrella", start=date(2022, 1, 1)
        )
    assert told.value.code == "umbrella_taken"
    assert "Aplikasi a" in told.value.sentence


def test_a_successor_takes_over_on_the_same_day(officer: User) -> None:
    a, old, new = app(), make("perwali", "1"), make("perwali", "2", 2023)
    bind(actor=officer, application=a, regulation=old, role="umbrella", start=date(2021, 1, 1))
    bind(actor=officer, application=a, regulation=new, role="umbrella", start=date(2023, 2, 1))

    def bound_on(day: date) -> list[Regulation]:
        return [b.regulation for b in Binding.objects.standing_on(day)]

    assert (bound_on(date(2023, 1, 31)), bound_on(date(2023, 2, 1))) == ([old], [new])


def test_a_keputusan_is_no_basis_save_the_governing_old_one(officer: User) -> None:
    a = app()
    with pytest.raises(Refusal) as told:
        bind(
            actor=officer,
            application=a,
            regulation=make("kepwali", "1", 2010),
            role="umbrella",
            start=TODAY,
        )
    assert told.value.code == "decision_no_basis"
    with pytest.raises(Refusal):
        bind(
            actor=officer,
            application=a,
            regulation=make("kepwali", "2", 2012, governing=True),
            role="umbrella",
            start=TODAY,
        )
    bind(
        actor=officer,
        application=a,
        regulation=make("kepwali", "3", 2010, governing=True),
        role="umbrella",
        start=TODAY,
    )


def test_a_quote_is_frozen_with_its_hash(officer: User) -> None:
    r = make("perda", "1")
    binding = bind(
        actor=officer,
        application=app(),
        regulation=r,
        role="obligation",
        provision=pasal(r, 29),
        start=TODAY,
    )
    assert (binding.quote, len(binding.quote_sha256)) == ("Bunyi uji.", 64)


# -- going live ----------------------------------------------------------------------------


def refused(officer: User, application: Application, on: date) -> str:
    try:
        with transaction.atomic():
            go_live(actor=officer, application=application, on=on)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return "ok"


def test_going_live_names_what_is_missing_and_passes_the_day_it_is_gone(officer: User) -> None:
    a = app(obliges=True)
    day = date(2021, 5, 1)
    assert refused(officer, a, day) == "no_basis"
    umbrella = make("perwali", "1", 2021, commences_on=date(2021, 6, 1))
    bind(actor=officer, application=a, regulation=umbrella, role="umbrella", start=date(2021, 1, 1))
    assert refused(officer, a, day) == "umbrella_not_yet"
    assert refused(officer, a, date(2021, 6, 1)) == "no_perda"
    perda = make("perda", "3", 2018)
    bind(
        actor=officer,
        application=a,
        regulation=perda,
        provision=pasal(perda, 29),
        role="obligation",
        start=date(2021, 1, 1),
    )
    assert refused(officer, a, date(2021, 5, 31)) == "umbrella_not_yet"
    assert refused(officer, a, date(2021, 6, 1)) == "ok"
    successor = make("perwali", "2", 2022)
    record_event(
        actor=officer,
        kind=EventKind.REPEALS,
        source=successor,
        target=umbrella,
        on=date(2022, 2, 1),
    )
    assert refused(officer, a, date(2022, 1, 31)) == "ok"
    assert refused(officer, a, date(2022, 2, 1)) == "umbrella_ended"


def test_going_live_by_the_calendar(officer: User) -> None:
    """Each cause of refusal, and the day it is gone: the clock moves, nobody names a day."""
    a = app(obliges=True)
    perda, umbrella = (
        make("perda", "3", 2018),
        make("perwali", "1", 2027, commences_on=date(2027, 6, 1)),
    )
    decision, successor = make("kepwali", "9", 2027), make("perwali", "2", 2028)

    def today() -> str:
        try:
            with transaction.atomic():
                go_live(actor=officer, application=a)
                transaction.set_rollback(True)
        except Refusal as refusal:
            return refusal.code
        return "ok"

    def at(day: str) -> time_machine.travel:
        return time_machine.travel(f"{day} 08:00+07:00")

    with at("2027-05-01"):
        assert today() == "no_basis"
        with pytest.raises(Refusal) as told:
            bind(
                actor=officer,
                application=a,
                regulation=decision,
                role="umbrella",
                start=date(2027, 5, 1),
            )
        assert told.value.code == "decision_no_basis"
        bind(
            actor=officer,
            application=a,
            regulation=umbrella,
            role="umbrella",
            start=date(2027, 5, 1),
        )
        bind(
            actor=officer,
            application=a,
            regulation=perda,
            provision=pasal(perda, 29),
            role="obligation",
            start=date(2027, 6, 2),
        )
        assert today() == "umbrella_not_yet"
    with at("2027-05-31"):
        assert today() == "umbrella_not_yet"
    with at("2027-06-01"):
        assert today() == "no_perda"
    with at("2027-06-02"):
        assert today() == "ok"
        record_event(
            actor=officer,
            kind=EventKind.REPEALS,
            source=successor,
            target=umbrella,
            on=date(2028, 2, 1),
        )
    with at("2028-01-31"):
        assert today() == "ok"
    with at("2028-02-01"):
        assert today() == "umbrella_ended"
        bind(
            actor=officer,
            application=a,
            regulation=successor,
            role="umbrella",
            start=date(2028, 2, 1),
        )
        assert today() == "ok"
        go_live(actor=officer, application=a)
    assert str(a.steps.get().on) == "2028-02-01"


def test_a_perwali_is_no_basis_of_an_obligation_and_a_tax_needs_this_regions_perda(
    officer: User,
) -> None:
    a = app(tax_or_levy=True)
    perwali, uu, perda = make("perwali", "1"), make("uu", "1", 2022), make("perda", "1", 2023)
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    for regulation in (make("perwali", "8"), uu):
        bind(
            actor=officer,
            application=a,
            regulation=regulation,
            provision=pasal(regulation, 1),
            role="obligation",
            start=date(2021, 1, 1),
        )
        assert refused(officer, a, TODAY) == "no_perda"
    bind(
        actor=officer,
        application=a,
        regulation=perda,
        provision=pasal(perda, 1),
        role="obligation",
        start=date(2023, 2, 1),
    )
    assert refused(officer, a, TODAY) == "ok"


def test_what_already_runs_is_recorded_with_its_gap(officer: User) -> None:
    a = app("e-lama")
    with pytest.raises(Refusal):
        record_running(actor=officer, application=a, year=2009, source=" ")
    record_running(actor=officer, application=a, year=2009, source="Dokumen contoh")
    assert list(Finding.objects.values_list("problem", "closed_on")) == [("no_basis", None)]


# -- health over time ----------------------------------------------------------------------


def test_a_repealed_perda_opens_a_finding_with_the_repealer_and_only_an_act_closes_it(
    officer: User,
) -> None:
    a, perwali = app(), make("perwali", "1")
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2021, 1, 1))
    go_live(actor=officer, application=a, on=date(2021, 1, 1))
    assert recompute(on=date(2021, 1, 2)) == []
    new = make("perwali", "2", 2023)
    record_event(
        actor=officer, kind=EventKind.REPEALS, source=new, target=perwali, on=date(2023, 2, 1)
    )
    with time_machine.travel("2023-02-01 12:00"):
        finding = recompute()[0]
        assert (finding.problem, finding.candidate) == ("umbrella_ended", new)
        assert recompute() == []
        with pytest.raises(Refusal) as told:
            close_finding(actor=officer, finding=finding, note="Sudah.")
        assert told.value.code == "still_lacking"
        bind(actor=officer, application=a, regulation=new, role="umbrella", start=date(2023, 2, 1))
        close_finding(actor=officer, finding=finding, note="Diikat pada penggantinya.")
    assert Finding.objects.get().closed_by == officer
    stood = Binding.objects.filter(application=a).standing_on(date(2021, 11, 15)).get()
    assert stood.regulation == perwali


# -- reading -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("perda 3 2018 pasal 29", Citation("perda", "3", 2018, "pasal-29")),
        ("Perwali No. 28/2013", Citation("perwali", "28", 2013)),
        ("Peraturan Wali Kota Surabaya Nomor 68 Tahun 2021", Citation("perwali", "68", 2021)),
        (
            "Peraturan Daerah Kota Surabaya Nomor 3 Tahun 2018 tentang Parkir Pasal 128A",
            Citation("perda", "3", 2018, "pasal-128a"),
        ),
        ("UU 12/2011", Citation("uu", "12", 2011)),
        ("parkir berlangganan", None),
    ],
)
def test_citations_as_people_type_them(text: str, expected: Citation | None) -> None:
    assert read_citation(text) == expected


def test_pages_answer_as_of_a_day(officer: User, client: Client) -> None:
    a, r = app(), make("perwali", "100.3.3.3/210/436.1.2/2025", 2021, commences_on=date(2022, 1, 1))
    bind(actor=officer, application=a, regulation=r, role="umbrella", start=date(2022, 1, 1))
    address = "/regulasi/perwali/2021/100.3.3.3~210~436.1.2~2025/"
    assert r.get_absolute_url() == address
    for day, value in (("2021-06-01", "belum-berlaku"), ("2022-01-01", "berlaku")):
        assert (
            f'<data class="in-force" value="{value}">'
            in client.get(f"{address}?pada={day}").content.decode()
        )
    assert (
        "Dasar hukumnya belum diketahui"
        in client.get("/aplikasi/parkir/?pada=2021-11-15").content.decode()
    )
    assert r.citation in client.get("/aplikasi/parkir/?pada=2022-06-01").content.decode()
    assert client.get("/regulasi/?q=perwali 100.3.3.3/210/436.1.2/2025 2021").status_code in (
        200,
        302,
    )
    for bad in (f"{address}?pada=kemarin", "/aplikasi/?pada=2021-13-01", "/aplikasi/?format=exe"):
        assert client.get(bad).status_code == 422
    assert client.get("/aplikasi/tidak-ada/").status_code == 404


def test_citation_queries_go_to_the_pasal(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    pasal(r, 29)
    assert (
        client.get("/regulasi/", {"q": "perda 3 2018 pasal 29"})["Location"]
        == "/regulasi/perda/2018/3/pasal-29/"
    )


def test_the_board_of_this_region_invents_nothing(town: Town, client: Client) -> None:
    call_command("load_registry", verbosity=0)
    assert load_facts() == 0
    assert Application.objects.count() == 22
    # the one basis that is known, Perwali 28/2013 for SSW, without a date that nobody knows
    assert list(Binding.objects.values_list("application__code", "regulation__number")) == [
        ("ssw", "28")
    ]
    assert Finding.objects.filter(problem="no_basis", closed_on=None).count() == 21
    assert set(
        Finding.objects.filter(application__code="ssw").values_list("problem", flat=True)
    ) == {"umbrella_unknown"}
    assert (
        client.get("/regulasi/?q=perparkiran&status=tidak-berlaku")
        .content.decode()
        .count("Perda Kota Surabaya Nomor 1 Tahun 2009")
        == 1
    )
    text = b"".join(client.get("/aplikasi/?format=csv")).decode("utf-8-sig")
    assert "e-Musrenbang,2009,belum diketahui" in text
    for form, magic in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert b"".join(client.get(f"/aplikasi/?format={form}")).startswith(magic)


def test_the_board_costs_the_same_for_many(officer: User, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/aplikasi/").status_code == 200
        return len(seen)

    def one(i: int) -> None:
        a, r, other = app(f"a{i}", obliges=True), make("perwali", f"{i}"), make("perda", f"{i}")
        bind(actor=officer, application=a, regulation=r, role="umbrella", start=date(2021, 1, 1))
        bind(
            actor=officer,
            application=a,
            regulation=other,
            provision=pasal(other, 1),
            role="obligation",
            start=date(2021, 1, 1),
        )
        record_event(
            actor=officer, kind=EventKind.AMENDS, source=other, target=r, on=date(2021, 1, 1)
        )

    one(0)
    few = count()
    for i in range(1, 12):
        one(i)
    assert count() == few


def test_the_officers_desk_goes_through_the_verbs(officer: User) -> None:
    client = Client()
    client.force_login(officer, backend="egov.accounts.signing_in.ContactBackend")
    perda, perwali, a = make("perda", "1", 2018), make("perwali", "2", 2019), app()
    given = {"kind": "repeals", "source": perwali.pk, "target": perda.pk, "on": "2020-01-01"}
    page = client.post("/admin/regulations/legalevent/add/", given)
    assert page.status_code == 200
    assert "nomor 223" in page.content.decode()
    assert (
        client.post(
            "/admin/regulations/legalevent/add/",
            {**given, "source": perda.pk, "target": perwali.pk},
        ).status_code
        == 302
    )
    bound = {
        "application": a.pk,
        "regulation": make("perwali", "5").pk,
        "role": "umbrella",
        "start": "2020-01-01",
    }
    assert client.post("/admin/regulations/binding/add/", bound).status_code == 302
    assert (
        client.post(
            "/admin/regulations/binding/add/", {**bound, "application": app("lain").pk}
        ).status_code
        == 200
    )
    assert (LegalEvent.objects.count(), Binding.objects.count()) == (1, 1)
    for model in (
        "regulation",
        "provision",
        "legalevent",
        "application",
        "binding",
        "finding",
        "regulationkind",
    ):
        assert client.get(f"/admin/regulations/{model}/").status_code == 200, model
