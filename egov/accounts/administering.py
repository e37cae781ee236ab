"""By which office somebody acts on the accounts of others."""

from __future__ import annotations

from typing import Any

from egov.accounts.roles import Role, office_title
from egov.verbs.refusal import NotAllowed


def administrator(actor: Any) -> str:
    """The office by which `actor` acts on accounts.

    Raises NotAllowed for everybody but administrators.
    """
    if not getattr(actor, "is_authenticated", False):
        raise NotAllowed("not_administrator", "Hanya administrator yang mengurus akun orang lain.")
    held = next((a for a in actor.appointments_now if a.role == Role.ADMINISTRATOR), None)
    if held is not None:
        return str(held.title)
    if actor.is_superuser and actor.is_active:
        return office_title(Role.ADMINISTRATOR)
    raise NotAllowed("not_administrator", "Hanya administrator yang mengurus akun orang lain.")
