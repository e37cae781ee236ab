"""What the accounts of a demo share, and the officers over the whole region that apps ask for."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.models import Appointment, Contact, User
from egov.portal.declarations import DemoAccount
from egov.portal.joining import demo_accounts

PASSWORD = "musrenbang-contoh"  # noqa: S105 - for a demo on the loopback, printed at its start
HOST = "demo.example"
# all fictional
FIRST = ("Sari", "Budi", "Wati", "Agus", "Ningsih", "Joko", "Lestari", "Hadi", "Rahayu", "Slamet")
LAST = ("Contoh", "Misal", "Umpama", "Andai", "Teladan")


def _missing() -> list[DemoAccount]:
    asked = {f"{a.login}@{HOST}": a for a in demo_accounts() if a.office}
    known = Contact.objects.filter(value__in=asked).values_list("value", flat=True)
    return [account for address, account in asked.items() if address not in set(known)]


@dataclass(frozen=True)
class DemoRole:
    """An account of the demo, and how the public reads its office."""

    login: str
    title: str

    @property
    def address(self) -> str:
        return f"{self.login}@{HOST}"


def demo_roles() -> list[DemoRole]:
    """The accounts that a first look is told of, those that this demo has, in their order."""
    addresses = {f"{account.login}@{HOST}": account.login for account in demo_accounts()}
    contacts = Contact.objects.proved().filter(value__in=addresses)
    people = dict(contacts.values_list("value", "user"))
    offices = Appointment.objects.current().select_related("area__parent", "agency")
    titles = {row.user_id: row.title for row in offices.filter(user__in=people.values())}
    return [
        DemoRole(login, titles.get(people[address], "Warga"))
        for address, login in addresses.items()
        if address in people
    ]


def demo_person(login: str) -> User | None:
    """Who has one of these accounts; None for every other one."""
    known = login in {account.login for account in demo_accounts()}
    return User.objects.signing_in(f"{login}@{HOST}") if known else None


def officers_missing() -> bool:
    """Whether an app asks for an officer whom this demo has not."""
    return bool(_missing())


@transaction.atomic
def make_officers() -> int:
    """An account and an appointment for each officer that is missing. Returns how many."""
    missing, now = _missing(), timezone.now()
    period = DateRange(timezone.localdate(now) - timedelta(days=3 * 365), None)
    rng = random.Random(settings.REGION)  # noqa: S311 - example data, not a secret
    for account in missing:
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        user = User.objects.create(name=name, password=make_password(PASSWORD))
        address = f"{account.login}@{HOST}"
        user.contacts.create(kind="email", value=address, proved_at=now, proved_how="email")
        Appointment.objects.create(user=user, role=account.office, period=period, basis="contoh")
    return len(missing)
