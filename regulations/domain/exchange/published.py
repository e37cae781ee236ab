"""The registry as files to take away.

Made when something in it changed or the region's day turned, then only read.
"""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from egov.files.kept import Make, kept_response, open_kept
from egov.web.exports import FORMATS, export
from regulations.domain.applications.board import board_table
from regulations.domain.exchange.bundle import take_home
from regulations.domain.exchange.jdihn import feed

FORMAT = 2  # counts up when a shape changes
TELL = ("regulations", "agencies", "areas")  # the apps whose histories say that something changed


def version(on: date) -> str:
    """Which state of the registry a file shows.

    The last row of each history, the day it answers for, and today.
    """
    histories = (model for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))
    tables = sorted(m._meta.db_table for m in histories if m._meta.app_label in TELL)
    with connection.cursor() as cursor:
        newest = (f'(SELECT max(pgh_id) FROM "{table}")' for table in tables)  # noqa: S608
        cursor.execute(f"SELECT {', '.join(newest)}")
        last = cursor.fetchone()
    return f"{FORMAT} {settings.SITE_URL} {settings.REGION} {on} {timezone.localdate()} {last}"


def _board(shape: str, on: date, out: IO[bytes]) -> None:
    out.write(export(shape, board_table(on)))


def _feed(on: date, out: IO[bytes]) -> None:
    out.write(json.dumps(feed(on), ensure_ascii=False).encode())


SHAPES: dict[str, tuple[Any, str]] = {
    **{
        f"aplikasi.{shape}": (partial(_board, shape), FORMATS[shape].content_type)
        for shape in ("csv", "xlsx", "pdf")
    },
    "document.json": (_feed, "application/json"),
    "bawa-pulang.zip": (take_home, "application/zip"),
}


def _make(name: str, on: date) -> Make:
    return partial(SHAPES[name][0], on)


def published(request: HttpRequest, name: str, on: date, **as_file: Any) -> HttpResponseBase:
    """One of the SHAPES as of a day; `as_file` as FileResponse takes it."""
    kind = SHAPES[name][1]
    return kept_response(request, name, version(on), _make(name, on), content_type=kind, **as_file)


def keep_all() -> int:
    """Makes today's files where something changed. Returns how many there are."""
    today = timezone.localdate()
    now = version(today)
    for name in SHAPES:
        open_kept(name, now, _make(name, today)).close()
    return len(SHAPES)
