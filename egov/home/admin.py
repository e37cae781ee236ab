"""The words of the search at the desk; the room of search itself lies below the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from egov.desk.frame import DeskAdmin, DeskForm
from egov.search.misses import KEPT, SHOWN_FROM
from egov.search.models import Miss, Term
from egov.search.names import normalise
from egov.search.queries import forget_meanings


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

    list_display = ["words", "n", "counted_on"]
    ordering = ["-counted_on", "-n"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Miss]:
        rows = super().get_queryset(request).filter(n__gte=SHOWN_FROM)
        return rows.filter(counted_on__gte=timezone.localdate() - KEPT)
