"""Predicates of the rooms below the offices: they know codes of offices, not their table."""

from __future__ import annotations

from typing import Any

import rules

from egov.portal.joining import offices


@rules.predicate
def is_staff(user: Any) -> bool:
    return bool(getattr(user, "is_staff", False))


def holds(*codes: str) -> Any:
    """A predicate: whether the user holds one of these offices today."""

    def predicate(user: Any) -> bool:
        return bool(user.is_authenticated and user.holds(*codes))

    return rules.predicate(predicate, name=f"holds:{','.join(codes)}")


@rules.predicate
def is_superuser(user: Any) -> bool:
    return bool(getattr(user, "is_superuser", False) and user.is_active)


is_administrator = is_superuser | holds("administrator")


@rules.predicate
def _office_reads_all(user: Any) -> bool:
    known = offices()
    held = (known.get(code) for code in user.roles()) if user.is_authenticated else ()
    return any(office is not None and office.reads_all for office in held)


reads_all = is_administrator | _office_reads_all
