"""The words of the search, whose room lies below the desk, and the pages at the foot."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from egov.desk.editor import text_field, with_editor
from egov.desk.frame import DeskAdmin, DeskForm
from egov.home.models import Page, PageSlug
from egov.home.pages import default_text, write_page
from egov.search.misses import KEPT, SHOWN_FROM
from egov.search.models import Miss, Term
from egov.search.names import normalise
from egov.search.queries import forget_meanings
from egov.web.requests import actor_of


class TermForm(DeskForm):
    def clean_word(self) -> str:
        word = normalise(self.cleaned_data["word"])
        if not word:
            raise forms.ValidationError("Tulis kata dengan huruf atau angka.")
        return word


@admin.register(Term)
class TermAdmin(DeskAdmin):
    form = TermForm
    list_display = ["word", "kind", "meaning"]
    list_filter = ["kind"]
    search_fields = ["word", "meaning"]
    ordering = ["word", "kind"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_meanings()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        forget_meanings()


@admin.register(Miss)
class MissAdmin(DeskAdmin):
    """What found nothing: asked by fewer than five, it may be somebody's name and is not shown."""

    list_note = (
        f"Yang dicari paling sedikit {SHOWN_FROM} kali dalam seminggu dan tidak menemukan apa-apa. "
        "Tambahkan artinya di Kata pencarian. Disimpan empat minggu, tanpa nama pencarinya."
    )
    list_display = ["words", "n", "counted_on"]
    ordering = ["-counted_on", "-n"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Miss]:
        rows = super().get_queryset(request).filter(n__gte=SHOWN_FROM)
        return rows.filter(counted_on__gte=timezone.localdate() - KEPT)


class PageForm(DeskForm):
    text = text_field("Isi", max_length=60_000, help_text="Yang tidak aman dibuang saat disimpan.")

    class Meta:
        model = Page
        fields = ("slug", "title", "text")


@admin.register(Page)
class PageAdmin(DeskAdmin):
    """A page of one's own words; a new one begins with what the portal says without it."""

    form = PageForm
    list_display = ["slug", "title", "changed_at"]
    ordering = ["slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj is not None else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        written = set(Page.objects.values_list("slug", flat=True))
        missing = [slug for slug in PageSlug.values if slug not in written]
        asked = request.GET.get("slug", "")
        slug = asked if asked in PageSlug else next(iter(missing), PageSlug.ABOUT.value)
        return {"slug": slug, "title": PageSlug(slug).label, "text": default_text(request, slug)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        made = write_page(actor=actor_of(request), slug=obj.slug, title=obj.title, text=obj.text)
        obj.__dict__.update(made.__dict__)

    @with_editor
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)
