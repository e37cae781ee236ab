from egov.accounts.models.appointment import Appointment, Capacity
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
    "Capacity",
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
