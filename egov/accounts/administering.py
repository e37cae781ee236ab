"""By which office somebody acts on the accounts of others."""

from __future__ import annotations

from egov.accounts.models import User
from egov.accounts.roles import Role, office_title


def administrating_office(actor: User) -> str:
    """The office by which `actor` acts on accounts, as its owner reads it; empty for nobody's.

    An installation's first administrator holds it without an appointment.
    """
    appointment = next((a for a in actor.appointments_now if a.role == Role.ADMINISTRATOR), None)
    if appointment is not None:
        return appointment.title
    return office_title(Role.ADMINISTRATOR) if actor.is_superuser and actor.is_active else ""
