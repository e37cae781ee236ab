"""Named predicates; every app's permissions are composed from these."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Model

from egov.accounts.models import Residence
from egov.accounts.registering import CLERKS, may_print_password_code
from egov.accounts.residents import may_confirm
from egov.accounts.roles import Role
from egov.desk.predicates import holds, is_administrator, is_staff, reads_all

__all__ = [
    "administers",
    "confirms_residence",
    "is_administrator",
    "is_auditor",
    "is_clerk",
    "is_staff",
    "keeps_residents",
    "prints_password_code",
    "reads_all",
]

is_auditor = holds(Role.AUDITOR)
# ketua RW and the kelurahan's office know who lives where
keeps_residents = holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN)
# and the kelurahan's office prints codes for those who are present
is_clerk = holds(*CLERKS)


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
def confirms_residence(user: Any, residence: Residence | None) -> bool:
    return residence is None or may_confirm(user, residence) is not None


@rules.predicate
def prints_password_code(user: Any, residence: Residence | None) -> bool:
    return residence is None or bool(may_print_password_code(user, residence.user))
