import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from egov.areas.models import Area, Level
from egov.verbs.owner import as_owner, runtime_role
from musrenbang.demo.proposals import make_demo
from musrenbang.domain.figures import count_figures
from regulations.domain.registry import load_kinds
from regulations.models import Application


class Command(BaseCommand):
    help = (
        "Menyiapkan demo: susunan basis data, berkas statis, wilayah, dan data contoh. "
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
        if not Area.objects.level(Level.REGION).filter(code=settings.REGION).exists():
            self._step("wilayah", self._areas)
        if make_demo(seed=settings.REGION):
            self._step("statistik basis data", self._analyze)
        self._step("angka beranda dan wilayah", count_figures)
        if not Application.objects.exists():
            self._step("registri regulasi", lambda: call_command("load_registry", verbosity=0))
        else:
            load_kinds()  # a newer portal may know kinds that an older one did not

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
        static = settings.BASE_DIR / "egov" / "web" / "static"
        sources = [p for p in static.rglob("*") if p.is_file()]
        lock = settings.BASE_DIR / "requirements.lock"
        newest = max(p.stat().st_mtime for p in [*sources, lock])
        if not mark.exists() or mark.stat().st_mtime < newest:
            root.mkdir(parents=True, exist_ok=True)
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            mark.touch()

    def _areas(self) -> None:
        call_command("import_areas")
        call_command("import_rw")

    def _analyze(self) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
