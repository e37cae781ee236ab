from typing import Any

from django.core.management.base import BaseCommand

from egov.accounts.models import Appointment, Contact
from musrenbang.demo.town import HOST, PASSWORD

SHOWN = (
    "warga",
    "ketua-rw",
    "operator-kelurahan",
    "lurah",
    "operator-kecamatan",
    "camat",
    "opd-dsdabm",
    "perencana",
    "hukum",
    "auditor",
    "admin",
)


class Command(BaseCommand):
    help = "Menampilkan akun demo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        contacts = Contact.objects.filter(value__in=[f"{login}@{HOST}" for login in SHOWN])
        people = dict(contacts.values_list("user", "value"))
        offices = Appointment.objects.current().select_related("area__parent", "agency")
        held = {people[a.user_id]: a.title for a in offices.filter(user__in=people)}
        self.stdout.write(f"\nAkun contoh, semua dengan kata sandi: {PASSWORD}")
        for login in SHOWN:
            name = f"{login}@{HOST}"
            self.stdout.write(f"  {name:<36} {held.get(name, 'Warga')}")
