"""Articles at the desk: where they stand, withdrawn, restored, replaced, linked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin
from egov.verbs.refusal import Invalid
from news.domain.articles import (
    readdress,
    replace_article,
    restore_article,
    withdraw_article,
)
from news.domain.linking import link_article
from news.models import Article


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Sebab", max_length=300, help_text="Dibaca umum.")


class AddressForm(forms.Form):
    slug = forms.CharField(label="Alamat baru", max_length=80)

    def about(self, obj: Article) -> None:
        self.fields["slug"].initial = obj.slug


class ReplaceForm(forms.Form):
    by = forms.CharField(
        label="Digantikan oleh",
        max_length=100,
        required=False,
        help_text="Alamatnya, contoh 2027/senam-pagi. Kosong: tidak digantikan.",
    )


class LinkForm(forms.Form):
    """Numbers and codes, one a line."""

    proposals = forms.CharField(
        label="Nomor usulan", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    regulations = forms.CharField(
        label="Peraturan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Contoh perda/2018/3, satu baris satu.",
    )
    applications = forms.CharField(
        label="Kode aplikasi", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    events = forms.CharField(
        label="Nomor acara", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def about(self, obj: Article) -> None:
        rules = obj.regulations.select_related("kind")
        lines = {
            "proposals": obj.proposals.values_list("number", flat=True),
            "regulations": [f"{r.kind.code}/{r.year}/{r.number_in_address}" for r in rules],
            "applications": obj.applications.values_list("code", flat=True),
            "events": [str(pk) for pk in obj.agenda.values_list("pk", flat=True)],
        }
        for name, values in lines.items():
            self.fields[name].initial = "\n".join(values)


class OnArticle(DeskAction):
    permission = "news.edit_article"
    quiet = True


class Withdraw(OnArticle):
    slug = "tarik"
    title = "Tarik"
    button = "Tarik dari umum"
    help = "Teksnya hilang dari semua halaman, umpan, dan pencarian; meja kerja menyimpannya."
    form = ReasonForm
    undo = "pulihkan"

    def available(self, obj: Article) -> bool:
        return obj.withdrawn_at is None

    def perform(self, actor: User, obj: Article, data: dict[str, Any]) -> str:
        withdraw_article(actor=actor, article=obj, now=timezone.now(), **data)
        return "Artikel ditarik."


class Restore(OnArticle):
    slug = "pulihkan"
    title = "Pulihkan"
    button = "Pulihkan"

    def available(self, obj: Article) -> bool:
        return obj.withdrawn_at is not None

    def perform(self, actor: User, obj: Article, data: dict[str, Any]) -> str:
        restore_article(actor=actor, article=obj)
        return "Artikel terbaca lagi."


class Replace(OnArticle):
    slug = "gantikan"
    title = "Gantikan"
    button = "Simpan penggantinya"
    form = ReplaceForm

    def perform(self, actor: User, obj: Article, data: dict[str, Any]) -> str:
        replace_article(actor=actor, article=obj, by=article_at(data["by"]))
        return "Pengganti disimpan."


class Readdress(OnArticle):
    slug = "alamat"
    title = "Ubah alamat"
    button = "Ubah alamat"
    help = "Alamat lama tetap mengantar ke artikel ini."
    form = AddressForm

    def perform(self, actor: User, obj: Article, data: dict[str, Any]) -> str:
        row = readdress(actor=actor, article=obj, slug=data["slug"], now=timezone.now())
        return f"Alamatnya sekarang {row.get_absolute_url()}."


class Link(OnArticle):
    slug = "tautkan"
    title = "Tautkan"
    button = "Simpan tautan"
    permission = "news.write_article"
    form = LinkForm

    def perform(self, actor: User, obj: Article, data: dict[str, Any]) -> str:
        count = link_article(actor=actor, article=obj, **data)
        return f"{count} tautan disimpan."


def article_at(text: str) -> Article | None:
    """The article of a typed address; None where none was typed."""
    text = text.strip().strip("/").removeprefix("berita/")
    if not text:
        return None
    year, _, slug = text.partition("/")
    known = year.isdecimal() and len(year) == len("2027")
    row = Article.objects.filter(year=int(year), slug=slug).first() if known else None
    if row is None:
        sentence = "Tidak ada artikel di alamat ini. Contoh: 2027/senam-pagi."
        raise Invalid("unknown_article", sentence, field="by")
    return row


@admin.register(Article)
class ArticleAdmin(VerbAdmin, ActionsAdmin):
    list_display = ["address", "kind", "agency", "state"]
    list_filter = ["kind", "agency", "year"]
    list_select_related = ["agency"]
    search_fields = ["slug"]
    ordering = ["-id"]
    desk_actions = (Link(), Readdress(), Replace(), Withdraw(), Restore())
    page_is_actions = True

    @admin.display(description="alamat", ordering="slug")
    def address(self, row: Article) -> str:
        return str(row)

    @admin.display(description="keadaan")
    def state(self, row: Article) -> str:
        return "ditarik" if row.withdrawn_at else ""

    def facts(self, request: HttpRequest, obj: Article) -> list[tuple[str, Any]]:
        rows = obj.editions.order_by("number")
        pages = (
            (reverse("admin:news_edition_actions", args=[row.pk]), row.number, row.title)
            for row in rows
        )
        texts = format_html_join(", ", '<a href="{}">edisi {}: {}</a>', pages)
        return [
            ("Alamat", obj.get_absolute_url()),
            ("Jenis", obj.get_kind_display()),
            ("Perangkat daerah", obj.agency),
            ("Teks", texts),
            ("Ditarik", obj.withdraw_reason or "tidak"),
            ("Digantikan oleh", obj.replaced_by or "-"),
        ]
