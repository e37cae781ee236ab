"""Who hears of an outage, and of the editor's words: those who follow one of its services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from egov.verbs.outbox import Message
from egov.web.templatetags.portal import moment
from infrastructure.incidents.verbs import services_of
from infrastructure.models import Asset, IncidentUpdate, Outage
from infrastructure.planned.notices import ALL, KIND
from infrastructure.vocabulary_monitoring import CauseKind, Told

SHOWN = 5  # names in one sentence


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


def outage_told(payload: dict[str, Any]) -> Iterable[Message]:
    """That services fell or stand again, with the kind of the cause and no code of a thing."""
    outage = Outage.objects.get(pk=payload["outage"])
    assets, applications = services_of(outage)
    names = [row.name or row.code for row in assets] + [row.name for row in applications]
    if not names:
        return
    listed = ", ".join(names[:SHOWN]) + (" dan lainnya" if len(names) > SHOWN else "")
    if payload["told"] == Told.RESOLVED:
        subject, sentence = f"Pulih: {listed}", f"{listed} berjalan lagi."
    else:
        cause = CauseKind(outage.cause).label.lower()
        subject = f"Terganggu: {listed}"
        sentence = f"{listed} terganggu sejak {moment(outage.began_at)}. Sebab: {cause}."
    codes = [row.code.replace("/", "~") for row in assets] + [row.code for row in applications]
    about = frozenset((KIND, key) for key in (ALL, *codes))
    yield Message(frozenset(), subject[:150], sentence, "/status/", about)
