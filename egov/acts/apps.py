from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "egov.acts"
    label = "acts"

    def ready(self) -> None:
        from egov.acts import checks  # noqa: F401 - what `check --deploy` asks of the database
