"""The request of a view behind login: somebody is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from egov.accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """For annotations only: what `login_required` and the desk let through."""

    user: User


def actor_of(request: HttpRequest) -> User:
    """Who acts, behind login too, where another says what kind of request the function takes."""
    assert request.user.is_authenticated
    return request.user
