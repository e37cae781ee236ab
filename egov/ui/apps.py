from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "egov.ui"
    label = "ui"
