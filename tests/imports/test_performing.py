"""What a worker does with a file: whole or nothing, once, and without a word of a person."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction

from egov.areas.models import Area, Level
from egov.imports import performing
from egov.imports.importing import apply, check
from egov.imports.models import ImportRun
from egov.imports.offers import Offer, offer_of
from egov.imports.performing import perform, rows_read
from egov.imports.tasks import perform_import, perform_waiting
from egov.web.logs import JsonFormatter
from tests.imports.factories import BAD, OFFER, Codes, checked, codes, offered, table
from tests.threads import in_threads
from tests.town import Town


@pytest.fixture(autouse=True)
def offer(settings: Any, tmp_path: Path) -> Iterator[Offer]:
    settings.IMPORT_ROOT = str(tmp_path / "impor")
    with offered() as offer:
        yield offer


def given(town: Town, *codes: str, **file: Any) -> ImportRun:
    upload = table(*codes, **file)
    admin = town.staff["administrator"]
    return check(actor=admin, offer=OFFER, upload=upload, key=uuid.uuid4().hex)


def test_a_bad_cell_is_quoted_nowhere(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in the run, nor in a log, whether the importer refuses it or breaks on it."""
    told: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(JsonFormatter().format(record))

    handler = Kept()
    logging.getLogger().addHandler(handler)
    try:
        refused = given(town, "buruk", contact=BAD, name="3578010101900001 siti@contoh.example.csv")
        broken = given(town, "meledak", contact=BAD)
        assert perform_waiting() == 2
    finally:
        logging.getLogger().removeHandler(handler)
    for run in (refused, broken):
        run.refresh_from_db()
        kept = json.dumps([run.errors, run.source, run.summary])
        assert not any(part in kept for part in BAD.split()), kept
    assert [e["code"] for e in refused.errors] == ["bad"]
    assert [e["code"] for e in broken.errors] == ["fault"]
    assert any("import.fault" in line and "KeyError" in line for line in told)
    assert not any(part in line for part in BAD.split() for line in [*told, caplog.text])


def test_a_fault_of_ours_ends_the_run_and_says_so(town: Town) -> None:
    run = given(town, "a", "meledak")
    assert perform_import(run.pk) is True
    run.refresh_from_db()
    assert (run.waits, run.complete, run.bad, codes()) == (False, False, 1, set())
    assert "bukan kesalahan Anda" in run.errors[0]["sentence"]
    assert perform_import(run.pk) is False


