"""Which file stands behind which address of the status page. Asks nothing of the database."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from egov.web.written import WrittenFile

LONGEST = 80  # letters of a code in an address
HTML, JSON, SVG = "text/html; charset=utf-8", "application/json", "image/svg+xml"
ATOM = "application/atom+xml; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
TYPES = {"html": HTML, "json": JSON, "svg": SVG, "atom": ATOM, "ics": CALENDAR}
WHOLE = {
    "/status/": "index.html",
    "/status.json": "index.json",
    "/status/atom/": "index.atom",
    "/status.ics": "index.ics",
}
SERVICES, AREAS = "layanan", "wilayah"
AREA_ADDRESS = re.compile(r"/status/wilayah/(?P<code>[0-9.]{8})(/|\.(?P<kind>json))")


def root() -> Path:
    return Path(settings.STATUS_ROOT)


def service_file(code: str, kind: str) -> str:
    """The name below the root, the same for capitals and not."""
    return f"{SERVICES}/{quote(code.replace('/', '~').lower(), safe='~')}.{kind}"


def area_file(code: str, kind: str) -> str:
    return f"{AREAS}/{code}.{kind}"


def find(path: str) -> WrittenFile | None:
    """The file of an address; None for addresses of others."""
    if not path.startswith("/status"):
        return None
    name = WHOLE.get(path) or _of_area(path) or _of_service(path)
    if name is None:
        return None
    kind = name.rpartition(".")[2]
    download = name.rpartition("/")[2] if kind == "ics" else ""
    return WrittenFile(root() / name, TYPES[kind], f"status-{download}" if download else "")


def _of_area(path: str) -> str | None:
    """`/status/wilayah/<kode>/` of a kecamatan, and `.json` behind the code."""
    match = AREA_ADDRESS.fullmatch(path)
    return area_file(match["code"], match["kind"] or "html") if match is not None else None


def _of_service(path: str) -> str | None:
    """`/status/<kode>/`, and with .json, .atom, .ics or .svg behind the code instead of "/"."""
    code = path.removeprefix("/status/")
    if code == path or not code.isprintable():
        return None
    if code.endswith("/"):
        code, kind = code[:-1], "html"
    else:
        code, _, kind = code.rpartition(".")
    if not 0 < len(code) <= LONGEST or "/" in code or kind not in TYPES:
        return None
    return service_file(code, kind)
