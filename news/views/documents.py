"""Documents of events."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from egov.files.documents import send_document
from news.models import Event, EventDocument


def event_document(request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
    """A PDF of a public event."""
    rows = EventDocument.objects.filter(event__in=Event.objects.visible_to())
    row = get_object_or_404(rows.select_related("document"), event=pk, pk=document)
    return send_document(row.document, title=row.title, public=True)
