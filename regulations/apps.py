from django.apps import AppConfig

from egov.verbs.rights import Record

FINDING_CLOSES = ("candidate", "closed_on", "closed_at", "closed_by", "closing_note")


class RegulationsConfig(AppConfig):
    name = "regulations"
    verbose_name = "Regulasi dan aplikasi"
    records = (
        Record("LegalEvent"),
        Record("LifeStep"),
        Record("Finding", changes=FINDING_CLOSES),
        Record("Binding", changes=("valid",), goes=True),  # only one made by mistake today
    )

    def ready(self) -> None:
        from regulations import notices  # noqa: F401 - tells the outbox who hears of what
