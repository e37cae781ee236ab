"""Whose work an event or an article is, in one place for lists and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.agencies.models import Agency
from news.vocabulary import CONTRIBUTOR, EDITOR, PLANNER

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from egov.accounts.models import User

READERS = frozenset({CONTRIBUTOR, EDITOR, PLANNER, str(Role.AUDITOR), str(Role.ADMINISTRATOR)})


def administered(user: User | AnonymousUser | None, path: str = "") -> Q:
    """A contributor's agency; everything to who edits, audits or administers; else nothing.

    `path` leads to the row that has the agency ("event__").
    """
    if user is not None and user.is_authenticated and user.is_active and user.is_superuser:
        return Q()
    return Scope.of(user, roles=READERS).q(agency=f"{path}agency")


def agencies_kept_by(user: User) -> QuerySet[Agency]:
    """Those for which a person writes: all of today to an editor, their own to a contributor."""
    if user.holds(EDITOR):
        return Agency.objects.current()
    own = {a.agency_id for a in user.appointments_now if a.role == CONTRIBUTOR and a.agency_id}
    return Agency.objects.current().filter(pk__in=own)
