"""Contracts: recorded, changed, laid over things, closed, opened again; who reads of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.roles import Role
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import NotAllowed
from infrastructure.domain import contracts
from infrastructure.domain.contract_warnings import warn_of_contracts
from infrastructure.domain.contracts import Terms
from infrastructure.domain.figures import figures_for
from infrastructure.models import Contract, ContractCoverage
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR, Visibility
from infrastructure.vocabulary_contracts import ContractState
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import ContractFactory, DeviceFactory
from tests.infrastructure.street import person
from tests.refusals import outcome_of

pytestmark = pytest.mark.django_db
LIST = "/admin/infrastructure/contract/"
API = "/api/v1/kontrak/"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def days(many: int) -> date:
    return TODAY + timedelta(days=many)


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role=INFRA_OPERATOR).user


def terms(agency: Any, **other: Any) -> Terms:
    told = {"number": " 027/01 /CONTOH", "supplier": "CV Contoh Jaringan", "kind": "maintenance"}
    return Terms(
        **{**told, "agency": agency, "starts_on": days(-100), "ends_on": days(100), **other}
    )


def test_a_contract_is_recorded_covers_things_and_is_closed_and_opened_again(operator: Any) -> None:
    agency = AgencyFactory()
    first, second = (DeviceFactory().asset for _ in range(2))
    row = contracts.record_contract(
        actor=operator, terms=terms(agency), codes=[first.code.lower()], now=NOW
    )
    assert (row.number, row.value) == ("027/01 /CONTOH", None)
    both = [first.code, second.code]
    assert contracts.cover(actor=operator, contract=row, codes=both) == 1
    assert contracts.uncover(actor=operator, contract=row, codes=[first.code.lower()]) == 1
    assert [c.asset for c in row.coverage.all()] == [second]
    events: Any = ContractCoverage.pgh_event_model  # type: ignore[attr-defined]
    told = events.objects.order_by("pgh_id").values_list("pgh_label", "asset")
    assert list(told)[-1] == ("delete", first.pk)
    contracts.close_contract(actor=operator, contract=row, reason="Diputus", now=NOW)
    for act in (
        lambda: contracts.cover(actor=operator, contract=row, codes=both),
        lambda: contracts.change_contract(actor=operator, contract=row, terms=terms(agency)),
        lambda: contracts.close_contract(actor=operator, contract=row, reason="Lagi", now=NOW),
    ):
        assert outcome_of(act) == "closed"
    contracts.reopen_contract(actor=operator, contract=row)
    assert (
        outcome_of(lambda: contracts.reopen_contract(actor=operator, contract=row)) == "not_closed"
    )
    longer = terms(agency, ends_on=days(400), value=Decimal(5))
    Contract.objects.update(reminded_days=30)
    row = contracts.change_contract(actor=operator, contract=row, terms=longer)
    row.refresh_from_db()
    assert (row.ends_on, row.value, row.reminded_days) == (days(400), 5, None)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"number": "  "}, "empty", "number"),
        ({"number": "027/02/contoh"}, "number_taken", "number"),
        ({"supplier": "C" * 121}, "too_long", "supplier"),
        ({"kind": "gift"}, "bad_kind", "kind"),
        ({"ends_on": days(-101)}, "ends_before", "ends_on"),
        ({"starts_on": date(1, 1, 1)}, "bad_year", "starts_on"),
        ({"value": Decimal(-1)}, "bad_value", "value"),
        ({"value": Decimal("0.5")}, "bad_value", "value"),
        ({"starts_on": days(-300), "renews": True}, "renews_later", "renews"),
        ({"codes": ["TIDAK-ADA"]}, "unknown_code", "codes"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    operator: Any, changed: Any, code: str, field: str
) -> None:
    agency = AgencyFactory()
    old = ContractFactory(
        agency=agency, number="027/02/CONTOH", starts_on=days(-300), ends_on=days(9)
    )
    codes = changed.pop("codes", [])
    if "renews" in changed:
        changed = {**changed, "renews": old}
    new = terms(agency, **changed)
    with pytest.raises(contracts.Invalid) as refusal:
        contracts.record_contract(actor=operator, terms=new, codes=codes, now=NOW)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_how_it_stands_follows_from_its_days_and_its_successors() -> None:
    over = ContractFactory(starts_on=days(-400), ends_on=days(-1))
    soon = ContractFactory(starts_on=days(-400), ends_on=TODAY)
    ContractFactory(starts_on=days(1), ends_on=days(9))
    ContractFactory(starts_on=TODAY, ends_on=days(91))
    states = [c.state(TODAY) for c in Contract.objects.with_renewed().order_by("pk")]
    expected = [ContractState.OVER, ContractState.ENDING, ContractState.AHEAD]
    assert states == [*expected, ContractState.RUNNING]
    assert Contract.objects.tally(TODAY) == {"running": 2, "ending": 1, "over": 1}
    assert list(Contract.objects.ending(TODAY)) == [soon]
    next_one = ContractFactory(renews=over, starts_on=TODAY, ends_on=days(300))
    assert Contract.objects.with_renewed().get(pk=over.pk).state(TODAY) == ContractState.RENEWED
    assert not Contract.objects.over(TODAY).exists()
    keeper = AppointmentFactory(role=INFRA_OPERATOR).user
    contracts.close_contract(actor=keeper, contract=next_one, reason="Salah catat", now=NOW)
    assert list(Contract.objects.over(TODAY)) == [over]


READERS = [
    ("stranger", 0, None),
    ("lurah", 0, None),
    ("own", 1, 1000),
    ("owner", 1, None),  # of a thing that another agency's contract covers: without its value
    ("other", 0, None),
    (Role.AUDITOR, 1, 1000),
    (INFRA_OPERATOR, 1, 1000),
]


@pytest.mark.parametrize(("who", "many", "value"), READERS)
def test_who_reads_what_at_the_api_the_page_and_the_desk(
    client: Client, who: str, many: int, value: int | None
) -> None:
    signed, owner = AgencyFactory(), AgencyFactory()
    asset = DeviceFactory(asset__owner=owner, asset__visibility=Visibility.GOVERNMENT).asset
    row = ContractFactory(agency=signed, value=1000, supplier="PT Contoh Rahasia")
    ContractCoverage.objects.create(contract=row, asset=asset)
    agencies = {"own": signed, "owner": owner, "other": AgencyFactory()}
    if who in agencies:
        user = AppointmentFactory(role=AGENCY_OPERATOR, agency=agencies[who]).user
    else:
        user = person(who)
    if who != "stranger":
        client.force_login(user)
    told = client.get(API).json()
    rows = told["results"]
    assert len(rows) == many
    if many:
        assert (rows[0]["nilai"], rows[0]["nomor"]) == (value, row.number)
    page = client.get(asset.get_absolute_url()).content.decode()
    assert ("PT Contoh Rahasia" in page) == (many == 1 and who != "own")
    desk = client.get(f"{LIST}{row.pk}/tindakan/")
    assert (desk.status_code == 200) == (value is not None)
    history = client.get(f"{LIST}{row.pk}/history/")
    assert (history.status_code == 200) == (value is not None)


def test_an_agency_s_operator_keeps_what_his_agency_signed_over_things_of_its_own() -> None:
    agency, other = AgencyFactory(), AgencyFactory()
    user = AppointmentFactory(role=AGENCY_OPERATOR, agency=agency).user
    own = DeviceFactory(asset__owner=agency).asset
    strange = DeviceFactory(asset__visibility=Visibility.GOVERNMENT).asset
    contracts.record_contract(actor=user, terms=terms(agency), codes=[own.code], now=NOW)
    row = ContractFactory(agency=other)
    for act in (
        lambda: contracts.record_contract(actor=user, terms=terms(other), now=NOW),
        lambda: contracts.record_contract(
            actor=user, terms=terms(agency, number="2"), codes=[strange.code], now=NOW
        ),
        lambda: contracts.change_contract(actor=user, contract=row, terms=terms(agency)),
        lambda: contracts.close_contract(actor=user, contract=row, reason="Uji", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_list_and_the_api_ask_as_often_for_three_as_for_one(
    operator: Any, client: Client
) -> None:
    client.force_login(operator)
    client.get(LIST)  # what is asked once in a process
    asked: dict[str, list[int]] = {LIST: [], API: []}
    for many in (1, 2):
        for _ in range(many):
            row = ContractFactory()
            ContractCoverage.objects.create(contract=row, asset=DeviceFactory().asset)
        for page, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
    assert all(len(set(counts)) == 1 for counts in asked.values()), asked


def test_at_the_desk_nothing_typed_is_lost(operator: Any, client: Client) -> None:
    agency, asset = AgencyFactory(), DeviceFactory().asset
    client.force_login(operator)
    sent = {
        "number": "027/09/CONTOH",
        "agency": str(agency.pk),
        "supplier": "CV Contoh",
        "kind": "rent",
        "starts_on": days(-1).isoformat(),
        "ends_on": days(-2).isoformat(),
        "value": "Rp 25.000.000",
        "codes": f"{asset.code.lower()}\n",
    }
    answer = client.post(f"{LIST}add/", sent).content.decode()
    assert "Hari terakhirnya sebelum mulainya" in answer and "Rp 25.000.000" in answer
    for wrong, sentence in (
        ({"value": "banyak"}, "Tulis rupiah sebagai angka"),
        ({"renews": "9"}, "Tidak ada kontrak bernomor 9"),
    ):
        answer = client.post(f"{LIST}add/", {**sent, "ends_on": days(9), **wrong})
        assert sentence in answer.content.decode()
    client.post(f"{LIST}add/", {**sent, "ends_on": days(9)}, follow=True)
    row = Contract.objects.get()
    assert (row.value, row.recorded_by) == (25_000_000, operator)
    page = client.get(f"{LIST}{row.pk}/tindakan/").content.decode()
    assert asset.code in page and "Segera berakhir" in page and "Rp\u00a025.000.000" in page
    for words, many in (("berjalan", 1), ("segera", 1), ("berakhir", 0), ("ditutup", 0)):
        listed = client.get(LIST, {"keadaan": words}).content.decode()
        assert (row.number in listed) == bool(many)


def test_who_keeps_it_is_told_once_at_each_warning(operator: Any) -> None:
    agency = AgencyFactory()
    keeper = AppointmentFactory(role=AGENCY_OPERATOR, agency=agency).user
    AppointmentFactory(role=AGENCY_OPERATOR, agency=AgencyFactory())
    row = ContractFactory(agency=agency, starts_on=days(-300), ends_on=days(80))
    ContractFactory(starts_on=days(-300), ends_on=days(91))
    followed = ContractFactory(starts_on=days(-300), ends_on=days(20))
    ContractFactory(renews=followed, starts_on=days(21), ends_on=days(300))
    assert [warn_of_contracts(now=NOW), warn_of_contracts(now=NOW)] == [1, 0]
    deliver_outbox()
    notices = Notice.objects.order_by("pk")
    assert {notice.user for notice in notices} == {operator, keeper}
    assert all(notice.in_digest and row.number in notice.subject for notice in notices)
    later = NOW + timedelta(days=60)
    assert warn_of_contracts(now=later) == 2  # 20 days are left, and 31 of the other
    assert warn_of_contracts(now=later) == 0


def test_everybody_is_told_how_many_and_who_may_how_many_things(operator: Any) -> None:
    for visibility in (Visibility.PUBLIC, Visibility.GOVERNMENT):
        row = ContractFactory(starts_on=days(-9), ends_on=days(60))
        device = DeviceFactory(asset__visibility=visibility)
        ContractCoverage.objects.create(contract=row, asset=device.asset)
    DeviceFactory()  # nobody recorded anything of it
    ContractFactory(starts_on=days(-90), ends_on=days(-9))

    def told(user: Any) -> dict[str, float]:
        groups = {group.code: group for group in figures_for(user, TODAY)}
        return {row.word: row.value for row in groups["kontrak"].rows}

    counts = {"Berjalan": 2, "Berakhir dalam 90 hari": 2, "Berakhir tanpa penerus": 1}
    assert told(None) == {**counts, "Perangkat yang dicakup kontrak": 1}
    things = {"Perangkat yang dicakup kontrak": 2, "belum dicatat": 1}
    assert told(operator) == counts | things
