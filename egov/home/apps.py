from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "egov.home"
    label = "home"
