"""A table given at the desk: checked first, applied when the person has seen what it does."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from egov.desk.history.writers import writers_of
from egov.imports.engine import reportable
from egov.imports.models import ImportRun
from egov.imports.offers import Offer, offer_of
from egov.imports.readers import UnreadableFile, require_readable
from egov.imports.uploads import (
    digest_of,
    drop_upload,
    is_kept,
    keep_upload,
    open_upload,
    suffix_of,
)
from egov.verbs.idempotency import reserve_key
from egov.verbs.permission import refusal_of, require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb

if TYPE_CHECKING:
    from egov.accounts.models import User


FRESH = timedelta(days=1)  # a check that is older says too little of what it would change now
# the permission itself is an app's, and speaks of a verb of its own
NOT_YOURS = {"code": "not_yours", "sentence": "Jabatan Anda tidak mengimpor data ini."}
PERFORM = "egov.imports.tasks.perform_import"


@verb
def check(*, actor: User, offer: Offer, upload: File[Any], key: str) -> ImportRun:
    """Keeps the file and asks for its dry run; once per (actor, key), a repeated one returns it.

    Refused at once: what is too large, of another format, unreadable from its first bytes on, or
    the example itself. The rest is in the run's report.
    """
    require(actor, offer.permission, **NOT_YOURS)
    _require_acceptable(offer, upload)
    slot = reserve_key(verb="imports.check", actor_id=actor.pk, key=key)
    if slot.result:
        return ImportRun.objects.get(pk=slot.result)
    name = keep_upload(upload)
    try:
        run = ImportRun.objects.create(
            kind=offer.importer().kind,
            source=reportable(PurePath(str(upload.name)).name)[:300],
            sha256=_require_readable(offer, name),
            dry_run=True,
            offer=offer.slug,
            upload=name,
            started_by=actor,
            office=_office_of(actor),
        )
        slot.complete_key(str(run.pk))
    except BaseException:
        drop_upload(name)
        raise
    soon(PERFORM, run.pk)
    return run


@verb
def apply(*, actor: User, run: ImportRun, partial: bool) -> ImportRun:
    """Asks that a checked file be applied, once; returns the run that does it.

    With `partial`, bad rows are left out; without, there must be none.
    """
    row = ImportRun.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
    refusal = why_not(actor=actor, run=row, partial=partial)
    if refusal is not None:
        raise refusal
    application = ImportRun.objects.create(
        kind=row.kind,
        source=row.source,
        sha256=row.sha256,
        partial=partial and row.bad > 0,
        offer=row.offer,
        upload=row.upload,
        started_by=actor,
        office=_office_of(actor),
        checked=row,
    )
    soon(PERFORM, application.pk)
    return application


def why_not(*, actor: User, run: ImportRun, partial: bool) -> Refusal | None:
    """Why this person cannot apply this run now; None where nothing stands against it."""
    offer = offer_of(run.offer)
    if offer is None or not run.dry_run:
        return Refusal("not_a_check", "Ini bukan pemeriksaan berkas; tidak ada yang diterapkan.")
    return (
        refusal_of(actor, offer.permission, **NOT_YOURS)
        or refusal_of(actor, "imports.apply", run)
        or _not_ready(run)
        or _not_good(run, partial=partial)
    )


def _not_ready(run: ImportRun) -> Refusal | None:
    if run.finished_at is None:
        sentence = "Berkas ini masih diperiksa. Tunggu sampai selesai."
        return Refusal("still_checking", sentence)
    application = ImportRun.objects.filter(checked=run).first()
    if application is not None:
        return Refusal("already_applied", _once(application))
    if run.finished_at < timezone.now() - FRESH:
        sentence = "Pemeriksaan ini lebih dari sehari yang lalu. Unggah berkasnya lagi."
        return Refusal("too_old", sentence)
    if not is_kept(run.upload):
        return Refusal("file_gone", "Berkasnya sudah dihapus dari server. Unggah lagi.")
    return None


def _once(application: ImportRun) -> str:
    """Why it is not applied again."""
    if application.finished_at is None:
        return "Berkas ini sedang diterapkan. Tunggu sampai selesai."
    if application.applied:
        return "Berkas ini sudah diterapkan. Hasilnya ada di riwayat impor."
    return "Berkas ini sudah dicoba diterapkan dan ditolak. Unggah lagi untuk memeriksanya."


def _not_good(run: ImportRun, *, partial: bool) -> Refusal | None:
    if not run.complete:
        sentence = "Berkas ini tidak terbaca sampai akhir. Perbaiki, lalu unggah lagi."
        return Refusal("not_read_to_end", sentence)
    if not run.good:
        sentence = "Tidak ada yang perlu dibuat atau diubah dari berkas ini."
        return Refusal("nothing_to_apply", sentence)
    if run.bad and not partial:
        sentence = (
            "Masih ada baris yang salah. Perbaiki berkasnya dan unggah lagi, "
            "atau pilih “Terapkan hanya yang benar”."
        )
        return Refusal("bad_rows", sentence)
    return None


def _require_acceptable(offer: Offer, upload: File[Any]) -> None:
    """Raises Invalid for what shows without opening the file."""
    limit = settings.MAX_IMPORT_MB
    if (upload.size or 0) > limit * 1024 * 1024:
        sentence = f"Berkas ini lebih dari {limit} MB. Bagi menjadi beberapa berkas."
        raise Invalid("file_too_large", sentence, field="file")
    if suffix_of(str(upload.name)) not in offer.formats:
        sentence = f"Jenis berkas ini tidak dikenal di sini. Pakai {offer.format_names}."
        raise Invalid("unknown_format", sentence, field="file")


def _require_readable(offer: Offer, name: str) -> str:
    """The SHA-256 of a kept file. Raises Invalid for one that is not what its name says."""
    with open_upload(name) as stream:
        digest = digest_of(stream)
        if digest == hashlib.sha256(offer.example_file()[1]).hexdigest():
            sentence = "Ini berkas contohnya. Ganti isinya dengan data Anda, lalu unggah lagi."
            raise Invalid("example_file", sentence, field="file")
        try:
            require_readable(stream, name)
        except UnreadableFile as unreadable:
            raise Invalid("unreadable", unreadable.sentence, field="file") from None
    return digest


def _office_of(actor: User) -> str:
    """By which office, as everybody may read it."""
    people = writers_of([actor.pk], owner=None, accounts=False)
    return people.at(actor.pk, timezone.now())[:300]
