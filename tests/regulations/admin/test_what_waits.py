"""The legal officer's first page and lists: what waits, each row leading to where it is done."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import User
from regulations.domain.applications.health import bindings_on_dead_law, recompute
from regulations.domain.applications.lifecycle import move, record_running
from regulations.domain.applications.searching import close_search
from regulations.models import Application, Binding, Finding
from tests.factories.regulations import BindingFactory, LegalEventFactory
from tests.regulations.factories import (
    app,
    bind_obligation,
    bind_umbrella,
    make,
    pasal,
    record,
    searched,
)
from tests.town import Town, client_of

TAG = '<span class="tag stop">Tidak berlaku</span>'


def fallen(officer: User, number: str) -> Binding:
    """An application whose umbrella was repealed."""
    perwali = make("perwali", number)
    application = app(f"jatuh-{number}")
    binding = bind_umbrella(officer, application, perwali)
    record(officer, "repeals", make("perwali", number, 2022), perwali, date(2022, 1, 2))
    return binding


def test_unsearched_is_what_nobody_has_bound_nor_looked_for(officer: User) -> None:
    app("a")
    planned, retired, bound, closed = (app(code) for code in ("b", "c", "d", "e"))
    move(actor=officer, application=planned, life="planned")
    record_running(actor=officer, application=retired, year=2019, source="Renstra")
    move(actor=officer, application=retired, life="retired", note="Diganti.")
    bind_umbrella(officer, bound, make("perwali", "1"))
    searched(officer, closed)
    today = timezone.localdate()
    codes = Application.objects.unsearched_on(today).order_by("code").values_list("code", flat=True)
    assert list(codes) == ["a", "b"]


def test_bindings_on_dead_law_are_those_of_today(officer: User) -> None:
    dead = fallen(officer, "1")
    perda = make("perda", "1")
    part = pasal(perda, 3)
    on_part = bind_obligation(officer, app("pasal"), part)
    repealer = make("perda", "2", 2023)
    record(officer, "repeals_part", repealer, perda, date(2023, 1, 2), provision=part)
    bind_umbrella(officer, app("hidup"), make("perwali", "9"))
    assert set(bindings_on_dead_law(timezone.localdate())) == {dead, on_part}
    assert bindings_on_dead_law(date(2022, 1, 2)) == [dead]
    assert bindings_on_dead_law(date(2022, 1, 1)) == []


def test_each_row_leads_to_where_it_is_done(officer: User) -> None:
    binding = fallen(officer, "1")
    blank = app("kosong", name="Kosong")
    recompute()
    page = client_of(officer).get("/admin/").content.decode()
    assert "/admin/regulations/regulation/pdf/" in page
    for application in (binding.application, blank):
        assert f"/admin/regulations/application/{application.pk}/tindakan/" in page
    assert "<strong>1</strong> aplikasi belum diteliti" in page
    assert "<strong>1</strong> ikatan pada peraturan yang tidak berlaku" in page
    assert TAG in page


def test_a_lack_leads_to_the_basis_and_a_doubt_to_itself(officer: User) -> None:
    application = app("kosong")
    record_running(actor=officer, application=application, year=2019, source="Renstra")
    close_search(actor=officer, application=application, note="Arsip.")
    client = client_of(officer)
    rows = next(p for p in client.get("/admin/").context["panels"] if "findings" in p)["findings"]
    address = f"/admin/regulations/application/{application.pk}/tindakan/"
    assert [leads_to for _finding, leads_to in rows] == [address]
    application.findings.update(problem="amended")
    rows = next(p for p in client.get("/admin/").context["panels"] if "findings" in p)["findings"]
    finding = application.findings.get()
    assert [a for _f, a in rows] == [f"/admin/regulations/finding/{finding.pk}/change/"]


@pytest.mark.parametrize(
    "office", ["lurah", "camat", "verifier", "planner", "auditor", "administrator"]
)
def test_no_other_office_is_shown_it(town: Town, office: str) -> None:
    app("kosong")
    page = client_of(town.staff[office]).get("/admin/").content.decode()
    assert "Belum diteliti" not in page


def test_the_list_of_applications_says_their_health_and_filters_by_it(officer: User) -> None:
    fallen(officer, "1")
    app("kosong", name="Kosong")
    client, address = client_of(officer), "/admin/regulations/application/"
    page = client.get(address).content.decode()
    assert '<span class="tag muted">Belum diteliti</span>' in page
    assert '<span class="tag wait">Payung tidak berlaku lagi</span>' in page
    for value, names in (
        ("belum-diteliti", ["Kosong"]),
        ("tidak-berlaku", ["Aplikasi jatuh-1"]),
        ("", ["Aplikasi jatuh-1", "Kosong"]),
    ):
        rows = client.get(address, {"dasar": value} if value else {}).context["cl"].result_list
        assert [row.name for row in rows] == names


def test_lists_and_choices_mark_dead_law(officer: User) -> None:
    binding = fallen(officer, "1")
    pasal(binding.regulation, 1)
    client = client_of(officer)
    for model in ("regulation", "binding"):
        assert client.get(f"/admin/regulations/{model}/").content.decode().count(TAG) == 1, model
    for field, model in (("regulation", "binding"), ("provision", "binding")):
        asked = {"app_label": "regulations", "model_name": model, "field_name": field, "term": "1"}
        rows = client.get("/admin/autocomplete/", asked).json()["results"]
        dead = [row["text"] for row in rows if "2020" in row["text"]]
        assert [text.endswith("(tidak berlaku)") for text in dead] == [True]


def test_the_first_page_and_the_lists_cost_the_same_for_one_and_for_thirty(officer: User) -> None:
    client = client_of(officer)
    addresses = ["/admin/", *(f"/admin/regulations/{m}/" for m in ("application", "binding"))]
    addresses.append("/admin/regulations/regulation/")

    def count() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    def one(number: int) -> None:
        binding = BindingFactory(regulation=make("perwali", f"{number}"))
        LegalEventFactory(target=binding.regulation, source=make("perwali", f"{number}", 2022))
        lacking = app(f"dicari-{number}")
        Finding.objects.create(application=lacking, problem="no_basis", opened_on=date(2022, 1, 2))
        app(f"kosong-{number}")

    one(1)
    count()
    few = count()
    for number in range(2, 31):
        one(number)
    assert count() == few
