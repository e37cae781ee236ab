from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "egov.areas"
    label = "areas"
    verbose_name = "Wilayah"
