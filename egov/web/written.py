"""Pages that were written to files before: the same for everybody, of database and session nothing.

They are answered before the session is looked at, so they are there while the database is away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

SECONDS = 20  # that caches keep one


@dataclass(frozen=True)
class WrittenFile:
    """A file and how it is sent."""

    path: Path
    content_type: str
    filename: str = ""  # of a download


Find = Callable[[str], WrittenFile | None]
_finders: list[Find] = []


def written_pages(find: Find) -> None:
    """Registers who knows the file of an address; it asks for nothing but names."""
    _finders.append(find)


class WrittenPagesMiddleware:
    """An address whose file is not there goes on to its view, which writes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            for find in _finders:
                found = find(request.path_info)
                response = send_written(request, found) if found is not None else None
                if response is not None:
                    return response
        return self.get_response(request)


def send_written(request: HttpRequest, written: WrittenFile) -> HttpResponseBase | None:
    """The file as an answer, 304 to who holds it; None where it is not there."""
    try:
        content = written.path.open("rb")
    except OSError:
        return None
    facts = written.path.stat()
    response = FileResponse(
        content,
        content_type=written.content_type,
        as_attachment=bool(written.filename),
        filename=written.filename,
    )
    etag = f'W/"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    response["ETag"], response["Last-Modified"] = etag, http_date(facts.st_mtime)
    response["X-Frame-Options"] = "DENY"
    patch_cache_control(response, public=True, max_age=SECONDS)
    answer: Any = response
    known = get_conditional_response(
        request, etag=etag, last_modified=int(facts.st_mtime), response=answer
    )
    if known is not answer:
        content.close()
    return known
