from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from egov.verbs.refusal import Refusal
from musrenbang.domain.packs import pack_codes, read_pack
from musrenbang.domain.procedures import differences, load_by_command, stamp_of
from musrenbang.models import Channel


class Command(BaseCommand):
    help = (
        "Menampilkan apa yang berubah bila sebuah jalur memakai sebuah tata cara; "
        "dengan --pakai, memakainya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", choices=pack_codes())
        parser.add_argument("year", type=int, help="tahun RKPD")
        parser.add_argument("channel", help="kode jalur")
        parser.add_argument("--pakai", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Channel.objects.filter(cycle__year=options["year"], code=options["channel"])
        channel = rows.first()
        if channel is None:
            raise CommandError("Jalur ini tidak ada. Periksa tahun dan kodenya.")
        stages = list(channel.stages.all())
        lines = differences(stages, read_pack(options["code"]), channel)
        self.stdout.write("\n".join(lines) or "Tidak ada yang berubah.")
        if not options["pakai"]:
            return
        try:
            load_by_command(channel=channel, code=options["code"], seen=stamp_of(stages, channel))
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Jalur ini memakai {channel.procedure}.")
