"""Documents of an event."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File

from egov.accounts.models import User
from egov.files.documents import store_document
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from news.models import Event, EventDocument

MOST = 10


@verb
def add_document(*, actor: User, event: Event, upload: File[Any], title: str) -> EventDocument:
    """Adds a PDF to an event."""
    require(actor, "news.keep_event", event)
    title = " ".join(plain(title).split())
    if not title:
        raise Invalid("no_title", "Tulis judul dokumen.", field="title")
    if event.documents.count() >= MOST:
        raise Invalid("too_many_documents", f"Paling banyak {MOST} dokumen.", field="document")
    stored = store_document(upload=upload, actor_id=actor.pk, field="document")
    return EventDocument.objects.create(
        event=event, document=stored, title=title[:120], added_by=actor
    )
