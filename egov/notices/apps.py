from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "egov.notices"
    label = "notices"
    verbose_name = "Pemberitahuan"
