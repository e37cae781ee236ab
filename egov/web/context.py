from typing import Any

from django.conf import settings
from django.http import HttpRequest

from egov.web.public import is_stranger


def signed_in(request: HttpRequest) -> bool:
    """Whether somebody is signed in.

    Asked without touching the session of a visitor who brings no cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)  # not there yet where the request was refused at the door
    return user is not None and user.is_authenticated


def visitor(request: HttpRequest) -> Any:
    """Who is signed in; None without asking the session where no cookie came."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None


def portal(request: HttpRequest) -> dict[str, Any]:
    """The region's profile and the viewer.

    A visitor without a session cookie costs no query and gets no cookie.
    """
    profile = settings.REGION_PROFILE
    return {
        "has_session": not is_stranger(request),
        "region": profile,
        "tiers": profile.tiers,
        "viewer": request.user if signed_in(request) else None,
        "demo": settings.DEMO,
        "mfa_off": not settings.STAFF_MFA_REQUIRED,
    }
