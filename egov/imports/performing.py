"""Runs given at the desk are carried out by a worker: one at a time of a kind, each once."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pghistory
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from egov.imports.engine import carry_out
from egov.imports.importing import FRESH
from egov.imports.models import ImportRun
from egov.imports.offers import offer_of
from egov.imports.readers import Line, Row, read_rows
from egov.imports.uploads import digest_of, drop_upload, open_upload, sweep_uploads
from egov.verbs.memory import CACHE_AWAY
from egov.verbs.verb import verb

TRIES = 3  # a file whose import is killed this often is given back
PAUSE = 1.0  # seconds between two notes of how far it is read
FAILURES = {
    "broke_off": "Impor ini berhenti di tengah, dan tidak ada yang disimpan. Coba berkas yang "
    "lebih kecil; bila tetap berhenti, hubungi pengelola portal.",
    "fault": "Portal gagal membaca berkas ini, dan tidak ada yang disimpan. Ini bukan kesalahan "
    "Anda: sampaikan nomor impor ini kepada pengelola portal.",
    "file_gone": "Berkasnya sudah dihapus dari server. Unggah lagi.",
    "file_changed": "Berkas di server bukan lagi yang diperiksa, jadi tidak dipakai. Unggah lagi.",
    "no_offer": "Jenis impor ini tidak ada lagi.",
}

log = logging.getLogger(__name__)


def perform(run: int) -> ImportRun | None:
    """Carries out a run that waits.

    None where it is done already, or another import of its kind is going on: it waits on. What
    is stored, and the run's record, are one transaction: a worker killed in the middle leaves
    nothing, and the run is taken up again, at most TRIES times.
    """
    row = _take(run)
    if row is None or not row.waits:
        return row
    try:
        return _carry_out(run)
    except OperationalError:
        raise  # the database is away or busy: it is taken up again
    except Exception as error:
        # without its message, which may quote a cell
        trace = "".join(traceback.format_tb(error.__traceback__))
        log.error("import.fault run=%s %s\n%s", run, type(error).__name__, trace)
        return _fail(run=run, code="fault")


def _alone(run: int) -> ImportRun | None:
    """The run if it still waits, and no other import of its kind until the transaction ends."""
    kind = ImportRun.objects.waiting().filter(pk=run).values_list("offer", flat=True).first()
    if kind is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{kind}"]
        )
        free = cursor.fetchone()[0]
    return ImportRun.objects.waiting().filter(pk=run).first() if free else None


@verb
def _take(run: int) -> ImportRun | None:
    """Counts the try, in a transaction of its own: a killed one has counted."""
    row = _alone(run)
    if row is None:
        return None
    if row.tries >= TRIES:
        return _fail(run=run, code="broke_off")
    row.tries += 1
    row.save(update_fields=["tries"])
    return row


def _carry_out(run: int) -> ImportRun | None:
    with transaction.atomic():
        row = _alone(run)
        if row is None:
            return None
        offer = offer_of(row.offer)
        if offer is None:
            return _fail(run=run, code="no_offer")
        try:
            stream = open_upload(row.upload)
        except FileNotFoundError:
            return _fail(run=run, code="file_gone")
        with stream:
            if digest_of(stream) != row.sha256:
                return _fail(run=run, code="file_changed")
            rows = _noted(row.pk, read_rows(stream, row.upload))
            with pghistory.context(
                user=row.started_by_id, url=f"/admin/imports/importrun/{row.pk}/"
            ):
                carry_out(row, offer.importer(), rows)
        _forget_upload_when_applied(row)
    return row


@verb
def _fail(*, run: int, code: str) -> ImportRun:
    """Writes why a run came to nothing."""
    row = ImportRun.objects.get(pk=run)
    sentence = FAILURES[code]
    row.errors = [{"line": 0, "field": "", "code": code, "sentence": sentence, "stopping": True}]
    row.bad, row.complete, row.finished_at = 1, False, timezone.now()
    row.save(update_fields=["errors", "bad", "complete", "finished_at"])
    _forget_upload_when_applied(row)
    return row


def _forget_upload_when_applied(row: ImportRun) -> None:
    """Whatever came of applying it: another try begins with another check."""
    if row.checked_id is not None:
        _forget_uploads([row.upload])


def _forget_uploads(names: list[str]) -> None:
    """The rows first, the files once that holds."""
    names = [name for name in names if name]
    ImportRun.objects.filter(upload__in=names).update(upload="")
    for name in names:
        transaction.on_commit(partial(drop_upload, name), robust=True)


@verb
def forget_uploads() -> int:
    """Deletes uploaded files a day after they came, unless they are being applied.

    Returns how many.
    """
    old = ImportRun.objects.filter(started_at__lt=timezone.now() - FRESH, dry_run=True)
    idle = old.filter(Q(application=None) | Q(application__finished_at__isnull=False))
    names = list(idle.exclude(upload="").values_list("upload", flat=True))
    _forget_uploads(names)
    return len(names) + sweep_uploads((FRESH + timedelta(days=1)).total_seconds())


def _noted(run: int, rows: Iterable[tuple[Line, Row]]) -> Iterator[tuple[Line, Row]]:
    """The rows; how many were read is noted now and then.

    In the cache, for nobody sees what a transaction writes before its end.
    """
    noted = 0.0
    for count, row in enumerate(rows, start=1):
        if time.monotonic() - noted >= PAUSE:
            noted = time.monotonic()
            with suppress(*CACHE_AWAY):
                cache.set(_progress_key(run), count, 3600)
        yield row


def rows_read(run: ImportRun) -> int:
    """How many rows of a run that is going on were read; 0 where nothing is known."""
    with suppress(*CACHE_AWAY):
        return int(cache.get(_progress_key(run.pk)) or 0)
    return 0


def _progress_key(run: int) -> str:
    return f"import:{run}:rows"
