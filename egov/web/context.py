"""Who reads a page, and what every page knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from egov.web.public import is_stranger

if TYPE_CHECKING:
    from egov.accounts.models import User


def viewer(request: HttpRequest) -> User | None:
    """Who is signed in, None for everybody else.

    Asked without touching the session of a visitor who brings no cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)  # not there yet where the request was refused at the door
    return user if user is not None and user.is_authenticated else None


def portal(request: HttpRequest) -> dict[str, Any]:
    """The region's profile and the viewer.

    A visitor without a session cookie costs no query and gets no cookie.
    """
    profile = settings.REGION_PROFILE
    return {
        "has_session": not is_stranger(request),
        "region": profile,
        "tiers": profile.tiers,
        "viewer": viewer(request),
        "demo": settings.DEMO,
        "site_host": urlsplit(settings.SITE_URL).netloc,
        "mfa_off": not settings.STAFF_MFA_REQUIRED,
    }
