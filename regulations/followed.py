"""What of the registry people follow."""

from __future__ import annotations

from egov.portal.declarations import Followed
from regulations.models import Application, Regulation


def _regulation(path: str) -> tuple[str, str] | None:
    kind, _, rest = path.partition("/")
    year, _, number = rest.partition("/")
    if not year.isascii() or not year.isdecimal() or len(year) > 4:
        return None
    rows = Regulation.objects.select_related("kind").filter(kind__code=kind, other_region="")
    row = rows.filter(year=int(year), number=number.replace("~", "/")).first()
    return (row.citation, row.get_absolute_url()) if row is not None else None


def _application(code: str) -> tuple[str, str] | None:
    row = Application.objects.filter(code=code).first()
    return (f"aplikasi {row}", row.get_absolute_url()) if row is not None else None


FOLLOWED = (Followed("peraturan", _regulation), Followed("aplikasi", _application))
