"""Verbs of a residence: declare, confirm or decline where one lives."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from django.utils import timezone

from egov.accounts.codes import channel_of, make_code
from egov.accounts.models import (
    Appointment,
    Contact,
    ContactKind,
    ProvedHow,
    Purpose,
    Residence,
    User,
)
from egov.accounts.roles import Role
from egov.areas.models import Area, Level
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb

CLERKS = frozenset({Role.OPERATOR_KELURAHAN, Role.LURAH})  # of the kelurahan


@verb
def declare_residence(*, user: User, rw: Area, now: datetime | None = None) -> Residence:
    """The person lives in this RW from now; an earlier residence ends."""
    now = now or timezone.now()
    if rw.level != Level.RW:
        raise Invalid("not_an_rw", "Pilih RW tempat Anda tinggal.", field="rw")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    current = user.residences.filter(ended_at=None).first()
    if current is not None and current.rw_id == rw.pk and not current.declined_at:
        return current  # said again: what was confirmed stays confirmed
    user.residences.filter(ended_at=None).update(ended_at=now)
    user.__dict__.pop("residence", None)
    return Residence.objects.create(user=user, rw=rw, declared_at=now)


@verb
def print_contact_code(*, actor: User, user: User) -> str:
    """A one-time code for the kelurahan to hand to a resident whose phone is not proved yet.

    The earlier code stops working.
    """
    require(actor, "accounts.print_contact_code", user)
    phone = unproved_phone(user)
    if phone is None:
        sentence = "Tidak ada nomor HP warga ini yang perlu dipastikan dengan kode tercetak."
        raise Refusal("nothing_to_prove", sentence)
    return make_code(
        owner=user, purpose=Purpose.PROVE, channel=ProvedHow.PRINT, contact=phone, made_by=actor
    )


def unproved_phone(user: User) -> Contact | None:
    """The phone number that only a printed code can prove: where no SMS gateway is set."""
    if channel_of(ContactKind.PHONE) != ProvedHow.PRINT:
        return None
    return user.contacts.filter(kind=ContactKind.PHONE, proved_at=None).order_by("-id").first()


def may_confirm(actor: User, residence: Residence) -> Appointment | None:
    """The office by which `actor` confirms this residence: its ketua RW, or its kelurahan.

    The kelurahan only where the RW has no account. Nobody confirms where they live themselves.
    """
    office = confirming_office(actor, residence)
    if office is None or actor.pk == residence.user_id:
        return None
    if office.role == Role.KETUA_RW:
        return office
    heads = Appointment.objects.current().filter(
        role=Role.KETUA_RW, area_id=residence.rw_id, user__is_active=True
    )
    # a head of the RW cannot confirm their own residence
    return None if heads.exclude(user_id=residence.user_id).exists() else office


def confirming_office(actor: User, residence: Residence) -> Appointment | None:
    """The office that `actor` holds over this residence: its RW's, else its kelurahan's."""
    own = actor.appointments_now
    heads = (a for a in own if a.role == Role.KETUA_RW and a.area_id == residence.rw_id)
    clerks = (a for a in own if a.role in CLERKS and a.area_id == residence.rw.parent_id)
    return next(chain(heads, clerks), None)


@verb
def decide_residence(
    *,
    actor: User,
    residence: Residence,
    confirm: bool,
    reason: str = "",
    now: datetime | None = None,
) -> Residence:
    """Confirms or declines a declared residence.

    Declining needs a reason; both tell the citizen.
    """
    rows = Residence.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("rw__parent").get(pk=residence.pk)
    require(actor, "accounts.decide_residence", row)
    office = confirming_office(actor, row)
    assert office is not None  # of those who may, each holds one
    if row.ended_at or row.confirmed_at or row.declined_at:
        sentence = f"Domisili ini sudah {row.state} oleh {row.decided_office or 'warga sendiri'}."
        raise Refusal("already_decided", sentence)
    if not confirm and not reason.strip():
        sentence = "Tulis alasannya, supaya warga tahu apa yang harus diperbaiki."
        raise Invalid("no_reason", sentence, field="reason")
    now = now or timezone.now()
    row.confirmed_at, row.declined_at = (now, None) if confirm else (None, now)
    row.reason, row.decided_by, row.decided_office = reason.strip(), actor, office.title
    row.save(
        update_fields=["confirmed_at", "declined_at", "reason", "decided_by", "decided_office"]
    )
    publish("residence.decided", {"residence": row.pk})
    return row
