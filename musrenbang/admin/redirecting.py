"""A proposal with the wrong address, on its page of actions at the desk."""

from __future__ import annotations

from typing import Any

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from musrenbang.domain.redirecting import (
    ask_redirection,
    bring_back,
    hand_to_complaints,
    redirect,
    sent_outside,
    settle_redirection,
)
from musrenbang.forms import (
    AskRedirectionForm,
    BringBackForm,
    ComplaintForm,
    RedirectForm,
    SettleRedirectionForm,
)
from musrenbang.models import Proposal
from musrenbang.vocabulary import State, Tier


class AskRedirection(DeskAction):
    slug = "minta-alih"
    title = "Bukan kewenangan kami"
    button = "Minta dialihkan"
    help = "Perencana memutuskan pengalihannya. Sampai saat itu usulan tetap di sini."
    form = AskRedirectionForm
    permission = "musrenbang.ask_redirection"

    def available(self, obj: Proposal) -> bool:
        return obj.state == State.WAITING and not obj.redirections.open().exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        asked = ask_redirection(actor=actor, proposal=obj, **data)
        return f"Pengalihan ke {asked.target} diminta. Perencana memutuskannya."


class SettleRedirection(DeskAction):
    slug = "alihkan"
    title = "Pengalihan yang diminta"
    button = "Putuskan pengalihan"
    form = SettleRedirectionForm
    permission = "musrenbang.settle_redirection"

    def available(self, obj: Proposal) -> bool:
        return obj.redirections.open().exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decision = settle_redirection(actor=actor, proposal=obj, **data)
        return "Dialihkan. Pengusul diberi tahu." if decision else "Usulan tetap di sini."


class Redirect(DeskAction):
    slug = "alihkan-sendiri"
    title = "Alihkan"
    button = "Alihkan"
    help = "Bila alamatnya keliru dan perangkat daerahnya belum memintanya."
    form = RedirectForm
    permission = "musrenbang.settle_redirection"
    quiet = True

    def available(self, obj: Proposal) -> bool:
        return obj.state == State.WAITING and not obj.redirections.open().exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        redirect(actor=actor, proposal=obj, **data)
        return "Dialihkan. Pengusul diberi tahu."


class BringBack(DeskAction):
    slug = "kembali"
    title = "Kembalikan ke musrenbang"
    button = "Kembalikan"
    help = "Bila keliru dialihkan ke luar. Usulan menunggu lagi di tahap tempatnya semula."
    form = BringBackForm
    permission = "musrenbang.settle_redirection"

    def available(self, obj: Proposal) -> bool:
        return sent_outside(obj) is not None

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        bring_back(actor=actor, proposal=obj, **data)
        return f"Usulan ini sekarang: {obj.status}. Pengusul diberi tahu."


class HandToComplaints(DeskAction):
    slug = "pengaduan"
    title = "Bukan usulan: teruskan ke pengaduan"
    button = "Teruskan ke pengaduan"
    help = "Untuk keluhan yang ditangani sekarang. Catat dulu di sana, lalu tulis nomornya di sini."
    form = ComplaintForm
    permission = "musrenbang.hand_to_complaints"

    def available(self, obj: Proposal) -> bool:
        return obj.state == State.WAITING and obj.tier in (Tier.RW, Tier.KELURAHAN)

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decision = hand_to_complaints(actor=actor, proposal=obj, **data)
        return f"Diteruskan ke pengaduan, {decision.outside_number}. Pengusul diberi tahu."


REDIRECTING = (
    AskRedirection(),
    SettleRedirection(),
    Redirect(),
    BringBack(),
    HandToComplaints(),
)
