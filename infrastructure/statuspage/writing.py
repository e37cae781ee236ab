"""Writing the status page: every file whole, or as it was before."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString

from infrastructure.domain.status.rows import Key
from infrastructure.domain.status.snapshot import (
    Service,
    ServiceGroup,
    Snapshot,
    read_snapshot,
)
from infrastructure.domain.status.spans import Told
from infrastructure.statuspage import feeds
from infrastructure.statuspage.files import AREAS, SERVICES, area_file, root, service_file
from infrastructure.statuspage.words import bar, lasting, percent, since

FOLDERS = (SERVICES, AREAS)
Lines = Mapping[Key, SafeString]
_TITLE, _MAIN = "\x01judul\x01", "\x01isi\x01"


def write_status(now: datetime) -> Snapshot:
    """Reads all anew and writes every file; those of services that are told no more go.

    One writer at a time, so that the last to write has read the newest.
    """
    with _alone():
        snapshot = read_snapshot(now)
        written = set()
        for name, content in _files(snapshot):
            _write(name, content)
            written.add(name)
        _forget(written)
    return snapshot


@contextmanager
def _alone() -> Iterator[None]:
    folder = root()
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".kunci").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _files(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    """Name and content of each; the page of everything last, for it names the others."""
    frame = _frame()
    rows = {service.key: _row(service, snapshot.at) for service in snapshot.services}
    taken: set[str] = set()
    for service in snapshot.services:
        if service_file(service.code, "html") in taken:  # an application has this code
            continue
        taken.add(service_file(service.code, "html"))
        yield from _of_service(service, rows[service.key], snapshot.at, frame)
    lines = {key: _line(row) for key, row in rows.items()}
    for group in snapshot.groups:
        if group.district is not None:
            yield from _of_area(group, group.district.code, snapshot, lines, frame)
    region = settings.REGION_PROFILE.name
    title = f"Status layanan {region}"
    yield "index.json", feeds.snapshot_json(snapshot).encode()
    yield "index.ics", feeds.calendar(title, snapshot.work)
    yield (
        "index.atom",
        feeds.atom(title, "/status/atom/", snapshot.work, snapshot.incidents).encode(),
    )
    page = _fill(frame, "Status layanan", "index", _whole(snapshot, lines))
    yield "index.html", page


def _of_area(
    group: ServiceGroup, code: str, snapshot: Snapshot, lines: Lines, frame: str
) -> Iterator[tuple[str, bytes]]:
    """A kecamatan in which something is told of; what is for everybody stands below."""
    own, everywhere = snapshot.of(group), snapshot.everywhere
    context = {
        **_told(own),
        "group": group,
        "lines": [lines[service.key] for service in group.services],
        "everywhere": everywhere,
        "elsewhere": [lines[service.key] for service in everywhere.not_well],
    }
    yield area_file(code, "html"), _fill(frame, f"Status {group.name}", "area", context)
    yield area_file(code, "json"), feeds.area_json(group, own).encode()


def _of_service(
    service: Service, row: dict[str, Any], at: datetime, frame: str
) -> Iterator[tuple[str, bytes]]:
    code, title = service.code, f"Status {service.name}"
    context = {**row, "at": at, "months": _months(service)}
    yield service_file(code, "html"), _fill(frame, title, "service", context)
    yield service_file(code, "json"), feeds.service_json(service, at).encode()
    yield service_file(code, "svg"), feeds.badge(service).encode()
    yield service_file(code, "ics"), feeds.calendar(title, service.work)
    path = f"/status/{service.path}.atom"
    told = feeds.atom(title, path, service.work, service.incidents)
    yield service_file(code, "atom"), told.encode()


def _line(row: dict[str, Any]) -> SafeString:
    """A service in a list; made once for all pages that list it."""
    return render_to_string("infrastructure/status/row.html", row)


def _row(service: Service, at: datetime) -> dict[str, Any]:
    return {
        "service": service,
        "bar": bar(service.days),
        "share": percent(service.share),
        "since": "" if service.told == Told.UP else since(service.since, at),
    }


def _months(service: Service) -> list[dict[str, Any]]:
    """The newest first, each whole in the region's zone."""
    return [
        {
            "name": date_format(month.begins_on, "F Y"),
            "share": percent(month.tally.share),
            "down": lasting(month.tally.of(Told.DOWN)),
            "maintenance": lasting(month.tally.of(Told.MAINTENANCE)),
            "unreachable": lasting(month.tally.of(Told.UNREACHABLE)),
        }
        for month in reversed(service.months)
    ]


def _whole(snapshot: Snapshot, lines: Lines) -> dict[str, Any]:
    """What is not well first, then services by element; those of a kecamatan on its own page."""
    areas = [group for group in snapshot.groups if group.district is not None]
    others = [group for group in snapshot.groups if group.district is None]
    return {
        **_told(snapshot),
        "groups": [(group, [lines[s.key] for s in group.services]) for group in others],
        "areas": areas,
        "disturbed": [lines[service.key] for service in snapshot.not_well],
    }


def _told(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "at": snapshot.at,
        "watched": len(snapshot.watched),
        "not_well": len(snapshot.not_well),
        "incidents": [row for row in snapshot.incidents if row.closed_at is None],
        "past": [row for row in snapshot.incidents if row.closed_at is not None],
        "work": [row for row in snapshot.work if not row.is_over],
    }


def _frame() -> str:
    """The portal's page as a stranger sees it, once for all files of this writing."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", "/status/", "/status/"
    host = settings.SITE_URL.partition("//")[2]
    request.META = {"SERVER_NAME": host.partition(":")[0], "SERVER_PORT": "80"}
    words = {"title": _TITLE, "main": _MAIN}
    return render_to_string("infrastructure/status/frame.html", words, request=request)


def _fill(frame: str, title: str, template: str, context: dict[str, Any]) -> bytes:
    region = {"region": settings.REGION_PROFILE}
    main = render_to_string(f"infrastructure/status/{template}.html", {**region, **context})
    return frame.replace(_TITLE, escape(title)).replace(_MAIN, main).encode()


def _write(name: str, content: bytes) -> None:
    path = root() / name
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
        out.write(content)
    os.replace(out.name, path)


def _forget(written: set[str]) -> None:
    """Nobody reads on of what was closed, or is watched no more."""
    for folder in FOLDERS:
        for path in (root() / folder).iterdir():
            if f"{folder}/{path.name}" not in written:
                path.unlink(missing_ok=True)
