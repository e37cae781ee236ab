from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "egov.gateway"
    verbose_name = "Pesan singkat"
