"""The reports of the night: what they find, and who reads of what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from infrastructure.domain.network import forget_graph
from infrastructure.domain.standing import make_reports, standing_for
from infrastructure.models import Asset, CableRoute, Duct, PowerFeed, StandingReport
from infrastructure.tasks import make_standing_reports
from infrastructure.vocabulary import PowerKind, StandingKind
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    CableFactory,
    CableRouteFactory,
    CoreFactory,
    DeviceFactory,
    DuctFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    PowerSourceFactory,
    SiteFactory,
)
from tests.infrastructure.street import Street, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> None:
    forget_graph()


@pytest.fixture
def street() -> Street:
    return Street()


def rows(kind: StandingKind) -> list[Any]:
    make_reports(now=timezone.now())
    rows: list[Any] = StandingReport.objects.get(kind=kind).rows
    return rows


def codes(row: Any) -> list[str]:
    return [thing["code"] for thing in row["things"]]


def test_the_way_to_an_office_is_one_row_with_all_its_parts(street: Street) -> None:
    found = rows(StandingKind.SINGLE_POINTS)
    worst, *_ = found
    assert set(codes(worst)) >= {"DC", "TL-1", "FO-1", "SEG-1"}
    assert (worst["sites"], worst["people"]) == (1, 4200)


def test_a_backup_in_the_same_cable_helps_nobody(street: Street) -> None:
    backup = LinkFactory(
        asset__code="TL-B", a=street.dc.asset, b=street.kec.asset, backup_of=street.link
    )
    assert rows(StandingKind.SHARED_RISK) == []
    path = OpticalPathFactory(link=backup)
    PathElementFactory(path=path, asset=street.cable.asset, core=CoreFactory(cable=street.cable))
    (row,) = rows(StandingKind.SHARED_RISK)
    assert (row["main"]["code"], row["backup"]["code"]) == ("TL-1", "TL-B")
    assert codes(row)[:2] == ["FO-1", "SEG-1"]


def test_main_and_backup_in_one_pipe_are_told_by_the_pipe(street: Street) -> None:
    """SEG-1: pipe 1 holds 2 and 3; FO-1 lies in 2, the backup's cable in 3, later in 4."""
    pipes = {n: DuctFactory(segment=street.segment, number=n) for n in (1, 2, 3, 4)}
    for number in (2, 3):
        Duct.objects.filter(pk=pipes[number].pk).update(parent=pipes[1])
    CableRoute.objects.filter(cable=street.cable).update(duct=pipes[2])
    ends = {"a": street.dc.asset, "b": street.kec.asset}
    backup = LinkFactory(asset__code="TL-B", backup_of=street.link, **ends)
    cable = CableFactory(asset__code="FO-B")
    route = CableRouteFactory(cable=cable, segment=street.segment, duct=pipes[3])
    core = CoreFactory(cable=cable)
    PathElementFactory(path=OpticalPathFactory(link=backup), asset=cable.asset, core=core)
    (row,) = rows(StandingKind.SHARED_RISK)
    parts = {thing["code"]: thing["part"] for thing in row["things"]}
    assert parts["SEG-1"] == "#1" and set(parts) & {"FO-1", "FO-B"} == set()
    route.duct = pipes[4]
    route.save()
    (row,) = rows(StandingKind.SHARED_RISK)
    parts = {thing["code"]: thing["part"] for thing in row["things"]}
    assert parts["SEG-1"] == "", "one dig takes both, and no one pipe"


def test_a_ups_under_the_ends_of_both(street: Street) -> None:
    ups = PowerSourceFactory(asset__code="UPS", kind=PowerKind.UPS, site=street.dc)
    here, there = DeviceFactory(site=street.dc), DeviceFactory(site=street.dc)
    far = SiteFactory()
    for device in (here, there):
        PowerFeed.objects.create(source=ups, target=device.asset)
    main = LinkFactory(a=here.asset, b=far.asset)
    LinkFactory(a=there.asset, b=far.asset, backup_of=main)
    (row,) = rows(StandingKind.SHARED_RISK)
    assert codes(row) == ["UPS"]


def test_a_cable_with_a_tenth_of_its_cores_left(street: Street) -> None:
    assert rows(StandingKind.NEARLY_FULL) == []
    CoreFactory.create_batch(17, cable=street.cable, state="used")
    (row,) = rows(StandingKind.NEARLY_FULL)
    assert (codes(row), row["cores"], row["spare"]) == (["FO-1"], 20, 2)


def test_what_nobody_looked_at_for_a_year(street: Street) -> None:
    now, agency = timezone.now(), AgencyFactory()
    Asset.objects.update(verified_at=now)
    Asset.objects.filter(code="KEC").update(owner=agency, verified_at=now - timedelta(days=366))
    Asset.objects.filter(code="KEL").update(owner=agency, verified_at=None)
    (row,) = rows(StandingKind.UNVERIFIED)
    assert (row["owner"], row["total"], row["stale"], row["never"]) == (agency.short_name, 2, 2, 1)


def test_made_again_they_take_the_place_of_the_old(street: Street) -> None:
    make_standing_reports()
    make_standing_reports()
    assert StandingReport.objects.count() == len(StandingKind)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("infra_operator", 200),
        ("auditor", 200),
        ("infra_operator_opd", 200),
        ("administrator", 403),
        ("lurah", 403),
        ("verifier", 403),
        ("ketua_rw", 403),
        ("citizen", 403),
        ("stranger", 302),
    ],
)
def test_who_reads_them(street: Street, client: Client, role: str, status: int) -> None:
    make_reports(now=timezone.now())
    who = person(role)
    if who.is_authenticated:
        client.force_login(who)
    answer = client.get("/infrastruktur/laporan/")
    assert answer.status_code == status
    reads_all = role in ("infra_operator", "auditor")
    assert ("SEG-1" in answer.content.decode()) == reads_all


def test_an_agency_reads_of_its_own_things_alone(street: Street) -> None:
    office, other = (AppointmentFactory(role="infra_operator_opd") for _ in range(2))
    CoreFactory.create_batch(97, cable=street.cable, state="used")
    street.cable.asset.owner = office.agency
    street.cable.asset.save()
    make_reports(now=timezone.now())
    own = standing_for(office.user)
    assert [codes(row) for row in own[StandingKind.NEARLY_FULL].rows] == [["FO-1"]]
    assert [row["agency"] for row in own[StandingKind.UNVERIFIED].rows] == [office.agency_id]
    assert own[StandingKind.SINGLE_POINTS].rows == [], "more than its own stands in each"
    assert not any(report.rows for report in standing_for(other.user).values())


def test_as_many_queries_for_three_as_for_one(street: Street) -> None:
    counts = []
    for number in (1, 2, 3):
        street.lay(f"9{number}", street.dc, SiteFactory())
        forget_graph()
        with CaptureQueriesContext(connection) as queries:
            make_reports(now=timezone.now())
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_before_the_first_night_the_page_says_so(client: Client) -> None:
    client.force_login(person("infra_operator"))
    assert "Laporan belum pernah dibuat" in client.get("/infrastruktur/laporan/").content.decode()
