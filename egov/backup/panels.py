"""How far back the city would fall, on the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from egov.backup.status import cached_status
from egov.desk.predicates import is_administrator


def of_backup(request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """For administrators: how far back the city would fall if the server were gone now."""
    return {"status": cached_status()} if is_administrator(request.user) else None
