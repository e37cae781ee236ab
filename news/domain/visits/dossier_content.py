"""What stands in a dossier, read once and frozen as plain values; of people nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from egov.areas.profile import region_name
from egov.web.templatetags.portal import short_day
from infrastructure.domain.figures import figures_for
from news.domain.visits.slots import standing_booking
from news.models import Visit
from news.procedure import VisitActKind
from regulations.domain.applications.board import board, figures
from regulations.domain.applications.health import bindings_of
from regulations.domain.law.states import force_of
from regulations.domain.text.versions import amendments_among, text_as_of
from regulations.models import Binding

LONGEST_QUOTE = 1200  # letters of one pasal


def gather(visit: Visit, on: date, codes: Sequence[str]) -> dict[str, Any]:
    """All of it as of a day, in a number of queries that does not grow with the applications."""
    whole = board(on)
    chosen = [row for row in whole if row["application"].code in set(codes)]
    return {
        "institution": visit.institution,
        "origin": visit.region_name,
        "purpose": visit.get_purpose_display(),
        "topics": visit.topic_words,
        "when": when(visit),
        "as_of": short_day(on),
        "as_of_iso": on.isoformat(),
        "programme": programme(visit),
        "applications": _applications(chosen, on),
        "figures": [[word, count] for word, count in figures(whole, on)],
        "infrastructure": _infrastructure(on),
        "reuse": _reuse(visit),
        "offices": _offices(visit, chosen),
        "questions": [
            {"text": row.text, "answer": row.answer} for row in visit.questions.visible_to()
        ],
    }


def when(visit: Visit) -> str:
    booking = standing_booking(visit)
    if booking is None:
        return ""
    return f"{short_day(booking.begins_at)}, {booking.hours.times}, {booking.hours.place}"


def programme(visit: Visit) -> list[str]:
    """The order of the day, line by line, as it was written last."""
    act = visit.acts.filter(kind=VisitActKind.PROGRAMME).order_by("-id").first()
    return [line.strip() for line in act.note.splitlines() if line.strip()] if act else []


def _applications(rows: Sequence[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    bound = bindings_of([row["application"] for row in rows], on)
    return [
        {
            "code": row["application"].code,
            "name": row["application"].name,
            "owner": str(row["owner"].name if row["owner"] else "belum diketahui"),
            "purpose": row["application"].purpose,
            "element": row["element"],
            "life": row["life"],
            "health": row["health"],
            "none": row["none"],
            "address": f"{settings.SITE_URL}{row['application'].get_absolute_url()}",
            "laws": [_law(binding, on) for binding in bound[row["application"].pk]],
        }
        for row in rows
    ]


def _law(binding: Binding, on: date) -> dict[str, Any]:
    regulation, part = binding.regulation, binding.provision
    return {
        "id": regulation.pk,
        "role": binding.get_role_display(),
        "cited": f"{regulation.citation} {part.label if part else ''}".strip(),
        "title": regulation.title,
        "force": force_of(regulation, on, part).label,
        "quote": _quote(binding, on),
        "address": f"{settings.SITE_URL}{regulation.get_absolute_url()}",
    }


def _quote(binding: Binding, on: date) -> str:
    """What was quoted when it was bound, else how the pasal reads that day."""
    part = binding.provision
    if binding.quote or part is None:
        return binding.quote[:LONGEST_QUOTE]
    amendments = amendments_among(binding.regulation.changes.all())
    version = next(iter(text_as_of([part], amendments, on)), None)
    return version.text[:LONGEST_QUOTE] if version is not None else ""


def _infrastructure(on: date) -> list[list[Any]]:
    """What the figures of the inventory tell everybody: the public parts, and released totals."""
    return [
        [f"{group.title}: {row.word}{f' ({row.unit})' if row.unit else ''}", row.value]
        for group in figures_for(None, on)
        for row in group.rows
    ]


def _reuse(visit: Visit) -> list[str]:
    place = region_name(visit.region)
    return [
        f"Portal ini perangkat lunak terbuka (AGPL-3.0-or-later): {place} boleh memakai dan "
        "mengubahnya tanpa izin, asal perubahannya tetap terbuka.",
        f"Lihat dahulu dengan nama {place} sendiri: make demo REGION={visit.region}.",
        "Kode, nama kecamatan, dan desa/kelurahan Anda sudah ada di dalamnya; kata-kata daerah "
        "diatur di satu berkas profil.",
        "Aplikasi, peraturan, dan ikatannya dimasukkan lewat tabel; CSV di folder registri "
        "adalah contoh bentuknya.",
        "Petunjuk memasang dan menjalankannya ada di docs/menjalankan.md.",
    ]


def _offices(visit: Visit, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Whom to ask: the host first, then who owns the applications."""
    owners = sorted({row["owner"].name for row in rows if row["owner"]})
    host = [visit.host.name] if visit.host else []
    return [*host, *(name for name in owners if name not in host)]
