"""What a delegation takes home: gathered for a day, written once as PDF and as a ZIP.

The ZIP opens from a folder: its `index.html` needs no server.
"""

from __future__ import annotations

import hashlib
import io
import logging
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone

from egov.accounts.models import User
from egov.documents.pdf import make_pdf
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from egov.web.templatetags.portal import short_day
from news.domain.visits.acting import locked
from news.domain.visits.dossier_content import gather
from news.models import Visit, VisitDossier
from news.procedure import SHOWN
from regulations.domain.exchange.bundle import write_registry
from regulations.models import Application

TASK = "news.tasks.make_dossier"
MOST = 60  # applications in one
GATHERED, WRITTEN, PACKED, DONE = 20, 55, 90, 100
FOLDER = "registri/"
log = logging.getLogger(__name__)


@verb
def ask_dossier(
    *, actor: User, visit: Visit, applications: Sequence[str], now: datetime
) -> VisitDossier:
    """Asks for one of the chosen applications, as of today; a task makes it."""
    row = locked(visit)
    require(actor, "news.host_visit", row)
    if row.state not in SHOWN:
        sentence = "Berkas dibuat setelah kunjungan dipastikan."
        raise Refusal("wrong_state", sentence)
    codes = list(dict.fromkeys(applications))
    if not 0 < len(codes) <= MOST:
        raise Invalid("no_application", f"Pilih 1 sampai {MOST} aplikasi.", field="applications")
    known = set(Application.objects.filter(code__in=codes).values_list("code", flat=True))
    if set(codes) - known:
        sentence = "Ada aplikasi yang tidak dikenal. Pilih dari daftar."
        raise Invalid("unknown_application", sentence, field="applications")
    dossier = VisitDossier.objects.create(
        visit=row,
        frozen_on=timezone.localdate(now),
        applications=codes,
        asked_by=actor,
        asked_at=now,
    )
    soon(TASK, dossier.pk)
    return dossier


def make_dossier(pk: int) -> bool:
    """Writes what was asked for; a second call finds it written. Whether it was this one."""
    row = VisitDossier.objects.filter(pk=pk, ready_at=None).select_related("visit__host").first()
    if row is None:
        return False
    try:
        _make(row)
    except Exception as error:
        VisitDossier.objects.filter(pk=pk).update(failed_at=timezone.now())
        log.exception("dossier.failed %s %s", pk, type(error).__name__)
        raise
    return True


def _make(row: VisitDossier) -> None:
    row.content = gather(row.visit, row.frozen_on, row.applications)
    _note(row, GATHERED)
    pdf = make_pdf("news", "dossier", row.content)
    _note(row, WRITTEN)
    archive, files = _archive(row, pdf)
    _note(row, PACKED)
    row.content["files"] = files
    row.pdf_sha256, row.archive_sha256 = _sha256(pdf), _sha256(archive)
    row.pdf.save(f"{row.pk}.pdf", ContentFile(pdf), save=False)
    row.archive.save(f"{row.pk}.zip", ContentFile(archive), save=False)
    row.progress, row.ready_at, row.failed_at = DONE, timezone.now(), None
    row.save()


def _note(row: VisitDossier, progress: int) -> None:
    VisitDossier.objects.filter(pk=row.pk).update(progress=progress)


def _archive(row: VisitDossier, pdf: bytes) -> tuple[bytes, list[dict[str, Any]]]:
    """The ZIP and the list of what lies in it, each with its hash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("berkas.pdf", pdf, zipfile.ZIP_STORED)
        written = write_registry(archive, row.frozen_on, codes=row.applications, folder=FOLDER)
        papers = {document.regulation_id: f"{name}.pdf" for name, document in written}
        context = {
            **row.content,
            "papers": papers,
            "day": short_day(row.frozen_on),
            "government": settings.REGION_PROFILE.government,
            "site": settings.SITE_URL,
            "sheets": [f"{FOLDER}aplikasi.{shape}" for shape in ("csv", "xlsx", "pdf")],
        }
        page = render_to_string("news/visits/dossier_index.html", context)
        archive.writestr("index.html", page)
    return _with_sums(out.getvalue())


def _with_sums(content: bytes) -> tuple[bytes, list[dict[str, Any]]]:
    """Adds SHA256SUMS, in the form that `sha256sum --check` reads."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        files = [
            {"name": name, "size": archive.getinfo(name).file_size, "sha256": _sha256(data)}
            for name, data in ((each, archive.read(each)) for each in sorted(archive.namelist()))
        ]
        sums = "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
        archive.writestr("SHA256SUMS", sums)
    return out.getvalue(), files


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def newest_dossier(visit: Visit) -> VisitDossier | None:
    """The last that is ready."""
    return visit.dossiers.filter(ready_at__isnull=False).order_by("-id").first()
