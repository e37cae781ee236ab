"""What guests ask, answered at the desk and approved for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin
from egov.verbs.permission import may
from egov.web.templatetags.portal import moment
from news.admin.visit_forms import AnswerForm
from news.domain.visits.after import answer_question, withhold_question
from news.models import VisitQuestion


class Answer(DeskAction):
    slug = "jawab"
    title = "Jawab"
    button = "Simpan jawaban"
    permission = "news.host_visit"
    form = AnswerForm

    def perform(self, actor: User, obj: VisitQuestion, data: dict[str, Any]) -> str:
        answer_question(actor=actor, question=obj, now=timezone.now(), **data)
        return "Jawaban disimpan."


class Withhold(DeskAction):
    slug = "tarik"
    title = "Tarik"
    button = "Tarik dari halaman umum"
    permission = "news.host_visit"
    quiet = True

    def available(self, obj: VisitQuestion) -> bool:
        return obj.approved_at is not None

    def perform(self, actor: User, obj: VisitQuestion, data: dict[str, Any]) -> str:
        withhold_question(actor=actor, question=obj)
        return "Pertanyaan ditarik dari halaman umum."


@admin.register(VisitQuestion)
class VisitQuestionAdmin(VerbAdmin, ActionsAdmin):
    list_display = ["visit", "asked_at", "state"]
    list_select_related = ["visit"]
    ordering = ["-id"]
    desk_actions = (Answer(), Withhold())
    page_is_actions = True

    @admin.display(description="keadaan")
    def state(self, row: VisitQuestion) -> str:
        if row.approved_at:
            return "diterbitkan"
        return "dijawab" if row.answered_at else "menunggu jawaban"

    def facts(self, request: HttpRequest, obj: VisitQuestion) -> list[tuple[str, Any]]:
        """What is asked may name people: until it is approved only its host reads it."""
        reads = obj.approved_at is not None or may(request.user, "news.host_visit", obj)
        return [
            ("Kunjungan", obj.visit),
            ("Pertanyaan", obj.text if reads else "belum diterbitkan"),
            ("Jawaban", (obj.answer if reads else "") or "-"),
            ("Ditanyakan", moment(obj.asked_at)),
            ("Keadaan", self.state(obj)),
        ]
