"""Who hears of planned work, in which words, with the calendar beside them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from egov.accounts.models import Appointment
from egov.documents.calendar import calendar_bytes
from egov.verbs.outbox import Attachment, Message
from egov.web.templatetags.portal import moment
from infrastructure.domain.status.told import public_codes, read_work
from infrastructure.models import Asset, Maintenance, MaintenanceTarget
from infrastructure.statuspage.feeds import entry_of
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR
from regulations.models import Application

KIND, ALL = "status", "semua"
_SUBJECTS = {
    "planned": "Pemeliharaan direncanakan",
    "changed": "Jadwal pemeliharaan berubah",
    "cancelled": "Pemeliharaan dibatalkan",
    "begun": "Pemeliharaan dimulai",
    "ended": "Pemeliharaan selesai",
}


def maintenance_told(payload: dict[str, Any]) -> Iterable[Message]:
    """Operators of what it takes along, and who follows one of these services."""
    row = Maintenance.objects.get(pk=payload["maintenance"])
    what = payload["what"]
    when = f"{moment(row.begins_at)} sampai {moment(row.ends_at)}"
    repeated = f", {row.get_recurrence_display().lower()}" if row.recurrence != "none" else ""
    sentences = {
        "planned": f"{row.title}: {when}{repeated}. {row.reason}",
        "changed": f"{row.title} menjadi {when}{repeated}. {row.reason}",
        "cancelled": f"{row.title}, {when}, tidak jadi: {row.cancelling_reason}",
        "begun": f"{row.title} dimulai. {row.reason}",
        "ended": f"{row.title} selesai.",
    }
    targets = MaintenanceTarget.objects.filter(maintenance=row)
    people = _people(targets)
    about = frozenset((KIND, key) for key in [ALL, *public_codes([row.pk])[row.pk]])
    subject = f"{_SUBJECTS[what]}: {row.title}"[:150]
    yield Message(people, subject, sentences[what], "/status/", about)


def _people(targets: Any) -> frozenset[int]:
    """Who keeps what goes dark: the region's operators, and those of the agencies that own it."""
    owners = Asset.objects.filter(pk__in=targets.values("asset")).values("owner")
    others = Application.objects.filter(pk__in=targets.values("application")).values("owner")
    rows = Appointment.objects.current().filter(
        Q(role=INFRA_OPERATOR)
        | Q(role=AGENCY_OPERATOR, agency__in=owners)
        | Q(role=AGENCY_OPERATOR, agency__in=others)
    )
    return frozenset(rows.values_list("user_id", flat=True))


def maintenance_calendar(payload: dict[str, Any]) -> tuple[Attachment, ...]:
    """The times of the work as a calendar, with those that were taken back."""
    if payload["what"] not in ("planned", "changed", "cancelled"):
        return ()
    now = timezone.now()
    rows = read_work(now - timedelta(days=1), now, maintenance=payload["maintenance"])
    name = f"Pemeliharaan {settings.REGION_PROFILE.name}"
    content = calendar_bytes(name, (entry_of(row) for row in rows), zone=settings.TIME_ZONE)
    return (Attachment("pemeliharaan.ics", content, "text/calendar"),)
