import time
from itertools import chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from egov.portal.joining import demo_steps
from egov.verbs.owner import as_owner, runtime_role


class Command(BaseCommand):
    help = (
        "Menyiapkan demo: susunan basis data, berkas statis, dan data contoh tiap aplikasi. "
        "Aman diulang."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Hanya untuk demo (DEMO=1): perintah ini mengisi data contoh "
                "dengan kata sandi yang diketahui umum."
            )
        self._step("susunan basis data", self._database)
        self._step("berkas statis", self._static)
        for step in demo_steps():
            if step.missing():
                self._step(step.title, step.make)
                if step.many:
                    self._step("statistik basis data", self._analyze)

    def _step(self, name: str, work: Any) -> None:
        began = time.monotonic()
        work()
        self.stdout.write(f"  {name} ({time.monotonic() - began:.1f} dtk)")

    def _database(self) -> None:
        call_command("migrate", verbosity=0)
        if runtime_role():  # the first look has its own; a bench runs as the owner
            call_command("create_roles", verbosity=0)

    def _static(self) -> None:
        """Collects only when a source is newer than what was collected."""
        root = Path(settings.STATIC_ROOT)
        mark = root / ".collected"
        own = [Path(app.path) for app in apps.get_app_configs()]
        folders = [path / "static" for path in own if path.is_relative_to(settings.BASE_DIR)]
        files = chain.from_iterable(folder.rglob("*") for folder in folders)
        sources = [path for path in files if path.is_file()]
        lock = settings.BASE_DIR / "requirements.lock"
        newest = max(p.stat().st_mtime for p in [*sources, lock])
        if not mark.exists() or mark.stat().st_mtime < newest:
            root.mkdir(parents=True, exist_ok=True)
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            mark.touch()

    def _analyze(self) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
