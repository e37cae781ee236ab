"""What people say of the procedure, read through before it is public."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin
from musrenbang.domain.satisfaction import settle_rating
from musrenbang.models import Rating

STANDING = {None: "belum diperiksa", True: "tampil", False: "tidak tampil"}


class Settle(DeskAction):
    permission = "musrenbang.settle_rating"
    bulk = True
    shown = True

    def available(self, obj: Rating) -> bool:
        return obj.shown is not self.shown

    def perform(self, actor: User, obj: Rating, data: dict[str, Any]) -> str:
        settle_rating(actor=actor, rating=obj, shown=self.shown)
        return f"Kalimat ini {STANDING[self.shown]}; nilainya tetap dihitung."

    def name_of(self, obj: Rating) -> str:
        return obj.sentence


class Show(Settle):
    slug = "tampilkan"
    title = "Tampilkan kepada umum"
    button = "Tampilkan"
    help = "Tampil di halaman kinerja tanpa nama, nomor usulan, dan tempat."
    undo = "tahan"


class Hide(Settle):
    slug = "tahan"
    title = "Jangan tampilkan"
    button = "Jangan tampilkan"
    help = "Untuk kalimat yang memuat data pribadi, menghina, atau iklan; nilainya tetap dihitung."
    undo = "tampilkan"
    shown = False


class StandingFilter(admin.SimpleListFilter):
    """What waits, what is shown, what is not, in words."""

    title = "keadaan"
    parameter_name = "keadaan"
    values: ClassVar[dict[str, bool | None]] = {"belum": None, "tampil": True, "tahan": False}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, STANDING[shown]) for key, shown in self.values.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rating]) -> QuerySet[Rating]:
        asked = self.value()
        return queryset.filter(shown=self.values[asked]) if asked in self.values else queryset


@admin.register(Rating)
class RatingAdmin(VerbAdmin, ActionsAdmin):
    """Only those with a sentence; who gave one, and of which proposal, is not told here either."""

    list_display = ["sentence", "score", "moment", "given_on", "standing"]
    list_display_links = ["sentence"]
    list_filter = [StandingFilter, "moment"]
    ordering = ["-id"]
    desk_actions = (Show(), Hide())
    actions_word = "Tampilkan atau tahan"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        rows: QuerySet[Rating] = super().get_queryset(request)
        return rows.exclude(sentence="")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("moment", "score", "sentence", "settled_office", "settled_at")

    @admin.display(description="pada", ordering="id")
    def given_on(self, obj: Rating) -> str:
        return f"{obj.given_at:%m-%Y}"  # a day would lead to the proposal that was sent then

    @admin.display(description="keadaan", ordering="shown")
    def standing(self, obj: Rating) -> str:
        return STANDING[obj.shown]

    def facts(self, request: HttpRequest, obj: Rating) -> list[tuple[str, Any]]:
        return [
            ("Kalimat", obj.sentence),
            ("Nilai", f"{obj.score} dari 5, {obj.get_moment_display()}"),
            ("Keadaan", self.standing(obj)),
            ("Diperiksa", obj.settled_office or "belum"),
        ]
