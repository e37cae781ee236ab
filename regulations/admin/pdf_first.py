"""A PDF first: given, read, shown to be confirmed or mended, and a regulation with its text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from egov.accounts.models import User
from egov.desk.action_pages import ActionPage, ActionsAdmin
from egov.desk.actions import DeskAction
from egov.files.documents import show_document
from egov.verbs.permission import may
from egov.web.fields import day_field
from regulations.domain.text.incoming import discard, receive_pdf, register
from regulations.domain.text.intake import read_document
from regulations.models import Application, IncomingPdf, Regulation, RegulationKind
from regulations.views.as_of import FRAMES_PDF
from regulations.views.formats import FRAMED_PDF

UNREAD = "Tidak terbaca dari PDF; isi sendiri."


def waiting_for(application: Application | None) -> Any:
    """The PDFs that were given for an application, or for none, and are no regulation yet."""
    return IncomingPdf.objects.waiting().filter(application=application)


class PdfForm(forms.Form):
    pdf = forms.FileField(
        label="Berkas PDF", widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )


class IncomingForm(forms.Form):
    """About one PDF, named in a hidden field."""

    berkas = forms.IntegerField(widget=forms.HiddenInput)
    incoming: IncomingPdf | None = None

    def clean_berkas(self) -> IncomingPdf:
        row = IncomingPdf.objects.filter(pk=self.cleaned_data["berkas"]).first()
        if row is None:
            raise forms.ValidationError("Berkas ini sudah dibuang. Unggah lagi.")
        return row

    def show(self, incoming: IncomingPdf | None) -> None:
        self.incoming = incoming
        if incoming is not None:
            self.initial = {"berkas": incoming.pk}


class RegisterForm(IncomingForm):
    """What was read, each in a field to be mended."""

    kind = forms.ModelChoiceField(label="Jenis", queryset=RegulationKind.objects.all())
    number = forms.CharField(label="Nomor", max_length=60)
    year = forms.IntegerField(label="Tahun", min_value=1800, max_value=2200)
    title = forms.CharField(
        label="Tentang",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    enacted_on = day_field("Ditetapkan", required=False)
    promulgated_on = day_field("Diundangkan", required=False)
    commences_on = day_field(
        "Mulai berlaku", required=False, help_text="Kosong: sejak diundangkan."
    )
    gazette_ref = forms.CharField(label="Lembaran atau berita", max_length=160, required=False)
    place = forms.CharField(label="Tempat penetapan", max_length=80, required=False)
    other_region = forms.CharField(
        label="Wilayah lain",
        max_length=5,
        required=False,
        help_text="Kode pembuatnya bila bukan daerah ini, contoh 33.10.",
    )

    def show(self, incoming: IncomingPdf | None) -> None:
        super().show(incoming)
        if incoming is None:
            return
        said = incoming.read
        kind = RegulationKind.objects.filter(code=said.get("kind", "")).first()
        read: dict[str, Any] = {**said, "kind": kind, "gazette_ref": said.get("gazette", "")}
        self.initial = {**self.initial, **read}
        for name, field in self.fields.items():
            if not self.initial.get(name) and name not in ("commences_on", "other_region"):
                field.help_text = UNREAD


class TakePdf(DeskAction):
    slug = "pdf"
    title = "Unggah PDF peraturan"
    button = "Baca PDF"
    help = "Jenis, nomor, tahun, judul, dan tanggalnya dibaca, lalu Anda periksa."
    form = PdfForm
    permission = "regulations.keep_pdf"
    quiet = True

    def perform(self, actor: User, obj: Application | None, data: dict[str, Any]) -> str:
        receive_pdf(actor=actor, upload=data["pdf"], application=obj)
        return "PDF terbaca. Periksa isinya, lalu simpan."


class RegisterPdf(DeskAction):
    slug = "peraturan"
    title = "Benarkah yang terbaca?"
    button = "Simpan peraturan"
    form = RegisterForm
    permission = "regulations.register_regulation"
    registered: Regulation | None = None  # by this press

    def available(self, obj: Application | None) -> bool:
        return bool(waiting_for(obj).exists())

    def make_form(self, request: HttpRequest, obj: Any, *, pressed: bool) -> forms.Form:
        return _about_own(super().make_form(request, obj, pressed=pressed), request, obj)

    def perform(self, actor: User, obj: Application | None, data: dict[str, Any]) -> str:
        incoming = data.pop("berkas")
        self.registered = register(actor=actor, incoming=incoming, **data)
        document = self.registered.document
        if incoming.reading.get("whole"):  # it was quick once, so it is now
            read_document(document.pk)
        count = self.registered.provisions.articles().count()
        address = reverse("admin:regulations_regulation_review", args=[self.registered.pk])
        return format_html(
            '{} tersimpan, {} pasal terbaca. <a href="{}">Pastikan naskahnya</a>',
            self.registered.citation,
            count,
            address,
        )


class DiscardPdf(DeskAction):
    slug = "buang"
    button = "Buang PDF ini"
    form = IncomingForm
    permission = "regulations.keep_pdf"
    quiet = True

    def available(self, obj: Application | None) -> bool:
        return bool(waiting_for(obj).exists())

    def make_form(self, request: HttpRequest, obj: Any, *, pressed: bool) -> forms.Form:
        return _about_own(super().make_form(request, obj, pressed=pressed), request, obj)

    def perform(self, actor: User, obj: Application | None, data: dict[str, Any]) -> str:
        discard(actor=actor, incoming=data["berkas"])
        return "PDF dibuang."


def _about_own(form: Any, request: HttpRequest, obj: Any) -> forms.Form:
    """The form about the newest PDF that this officer gave here."""
    form.show(waiting_for(obj).filter(given_by=request.user.pk).first())
    return form  # type: ignore[no-any-return]


@csp_override(FRAMES_PDF)
def pdf_first(request: HttpRequest, desk: ActionsAdmin) -> HttpResponse:
    """One page: a PDF is given, what it says is shown, and it is a regulation."""
    if not may(request.user, "regulations.register_regulation"):
        raise PermissionDenied
    here = reverse("admin:regulations_regulation_pdf")
    registering = RegisterPdf()

    def describe() -> dict[str, Any]:
        return {"title": "Peraturan baru dari PDF"}

    actions = (registering, TakePdf(), DiscardPdf())
    page = ActionPage(here, actions, "admin/pdf_first.html", describe)
    response = desk.run_actions(request, None, page)
    if registering.registered is not None:  # its text comes next
        after = reverse("admin:regulations_regulation_review", args=[registering.registered.pk])
        response["Location"] = after
    return response


@xframe_options_sameorigin
@csp_override(FRAMED_PDF)
def incoming_file(request: HttpRequest, pk: int) -> FileResponse:
    """The PDF itself, for the office that reads it."""
    if not may(request.user, "regulations.keep_pdf"):
        raise PermissionDenied
    row = get_object_or_404(IncomingPdf.objects.select_related("pdf"), pk=pk)
    response = show_document(row.pdf, name="naskah.pdf")
    response["Cache-Control"] = "private, no-store"
    return response
