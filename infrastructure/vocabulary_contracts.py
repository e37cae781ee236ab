"""Words of contracts; nothing of the database."""

from __future__ import annotations

from django.db.models import TextChoices


class ContractKind(TextChoices):
    """What the city pays for."""

    RENT = "rent", "Sewa"
    MAINTENANCE = "maintenance", "Pemeliharaan"
    SUBSCRIPTION = "subscription", "Langganan"  # bandwidth, licences
    WARRANTY = "warranty", "Garansi diperpanjang"


class ContractState(TextChoices):
    """How a contract stands on a day; computed, stored nowhere."""

    AHEAD = "ahead", "Belum mulai"
    RUNNING = "running", "Berjalan"
    ENDING = "ending", "Segera berakhir"
    OVER = "over", "Berakhir tanpa penerus"
    RENEWED = "renewed", "Berakhir, ada penerus"
    CLOSED = "closed", "Ditutup"


CONTRACT_TONES = {
    ContractState.AHEAD: "muted",
    ContractState.RUNNING: "good",
    ContractState.ENDING: "wait",
    ContractState.OVER: "stop",
    ContractState.RENEWED: "muted",
    ContractState.CLOSED: "muted",
}
ENDING_DAYS = 90
REMINDED_DAYS = (90, 30)  # before the last day, the earlier first
