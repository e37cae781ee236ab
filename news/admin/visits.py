"""Visits at the desk: who asks, what was answered, the papers of the day."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from egov.desk.action_pages import ActionsAdmin
from egov.desk.verb_forms import VerbAdmin
from egov.documents.pdf import pdf_response
from egov.files.documents import send_document
from egov.verbs.permission import may
from egov.web.templatetags.portal import day, moment, short_day
from news.admin.visit_actions import ACTIONS
from news.domain.visits import papers
from news.domain.visits.mail_state import letter_states
from news.domain.visits.slots import standing_booking
from news.domain.visits.the_day import attendance
from news.models import Visit
from news.procedure import SHOWN, VisitState

PAPERS = {
    "poster": papers.poster_pdf,
    "daftar": papers.list_pdf,
    "lembar": papers.sheet_pdf,
}
BREAK = SafeString("<br>")
PAPER_WORDS = {"poster": "Poster QR", "daftar": "Daftar kertas", "lembar": "Lembar kunjungan"}


@admin.register(Visit)
class VisitAdmin(VerbAdmin, ActionsAdmin):
    list_display = ["institution", "origin", "purpose", "guests", "state", "due", "host"]
    list_filter = ["purpose", "host"]
    list_select_related = ["host"]
    search_fields = ["institution"]
    ordering = ["-id"]
    desk_actions = ACTIONS
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_state()

    @admin.display(description="asal")
    def origin(self, row: Visit) -> str:
        return row.region_name

    @admin.display(description="keadaan")
    def state(self, row: Visit) -> str:
        return str(row.state.label)

    @admin.display(description="jawab sebelum", ordering="answer_due_on")
    def due(self, row: Visit) -> str:
        waits = row.answer_due_on and row.state == VisitState.WAITING
        return short_day(row.answer_due_on) if waits else "-"

    # -- the page -------------------------------------------------------------------------

    def facts(self, request: HttpRequest, obj: Visit) -> list[tuple[str, Any]]:
        """Of people only to who receives them."""
        booking = standing_booking(obj)
        hosts = may(request.user, "news.host_visit", obj)
        rows: list[tuple[str, Any]] = [
            ("Keadaan", obj.state.label),
            ("Lembaga", f"{obj.institution}, {obj.region_name}"),
            ("Keperluan", f"{obj.get_purpose_display()}. Topik: {obj.topic_words}"),
            ("Jumlah tamu", obj.guests),
            ("Tanggal yang diminta", _lines(day(each) for each in obj.wished_on)),
            ("Tuan rumah", obj.host or "belum ada; dijawab penyunting"),
            ("Dijawab paling lambat", self.due(obj)),
            ("Waktu", moment(booking.begins_at) if booking else "belum dipastikan"),
            ("Hadir", f"{attendance(obj)} orang"),
        ]
        if hosts:
            rows += _people(obj)
        rows.append(("Surat portal", _lines(letter_states(obj)) or "belum ada"))
        rows.append(("Perjalanan", _journey(obj, hosts)))
        rows += _papers(obj, hosts)
        return rows

    def get_urls(self) -> list[Any]:
        letter = self.admin_site.admin_view(self.letter_view)
        paper = self.admin_site.admin_view(self.paper_view)
        own = [path("<int:pk>/surat.pdf", letter, name="news_visit_letter")]
        own += [
            path(f"<int:pk>/{name}.pdf", paper, {"name": name}, name=f"news_visit_{name}")
            for name in PAPERS
        ]
        return own + super().get_urls()

    def _hosted(self, request: HttpRequest, pk: int) -> Visit:
        obj: Visit | None = self.get_object(request, str(pk))
        if obj is None or not may(request.user, "news.host_visit", obj):
            raise PermissionDenied
        return obj

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        obj = self._hosted(request, pk)
        if obj.letter is None:
            raise Http404
        return send_document(obj.letter, title=f"surat-kunjungan-{obj.pk}", public=False)

    def paper_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        obj = self._hosted(request, pk)
        if obj.state not in SHOWN:
            raise Http404
        response = pdf_response(PAPERS[name](obj), f"{name}-kunjungan-{obj.pk}.pdf")
        response["Cache-Control"] = "private, no-store"
        return response


def _lines(texts: Any) -> Any:
    return format_html_join(BREAK, "{}", ((text,) for text in texts))


def _people(obj: Visit) -> list[tuple[str, Any]]:
    contact = getattr(obj, "contact", None)
    if contact is None:
        return [("Kontak", "sudah dihapus")]
    names = [f"{row.name}, {row.office}, {row.institution}" for row in obj.guest_rows.all()]
    letter = "tidak ada"
    if obj.letter_id:
        address = reverse("admin:news_visit_letter", args=[obj.pk])
        letter = format_html('<a href="{}">Unduh PDF</a>', address)
    return [
        ("Kontak", f"{contact.name}, {contact.office}"),
        ("E-mail", contact.email),
        ("Telepon", contact.phone),
        ("Surat permohonan", letter),
        ("Daftar hadir", _lines(names) or "belum ada"),
    ]


def _journey(obj: Visit, hosts: bool) -> Any:
    """Every act; the words of guests only for who receives them."""
    lines = []
    for act in obj.acts.all():
        note = act.note if act.acted_by_id or hosts else ""
        where = act.details.get("agency", "")
        words = ". ".join(part for part in (act.get_kind_display(), where, note[:300]) if part)
        lines.append(f"{moment(act.acted_at)}: {words}")
    return _lines(lines)


def _papers(obj: Visit, hosts: bool) -> list[tuple[str, Any]]:
    if obj.state not in SHOWN:
        return []
    page = format_html('<a href="{0}">{0}</a>', obj.page)
    rows: list[tuple[str, Any]] = [("Halaman umum", page)]
    if hosts:
        links = [
            (reverse(f"admin:news_visit_{name}", args=[obj.pk]), PAPER_WORDS[name])
            for name in PAPERS
        ]
        html = format_html_join(" ", '<a href="{}">{}</a>', links)
        rows.append(("Kertas hari itu", html))
    made = obj.dossiers.order_by("-id").first()
    if made is not None:
        word = f"jadi, keadaan per {short_day(made.frozen_on)}"
        if made.ready_at is None:
            word = "gagal; buat lagi" if made.failed_at else f"sedang dibuat, {made.progress} %"
        rows.append(("Berkas", word))
    return rows
