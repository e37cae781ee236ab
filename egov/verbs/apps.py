from django.apps import AppConfig


class VerbsConfig(AppConfig):
    name = "egov.verbs"
    label = "acts"  # its tables keep their names

    def ready(self) -> None:
        from egov.verbs import checks  # noqa: F401 - what `check --deploy` asks of the database