def test_a_database_that_is_away_leaves_it_waiting(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError

    run = given(town, "a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(performing, "carry_out", away)
        with pytest.raises(OperationalError):
            perform(run.pk)
    assert perform_waiting() == 1
    run.refresh_from_db()
    assert (run.created, run.tries) == (1, 2)


def test_what_is_killed_again_and_again_is_given_back(town: Town) -> None:
    run = given(town, "a")

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(performing, "carry_out", killed)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                perform(run.pk)
        perform(run.pk)
    run.refresh_from_db()
    assert ([e["code"] for e in run.errors], run.waits) == (["broke_off"], False)


@pytest.mark.parametrize("code", ["file_gone", "file_changed", "no_offer"])
def test_what_was_checked_is_what_is_applied(town: Town, settings: Any, code: str) -> None:
    admin = town.staff["administrator"]
    done = apply(actor=admin, run=checked(admin, "a"), partial=False)
    path = Path(settings.IMPORT_ROOT) / done.upload
    if code == "file_gone":
        path.unlink()
    elif code == "file_changed":
        path.write_bytes(b"code\nlain\n")
    else:
        ImportRun.objects.filter(pk=done.pk).update(offer="tak-ada")
    perform(done.pk)
    done.refresh_from_db()
    assert ([e["code"] for e in done.errors], done.applied, codes()) == ([code], False, set())
    assert done.upload == ""


def test_how_far_it_is_read_is_noted(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(performing, "PAUSE", 0.0)
    run = given(town, "a", "b", "c")
    assert rows_read(run) == 0
    store = Codes.store

    def look(self: Codes, row: dict[str, Any]) -> Any:
        seen.append(rows_read(run))
        return store(self, row)

    monkeypatch.setattr(Codes, "store", look)
    perform(run.pk)
    assert seen == [3, 3, 3]  # a batch is read before its rows are stored


@pytest.mark.django_db(transaction=True)
def test_one_of_a_kind_at_a_time(committed_town: Town) -> None:
    """A second import of its kind waits its turn; another kind does not wait for it."""
    first, second = given(committed_town, "a"), given(committed_town, "b")
    with transaction.atomic():
        assert performing._alone(first.pk) is not None
        assert in_threads(perform, [second.pk], 1) == [None]
        admin, rw = committed_town.staff["administrator"], offer_of("rw")
        assert rw is not None
        upload = SimpleUploadedFile("rw.csv", b"code,rw_numbers\n35.78.01.1001,3\n")
    other = check(actor=admin, offer=rw, upload=upload, key="kunci")
    with transaction.atomic():
        assert performing._alone(first.pk) is not None
        assert in_threads(perform, [other.pk], 1) != [None]
    second.refresh_from_db()
    assert (second.waits, second.tries) == (True, 0)
    assert perform_waiting() == 2


KILLED = """
import django, os, signal, sys
django.setup()
from egov.agencies.models import Agency
from egov.agencies.importers import AgencyImporter
from egov.imports.performing import perform
flush = AgencyImporter.flush
def die(self):
    flush(self)
    assert Agency.objects.filter(code="baru0").exists()
    os.kill(os.getpid(), signal.SIGKILL)
AgencyImporter.flush = die
perform(int(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_leaves_nothing_half(
    committed_town: Town, tmp_path: Path, settings: Any
) -> None:
    admin, agencies = committed_town.staff["administrator"], offer_of("perangkat-daerah")
    assert agencies is not None
    lines = ["code,short_name,name", *(f"baru{n},Baru {n},Dinas Baru {n}" for n in range(1200))]
    upload = SimpleUploadedFile("opd.csv", "\n".join(lines).encode())
    run = check(actor=admin, offer=agencies, upload=upload, key="kunci")
    perform(run.pk)
    done = apply(actor=admin, run=run, partial=False)
    name, host = connection.settings_dict["NAME"], connection.settings_dict
    address = f"postgresql://{host['USER']}:{host['PASSWORD']}@/{name}"
    query = [f"host={host['HOST']}"] if host["HOST"] else []
    query += [f"port={host['PORT']}"] if host["PORT"] else []
    query += [f"{key}={value}" for key, value in host["OPTIONS"].items()]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}?{'&'.join(query)}",
        "DJANGO_SETTINGS_MODULE": "egov.settings",
        "IMPORT_ROOT": settings.IMPORT_ROOT,
        "SECRET_KEY": "uji" * 20,
    }
    dead = subprocess.run(
        [sys.executable, "-c", KILLED, str(done.pk)],
        env=environment,
        cwd=project.BASE_DIR,
        capture_output=True,
        timeout=120,
    )
    assert dead.returncode == -signal.SIGKILL, dead.stderr.decode()
    done.refresh_from_db()
    assert (done.finished_at, done.tries, codes()) == (None, 1, set())
    deadline = time.monotonic() + 30
    while not perform_waiting() and time.monotonic() < deadline:
        time.sleep(0.2)  # until the server has noticed that its client is gone
    done.refresh_from_db()
    assert (done.created, done.applied, len(codes())) == (1200, True, 1200)


def test_many_rows_in_bounded_memory(town: Town) -> None:
    """20,000 rows of RW need hardly more than 2,000 do: nothing is held but the codes."""
    village = town.areas["35.78.01.1001"]
    rw, admin = offer_of("rw"), town.staff["administrator"]
    assert rw is not None

    def peak(count: int) -> int:
        lines = [f"{village.code},{n % 999 + 1}" for n in range(count)]
        content = "\n".join(["code,rw_numbers", *lines]).encode()
        upload = SimpleUploadedFile("rw.csv", content)
        run = check(actor=admin, offer=rw, upload=upload, key=uuid.uuid4().hex)
        del upload, content, lines
        tracemalloc.start()
        perform(run.pk)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        run.refresh_from_db()
        assert run.created + run.unchanged == count
        return most

    few, many = peak(2_000), peak(20_000)
    assert many < few + 2_000_000, (few, many)
    assert Area.objects.level(Level.RW).filter(parent=village).count() == 2
