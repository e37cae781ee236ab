"""Named predicates; every app's permissions are composed from these."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Model

from egov.accounts.roles import Role
from egov.desk.predicates import holds, is_administrator, is_staff, reads_all

__all__ = [
    "administers",
    "is_administrator",
    "is_auditor",
    "is_staff",
    "keeps_residents",
    "reads_all",
]

is_auditor = holds(Role.AUDITOR)
# ketua RW and the kelurahan's office know who lives where
keeps_residents = holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN)


@rules.predicate
def administers(user: Any, obj: Model | None) -> bool:
    """Whether the object lies in the user's scope.

    By the model's own `administered_by`, the one that filters the lists.
    """
    if obj is None:
        return True
    manager: Any = type(obj)._default_manager
    return bool(manager.administered_by(user).filter(pk=obj.pk).exists())
