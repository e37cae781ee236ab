from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "regulations"
    verbose_name = "Regulasi dan aplikasi"

    def ready(self) -> None:
        from regulations import audience  # noqa: F401 - tells the outbox who hears of what
