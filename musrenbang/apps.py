from django.apps import AppConfig


class MusrenbangConfig(AppConfig):
    name = "musrenbang"
    verbose_name = "e-Musrenbang"

    def ready(self) -> None:
        from musrenbang import audience  # noqa: F401 - tells the outbox who hears of what
