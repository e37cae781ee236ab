from django.apps import AppConfig
from django.db.models import fields


class WebConfig(AppConfig):
    name = "egov.web"
    label = "web"

    def ready(self) -> None:
        # Django's Indonesian lacks this word; here is where it lets one name another
        fields.BLANK_CHOICE_LABEL = "- Pilih -"
