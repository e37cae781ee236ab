"""A signed sheet on paper, as it comes from a camera or from a scanner."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File

from egov.files.documents import store_document
from egov.files.models import StoredDocument, StoredFile
from egov.files.pictures import store_picture
from egov.verbs.refusal import Invalid

type Sheet = StoredFile | StoredDocument


def store_sheet(*, upload: File[Any], actor_id: int | None) -> Sheet:
    """Keeps a picture or a PDF. Raises Invalid, at `sheet`, for what it must not be."""
    upload.seek(0)
    scanned = upload.read(5) == b"%PDF-"
    upload.seek(0)
    if scanned:
        return store_document(upload=upload, actor_id=actor_id, field="sheet")
    try:
        return store_picture(upload=upload, actor_id=actor_id)
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, field="sheet") from refusal


def columns_of(sheet: Sheet) -> dict[str, Sheet]:
    """In which column of a `DecisionSheet` it stands."""
    return {"document" if isinstance(sheet, StoredDocument) else "file": sheet}
