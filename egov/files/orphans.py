"""Files that nothing shows any more go: no row of any installed app refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, ForeignKey, Model, OuterRef, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from egov.files.models import Rendition, StoredDocument, StoredFile

Stored = StoredFile | StoredDocument

KEPT_DAYS = 365  # as long as a draft that may still be sent
AT_ONCE = 200


def references(stored: type[Stored] = StoredFile) -> Iterator[tuple[type[Model], str]]:
    """(model, field) of every foreign key to a stored file, those of many-to-many tables too.

    A key without a constraint is a history's: it remembers what may be gone. A picture's own
    renditions show it to nobody.
    """
    for relation in stored._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not isinstance(field, ForeignKey) or field.model is Rendition:
            continue
        if getattr(field, "db_constraint", False):
            yield field.model, field.name


def orphans(before: datetime, stored: type[Stored] = StoredFile) -> QuerySet[Any]:
    """Files stored before a moment to which no row refers."""
    return _loose(stored).filter(uploaded_at__lt=before)


def _loose(stored: type[Stored]) -> QuerySet[Any]:
    rows: QuerySet[Any] = stored._default_manager.all()
    for model, name in references(stored):
        rows = rows.filter(~Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return rows


def forget_orphans() -> int:
    """Deletes orphans older than KEPT_DAYS, the row first, its files once that holds.

    Returns how many.
    """
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    count = 0
    for stored in (StoredFile, StoredDocument):
        while deleted := _delete_some(orphans(before, stored), stored):
            count += deleted
    return count


def forget_document(pk: UUID) -> bool:
    """Deletes a document that nothing shows any more, at once: its app keeps it no longer.

    Returns whether it went.
    """
    return _delete_some(_loose(StoredDocument).filter(pk=pk), StoredDocument) > 0


def _delete_some(loose: QuerySet[Any], stored: type[Stored]) -> int:
    with transaction.atomic():
        free = loose.select_for_update(of=("self",), skip_locked=True)
        rows: list[Stored] = list(free[:AT_ONCE])
        files = [file for row in rows for file in _files(row)]
        stored._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
        transaction.on_commit(partial(_delete, files), robust=True)
    return len(rows)


def _files(row: Stored) -> list[FieldFile]:
    if isinstance(row, StoredDocument):
        return [row.file]
    return [row.file, row.thumbnail, *(rendition.file for rendition in row.renditions.all())]


def _delete(files: list[FieldFile]) -> None:
    for file in files:
        file.storage.delete(str(file.name))
