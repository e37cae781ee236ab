from typing import Any

from django.core.management.base import BaseCommand

from egov.accounts.demo import PASSWORD, demo_roles


class Command(BaseCommand):
    help = "Menampilkan akun demo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"\nAkun contoh, semua dengan kata sandi: {PASSWORD}")
        for role in demo_roles():
            self.stdout.write(f"  {role.address:<36} {role.title}")
