from __future__ import annotations

import fcntl
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from factory.base import FactoryMetaClass
from PIL import Image
from pytest_django import DjangoDbBlocker

from egov.search.queries import REMEMBERED, read_meanings
from egov.search.seeding import brought
from tests.databases import Databases
from tests.factories import (
    accounts,
    agencies,
    areas,
    infrastructure,
    musrenbang,
    news,
    regulations,
)
from tests.gateway import TOKEN as GATEWAY_TOKEN
from tests.gateway import FakeGateway
from tests.town import Town
from tests.verbs.roles import become_runtime_role

SHARED = Path(
    os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)
FACTORIES = [
    factory
    for module in (accounts, agencies, areas, infrastructure, musrenbang, news, regulations)
    for factory in vars(module).values()
    if isinstance(factory, FactoryMetaClass) and factory._meta.model
]


@pytest.fixture(autouse=True, scope="session")
def _clock() -> Iterator[None]:
    """The whole run at another moment: `CLOCK=2028-02-29T23:30+00:00`.

    The clock goes on from there. Between 17:00 and 24:00 UTC the region's date is tomorrow
    already. PostgreSQL keeps its own time.
    """
    moment = os.environ.get("CLOCK")
    if not moment:
        yield
        return
    with time_machine.travel(datetime.fromisoformat(moment)):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Workers of one run copy a database that the first of them migrates.

    Only on the run's own server: what stands in another's database is not ours to copy.
    """
    if template := os.environ.get("TEST_TEMPLATE"):  # of the run that started this one
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
        return
    lock = os.environ.get("TEST_SERVER_LOCK")
    if not lock or not os.environ.get("PYTEST_XDIST_WORKER"):
        return
    with open(lock, "a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not held.tell():
            migrate = [sys.executable, "manage.py", "migrate", "--settings", "tests.settings"]
            subprocess.run([*migrate, "--verbosity", "0"], check=True)
            held.write("migrated")
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = settings.DATABASES["default"]["NAME"]


@pytest.fixture(scope="session")
def databases(
    _clock: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Databases]:
    with django_db_blocker.unblock():
        databases = Databases(FACTORIES)
        with pytest.MonkeyPatch.context() as patch:
            renew = lambda case: databases.renew()  # noqa: E731
            patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
            yield databases
        databases.close()


@pytest.fixture
def _database(
    request: pytest.FixtureRequest, databases: Databases, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        databases.use(request.fixturenames)


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest, _database: None) -> None:
    """pytest-django's own, in the database that this test wants."""
    request.getfixturevalue("_django_db_helper")


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Empty but for the words that every search reads: none asks more than others."""
    cache.clear()
    cache.set(REMEMBERED, read_meanings(brought()), None)


@pytest.fixture(autouse=True)
def _no_status_page_of_before() -> Iterator[None]:
    """What one test wrote of its town is not read in the next."""
    yield
    shutil.rmtree(settings.STATUS_ROOT, ignore_errors=True)


@pytest.fixture
def swept(_database: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Before buffers are counted: rows of tests that rolled back still stand in pages and indexes.

    Ask for it before `town`: within a transaction nothing can be vacuumed.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@pytest.fixture
def in_the_town() -> None:
    """Whose test runs in the database that holds the town."""


@pytest.fixture
def town(db: None, in_the_town: None, databases: Databases) -> Town:
    return databases.fresh_town()


@pytest.fixture(autouse=True)
def _as_the_running_role(request: pytest.FixtureRequest) -> None:
    """`RUNTIME_ROLE=1`: each test that rolls back asks as the role that owns nothing.

    To find what a verb may not do. Tests that arrange by writing to records directly fail in it.
    """
    if not os.environ.get("RUNTIME_ROLE"):
        return
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        return
    if marker or "db" in request.fixturenames:
        request.getfixturevalue("db")
        become_runtime_role()


@pytest.fixture
def committed_town(transactional_db: None, in_the_town: None, databases: Databases) -> Town:
    """For tests whose work happens in other threads or processes."""
    return databases.fresh_town()


@pytest.fixture
def shared_data() -> Path:
    """The real data beside the checkout; tests that read it say so where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"real data not found in {SHARED}; set SHARED_DATA")
    return SHARED


def picture(fmt: str = "JPEG", size: tuple[int, int] = (640, 480), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#8c7b62").save(out, fmt, **save)
    return out.getvalue()


@pytest.fixture
def jpeg_with_place() -> bytes:
    """A photo that carries GPS coordinates in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "Pabrik Rekaan"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "S", (7.0, 19.0, 12.0), "E", (112.0, 42.0, 30.0)
    return picture(exif=exif)


@pytest.fixture
def gateway(settings: Any) -> Iterator[FakeGateway]:
    """A gateway for short messages that the portal is set to."""
    fake = FakeGateway()
    server = fake.serve()
    settings.GATEWAY_URL, settings.GATEWAY_TOKEN = fake.url, GATEWAY_TOKEN
    yield fake
    server.shutdown()
    server.server_close()
