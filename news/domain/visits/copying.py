"""A copy of what is known of a person, as values that a program can read (UU 27/2022)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from news.domain.visits.the_day import attendance
from news.models import Visit, VisitGuest


def copy_of_visit(visit: Visit) -> dict[str, Any]:
    """What the contact of a visit gave; of the guests only how many they were."""
    contact = getattr(visit, "contact", None)
    kept = {}
    if contact is not None:
        kept = {
            "nama": contact.name,
            "jabatan": contact.office,
            "surel": contact.email,
            "telepon": contact.phone,
        }
    return {
        "lembaga": visit.institution,
        "asal": visit.region_name,
        "keperluan": visit.get_purpose_display(),
        "topik": list(visit.topics),
        "jumlah_tamu": visit.guests,
        "tanggal_diminta": [day.isoformat() for day in visit.wished_on],
        "persetujuan": visit.consent_version,
        "diminta": _iso(visit.asked_at),
        "kontak": kept,
        "hadir": attendance(visit),
        "tindakan": [
            {
                "waktu": _iso(act.acted_at),
                "tindakan": act.get_kind_display(),
                "keterangan": act.note,
            }
            for act in visit.acts.all()
        ],
        "pertanyaan": [row.text for row in visit.questions.all()],
    }


def copy_of_guest(guest: VisitGuest) -> dict[str, Any]:
    return {
        "nama": guest.name,
        "jabatan": guest.office,
        "lembaga": guest.institution,
        "persetujuan": guest.consent_version,
        "hadir": _iso(guest.signed_in_at),
        "kunjungan": str(guest.visit),
    }


def _iso(moment: Any) -> str:
    return str(timezone.localtime(moment).isoformat())
