"""The search for an application's law at the desk: closed, opened again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from regulations.domain.applications.searching import close_search, last_search, reopen_search
from regulations.models import Application


class WhereForm(forms.Form):
    note = forms.CharField(
        label="Di mana saja dicari?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Contoh: JDIH, arsip Bagian Hukum, surat ke pemiliknya. Ini tampil untuk umum.",
    )


class WhyForm(forms.Form):
    note = forms.CharField(
        label="Mengapa dibuka lagi?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def _closed(application: Application) -> bool:
    last = last_search(application, timezone.localdate())
    return last is not None and last.closed


class CloseSearch(DeskAction):
    slug = "tutup-pencarian"
    title = "Tutup pencarian dasar hukum"
    button = "Tutup pencarian"
    help = (
        "Dengan nama Anda dan tanggal hari ini. Yang tidak ditemukan sesudah itu disebut tanpa "
        "dasar; sebelum itu, belum diteliti."
    )
    form = WhereForm
    permission = "regulations.close_search"
    quiet = True
    undo = "buka-pencarian"

    def available(self, obj: Application) -> bool:
        return not _closed(obj)

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        close_search(actor=actor, application=obj, note=data["note"])
        return "Pencarian ditutup."


class ReopenSearch(DeskAction):
    slug = "buka-pencarian"
    title = "Buka lagi pencarian dasar hukum"
    button = "Buka lagi pencarian"
    help = "Keadaannya kembali belum diteliti, dan temuan karena penutupannya ikut ditutup."
    form = WhyForm
    permission = "regulations.reopen_search"
    quiet = True

    def available(self, obj: Application) -> bool:
        return _closed(obj)

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        reopen_search(actor=actor, application=obj, note=data["note"])
        return "Pencarian dibuka lagi."
