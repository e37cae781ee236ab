from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "egov.imports"
    label = "imports"
    verbose_name = "Impor"

    def ready(self) -> None:
        """Each app's `offers.py` registers what may be imported at the desk."""
        autodiscover_modules("offers")
