"""Verbs of a citizen's account: register, prove a contact, declare and confirm where one lives."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from egov.accounts.contacts import canonical
from egov.accounts.models import Appointment, ContactCode, Residence, User
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.acts.outbox import announce
from egov.acts.refusal import Invalid, NotAllowed, Refusal
from egov.acts.verb import verb
from egov.areas.models import Area, Level

CODE_LIFE = {"email": timedelta(hours=24), "sms": timedelta(minutes=30), "print": timedelta(days=14)}
CODE_TRIES = 6
CODES_PER_HOUR = 5


@verb
def register(*, contact: str, name: str, password: str, rw: Area) -> User:
    """Makes a citizen's account and declares the residence; a contact code is on its way when this returns."""
    channel, value = canonical(contact)
    name = " ".join(name.split())
    if not name:
        raise Invalid("no_name", "Tulis nama Anda.", field="name")
    user = User(username=value, name=name, **{channel: value})
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("weak_password", " ".join(error.messages), field="password") from None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Invalid(
            "contact_taken", "E-mail atau nomor HP ini sudah terdaftar. Silakan masuk, atau pulihkan kata sandi.", field="contact"
        ) from None
    declare_residence(user=user, rw=rw)
    send_contact_code(user=user)
    return user


@verb
def declare_residence(*, user: User, rw: Area, now: datetime | None = None) -> Residence:
    """The person lives in this RW from now; an earlier residence ends."""
    now = now or timezone.now()
    if rw.level != Level.RW:
        raise Invalid("not_an_rw", "Pilih RW tempat Anda tinggal.", field="rw")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    held = user.residences.filter(ended_at=None).first()
    if held is not None and held.rw_id == rw.pk and not held.declined_at:
        return held  # said again: what was confirmed stays confirmed
    user.residences.filter(ended_at=None).update(ended_at=now)
    user.__dict__.pop("residence", None)
    return Residence.objects.create(user=user, rw=rw, declared_at=now)


def _digest(user_id: int, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"contact:{user_id}:{code}".encode(), hashlib.sha256).hexdigest()


def _make_code(user: User, channel: str, made_by: User | None) -> str:
    code = f"{secrets.randbelow(10**8):08d}"
    now = timezone.now()
    if user.contact_codes.filter(made_at__gt=now - timedelta(hours=1)).count() >= CODES_PER_HOUR:
        raise Refusal("too_many_codes", "Sudah terlalu banyak kode dibuat. Tunggu satu jam, lalu minta lagi.")
    user.contact_codes.filter(used_at=None).update(expires_at=now)
    ContactCode.objects.create(user=user, digest=_digest(user.pk, code), channel=channel, expires_at=now + CODE_LIFE[channel], made_by=made_by)
    return code


def send_contact_code(*, user: User) -> str:
    """Sends the code by the account's channel, on commit. Returns "email", "sms", or "print" where the kelurahan hands it out."""
    if user.email:
        code = _make_code(user, "email", None)
        text = f"Kode Anda: {code}\n\nMasukkan di {settings.SITE_URL}/akun/kontak/ dalam 24 jam.\nAbaikan pesan ini bila Anda tidak mendaftar."
        subject = f"Kode pendaftaran portal {settings.REGION_PROFILE.name}"
        transaction.on_commit(lambda: send_mail(subject, text, None, [user.email]), robust=True)
        return "email"
    if settings.SMS_BACKEND:
        send = import_string(settings.SMS_BACKEND)
        code, phone = _make_code(user, "sms", None), user.phone
        transaction.on_commit(lambda: send(phone, f"Kode portal {settings.REGION_PROFILE.short_name}: {code}"), robust=True)
        return "sms"
    return "print"


@verb
def print_contact_code(*, actor: User, user: User) -> str:
    """A one-time code for the kelurahan to print and hand over. The earlier code stops working."""
    residence = user.residence
    scope = Scope.of(actor, roles=frozenset({Role.OPERATOR_KELURAHAN, Role.LURAH}))
    if residence is None or not scope.reaches(kelurahan=residence.rw.parent_id):
        raise NotAllowed("not_your_area", "Kode hanya dicetak oleh kelurahan tempat warga ini terdaftar.")
    return _make_code(user, "print", actor)


@verb
def _attempt_code(user: User, code: str, now: datetime) -> Refusal | None:
    row = user.contact_codes.select_for_update(no_key=True).filter(used_at=None).order_by("-id").first()
    if row is None or row.expires_at < now:
        return Invalid("code_expired", "Kode ini tidak berlaku lagi. Minta kode baru.", field="code")
    if row.tries >= CODE_TRIES:
        return Invalid("too_many_tries", "Kode ini sudah terlalu sering dicoba. Minta kode baru.", field="code")
    if not hmac.compare_digest(row.digest, _digest(user.pk, code)):
        row.tries += 1
        row.save(update_fields=["tries"])
        return Invalid("wrong_code", "Kode tidak cocok. Periksa delapan angkanya, lalu coba lagi.", field="code")
    row.used_at = user.contact_confirmed_at = now
    row.save(update_fields=["used_at"])
    user.save(update_fields=["contact_confirmed_at"])
    return None


def confirm_contact(*, user: User, code: str, now: datetime | None = None) -> None:
    """Proves the account's contact. A wrong code counts as a try, which is kept though the act is refused."""
    refusal = _attempt_code(user, "".join(c for c in code if c.isdigit()), now or timezone.now())
    if refusal:
        raise refusal


def may_confirm(actor: Any, residence: Residence) -> Appointment | None:
    """The office by which `actor` confirms this residence: its ketua RW, or its kelurahan where the RW has no account."""
    if not getattr(actor, "is_authenticated", False) or actor.pk == residence.user_id:
        return None
    for held in actor.appointments_now:
        if held.role == Role.KETUA_RW and held.area_id == residence.rw_id:
            return held
    for held in actor.appointments_now:
        if held.role in (Role.LURAH, Role.OPERATOR_KELURAHAN) and held.area_id == residence.rw.parent_id:
            heads = Appointment.objects.current().filter(role=Role.KETUA_RW, area_id=residence.rw_id, user__is_active=True)
            # a head of the RW cannot confirm their own residence
            if not heads.exclude(user_id=residence.user_id).exists():
                return held
    return None


@verb
def decide_residence(*, actor: User, residence: Residence, confirm: bool, reason: str = "", now: datetime | None = None) -> Residence:
    """Confirms or declines a declared residence. Declining needs a reason; both tell the citizen."""
    row = Residence.objects.select_for_update(of=("self",), no_key=True).select_related("rw__parent").get(pk=residence.pk)
    office = may_confirm(actor, row)
    if office is None:
        raise NotAllowed("not_your_resident", "Domisili dipastikan oleh ketua RW warga ini, atau oleh kelurahan bila RW belum punya akun.")
    if row.ended_at or row.confirmed_at or row.declined_at:
        raise Refusal("already_decided", f"Domisili ini sudah {row.state} oleh {row.decided_office or 'warga sendiri'}.")
    if not confirm and not reason.strip():
        raise Invalid("no_reason", "Tulis alasannya, supaya warga tahu apa yang harus diperbaiki.", field="reason")
    now = now or timezone.now()
    row.confirmed_at, row.declined_at = (now, None) if confirm else (None, now)
    row.reason, row.decided_by, row.decided_office = reason.strip(), actor, office.title
    row.save()
    announce("residence.decided", {"residence": row.pk})
    return row
