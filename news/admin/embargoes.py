"""Embargo at the desk: a link for a newsroom, shown once; all of them closed again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.actions import DeskAction, Shown
from egov.web.templatetags.portal import moment
from news.domain.embargo import address_of, give_embargo, revoke_embargo
from news.forms import moment_field
from news.models import Edition, EmbargoLink


class EmbargoForm(forms.Form):
    newsroom = forms.CharField(label="Redaksi", max_length=120, help_text="Bukan nama orang.")
    expires_at = moment_field("Berakhir", required=False, help_text="Kosong: saat teksnya terbit.")


class GiveEmbargo(DeskAction):
    slug = "embargo"
    title = "Embargo"
    button = "Buat tautan embargo"
    help = "Siapa pun yang memegang tautannya dapat membaca teks ini sebelum terbit."
    permission = "news.edit_text"
    form = EmbargoForm
    quiet = True
    undo = "cabut-embargo"

    def available(self, obj: Edition) -> bool:
        ahead = obj.publish_at is not None and obj.publish_at > timezone.now()
        return ahead and obj.revoked_at is None

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> Shown:
        link = give_embargo(actor=actor, edition=obj, now=timezone.now(), **data)
        address = f"{settings.SITE_URL}{address_of(link)}"
        until = f"Untuk {link.newsroom}, sampai {moment(link.expires_at)}."
        return Shown("Tautan embargo", address, f"{until} Salin sekarang; tidak ditampilkan lagi.")


class RevokeEmbargo(DeskAction):
    slug = "cabut-embargo"
    title = "Cabut embargo"
    button = "Cabut semua tautan embargo"
    permission = "news.edit_text"
    quiet = True

    def available(self, obj: Edition) -> bool:
        return obj.embargo_links.standing(timezone.now()).exists()

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        count = revoke_embargo(actor=actor, edition=obj, now=timezone.now())
        return f"{count} tautan dicabut."


def until(link: EmbargoLink) -> str:
    """Until when a link opens."""
    return "dicabut" if link.revoked_at else f"sampai {moment(link.expires_at)}"
