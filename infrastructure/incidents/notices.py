"""Who hears of a disturbance: those who follow one of its services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from egov.verbs.outbox import Message
from infrastructure.models import Asset, IncidentUpdate
from infrastructure.planned.notices import ALL, KIND


def incident_told(payload: dict[str, Any]) -> Iterable[Message]:
    row = IncidentUpdate.objects.select_related("incident").get(pk=payload["update"])
    incident = row.incident
    assets = Asset.objects.visible_to(None).filter(pk__in=incident.assets.values("pk"))
    codes = [code.replace("/", "~") for code in assets.values_list("code", flat=True)]
    codes += incident.applications.values_list("code", flat=True)
    sentence = row.text
    if incident.closed_at is not None and incident.cause_text:
        sentence = f"{row.text} Sebab: {incident.cause_text}"
    subject = f"{row.get_state_display()}: {incident.title}"[:150]
    about = frozenset((KIND, key) for key in (ALL, *codes))
    yield Message(frozenset(), subject, sentence, f"/status/#kabar-{incident.pk}", about)
