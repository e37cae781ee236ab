"""Whose work an event or an article is, in one place for lists and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from news.vocabulary import CONTRIBUTOR, EDITOR, PLANNER

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

READERS = frozenset({CONTRIBUTOR, EDITOR, PLANNER, str(Role.AUDITOR), str(Role.ADMINISTRATOR)})


def administered(user: User | AnonymousUser | None, path: str = "") -> Q:
    """A contributor's agency; everything to who edits, audits or administers; else nothing.

    `path` leads to the row that has the agency ("event__").
    """
    if user is not None and user.is_authenticated and user.is_active and user.is_superuser:
        return Q()
    return Scope.of(user, roles=READERS).q(agency=f"{path}agency")
