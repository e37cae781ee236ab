from egov.accounts.models.appointment import Appointment
from egov.accounts.models.contact import (
    Contact,
    ContactCode,
    ContactKind,
    ProvedHow,
    Purpose,
    Registration,
)
from egov.accounts.models.events import AccountEvent, AccountEventKind, SecondFactorReset
from egov.accounts.models.residence import Residence
from egov.accounts.models.user import User

__all__ = [
    "AccountEvent",
    "AccountEventKind",
    "Appointment",
    "Contact",
    "ContactCode",
    "ContactKind",
    "ProvedHow",
    "Purpose",
    "Registration",
    "Residence",
    "SecondFactorReset",
    "User",
]
