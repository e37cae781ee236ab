from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "egov.acts"
    label = "acts"
