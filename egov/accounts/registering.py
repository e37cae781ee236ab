"""How an account begins and how a password is made anew.

Always by a code to a contact, or handed over in person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from egov.accounts.administering import administrating_office
from egov.accounts.codes import channel_of, make_code, plain_digits, redeem, send
from egov.accounts.contacts import canonical
from egov.accounts.models import (
    AccountEventKind,
    Contact,
    ContactCode,
    ProvedHow,
    Purpose,
    Registration,
    User,
)
from egov.accounts.own_account import note, prove
from egov.accounts.residents import CLERKS, declare_residence
from egov.accounts.roles import Role
from egov.areas.models import Area, Level
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb

DAYS = 14  # a registration, and an account that never proved a contact, are kept so long
PER_HOUR = 5
CODE_PAGE = f"{settings.SITE_URL}/akun/kode/"


@verb
def register(*, contact: str, name: str, rw: Area, now: datetime | None = None) -> Registration:
    """Asks for an account: a code is on its way when this returns.

    The same whether or not the contact has an account; who has one already gets a message
    that says so. Raises Invalid at the field.
    """
    now = now or timezone.now()
    kind, value = canonical(contact)
    name = " ".join(name.split())
    if not name:
        raise Invalid("no_name", "Tulis nama Anda.", field="name")
    if rw.level != Level.RW:
        raise Invalid("not_an_rw", "Pilih RW tempat Anda tinggal.", field="rw")
    recent = Registration.objects.filter(value=value, made_at__gt=now - timedelta(hours=1))
    if recent.count() >= PER_HOUR:
        sentence = "Sudah terlalu banyak kode dibuat. Tunggu satu jam, lalu minta lagi."
        raise Refusal("too_many_codes", sentence)
    row = Registration.objects.create(
        kind=kind, value=value, name=name, rw=rw, made_at=now, expires_at=now + timedelta(days=DAYS)
    )
    region = settings.REGION_PROFILE
    if row.owner is not None:
        text = (
            f"Seseorang mendaftar di portal {region.name} dengan kontak ini, "
            "tetapi Anda sudah punya akun. "
            f"Masuk di {settings.SITE_URL}/akun/masuk/ atau pilih Lupa kata sandi. "
            "Bila bukan Anda, abaikan."
        )
        send(kind, value, "Anda sudah punya akun", text)
    elif channel_of(kind) != ProvedHow.PRINT:
        code = make_code(owner=row, purpose=Purpose.REGISTER, channel=channel_of(kind))
        text = (
            f"Kode portal {region.name}: {code}. "
            f"Masukkan di {CODE_PAGE}. Abaikan bila Anda tidak mendaftar."
        )
        send(kind, value, "Kode pendaftaran", text)
    return row


@verb
def print_registration_code(*, actor: User, registration: Registration) -> str:
    """A code for the kelurahan to hand to the person present; the earlier one stops working."""
    require(actor, "accounts.print_registration_code", registration)
    if registration.owner is not None:
        sentence = (
            "Kontak ini sudah punya akun. Cetak kode kata sandi dari halaman domisili warganya."
        )
        raise Refusal("has_account", sentence)
    if channel_of(registration.kind) != ProvedHow.PRINT:
        sentence = "Kodenya sudah dikirim ke kontak warga ini; tidak perlu dicetak."
        raise Refusal("code_was_sent", sentence)
    return make_code(
        owner=registration, purpose=Purpose.REGISTER, channel=ProvedHow.PRINT, made_by=actor
    )


@verb
def ask_password_code(*, contact: str) -> None:
    """Sends a code to a contact by which one signs in.

    For every other contact nothing happens, and nobody is told.
    """
    kind, value = canonical(contact)
    user = User.objects.signing_in(value)
    row = user.contacts.filter(value=value).first() if user is not None else None
    if user is None or row is None or not user.is_active or channel_of(kind) == ProvedHow.PRINT:
        return
    try:
        code = make_code(
            owner=user, purpose=Purpose.PASSWORD, channel=channel_of(kind), contact=row
        )
    except Refusal:  # five in an hour: what was sent still works
        return
    text = (
        f"Kode kata sandi portal {settings.REGION_PROFILE.name}: {code}. "
        f"Masukkan di {CODE_PAGE}. Abaikan bila bukan Anda."
    )
    send(kind, value, "Kode kata sandi", text)


def may_print_password_code(actor: User, user: User) -> str:
    """The office by which `actor` prints a code for this person; empty for nobody.

    The kelurahan for its citizens and its heads of RW, the administrator for everybody else
    but themselves.
    """
    if actor.pk == user.pk or not user.is_active:
        return ""
    if office := administrating_office(actor):
        return office
    if user.is_superuser or user.roles() - {Role.KETUA_RW}:
        return ""
    places = {a.area.parent_id for a in user.appointments_now if a.area is not None}
    if user.residence is not None:
        places.add(user.residence.rw.parent_id)
    for appointment in actor.appointments_now:
        clerk = appointment.role in CLERKS and appointment.area_id
        if clerk and places & actor.area_reach[clerk]:
            return appointment.title
    return ""


@verb
def print_password_code(*, actor: User, user: User) -> str:
    """A code by which the person present makes a new password. It never touches the second factor.

    Every contact of the person hears of it, and it stands in the account's history.
    """
    require(actor, "accounts.print_password_code", user)
    office = may_print_password_code(actor, user)
    code = make_code(owner=user, purpose=Purpose.PASSWORD, channel=ProvedHow.PRINT, made_by=actor)
    note(user, AccountEventKind.CODE_PRINTED, actor=actor, office=office)
    return code


@dataclass(frozen=True)
class Redeemed:
    """Whose code it was, and whether the account was made by it."""

    user: User
    new: bool


def use_code(
    *,
    code: str,
    password: str,
    contact: str = "",
    registration: Registration | None = None,
    now: datetime | None = None,
) -> Redeemed:
    """Makes the account, or its new password, by a code.

    By the registration, or by a contact and any code of it.
    """
    if registration is not None:
        rows = ContactCode.objects.filter(registration=registration)
    else:
        _, value = canonical(contact)
        people = {User.objects.signing_in(value), Contact.objects.person(value)} - {None}
        mine = Q(registration__value=value) | Q(user__in=people, purpose=Purpose.PASSWORD)
        rows = ContactCode.objects.filter(mine)
    unused = rows.filter(used_at=None).exclude(channel=ProvedHow.LINK)
    return redeem(
        codes=list(unused.order_by("-id")[:10]),
        secret=plain_digits(code),
        act=lambda row: _begin(row, password),
        now=now,
        blunt=True,
    )


def code_of_link(*, key: int, token: str) -> ContactCode | None:
    """The live code of an invitation's link; None when it is used, old or wrong.

    Opening the page uses nothing.
    """
    row = ContactCode.objects.filter(
        pk=key, channel=ProvedHow.LINK, used_at=None, expires_at__gt=timezone.now()
    )
    return row.select_related("user", "contact").first() if token else None


def use_link(*, key: int, token: str, password: str) -> Redeemed:
    """The first or a new password by a link that was mailed.

    It proves the contact it was mailed to.
    """
    row = code_of_link(key=key, token=token)
    codes = [row] if row is not None else []
    return redeem(codes=codes, secret=token, act=lambda code: _begin(code, password))


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("weak_password", " ".join(error.messages), field="password") from None


def _begin(code: ContactCode, password: str) -> Redeemed:
    if code.registration is not None:
        return Redeemed(_open_account(code.registration, ProvedHow(code.channel), password), True)
    user = code.user
    assert user is not None
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    if code.contact is not None and code.contact.proved_at is None:
        prove(code.contact, how=ProvedHow(code.channel))
    note(user, AccountEventKind.PASSWORD_SET, actor=user)
    return Redeemed(user, False)


def _open_account(row: Registration, how: ProvedHow, password: str) -> User:
    user = User(name=row.name)
    _check_password(password, user)
    if row.owner is not None:
        sentence = "Kontak ini sudah punya akun. Silakan masuk, atau pilih Lupa kata sandi."
        raise Invalid("contact_taken", sentence, field="contact")
    user.set_password(password)
    user.save()
    prove(Contact(user=user, kind=row.kind, value=row.value), how=how, tell=False)
    declare_residence(user=user, rw=row.rw)
    note(user, AccountEventKind.REGISTERED, actor=user)
    Registration.objects.filter(value=row.value).delete()
    return user
