from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from infrastructure.engine.configuration import TOKEN_FILE, Parts, files
from infrastructure.engine.modules import basic_modules
from infrastructure.engine.targets import asked_modules


class Command(BaseCommand):
    help = (
        "Menulis prometheus.yml, rules.yml, blackbox.yml, dan alertmanager.yml yang cocok dengan "
        "portal ini; kode keluar 0, dan menyebut berkas yang berubah."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--portal", default=settings.SITE_URL, help="alamat portal")
        parser.add_argument("--alertmanager", default=Parts.alertmanager, help="host:port")
        parser.add_argument("--blackbox", default=Parts.blackbox, help="host:port")
        parser.add_argument("--snmp", default=Parts.snmp, help="host:port")
        parser.add_argument(
            "--interval", type=int, default=Parts.interval_s, help="jarak dua pertanyaan (detik)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SD_TOKEN:
            raise CommandError("SD_TOKEN kosong. Isi dulu: tanpa itu Prometheus tidak diberi tahu.")
        folder: Path = options["folder"]
        if not 1 <= options["interval"] <= 300:
            raise CommandError("Jaraknya 1 sampai 300 detik.")
        names = ("portal", "alertmanager", "blackbox", "snmp")
        addresses = {name: options[name].rstrip("/") for name in names}
        parts = Parts(**addresses, interval_s=options["interval"])
        texts = files(parts, basic_modules() | asked_modules())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            changed = [name for name, text in texts.items() if _write(folder / name, text, 0o640)]
            if _write(folder / TOKEN_FILE, settings.SD_TOKEN, 0o640):
                changed.append(TOKEN_FILE)
        except OSError as error:
            raise CommandError(f"{folder} tidak dapat ditulis: {error.strerror}.") from None
        self.stdout.write(", ".join(changed) or "Tidak ada yang berubah.")


def _write(path: Path, text: str, mode: int) -> bool:
    """Whole or not at all. Whether it is another than before."""
    try:
        if path.read_text() == text:
            return False
    except FileNotFoundError:
        pass
    new = path.with_name(f".{path.name}.baru")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as out:
        out.write(text)
    new.chmod(mode)  # whatever the umask is: who reads them is the engine's user
    new.replace(path)
    return True
