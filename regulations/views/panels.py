"""What the registry shows on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from regulations.models import Application


def learn(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """For who wants the same at home: how much the registry holds, and what can be taken along."""
    applications = Application.objects.count()
    return {"applications": applications} if applications else None
