import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egov.backup.sealing import recipients
from egov.backup.store import StoreError, open_store
from egov.backup.wal import WalReceiver
from egov.verbs.refusal import Refusal


class Command(BaseCommand):
    help = "Terus membawa catatan perubahan basis data (WAL) dan berkas baru ke tempat cadangan."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            recipients()
            with WalReceiver(open_store()) as receiver:
                receiver.run(stop)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} [{refusal.code}]") from None
        except StoreError as error:
            raise CommandError(f"Tempat cadangan tidak dapat dipakai: {error}") from None
