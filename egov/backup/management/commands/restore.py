import signal
import sys
from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from egov.backup.restoring import Report, Restore, drill, restore_secrets, workroom
from egov.backup.sealing import read_identities
from egov.backup.store import StoreError, open_store
from egov.verbs.refusal import Refusal

SHOWN = 20  # problems that are listed


def moment(text: str) -> datetime:
    """ "2026-11-24 14:02", in the region's time unless it says otherwise."""
    moment = parse_datetime(text)
    if moment is None:
        raise ArgumentTypeError("tulis seperti 2026-11-24 14:02")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def in_words(when: datetime | None) -> str:
    if when is None:
        return "tidak diketahui"
    local = timezone.localtime(when)
    return f"{date_format(local, 'l, j F Y')} pukul {local:%H.%M.%S} {local.tzname()}"


class Command(BaseCommand):
    help = "Memulihkan portal dari cadangan, atau mengujinya di server sementara (--drill)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--identity", type=Path, required=True, help="berkas kunci rahasia")
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--drill", action="store_true", help="uji: pulihkan, periksa, buang lagi")
        way.add_argument("--into", type=Path, help="folder data PostgreSQL yang kosong")
        way.add_argument("--database", metavar="URL", help="basis data kosong, untuk cadangan dump")
        way.add_argument("--keys", type=Path, help="hanya rahasia: tulis ke berkas ini")
        parser.add_argument("--media", type=Path, help="folder kosong untuk foto dan dokumen")
        parser.add_argument("--backup", default="", help="nomor cadangan; tanpa ini yang terbaru")
        parser.add_argument("--until", type=moment, help="hanya sampai saat ini (2026-11-24 14:02)")
        parser.add_argument(
            "--scratch",
            type=Path,
            default=Path("/var/tmp"),  # noqa: S108 - only the parent of a folder of our own
            help="tempat kerja sementara, sebesar basis datanya",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers of ours end with us
        try:
            identities = read_identities(options["identity"])
            if options["keys"]:
                restore_secrets(identities=identities, target=options["keys"])
                self.stdout.write(f"Rahasia tertulis di {options['keys']}.")
                return
            report = self._restore(identities, options)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} [{refusal.code}]") from None
        except StoreError as error:
            raise CommandError(f"Tempat cadangan tidak dapat dibaca: {error}") from None
        self._tell(report)

    def _restore(self, identities: list[Any], options: dict[str, Any]) -> Report:
        if options["drill"]:
            return drill(
                identities=identities,
                scratch=options["scratch"],
                say=self._say,
                backup_id=options["backup"],
            )
        if not options["media"]:
            raise CommandError("Sebutkan folder untuk foto dan dokumen: --media FOLDER.")
        with workroom(options["scratch"]) as room:
            work = Restore(
                open_store(),
                identities,
                options["media"],
                room,
                self._say,
                into=options["into"],
                database=options["database"] or "",
                until=options["until"],
            )
            return work.run(options["backup"])

    def _say(self, text: str) -> None:
        self.stdout.write(f"· {text}")
        self.stdout.flush()

    def _tell(self, report: Report) -> None:
        exact = "sama persis" if report.backup["counts"]["exact"] else "tidak kurang"
        self.stdout.write(f"Baris: {report.rows}, dibandingkan dengan cadangan ({exact})")
        self.stdout.write(f"Aturan basis data diperiksa ulang: {report.constraints}")
        self.stdout.write(f"Foto dan dokumen diperiksa: {report.files}")
        self.stdout.write(f"Arsip terakhir: {in_words(report.archived_until)}")
        self.stdout.write(f"Saat aman terakhir: {in_words(report.safe_until)}")
        for hint in report.hints:
            self.stdout.write(f"Perhatian: {hint}")
        for problem in report.problems[:SHOWN]:
            self.stdout.write(f"Salah: {problem}")
        if report.problems:
            raise CommandError(f"{len(report.problems)} hal tidak cocok. Jangan pakai hasil ini.")
        self.stdout.write("Semuanya cocok.")
