"""Events from a table. One that is known already stays as it is at the desk."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.utils import timezone

from egov.imports.engine import Effect
from egov.imports.readers import Row
from news.api.events import FIELDS, EventCreateSerializer, content_of
from news.domain.events import EventContent, record_event
from news.imports.rows import SerializedImporter
from news.models import Event

YES = {"ya": True, "tidak": False}
KNOWN = "Acara ini sudah tercatat. Ubah di meja kerja bila ada yang berbeda."


class EventImporter(SerializedImporter):
    """An event a row, by its agency, its name and its first moment."""

    kind = "agenda"
    required: ClassVar[tuple[str, ...]] = ("judul", "jenis", "mulai", "selesai")
    serializer = EventCreateSerializer
    columns = FIELDS

    def store(self, row: Row) -> Effect:
        content = content_of(self.read({**row, **_told_otherwise(row)}))
        begins = content.begins_at.isoformat()
        return self.record(content, _uid(f"{content.agency.code}|{content.title}|{begins}"))

    def record(self, content: EventContent, uid: uuid.UUID) -> Effect:
        """Records it through the verb, unless it is known."""
        if Event.objects.filter(uid=uid).exists():
            self.remark("", "known_event", KNOWN)
            return "unchanged"
        with self.refusing():
            record_event(
                actor=self.actor, content=content, key=str(uid), now=timezone.now(), uid=uid
            )
        return "created"


def _told_otherwise(row: Row) -> Row:
    """What a table says otherwise than the API."""
    days = str(row.get("ulang_hari") or "").split(",")
    whole = str(row.get("sepanjang_hari") or "").strip().lower()
    return {
        "ulang_hari": [day.strip().upper() for day in days if day.strip()] or None,
        "sepanjang_hari": YES.get(whole, row.get("sepanjang_hari")),
    }


def _uid(text: str) -> uuid.UUID:
    """Always the same of the same text."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"agenda:{text}")


def uid_of(key: str, agency: Any) -> uuid.UUID:
    """Of another calendar's UID; our own calendars carry ours."""
    own = key.removeprefix("acara-").partition("@")[0]
    try:
        return uuid.UUID(own)
    except ValueError:
        return _uid(f"{agency.code}|ics|{key}")
