"""Named predicates; every app's permissions are composed from these."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Model

from egov.accounts.roles import Role


@rules.predicate
def is_staff(user: Any) -> bool:
    return bool(getattr(user, "is_staff", False))


@rules.predicate
def is_administrator(user: Any) -> bool:
    return bool(user.is_authenticated and (user.is_superuser or user.holds(Role.ADMINISTRATOR)))


@rules.predicate
def is_planner(user: Any) -> bool:
    return bool(user.is_authenticated and user.holds(Role.PLANNER))


@rules.predicate
def is_auditor(user: Any) -> bool:
    return bool(user.is_authenticated and user.holds(Role.AUDITOR))


@rules.predicate
def keeps_residents(user: Any) -> bool:
    """Ketua RW and the kelurahan's office know who lives where."""
    return bool(
        user.is_authenticated and user.holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN)
    )


reads_all = is_administrator | is_auditor | is_planner


@rules.predicate
def administers(user: Any, obj: Model | None) -> bool:
    """Whether the object lies in the user's scope.

    By the model's own `administered_by`, the one that filters the lists.
    """
    if obj is None:
        return True
    manager: Any = type(obj)._default_manager
    return bool(manager.administered_by(user).filter(pk=obj.pk).exists())


@rules.predicate
def is_legal_officer(user: Any) -> bool:
    return bool(user.is_authenticated and user.holds(Role.LEGAL_OFFICER))
