"""Who signed up, for who receives them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin
from egov.web.templatetags.portal import moment
from news.domain.signing_up import note_attendance
from news.models import SignUp


class NoteAttendance(DeskAction):
    slug = "hadir"
    title = "Catat hadir"
    button = "Hadir"
    permission = "news.keep_sign_up"
    bulk = True

    def available(self, obj: SignUp) -> bool:
        return obj.withdrawn_at is None and obj.attended_at is None and not obj.waiting

    def perform(self, actor: User, obj: SignUp, data: dict[str, Any]) -> str:
        note_attendance(actor=actor, signed_up=obj, now=timezone.now())
        return "Kehadiran dicatat."


@admin.register(SignUp)
class SignUpAdmin(VerbAdmin, ActionsAdmin):
    list_display = ["person", "title", "when", "state"]
    list_select_related = ["user", "occurrence__event"]
    ordering = ["-id"]
    desk_actions = (NoteAttendance(),)
    page_is_actions = True

    @admin.display(description="nama")
    def person(self, row: SignUp) -> str:
        return row.user.name

    @admin.display(description="acara")
    def title(self, row: SignUp) -> str:
        return row.occurrence.event.title

    @admin.display(description="waktu")
    def when(self, row: SignUp) -> str:
        return moment(row.occurrence.begins_at)

    @admin.display(description="keadaan")
    def state(self, row: SignUp) -> str:
        if row.withdrawn_at:
            return "batal"
        if row.waiting:
            return "daftar tunggu"
        return "hadir" if row.attended_at else "terdaftar"

    def facts(self, request: Any, obj: SignUp) -> list[tuple[str, Any]]:
        return [
            ("Nama", obj.user.name),
            ("Acara", obj.occurrence.event.title),
            ("Waktu", moment(obj.occurrence.begins_at)),
            ("Keadaan", self.state(obj)),
        ]
