"""The words of short messages, and what was sent."""

from django.conf import settings
from django.contrib import admin

from egov.desk.frame import DeskAdmin
from egov.gateway import demo_texts
from egov.gateway.models import SentText, TextTemplate

EXAMPLES = "Gerbang contoh: tidak ada pesan yang dikirim. Isinya ada di /demo/pesan/."


@admin.register(TextTemplate)
class TextTemplateAdmin(DeskAdmin):
    list_display = ["code", "words"]
    ordering = ["code"]


@admin.register(SentText)
class SentTextAdmin(DeskAdmin):
    """A reference, a price and what became of it; to whom and in which words is kept nowhere."""

    list_display = ["reference", "code", "price", "state", "sent_at", "told_at"]
    list_note = EXAMPLES if settings.GATEWAY_URL == demo_texts.EXAMPLE else ""
    list_filter = ["code", "state"]
    ordering = ["-sent_at", "-id"]
