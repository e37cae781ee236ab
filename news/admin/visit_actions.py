"""What a host does to a visit, each a verb with its words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from news.admin.visit_forms import (
    AcceptForm,
    CompletionForm,
    DossierForm,
    ForwardForm,
    MaterialForm,
    MinutesForm,
    MomentForm,
    OfferForm,
    ProgrammeForm,
    ReasonForm,
)
from news.domain.visits import after, answering, dossier, the_day
from news.models import Visit
from news.procedure import HOST_ACTS, SHOWN, VisitActKind

TOLD = "Tamu diberi tahu lewat e-mail."


class OnVisit(DeskAction):
    """`kind` is the act that it makes: it is offered in the states in which that may happen."""

    permission = "news.host_visit"
    kind: VisitActKind
    quiet = True

    def available(self, obj: Visit) -> bool:
        return obj.state in HOST_ACTS[self.kind]


class Accept(OnVisit):
    slug = "terima"
    title = "Terima"
    button = "Pastikan kunjungan"
    kind = VisitActKind.ACCEPTED
    form: type[forms.Form] = AcceptForm
    quiet = False

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.accept_visit(actor=actor, visit=obj, now=timezone.now(), **data)
        return f"Kunjungan dipastikan dan masuk agenda. {TOLD}"


class Offer(OnVisit):
    slug = "tawarkan"
    title = "Tawarkan tanggal lain"
    button = "Kirim tawaran"
    kind = VisitActKind.OFFERED
    form = OfferForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.offer_dates(actor=actor, visit=obj, now=timezone.now(), **data)
        return f"Tanggal lain ditawarkan. {TOLD}"


class AskCompletion(OnVisit):
    slug = "lengkapi"
    title = "Minta dilengkapi"
    button = "Minta dilengkapi"
    kind = VisitActKind.COMPLETION_ASKED
    form = CompletionForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.ask_completion(actor=actor, visit=obj, now=timezone.now(), **data)
        return f"Tamu diminta melengkapi. {TOLD}"


class Forward(OnVisit):
    slug = "teruskan"
    title = "Teruskan"
    button = "Teruskan"
    help = "Perangkat daerah itu yang menjawab sesudahnya."
    kind = VisitActKind.FORWARDED
    form = ForwardForm
    after = "admin:news_visit_changelist"  # it is the other's from now on

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        row = answering.forward_visit(actor=actor, visit=obj, now=timezone.now(), **data)
        return f"Diteruskan kepada {row.host}."


class Decline(OnVisit):
    slug = "tolak"
    title = "Tolak"
    button = "Tolak kunjungan"
    kind = VisitActKind.DECLINED
    form = ReasonForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.decline_visit(actor=actor, visit=obj, now=timezone.now(), **data)
        return f"Kunjungan ditolak. {TOLD}"


class Cancel(OnVisit):
    slug = "batalkan"
    title = "Batalkan"
    button = "Batalkan kunjungan"
    help = "Agenda menulisnya sebagai dibatalkan; jam dan ruangnya kosong lagi."
    kind = VisitActKind.CANCELLED
    form = ReasonForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.cancel_visit(actor=actor, visit=obj, now=timezone.now(), **data)
        return f"Kunjungan dibatalkan. {TOLD}"


class Programme(OnVisit):
    slug = "susunan"
    title = "Susunan acara"
    button = "Simpan susunan acara"
    kind = VisitActKind.PROGRAMME
    form = ProgrammeForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.write_programme(actor=actor, visit=obj, now=timezone.now(), **data)
        return "Susunan acara disimpan."


class Arrive(OnVisit):
    slug = "tiba"
    title = "Tamu tiba"
    button = "Catat tiba"
    kind = VisitActKind.ARRIVED
    form = MomentForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        the_day.note_arrival(actor=actor, visit=obj, now=timezone.now(), **data)
        return "Waktu tiba dicatat di lembar kunjungan."


class Leave(OnVisit):
    slug = "pulang"
    title = "Tamu pulang"
    button = "Catat pulang"
    kind = VisitActKind.LEFT
    form = MomentForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        the_day.note_leaving(actor=actor, visit=obj, now=timezone.now(), **data)
        return "Waktu pulang dicatat di lembar kunjungan."


class Minutes(OnVisit):
    slug = "notula"
    title = "Notula"
    button = "Terbitkan notula"
    kind = VisitActKind.MINUTES
    form = MinutesForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        after.write_minutes(actor=actor, visit=obj, now=timezone.now(), **data)
        return "Notula terbit di halaman kunjungan."


class OfShown(OnVisit):
    """Once a date is settled."""

    def available(self, obj: Visit) -> bool:
        return obj.state in SHOWN


class AddMaterial(OfShown):
    slug = "materi"
    title = "Tambah materi"
    button = "Tambah materi"
    form = MaterialForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        given = {"title": data["title"], "upload": data["document"]}
        after.add_material(actor=actor, visit=obj, now=timezone.now(), **given)
        return "Materi ditambahkan."


class MakeDossier(OfShown):
    slug = "berkas"
    title = "Berkas kunjungan"
    button = "Buat berkas"
    help = "Dibekukan pada keadaan hari ini. Berkas lama tetap ada sampai yang baru jadi."
    form = DossierForm

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        dossier.ask_dossier(actor=actor, visit=obj, now=timezone.now(), **data)
        return "Berkas sedang dibuat; kemajuannya tampil di halaman ini."


class Resend(OnVisit):
    slug = "kirim-ulang"
    title = "Kirim ulang surat"
    button = "Kirim ulang surat terakhir"

    def available(self, obj: Visit) -> bool:
        return obj.erased_at is None

    def perform(self, actor: User, obj: Visit, data: dict[str, Any]) -> str:
        answering.resend_letter(actor=actor, visit=obj, now=timezone.now())
        return "Surat dikirim ulang dengan tautan baru."


ACTIONS = (
    Accept(),
    Programme(),
    MakeDossier(),
    Arrive(),
    Leave(),
    Minutes(),
    AddMaterial(),
    Offer(),
    AskCompletion(),
    Forward(),
    Decline(),
    Cancel(),
    Resend(),
)
