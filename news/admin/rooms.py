"""Rooms at the desk: recorded, closed, and by whom they are booked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.templatetags.portal import moment
from news.admin.own_agency import OfOwnAgency
from news.domain.rooms import close_room, record_room, reopen_room
from news.models import Occurrence, Room

SHOWN = 20


class RoomForm(OfOwnAgency, VerbForm):
    place = forms.CharField(label="Alamat", max_length=110, required=False)

    class Meta:
        model = Room
        fields = ["agency", "name", "place", "capacity"]

    def run(self, data: dict[str, Any]) -> Room:
        given = {name: data[name] for name in self.Meta.fields}
        return record_room(actor=self.actor, now=timezone.now(), **given)


class OnRoom(DeskAction):
    permission = "news.keep_room"
    quiet = True


class Close(OnRoom):
    slug = "tutup"
    title = "Tutup"
    button = "Tutup ruang"
    help = "Tidak dapat dipesan lagi; yang sudah dipesan tetap."
    undo = "buka"

    def available(self, obj: Room) -> bool:
        return obj.closed_at is None

    def perform(self, actor: User, obj: Room, data: dict[str, Any]) -> str:
        close_room(actor=actor, room=obj, now=timezone.now())
        return "Ruang ditutup."


class Reopen(OnRoom):
    slug = "buka"
    title = "Buka"
    button = "Buka lagi"

    def available(self, obj: Room) -> bool:
        return obj.closed_at is not None

    def perform(self, actor: User, obj: Room, data: dict[str, Any]) -> str:
        reopen_room(actor=actor, room=obj)
        return "Ruang dapat dipesan lagi."


@admin.register(Room)
class RoomAdmin(VerbAdmin, ActionsAdmin):
    form = RoomForm
    list_display = ["name", "place", "capacity", "agency", "state"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
    search_fields = ["name", "place"]
    ordering = ["name", "id"]
    fields = ["agency", "name", "place", "capacity"]
    desk_actions = (Close(), Reopen())
    page_is_actions = True

    @admin.display(description="keadaan")
    def state(self, row: Room) -> str:
        return "ditutup" if row.closed_at else "dapat dipesan"

    def facts(self, request: HttpRequest, obj: Room) -> list[tuple[str, Any]]:
        """With what it is booked for; events of others by their times only."""
        booked = obj.occurrences.filter(cancelled_at=None, ends_at__gt=timezone.now())
        rows = list(booked.select_related("event").order_by("begins_at")[:SHOWN])
        known = Occurrence.objects.administered_by(request.user)
        own = set(known.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        return [
            ("Ruang", obj.name),
            ("Alamat", obj.place or "-"),
            ("Tempat duduk", obj.capacity),
            ("Perangkat daerah", obj.agency),
            ("Keadaan", self.state(obj)),
            *((moment(row.begins_at), _title(row, row.pk in own)) for row in rows),
        ]


def _title(row: Occurrence, own: bool) -> str:
    return row.event.title if own or row.event.is_public else "acara lain"
