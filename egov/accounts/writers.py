"""By which office somebody wrote, at the moment when they did. Never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.accounts.own_account import OWNER
from egov.accounts.roles import Role, office_title
from egov.desk.history.writers import tells_writers

NOBODY = "Sistem"
CITIZEN = "Warga"


@dataclass(frozen=True)
class Offices:
    """The offices that some people held, ever.

    `owner` is whose account is read of; with `accounts` the numbers of accounts are told.
    """

    by_person: dict[int, list[Appointment]] = field(default_factory=dict)
    first: frozenset[int] = frozenset()  # the installation's own administrators
    owner: int | None = None
    accounts: bool = False

    def at(self, person: int | None, moment: datetime) -> str:
        """ "Lurah Kebraon"; who holds several offices is told with all of them."""
        if person is None:
            return NOBODY
        if person == self.owner:
            return OWNER
        titles = [a.title for a in self.by_person.get(person, []) if _held(a, moment)]
        if not titles:
            titles = [office_title(Role.ADMINISTRATOR) if person in self.first else CITIZEN]
        number = f" (akun {person})" if self.accounts else ""
        return f"{', '.join(titles)}{number}"


@tells_writers
def offices_of(people: Iterable[int | None], owner: int | None, accounts: bool) -> Offices:
    """The offices that these people held, in two queries."""
    keys = {key for key in people if key is not None}
    by_person: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(user__in=keys).select_related("area__parent", "agency")
    for appointment in rows.order_by("id"):
        by_person.setdefault(appointment.user_id, []).append(appointment)
    first = User.objects.filter(pk__in=keys, is_superuser=True).values_list("pk", flat=True)
    return Offices(by_person, frozenset(first), owner, accounts)


def _held(appointment: Appointment, moment: datetime) -> bool:
    """Whether the office was held at a moment; on its last day only until it was ended."""
    ended = appointment.ended_at is not None and appointment.ended_at < moment
    return not ended and timezone.localdate(moment) in appointment.period
