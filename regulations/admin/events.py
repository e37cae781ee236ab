"""Legal events at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin

from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.fields import day_field
from regulations.domain.law.events import record_event
from regulations.models import LegalEvent


class EventForm(VerbForm):
    on = day_field("Sejak")

    class Meta:
        model = LegalEvent
        fields = [
            "kind",
            "source",
            "target",
            "provision",
            "on",
            "amendment",
            "wording",
            "basis",
            "override",
        ]

    def run(self, data: dict[str, Any]) -> LegalEvent:
        return record_event(actor=self.actor, **data)


@admin.register(LegalEvent)
class LegalEventAdmin(VerbAdmin):
    form = EventForm
    list_display = ["takes_effect_on", "source", "kind", "target", "provision", "basis"]
    list_select_related = ["source__kind", "target__kind", "provision__regulation__kind"]
    list_filter = ["kind"]
    autocomplete_fields = ["source", "target", "provision"]
    ordering = ["-takes_effect_on", "-id"]

    @admin.display(description="Sejak")
    def on(self, obj: LegalEvent) -> date:
        """What the form calls it, as the verb does, on the page of an event that is there."""
        return obj.takes_effect_on
