"""Letters to guests. To whom is read here, when they are sent; so is the link that they carry."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from egov.documents.calendar import MEDIA_TYPE, calendar_bytes
from egov.verbs.outbox import Attachment, Letter
from egov.web.templatetags.portal import moment
from news.domain.visits.by_guest import offered_slots
from news.domain.visits.links import issue_link
from news.domain.visits.slots import slot_at, standing_booking
from news.models import Visit, VisitAct
from news.procedure import LinkPurpose, VisitState
from news.procedure import VisitActKind as Kind

KEEP = (
    "Tautan di bawah ini hanya untuk Anda: siapa pun yang memegangnya dapat mengurus "
    "kunjungan ini. Lewat tautan itu Anda juga dapat meminta salinan data Anda dan menghapusnya."
)


def confirmation(payload: dict[str, Any]) -> Letter | None:
    """Asks whoever holds the mailbox whether they asked."""
    visit = Visit.objects.with_state().filter(pk=payload["visit"]).first()
    contact = getattr(visit, "contact", None)
    if visit is None or contact is None or visit.state != VisitState.UNPROVED:
        return None
    token = issue_link(visit, LinkPurpose.CONFIRM, timezone.now())
    text = (
        f"{visit.institution} meminta kunjungan ke {settings.REGION_PROFILE.name}.\n\n"
        "Buka tautan ini dalam 72 jam, lalu tekan tombolnya, supaya permintaan sampai kepada "
        "tuan rumah. Bila bukan Anda yang meminta, abaikan surat ini."
    )
    address = reverse("news:visit_confirm", args=[token])
    return Letter(contact.email, "Pastikan permintaan kunjungan", text, address)


def answer(payload: dict[str, Any]) -> Letter | None:
    """What became of the request, with the calendar entry where a date is settled."""
    act = VisitAct.objects.select_related("visit__host", "visit__event").get(pk=payload["act"])
    visit = act.visit
    contact = getattr(visit, "contact", None)
    if contact is None:
        return None
    token = issue_link(visit, LinkPurpose.GUEST, timezone.now())
    subject, text = _WORDS[Kind(act.kind)]
    parts = [text, _details(visit, act), act.note if act.acted_by_id else "", KEEP]
    body = "\n\n".join(part for part in parts if part)
    address = reverse("news:visit_guest", args=[token])
    return Letter(contact.email, subject, body, address, _attached(visit, act))


_WORDS = {
    Kind.ACCEPTED: ("Kunjungan dipastikan", "Kunjungan Anda dipastikan."),
    Kind.TAKEN: ("Kunjungan dipastikan", "Tanggal pilihan Anda dipastikan."),
    Kind.OFFERED: (
        "Tanggal lain ditawarkan",
        "Tanggal yang Anda minta tidak dapat dipenuhi. Pilih salah satu lewat tautan di bawah:",
    ),
    Kind.COMPLETION_ASKED: (
        "Permintaan kunjungan perlu dilengkapi",
        "Permintaan Anda perlu dilengkapi lewat tautan di bawah:",
    ),
    Kind.DECLINED: ("Kunjungan tidak dapat diterima", "Kunjungan Anda tidak dapat diterima:"),
    Kind.CANCELLED: ("Kunjungan dibatalkan", "Kunjungan Anda dibatalkan tuan rumah:"),
}


def _details(visit: Visit, act: VisitAct) -> str:
    if act.kind in (Kind.ACCEPTED, Kind.TAKEN):
        booking = standing_booking(visit)
        where = booking.hours.place if booking else ""
        return f"{moment(booking.begins_at)}, {where}." if booking else ""
    if act.kind == Kind.OFFERED:
        return "\n".join(f"- {slot_at(key, visit.host_id)}" for key in offered_slots(visit))
    return ""


def _attached(visit: Visit, act: VisitAct) -> tuple[Attachment, ...]:
    if act.kind not in (Kind.ACCEPTED, Kind.TAKEN) or visit.event is None:
        return ()
    content = visit_calendar(visit)
    return (Attachment("kunjungan.ics", content, MEDIA_TYPE),)


def visit_calendar(visit: Visit) -> bytes:
    """The entry of a visit, as a file for calendars."""
    entry = visit.event.entry if visit.event is not None else ""
    return calendar_bytes(str(visit), [entry], zone=settings.TIME_ZONE)
