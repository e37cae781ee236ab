"""How things are found at the desk by what one has in hand."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.search.lists import search
from infrastructure.models import Asset
from infrastructure.search import ASSETS, read_mac
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    AssetFactory,
    DeviceFactory,
)

pytestmark = pytest.mark.django_db
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def desk(operator: User, client: Client) -> Client:
    client.force_login(operator)
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("text", "mac"),
    [
        ("00:1b:44:11:3a:b7", "00:1B:44:11:3A:B7"),
        ("001B.4411.3AB7", "00:1B:44:11:3A:B7"),
        ("00-1b-44-11-3a-b7", "00:1B:44:11:3A:B7"),
        ("001b44113ab", ""),
        ("SW-KEC-07", ""),
    ],
)
def test_a_mac_however_it_is_written(text: str, mac: str) -> None:
    assert read_mac(text) == mac


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SW", True),
        ("sw-kec", True),
        ("kec-07", True),
        ("kebraon", True),
        ("kebraon switch", True),
        ("ABC12", True),
        ("abc123", True),
        ("BC123", False),  # a serial number is found from its beginning
        ("001b.4411.3ab7", True),
        ("00:1b:44:11:3a:b8", False),
        ("SW-KEC-08", False),
    ],
)
def test_by_code_name_serial_and_mac(query: str, found: bool) -> None:
    DeviceFactory(
        asset__code="SW-KEC-07",
        asset__name="Switch kecamatan Kebraon",
        serial="ABC123",
        mac="00:1B:44:11:3A:B7",
    )
    AssetFactory(code="LAIN-1")
    rows = search(Asset.objects.all(), query, ASSETS)
    assert [row.code for row in rows] == (["SW-KEC-07"] if found else [])


def test_each_way_of_the_search_has_its_index() -> None:
    """Where PostgreSQL may not read whole tables, it need not: some index answers each way."""
    for at in range(300):  # in fewer rows an ordered walk is as cheap as any index
        DeviceFactory(serial=f"ABC{at}", mac=f"00:1B:44:11:{at // 256:02X}:{at % 256:02X}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE infrastructure_asset, infrastructure_device")
    with CaptureQueriesContext(connection) as queries:
        list(search(Asset.objects.all(), "001b.4411.3ab7", ASSETS)[:50])
    (probe,) = [q["sql"] for q in queries if "MATERIALIZED" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {probe}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # in plain collation the unique index serves the beginning of a code as well
    assert "asset_code_prefix" in plan or "asset_code_once" in plan
    for index in ("asset_code_trgm", "asset_name_trgm", "device_serial_prefix", "device_mac"):
        assert index in plan, plan
    assert "Seq Scan" not in plan, plan
