"""Groups at the desk: registered by the kelurahan, given another speaker, ended."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.exports import ExportsAdmin
from egov.desk.verb_forms import VerbAdmin
from musrenbang import exports
from musrenbang.domain.groups import change_speaker, end_group
from musrenbang.forms.groups import GroupForm, SpeakerForm
from musrenbang.models import Group


class OfGroup(DeskAction):
    permission = "musrenbang.register_group"

    def available(self, obj: Group) -> bool:
        return obj.ended_at is None


class ChangeSpeaker(OfGroup):
    slug = "wakil"
    title = "Ganti yang mewakili"
    button = "Ganti"
    help = "Dengan surat penunjukan yang baru dari kelompoknya."
    form = SpeakerForm

    def perform(self, actor: User, obj: Group, data: dict[str, Any]) -> str:
        change_speaker(actor=actor, group=obj, **data)
        return "Yang mewakili sudah diganti."


class EndGroup(OfGroup):
    slug = "akhiri"
    title = "Akhiri kelompok ini"
    button = "Akhiri"
    help = "Kelompok tidak mengusulkan lagi; usulannya yang sudah ada tetap berjalan."

    def perform(self, actor: User, obj: Group, data: dict[str, Any]) -> str:
        end_group(actor=actor, group=obj)
        return "Kelompok diakhiri."


@admin.register(Group)
class GroupAdmin(VerbAdmin, ExportsAdmin, ActionsAdmin):
    export_columns = exports.GROUPS
    form = GroupForm
    list_display = ["name", "kind", "kelurahan", "letter", "registered_at", "ended_at"]
    list_select_related = ["kelurahan"]
    list_filter = ["kind"]
    search_fields = ["name"]
    desk_actions = (ChangeSpeaker(), EndGroup())
    actions_word = "Ganti wakil atau akhiri"

    def facts(self, request: HttpRequest, obj: Group) -> list[tuple[str, Any]]:
        return [
            ("Kelompok", obj.name),
            ("Unsur", obj.get_kind_display()),
            ("Di", obj.kelurahan.label),
            ("Surat penunjukan", obj.letter),
            ("Didaftarkan", f"{obj.registered_office}, {obj.registered_at:%d-%m-%Y}"),
            ("Usulan", obj.proposals.count()),
            ("Diakhiri", obj.ended_at or "belum"),
        ]
