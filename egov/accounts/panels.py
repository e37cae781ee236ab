"""What accounts show on one's own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from egov.accounts.demo import PASSWORD, demo_roles
from egov.accounts.models import User


def unproved(_request: HttpRequest, user: User) -> dict[str, Any] | None:
    """Who has proved no contact yet is told what to do."""
    return None if user.proved_contacts else {}


def residence(_request: HttpRequest, user: User) -> dict[str, Any]:
    """Where one lives, and who has confirmed it."""
    return {"residence": user.residence}


def own_account(_request: HttpRequest, _user: User) -> dict[str, Any]:
    """Contacts, password, second factor, devices, signing out."""
    return {}


def sign_in_as(_request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """In a demo: whom one can be with a tap."""
    return {"roles": demo_roles(), "password": PASSWORD} if settings.DEMO else None
