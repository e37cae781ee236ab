from django.apps import AppConfig


class InfrastructureConfig(AppConfig):
    name = "infrastructure"
    verbose_name = "Infrastruktur"

    def ready(self) -> None:
        from infrastructure import checks  # noqa: F401 - what monitoring lacks
