from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from regulations.domain.text.intake import read_again, read_document
from regulations.models import Provision, RegulationFile
from regulations.vocabulary import PartKind


class Command(BaseCommand):
    help = (
        "Membaca PDF peraturan yang menunggu, bila tidak ada worker. "
        "Aman diulang, juga bersama worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="juga yang gagal karena gangguan portal, bukan karena berkasnya",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            read_again()
        waiting = RegulationFile.objects.free(timezone.now()).defer("text")
        count = 0
        for document in list(waiting.select_related("regulation__kind")):
            name = document.regulation.citation
            read = read_document(document.pk, self._follow(name))
            if read is None:
                continue
            count += 1
            self.stdout.write(f"{name}: {self._outcome(read)}")
        taken = RegulationFile.objects.waiting().count()
        rest = f" {taken} sedang dibaca, atau terputus dan diulang beberapa menit lagi."
        self.stdout.write(f"{count} berkas dibaca.{rest if taken else ''}")

    def _follow(self, name: str) -> Any:
        """One moving line on a terminal; elsewhere only the outcome is told."""
        if not self.stdout.isatty():
            return None

        def show(page: int, of: int) -> None:
            end = "" if page < of else "\n"
            self.stdout.write(f"\r{name}: halaman {page} dari {of}", ending=end)

        return show

    def _outcome(self, document: RegulationFile) -> str:
        if document.failed:
            return f"{document.failure_sentence} [{document.failure}]"
        parts = Provision.objects.filter(regulation=document.regulation_id)
        chapters = parts.filter(kind=PartKind.CHAPTER).count()
        articles = parts.articles().count()
        state = document.get_text_status_display().lower()
        outcome = f"{state}, {chapters} BAB, {articles} pasal, {document.pages} halaman"
        if document.damaged_pages:
            damaged = ", ".join(str(page) for page in document.damaged_pages)
            outcome += f"; halaman tidak terbaca: {damaged}"
        return outcome
