"""Texts at the desk: written, submitted, read by an editor, approved for a moment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.templatetags.portal import moment
from news.admin.editor import with_editor
from news.admin.embargoes import GiveEmbargo, RevokeEmbargo, until
from news.admin.own_agency import OfOwnAgency
from news.admin.publication import PublicationCalendar, WhenFilter
from news.admin.text_forms import (
    ApproveForm,
    NoteForm,
    PictureForm,
    SaveForm,
    TextFields,
    content_from,
)
from news.domain import editions
from news.domain.articles import begin_article
from news.domain.body_pictures import add_picture
from news.domain.comparing import compare
from news.domain.hints import hints_of
from news.domain.texts import alarms, new_hosts
from news.forms import area_choice, key_field
from news.models import BodyPicture, Edition
from news.vocabulary import ArticleKind, EditionState


class ArticleForm(OfOwnAgency, VerbForm):
    kind = forms.ChoiceField(label="Jenis", choices=ArticleKind.choices)
    agency = forms.ModelChoiceField(Agency.objects.all(), label="Perangkat daerah")
    area = area_choice(label="Wilayah", required=False)
    key = key_field()
    locals().update(TextFields.base_fields)

    class Meta:
        model = Edition
        fields: list[str] = []

    def run(self, data: dict[str, Any]) -> Edition:
        return begin_article(
            actor=self.actor,
            kind=data["kind"],
            agency=data["agency"],
            area=data["area"],
            content=content_from(data, self.actor),
            key=data["key"],
            now=timezone.now(),
        )


class Save(DeskAction):
    slug = "simpan"
    title = "Tulis"
    button = "Simpan"
    permission = "news.write_text"
    form = SaveForm
    quiet = True

    def available(self, obj: Edition) -> bool:
        return obj.state != EditionState.APPROVED

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        content = content_from(data, actor, picture=obj.picture)
        editions.save_text(
            actor=actor, edition=obj, content=content, seen=data["seen"], now=timezone.now()
        )
        return "Teks disimpan."


class AddPicture(DeskAction):
    slug = "gambar"
    title = "Gambar dalam teks"
    button = "Tambah gambar"
    help = "Sesudah itu tulis nomornya, contoh [gambar:1], pada paragraf sendiri di Isi."
    permission = "news.write_text"
    form = PictureForm
    quiet = True

    def available(self, obj: Edition) -> bool:
        return obj.state != EditionState.APPROVED

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        upload = data.pop("picture")
        row = add_picture(actor=actor, edition=obj, upload=upload, now=timezone.now(), **data)
        return f"Gambar disimpan. Tulis {row.mark} pada paragraf sendiri di Isi."


class Submit(DeskAction):
    slug = "ajukan"
    title = "Ajukan"
    button = "Ajukan ke penyunting"
    permission = "news.write_text"

    def available(self, obj: Edition) -> bool:
        return obj.state in editions.IN_WORK

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        editions.submit_text(actor=actor, edition=obj, now=timezone.now())
        return "Teks diajukan. Penyunting lain yang menyetujuinya."


class Editing(DeskAction):
    permission = "news.edit_text"

    def available(self, obj: Edition) -> bool:
        return obj.state == EditionState.SUBMITTED


class Claim(Editing):
    slug = "ambil"
    title = "Baca"
    button = "Saya yang membaca"
    quiet = True

    def available(self, obj: Edition) -> bool:
        return super().available(obj) and obj.claimed_at is None

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        editions.claim_text(actor=actor, edition=obj, now=timezone.now())
        return "Anda yang membaca teks ini."


class Return(Editing):
    slug = "kembalikan"
    title = "Kembalikan"
    button = "Kembalikan ke penulis"
    form = NoteForm
    quiet = True

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        editions.return_text(actor=actor, edition=obj, note=data["note"], now=timezone.now())
        return "Teks dikembalikan dengan catatan."


class Approve(Editing):
    slug = "setujui"
    title = "Setujui"
    button = "Setujui dan terbitkan"
    help = "Teks yang disetujui tetap; perbaikan adalah edisi baru."
    form = ApproveForm

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        row = editions.approve_text(actor=actor, edition=obj, now=timezone.now(), **data)
        return f"Disetujui, terbit {moment(row.publish_at)}."


class Correct(DeskAction):
    slug = "perbaiki"
    title = "Perbaiki"
    button = "Buat perbaikan"
    help = "Yang terbit tetap terbaca sampai perbaikannya disetujui."
    permission = "news.write_text"
    quiet = True

    def available(self, obj: Edition) -> bool:
        return obj.state == EditionState.APPROVED

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        new = editions.correct_text(actor=actor, edition=obj, now=timezone.now())
        page = reverse("admin:news_edition_actions", args=[new.pk])
        return format_html('Edisi {} dibuat. <a href="{}">Tulis perbaikannya</a>', new.number, page)


class Revoke(DeskAction):
    slug = "batal-terbit"
    title = "Batal terbit"
    button = "Batalkan terbitan"
    permission = "news.edit_text"
    quiet = True

    def available(self, obj: Edition) -> bool:
        ahead = obj.publish_at is not None and obj.publish_at > timezone.now()
        return ahead and obj.revoked_at is None

    def perform(self, actor: User, obj: Edition, data: dict[str, Any]) -> str:
        editions.revoke_text(actor=actor, edition=obj, now=timezone.now())
        return "Terbitan dibatalkan. Yang terbit sebelumnya tetap."


@admin.register(Edition)
class EditionAdmin(PublicationCalendar, VerbAdmin, ActionsAdmin):
    form = ArticleForm
    list_display = ["title", "kind", "agency", "number", "state", "when", "due"]
    list_filter = ["state", WhenFilter, "article__kind", "article__agency"]
    list_select_related = ["article__agency"]
    search_fields = ["title"]
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["kind", "agency", "area", *TextFields.base_fields, "key"]}),
    ]
    desk_actions = (
        *(Submit(), Approve(), Return(), Claim(), Save(), AddPicture()),
        *(Correct(), Revoke(), GiveEmbargo(), RevokeEmbargo()),
    )
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article__agency", "picture")

    @with_editor
    def actions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return super().actions_view(request, object_id)

    @with_editor
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    @admin.display(description="jenis", ordering="article__kind")
    def kind(self, row: Edition) -> str:
        return row.article.get_kind_display()

    @admin.display(description="perangkat daerah")
    def agency(self, row: Edition) -> str:
        return row.article.agency.short_name

    @admin.display(description="terbit", ordering="publish_at")
    def when(self, row: Edition) -> str:
        if row.revoked_at:
            return "dibatalkan"
        return moment(row.publish_at) if row.publish_at else "-"

    @admin.display(description="disunting sampai", ordering="review_due_at")
    def due(self, row: Edition) -> str:
        waits = row.state == EditionState.SUBMITTED and row.review_due_at
        return moment(row.review_due_at) if waits else "-"

    def facts(self, request: HttpRequest, obj: Edition) -> list[tuple[str, Any]]:
        article = reverse("admin:news_article_actions", args=[obj.article_id])
        page = format_html('<a href="{0}">{0}</a>', obj.get_absolute_url())
        reviews = obj.reviews.all()
        facts: list[tuple[str, Any]] = [
            ("Artikel", format_html('<a href="{}">{}</a>', article, obj.article)),
            ("Edisi", obj.number),
            ("Keadaan", obj.get_state_display()),
            ("Terbit", self.when(obj)),
            ("Halaman umum", page),
            ("Ringkasan", obj.lead),
        ]
        before = obj.article.editions.filter(number__lt=obj.number).order_by("-number").first()
        if before is not None:
            facts.append((f"Berubah dari edisi {before.number}", compare(before, obj)))
        facts += [(row.mark, _shown(row)) for row in obj.article.pictures.all()]
        facts += [(f"Embargo: {row}", until(row)) for row in obj.embargo_links.all()]
        facts += [(f"Catatan: {row.act}", row.note or moment(row.done_at)) for row in reviews]
        if obj.state != EditionState.APPROVED:
            facts += [("Saran keterbacaan", hint) for hint in hints_of(obj)]
        if obj.state == EditionState.SUBMITTED:
            facts += [
                ("Alamat luar yang baru", ", ".join(new_hosts(obj)) or "tidak ada"),
                ("Kata yang ditandai", ", ".join(alarms(obj)) or "tidak ada"),
            ]
        return facts


def _shown(row: BodyPicture) -> str:
    address = reverse("news:body_picture", args=[row.pk, "asli", "jpg"])
    return format_html(
        '<a href="{}">{}</a>. {} Foto: {}.', address, row.alt, row.caption, row.credit
    )
