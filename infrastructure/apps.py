from django.apps import AppConfig


class InfrastructureConfig(AppConfig):
    name = "infrastructure"
    verbose_name = "Infrastruktur"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from infrastructure import checks  # noqa: F401 - what monitoring lacks
        from infrastructure.monitoring.numbers import MonitoringCollector

        REGISTRY.register(MonitoringCollector())
