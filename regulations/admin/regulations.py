"""Kinds and regulations at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.desk.action_pages import ActionsAdmin
from egov.desk.exports import ExportsAdmin
from egov.desk.frame import DeskAdmin, DeskForm
from egov.files.documents import check_document
from egov.verbs.refusal import Invalid, Refusal
from egov.web.fields import day_field
from egov.web.requests import actor_of
from egov.web.templatetags.components import tag
from regulations import exports
from regulations.admin.pdf_first import incoming_file, pdf_first
from regulations.admin.review import review
from regulations.admin.search_boxes import REGULATIONS
from regulations.domain.law.clauses import redate
from regulations.domain.law.events import recompute_soon
from regulations.domain.law.rules import commencement_broken
from regulations.domain.law.states import force_of, starts_on
from regulations.domain.text.intake import LAW_PDF, keep_pdf, read_head_apart
from regulations.limits import Unreadable
from regulations.models import Provision, Regulation, RegulationFile, RegulationKind
from regulations.models.event import LAW
from regulations.views.as_of import TONES
from regulations.vocabulary import Force

IDENTITY = ("kind", "number", "year", "governing", "other_region")


@admin.register(RegulationKind)
class RegulationKindAdmin(DeskAdmin):
    list_display = ["short", "name", "rank", "reach", "gazette", "penal", "obliges", "regulation"]


def _stands(row: Regulation) -> bool:
    """Whether something stands on what it is called: a confirmed text, a binding, a legal event."""
    confirmed = RegulationFile.objects.filter(regulation=row, confirmed_at__isnull=False)
    return any(rows.exists() for rows in (row.bindings, row.changes, row.acts, confirmed))


class RegulationForm(DeskForm):
    pdf = forms.FileField(
        label="Berkas PDF",
        required=False,
        help_text="Nomor, tahun, dan judul yang kosong dibaca saat disimpan; "
        "tanggal dan pasalnya sesudah itu.",
    )
    enacted_on = day_field("Ditetapkan", required=False)
    promulgated_on = day_field("Diundangkan", required=False)
    commences_on = day_field(
        "Mulai berlaku",
        required=False,
        help_text="kosong: sejak diundangkan (UU 12/2011 ps 87)",
    )

    class Meta:
        model = Regulation
        fields = [
            *("kind", "pdf", "number", "year", "title", "place"),
            *("enacted_on", "promulgated_on", "commences_on", "gazette_ref", "signatory"),
            *("initiator", "subjects", "governing", "tax_or_levy", "other_region"),
            *("stated_status", "source_file", "source_note"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "year"):
            if name in self.fields:
                self.fields[name].required = False
        row = self.instance
        if row.pk and row.changes.filter(kind="commences", provision=None).exists():
            self._freeze("commences_on", "Tetap: dicatat sebagai peristiwa hukum.")
        if row.pk and _stands(row):
            why = "Tetap: peraturan ini sudah dipastikan, diikat, atau disebut peristiwa hukum."
            fixed = IDENTITY if row.kind.regulation else (*IDENTITY, "enacted_on")
            for name in fixed:
                self._freeze(name, why)

    def _freeze(self, name: str, why: str) -> None:
        """Shows the field and keeps its value.

        The form of somebody who only reads has no fields.
        """
        field = self.fields.get(name)
        if field is not None:
            field.disabled, field.help_text = True, why

    def clean(self) -> dict[str, Any]:
        """What stands in the PDF's head fills what was left empty.

        A number that differs from the PDF's is told.
        """
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("pdf")
        if upload is not None:
            self._read_head(data, upload)
        self._check_commencement(data)
        for name, word in (("number", "nomor"), ("year", "tahun")):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, f"Isi {word}nya; tidak terbaca dari naskah.")
        return data

    def _read_head(self, data: dict[str, Any], upload: Any) -> None:
        """What the first pages say of number, year and title.

        The whole is read afterwards, away from this request.
        """
        try:
            check_document(upload=upload, field="pdf", kind=LAW_PDF)
            upload.seek(0)
            head = read_head_apart(upload)
        except Invalid as refused:
            raise ValidationError({"pdf": refused.sentence}) from None
        except Unreadable as unreadable:
            raise ValidationError({"pdf": unreadable.sentence}) from None
        for name in ("number", "year", "title"):
            if not data.get(name) and getattr(head, name):
                data[name] = getattr(head, name)
        sides = (
            ("nomor", data.get("number"), head.number),
            ("tahun", data.get("year"), head.year),
        )
        self.differs = [
            f"{word} {typed} pada isian, {read} pada PDF"
            for word, typed, read in sides
            if read and typed and str(typed).lower() != str(read).lower()
        ]

    def _check_commencement(self, data: dict[str, Any]) -> None:
        """Dates that would contradict what is recorded are no correction.

        They are an event with its reason (157, 158).
        """
        row = self.instance
        begins = data.get("commences_on") or data.get("promulgated_on")
        if not row.pk or not begins or begins == starts_on(Regulation.objects.get(pk=row.pk)):
            return
        rules = (r for r in commencement_broken(row, begins) if r.rule in ("157", "158"))
        broken = next(rules, None)
        if broken is not None:
            name = "commences_on" if data.get("commences_on") else "promulgated_on"
            self.add_error(name, broken.sentence)


def _called(name: str, force: Force) -> str:
    return f"{name} (tidak berlaku)" if force == Force.ENDED else name


@admin.register(Regulation)
class RegulationAdmin(ExportsAdmin, ActionsAdmin):
    export_columns = exports.REGULATIONS
    form = RegulationForm
    change_form_template = "admin/regulation_change.html"
    list_display = ["cited", "title", "force_word", "promulgated_on", "commences_on", "text_link"]
    list_filter = ["kind", "year"]
    list_select_related = ["kind", "document"]
    search_fields = ["number", "title", "year", "kind__short"]
    searchable = REGULATIONS
    search_help_text = "Contoh: perda 3 2018, atau perparkiran."
    ordering = ["-year", "-id"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what its force is read from, and without the text of its PDF."""
        return super().get_queryset(request).prefetch_related(LAW).defer("document__text")

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return exports.regulations_to_export(rows, timezone.localdate())

    @admin.display(description="kutipan")
    def cited(self, row: Regulation) -> str:
        return row.citation

    def choice(self, _request: HttpRequest, row: Any) -> str:
        """How it is called where one is chosen: dead law says that it is."""
        return _called(str(row), force_of(row, timezone.localdate()))

    @admin.display(description="status")
    def force_word(self, row: Any) -> str:
        force = force_of(row, timezone.localdate())
        return format_html("<div>{}</div>", tag(TONES[force], force.label))

    @admin.display(description="naskah")
    def text_link(self, row: Regulation) -> str:
        document = getattr(row, "document", None)
        word = "belum ada" if document is None else document.state
        address = reverse("admin:regulations_regulation_review", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, word)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.review_view)
        text = path("<int:pk>/naskah/", view, name="regulations_regulation_review")
        first = self.admin_site.admin_view(self.pdf_view)
        file = self.admin_site.admin_view(incoming_file)
        return [
            text,
            path("pdf/", first, name="regulations_regulation_pdf"),
            path("pdf/<int:pk>/berkas.pdf", file, name="regulations_incoming_file"),
            *super().get_urls(),
        ]

    def pdf_view(self, request: HttpRequest) -> HttpResponse:
        return pdf_first(request, self)

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        regulation = self.get_object(request, str(pk))
        if regulation is None or not self.has_view_permission(request, regulation):
            return HttpResponse(status=404)
        return review(request, self, regulation)

    def save_model(self, request: HttpRequest, obj: Regulation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        redate(regulation=obj)
        recompute_soon()
        upload = form.cleaned_data.get("pdf")
        if upload is None:
            return
        for difference in getattr(form, "differs", []):
            self.message_user(request, f"Periksa: {difference}.", messages.WARNING)
        try:
            keep_pdf(actor=actor_of(request), regulation=obj, upload=upload)
        except Refusal as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return
        kept = "Berkas tersimpan. Pasalnya dibaca di belakang layar dan muncul di halaman ini."
        self.message_user(request, kept)

    def _to_review(self, request: HttpRequest, obj: Any, otherwise: HttpResponse) -> HttpResponse:
        """After a PDF was given, the next thing to do is to hold its text against it."""
        if "pdf" in request.FILES and "_save" in request.POST:
            address = reverse("admin:regulations_regulation_review", args=[obj.pk])
            return HttpResponseRedirect(address)
        return otherwise

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: Any = None
    ) -> HttpResponse:
        return self._to_review(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._to_review(request, obj, super().response_change(request, obj))


@admin.register(Provision)
class ProvisionAdmin(DeskAdmin):
    """For the search boxes of events and bindings: pasal and Lampiran, which one may cite.

    Their words are corrected beside the PDF.
    """

    list_display = ["label", "regulation", "heading"]
    list_select_related = ["regulation__kind"]
    search_fields = ["label", "regulation__number", "regulation__title"]
    ordering = ["regulation", "position"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.citable().prefetch_related(f"regulation__{LAW}")

    def choice(self, _request: HttpRequest, row: Provision) -> str:
        return _called(str(row), force_of(row.regulation, timezone.localdate(), row))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
