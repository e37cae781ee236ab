"""Predicates of the rooms below the offices: they know codes of offices, not their table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import Predicate

from egov.portal.joining import offices
from egov.verbs.permission import predicate

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


@predicate
def is_staff(user: User | AnonymousUser) -> bool:
    return user.is_staff


def holds(*codes: str) -> Predicate:
    """A predicate: whether the user holds one of these offices today."""

    def holds_one(user: User | AnonymousUser) -> bool:
        return user.is_authenticated and user.holds(*codes)

    return predicate(holds_one, name=f"holds:{','.join(codes)}")


@predicate
def is_superuser(user: User | AnonymousUser) -> bool:
    return user.is_superuser and user.is_active


is_administrator: Predicate = is_superuser | holds("administrator")


@predicate
def _office_reads_all(user: User | AnonymousUser) -> bool:
    known = offices()
    own = (known.get(code) for code in user.roles()) if user.is_authenticated else ()
    return any(office is not None and office.reads_all for office in own)


reads_all: Predicate = is_administrator | _office_reads_all
