"""Pictures that nothing shows any more go: no row of any installed app refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, ForeignKey, Model, OuterRef, QuerySet
from django.utils import timezone

from egov.files.models import StoredFile

KEPT_DAYS = 365  # as long as a draft that may still be sent
AT_ONCE = 200


def references() -> Iterator[tuple[type[Model], str]]:
    """(model, field) of every foreign key to a stored file, those of many-to-many tables too.

    A key without a constraint is a history's: it remembers what may be gone.
    """
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if isinstance(field, ForeignKey) and getattr(field, "db_constraint", False):
            yield field.model, field.name


def orphans(before: datetime) -> QuerySet[StoredFile]:
    """Files stored before a moment to which no row refers."""
    rows = StoredFile.objects.filter(uploaded_at__lt=before)
    for model, name in references():
        rows = rows.filter(~Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return rows


def forget_orphans() -> int:
    """Deletes orphans older than KEPT_DAYS, the row first, its files once that holds.

    Returns how many.
    """
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    count = 0
    while deleted := _delete_some(before):
        count += deleted
    return count


def _delete_some(before: datetime) -> int:
    with transaction.atomic():
        rows = list(orphans(before).select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            transaction.on_commit(partial(_delete_files, row), robust=True)
    return len(rows)


def _delete_files(row: StoredFile) -> None:
    for file in (row.file, row.thumbnail):
        file.storage.delete(str(file.name))
