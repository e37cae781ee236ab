from django.apps import AppConfig
from django.db.models import fields

# Django's Indonesian lacks this word; here is where it lets one name another, before any form
fields.BLANK_CHOICE_LABEL = "- Pilih -"


class WebConfig(AppConfig):
    name = "egov.web"
    label = "web"
