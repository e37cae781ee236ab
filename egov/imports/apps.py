from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "egov.imports"
    label = "imports"
    verbose_name = "Impor"
