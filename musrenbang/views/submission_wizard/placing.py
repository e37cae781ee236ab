"""The question of the place: chosen by who is known here, typed by everybody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from egov.accounts.models import User
from egov.areas.models import Area, Level
from musrenbang import forms
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.proposers import LEVELS
from musrenbang.models import Channel
from musrenbang.views.submission_wizard.frame import bound_data
from musrenbang.vocabulary import PlaceLevel, Proposer


def place_form(request: HttpRequest, channel: Channel, kept: dict[str, Any]) -> Any:
    """The form of this channel for this person; `form.place` is what a draft keeps of it."""
    user = request.user if request.user.is_authenticated else None
    areas = areas_of(user, channel, assisted=bool(kept.get("assisted"))) if user else None
    initial = dict(kept)
    given: dict[str, Any] = {"initial": initial, "channel": channel}
    if user is not None and Proposer.GROUP in channel.proposers:
        given["groups"] = user.speaks_for.filter(ended_at=None)
    if channel.place_level == PlaceLevel.KOTA:
        return forms.AddressForm(bound_data(request, initial), **given)
    if areas is None or not areas:
        return forms.TypedPlaceForm(bound_data(request, initial), **given)
    if len(areas) == 1:
        initial["rw"] = areas[0].pk
    rows = Area.objects.filter(pk__in=[area.pk for area in areas]).select_related("parent")
    rows = rows.order_by("parent__code", "sort_key")
    form_class = forms.AssistedPlaceForm if kept.get("assisted") else forms.PlaceForm
    return form_class(bound_data(request, initial), rws=rows, **given)


def areas_of(user: User, channel: Channel, *, assisted: bool) -> list[Area]:
    """Where this person may propose: at home, where their office assists, where a group is."""
    level = LEVELS[PlaceLevel(channel.place_level)]
    codes: set[str] = set()
    if assisted:
        codes = {a.area.code for a in user.appointments_now if a.role in ASSISTING and a.area}
    elif user.residence is not None:
        codes = {user.residence.rw.code}
    if Proposer.GROUP in channel.proposers:
        groups = user.speaks_for.filter(ended_at=None).select_related("kelurahan")
        codes |= {group.kelurahan.code for group in groups}
    return [area for code in sorted(codes) for area in _at(level, code)]


def _at(level: Level, code: str) -> list[Area]:
    """The areas of a level that an area lies in, or that lie in it."""
    rows = Area.objects.current().level(level)
    above = [code[:end] for end, letter in enumerate(code) if letter in "./"]
    around = rows.filter(code__in=[*above, code])
    inside = rows.filter(code__startswith=f"{code}/") | rows.filter(code__startswith=f"{code}.")
    return [*around, *inside]
