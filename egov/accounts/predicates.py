"""Named predicates; every app's permissions are composed from these."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from egov.accounts.models import Contact, Registration, Residence, User
from egov.accounts.registering import may_print_password_code
from egov.accounts.residents import CLERKS, may_confirm
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.desk.predicates import holds, is_administrator, is_staff, reads_all
from egov.verbs.permission import predicate

__all__ = [
    "administers",
    "confirms_residence",
    "is_administrator",
    "is_auditor",
    "is_clerk",
    "is_oneself",
    "is_staff",
    "keeps_residents",
    "owns_contact",
    "prints_password_code",
    "reads_all",
    "serves_newcomer",
    "serves_resident",
]

is_auditor = holds(Role.AUDITOR)
# ketua RW and the kelurahan's office know who lives where
keeps_residents = holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN)
# and the kelurahan's office prints codes for those who are present
is_clerk = holds(*CLERKS)


@predicate
def administers(user: User | AnonymousUser, obj: Model | None) -> bool:
    """Whether the object lies in the user's scope.

    By the model's own `administered_by`, the one that filters the lists.
    """
    if obj is None:
        return True
    manager: Any = type(obj)._default_manager
    return bool(manager.administered_by(user).filter(pk=obj.pk).exists())


@predicate
def is_oneself(actor: User, user: User | None) -> bool:
    return user is not None and actor.pk == user.pk


@predicate
def owns_contact(actor: User, contact: Contact | None) -> bool:
    return contact is not None and actor.pk == contact.user_id


@predicate
def confirms_residence(actor: User, residence: Residence | None) -> bool:
    return residence is None or may_confirm(actor, residence) is not None


@predicate
def prints_password_code(actor: User, whose: Residence | User | None) -> bool:
    """Asked by the verb of the person, at the desk of where they live."""
    user = whose.user if isinstance(whose, Residence) else whose
    return user is None or bool(may_print_password_code(actor, user))


@predicate
def serves_resident(actor: User, whose: Residence | User | None) -> bool:
    """The kelurahan's office, for whoever has declared to live there."""
    if whose is None:
        return True
    residence = whose if isinstance(whose, Residence) else whose.residence
    return residence is not None and _serves(actor, residence.rw.parent_id)


@predicate
def serves_newcomer(actor: User, registration: Registration | None) -> bool:
    """The kelurahan's office, for whoever has asked for an account there."""
    return registration is None or _serves(actor, registration.rw.parent_id)


def _serves(actor: User, kelurahan: int | None) -> bool:
    return Scope.of(actor, roles=CLERKS).reaches(kelurahan=kelurahan)
