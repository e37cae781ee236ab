"""The status page for programs: JSON, Atom, calendar, badge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed

from egov.documents.calendar import Entry, calendar_bytes, entry_text
from egov.web.templatetags.portal import moment
from infrastructure.domain.status.snapshot import Service, ServiceGroup, Snapshot
from infrastructure.domain.status.spans import Told
from infrastructure.domain.status.told import IncidentRow, WorkRow
from infrastructure.statuspage.words import percent

MOST = 50  # entries of a feed
LETTER = 6.6  # how wide one is on a badge


def snapshot_json(snapshot: Snapshot) -> str:
    """All services, with seconds of each month; `persen` None where nothing was counted."""
    areas = [_area(group) for group in snapshot.groups if group.district is not None]
    return _dump({**_told(snapshot), "wilayah": areas})


def area_json(group: ServiceGroup, snapshot: Snapshot) -> str:
    """What stands in one kecamatan; `snapshot` is of it alone."""
    return _dump({**_area(group), **_told(snapshot)})


def _dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _told(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "ditulis": snapshot.at.isoformat(timespec="seconds"),
        "layanan": [_service(service) for service in snapshot.services],
        "pemeliharaan": [_work(row, snapshot.services) for row in snapshot.work],
        "gangguan": [_incident(row, snapshot.services) for row in snapshot.incidents],
    }


def _area(group: ServiceGroup) -> dict[str, Any]:
    assert group.district is not None
    return {
        "kode": group.district.code,
        "nama": group.name,
        "dipantau": len(group.watched),
        "terganggu": len(group.not_well),
        "alamat": f"{settings.SITE_URL}/status/wilayah/{group.district.code}/",
    }


def service_json(service: Service, at: datetime) -> str:
    """One service, with each of its 90 days."""
    days = [
        {"keadaan": day.worst.value, "persen": _round(day.share), **_seconds(day)}
        for day in service.days
    ]
    body = {
        "ditulis": at.isoformat(timespec="seconds"),
        **_service(service),
        "hari": days,
        "pemeliharaan": [_work(row, [service]) for row in service.work],
        "gangguan": [_incident(row, [service]) for row in service.incidents],
    }
    return _dump(body)


def _service(service: Service) -> dict[str, Any]:
    return {
        "kode": service.code,
        "nama": service.name,
        "kelompok": service.group,
        "wilayah": service.district.code if service.district else None,
        "keadaan": service.told.value,
        "kata": service.word,
        "sejak": service.since.isoformat(timespec="seconds") if service.since else None,
        "sebab": service.cause or None,
        "persen": _round(service.share),
        "alamat": f"{settings.SITE_URL}/status/{service.path}/",
        "bulan": [
            {"bulan": f"{m.begins_on:%Y-%m}", "persen": _round(m.tally.share), **_seconds(m.tally)}
            for m in service.months
        ],
    }


def _seconds(tally: Any) -> dict[str, int]:
    return {f"{told.value}_detik": tally.of(told) for told in Told}


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _codes(things: Iterable[Any], services: Iterable[Service]) -> list[str]:
    known = set(things)
    return [s.code for s in services if s.key in known]


def _work(row: WorkRow, services: Iterable[Service]) -> dict[str, Any]:
    return {
        "judul": row.title,
        "alasan": row.reason,
        "mulai": row.begins_at.isoformat(),
        "sampai": row.ends_at.isoformat(),
        "berjalan": row.is_running,
        "dibatalkan": row.cancelled,
        "layanan": _codes(row.things, services),
    }


def _incident(row: IncidentRow, services: Iterable[Service]) -> dict[str, Any]:
    return {
        "judul": row.title,
        "keadaan": row.state,
        "sebab": row.cause or None,
        "dibuka": row.opened_at.isoformat(timespec="seconds"),
        "selesai": row.closed_at.isoformat(timespec="seconds") if row.closed_at else None,
        "perkembangan": [
            {"keadaan": u.word, "kabar": u.text, "ditulis": u.written_at.isoformat()}
            for u in row.updates
        ],
        "layanan": _codes(row.things, services),
    }


def atom(title: str, path: str, work: Sequence[WorkRow], incidents: Sequence[IncidentRow]) -> str:
    """Incidents and planned work, the newest change first."""
    here = f"{settings.SITE_URL}{path}"
    feed = Atom1Feed(title, f"{settings.SITE_URL}/status/", "", language="id", feed_url=here)
    entries: list[tuple[datetime, dict[str, Any]]] = []
    for row in incidents:
        newest = row.updates[0].text if row.updates else ""
        text = " ".join(filter(None, [f"{row.word}.", newest, row.cause]))
        entries.append((row.changed_at, _entry(f"kabar-{row.pk}", row.title, text, row.opened_at)))
    for work_row in work:
        entries.append(
            (
                work_row.changed_at,
                _entry(
                    f"pemeliharaan-{work_row.pk}",
                    _work_title(work_row),
                    f"{moment(work_row.begins_at)} sampai {moment(work_row.ends_at)}. "
                    f"{work_row.cancelling_reason or work_row.reason}",
                    work_row.changed_at,
                ),
            )
        )
    for changed_at, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)[:MOST]:
        feed.add_item(updateddate=changed_at, **entry)
    return str(feed.writeString("utf-8"))


def _entry(key: str, title: str, text: str, at: datetime) -> dict[str, Any]:
    link = f"{settings.SITE_URL}/status/#{key}"
    return {"title": title, "link": link, "description": text, "pubdate": at, "unique_id": link}


def _work_title(row: WorkRow) -> str:
    return f"Dibatalkan: {row.title}" if row.cancelled else f"Pemeliharaan: {row.title}"


def calendar(name: str, work: Iterable[WorkRow]) -> bytes:
    """Planned work as entries; what was cancelled says so."""
    return calendar_bytes(name, (entry_of(row) for row in work), zone=settings.TIME_ZONE)


def entry_of(row: WorkRow) -> str:
    """One time of planned work, as it stands in every calendar of the portal."""
    return entry_text(
        Entry(
            uid=f"pemeliharaan-{row.maintenance}-{row.pk}@{settings.SITE_URL.split('//')[-1]}",
            sequence=row.sequence,
            changed_at=row.changed_at,
            title=f"Pemeliharaan: {row.title}",
            begins=row.begins_at,
            ends=row.ends_at,
            zone=settings.TIME_ZONE,
            text=row.cancelling_reason if row.cancelled else row.reason,
            url=f"{settings.SITE_URL}/status/",
            kind="Pemeliharaan",
            cancelled=row.cancelled,
        )
    )


def badge(service: Service) -> str:
    """A small picture for other pages: the service, its state, its share."""
    share = percent(service.share)
    words = f"{service.word} {share}".strip()
    left, right = (round(len(text) * LETTER) + 12 for text in (service.name, words))
    context = {
        "name": service.name,
        "words": words,
        "tone": service.tone,
        "left": left,
        "right": right,
        "wide": left + right,
        "left_middle": left / 2,
        "right_middle": left + right / 2,
    }
    return render_to_string("infrastructure/status/badge.svg", context)
