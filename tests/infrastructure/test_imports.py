"""Tables of the inventory: what goes out comes in without a change, and bad rows are told."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.imports.engine import run_import
from egov.imports.models import ImportRun
from egov.imports.offers import offers_for
from egov.imports.readers import read_rows
from egov.web.exports import export
from infrastructure.demo.city import make_city
from infrastructure.exports import asset_table
from infrastructure.imports.assets import AssetImporter
from infrastructure.imports.offers import OFFERS, SLUGS
from infrastructure.models import Asset, Device
from infrastructure.vocabulary import AssetKind
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import (
    DeviceFactory,
    DeviceRoleFactory,
    RackFactory,
    SiteFactory,
)
from tests.factories.regulations import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def _city() -> None:
    for _ in range(2):
        kecamatan = KecamatanFactory()
        KelurahanFactory.create_batch(2, parent=kecamatan)
    ApplicationFactory.create_batch(2)
    make_city()


def bring_in(actor: Any, kind: AssetKind, content: bytes, name: str = "x.csv") -> ImportRun:
    rows = read_rows(io.BytesIO(content), name)
    return run_import(AssetImporter(kind), rows, source=name, actor_id=actor.pk)


def faults(run: ImportRun) -> list[tuple[Any, str, str]]:
    return [(e["line"], e["field"], e["code"]) for e in run.errors]


@pytest.mark.usefixtures("_city")
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_goes_out_comes_in_without_a_change(operator: Any, suffix: str) -> None:
    for kind in SLUGS:
        content = export(suffix, asset_table(operator, kind))
        run = bring_in(operator, kind, content, f"x.{suffix}")
        assert (faults(run), run.created, run.updated) == ([], 0, 0), kind
        assert run.unchanged == Asset.objects.filter(kind=kind).count()


@pytest.mark.usefixtures("_city")
def test_only_rows_that_changed_are_written(operator: Any) -> None:
    content = export("csv", asset_table(operator, AssetKind.DEVICE)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    rows[0]["serial"], rows[1]["name"], rows[2]["code"] = "SN-1", "Baru", "BARU-1"
    rows[2]["position"] = ""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    run = bring_in(operator, AssetKind.DEVICE, out.getvalue().encode())
    assert (faults(run), run.created, run.updated, run.applied) == ([], 1, 2, True)
    assert Device.objects.get(serial="SN-1").asset.code == rows[0]["code"]


def test_bad_rows_are_told_and_nothing_half_is_stored(operator: Any) -> None:
    DeviceRoleFactory(code="server")
    rack = RackFactory(asset__code="R-01", site=SiteFactory(asset__code="DC-01"))
    DeviceFactory(asset__code="SRV-0", rack=rack, site=rack.site, position2=80, faces=(0, 2))
    lines = [
        "code,role,rack,position,latitude,longitude,serail",
        "SRV-1,server,R-01,1,,,",
        "SRV-2,server,R-01,1,,,",  # where the row above stands
        "srv-1,server,,,,,",  # the code of the first
        "SRV-4,server,R-01,40,,,",  # taken
        "SRV-5,server,,,112.7,-7.2,",
        "SRV-6,,,,,,",
        "SRV-7,server,R-99,,,,",
    ]
    run = bring_in(operator, AssetKind.DEVICE, "\n".join(lines).encode())
    assert sorted(faults(run), key=str) == sorted(
        [
            (2, "serail", "unknown_column"),
            (3, "position", "units_taken"),
            (4, "code", "duplicate"),
            (5, "position", "units_taken"),
            (6, "latitude", "swapped"),
            (7, "role", "required"),
            (8, "rack", "unknown_code"),
        ],
        key=str,
    )
    assert not run.applied and Device.objects.count() == 1


def test_a_code_may_not_come_again_in_another_case_in_a_later_batch(operator: Any) -> None:
    lines = ["code,kind", *(f"LOK-{n},park" for n in range(600)), "lok-5,park"]
    run = bring_in(operator, AssetKind.SITE, "\n".join(lines).encode())
    assert faults(run) == [(602, "code", "duplicate")]


def test_as_many_queries_for_three_hundred_rows_as_for_three(operator: Any) -> None:
    DeviceRoleFactory(code="server")
    counts = []
    for number, size in enumerate((3, 300)):
        lines = ["code,role,name", *(f"S{number}-{n},server,a" for n in range(size))]
        with CaptureQueriesContext(connection) as queries:
            run = bring_in(operator, AssetKind.DEVICE, "\n".join(lines).encode())
        assert run.created == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_only_who_keeps_assets_is_offered_the_tables() -> None:
    slugs = {offer.slug for offer in OFFERS}
    for who, many in (("infra_operator", len(slugs)), ("lurah", 0), ("auditor", 0)):
        user = AppointmentFactory(role=who).user
        assert len(slugs & {offer.slug for offer in offers_for(user)}) == many, who
    assert not slugs & {offer.slug for offer in offers_for(UserFactory())}


def test_tables_are_taken_along_by_who_keeps_or_audits(client: Client) -> None:
    site = SiteFactory(asset__code="LOK-1", contact="0318000000")
    for who, status in (("lurah", 403), ("ketua_rw", 403), ("auditor", 200)):
        client.force_login(AppointmentFactory(role=who).user)
        for address in ("", "site/?format=csv", "inti/?format=xlsx"):
            assert client.get(f"/infrastruktur/tabel/{address}").status_code == status, who
    text = client.get("/infrastruktur/tabel/site/").content.decode()
    assert site.asset.code in text and site.contact not in text
    for wrong in ("apa/", "site/?format=pdf"):
        assert client.get(f"/infrastruktur/tabel/{wrong}").status_code == 404, wrong
    office = AppointmentFactory(role="infra_operator_opd")
    client.force_login(office.user)
    assert site.asset.code not in client.get("/infrastruktur/tabel/site/").content.decode()
