from typing import Any

from django.core.management.base import BaseCommand

from egov.accounts.demo import HOST, PASSWORD
from egov.accounts.models import Appointment, Contact
from egov.portal.joining import demo_accounts


class Command(BaseCommand):
    help = "Menampilkan akun demo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        shown = [account.login for account in demo_accounts()]
        contacts = Contact.objects.filter(value__in=[f"{login}@{HOST}" for login in shown])
        people = dict(contacts.values_list("user", "value"))
        offices = Appointment.objects.current().select_related("area__parent", "agency")
        titles = {people[a.user_id]: a.title for a in offices.filter(user__in=people)}
        self.stdout.write(f"\nAkun contoh, semua dengan kata sandi: {PASSWORD}")
        for login in shown:
            name = f"{login}@{HOST}"
            self.stdout.write(f"  {name:<36} {titles.get(name, 'Warga')}")
