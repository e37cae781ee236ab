"""One's newest notices on one's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from egov.accounts.models import User


def newest(_request: HttpRequest, user: User) -> dict[str, Any]:
    """The last five."""
    return {"notices": user.notices.order_by("-id")[:5]}
