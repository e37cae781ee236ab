from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from egov.accounts.contacts import canonical
from egov.accounts.models import Appointment, User
from egov.accounts.models.noting import SERVER
from egov.accounts.persons import forget_second_factor, has_second_factor
from egov.accounts.roles import Role
from egov.verbs.refusal import Refusal


class Command(BaseCommand):
    help = "Menghapus verifikasi dua langkah seseorang, bila tidak ada dua administrator lain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contact", help="e-mail atau nomor HP orangnya")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.signing_in(canonical(options["contact"])[1])
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        if user is None or not has_second_factor(user):
            raise CommandError(
                "Tidak ada akun dengan kontak itu yang memakai verifikasi dua langkah."
            )
        heads = Appointment.objects.current().filter(role=Role.ADMINISTRATOR, user__is_active=True)
        if heads.exclude(user=user).count() >= 2:
            raise CommandError(
                "Ada administrator lain: seorang meminta, seorang lain memastikan, "
                "di halaman orangnya."
            )
        with transaction.atomic():
            forget_second_factor(user=user, actor=None, office=SERVER)
        self.stdout.write("Verifikasi dua langkah dihapus; orang itu diberi tahu.")
