from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "egov.portal"
    label = "portal"

    def ready(self) -> None:
        from egov.portal.joining import join

        join()
