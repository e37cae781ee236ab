"""Verbs of the administrator on a person's account.

Each stands in the account's history and is told to its owner.
"""

from __future__ import annotations

from functools import partial

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from egov.accounts.administering import administrating_office
from egov.accounts.codes import channel_of, make_code, send
from egov.accounts.contacts import canonical
from egov.accounts.models import (
    AccountEventKind,
    Appointment,
    Contact,
    ProvedHow,
    Purpose,
    SecondFactorReset,
    User,
)
from egov.accounts.models.noting import written_by
from egov.accounts.own_account import MAX_CONTACTS, note, take_off
from egov.accounts.registering import CODE_PAGE
from egov.accounts.roles import Role
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb


@verb
def add_person(*, actor: User, name: str, contact: str) -> User:
    """An account for an officer to be, without a password.

    The person makes it, by the invitation's link or code.
    """
    require(actor, "accounts.add_person")
    kind, value = canonical(contact)
    name = " ".join(name.split())
    if not name:
        raise Invalid("no_name", "Tulis nama orangnya.", field="name")
    if Contact.objects.person(value) is not None:
        sentence = "Sudah ada akun dengan kontak ini. Cari akunnya, lalu tunjuk jabatannya."
        raise Invalid("contact_taken", sentence, field="contact")
    user = User(name=name)
    user.set_unusable_password()
    user.save()
    Contact.objects.create(user=user, kind=kind, value=value)
    return user


def contact_to_invite(user: User) -> Contact | None:
    """The first proved one, else the newest."""
    proved = user.contacts.proved().order_by("kind", "id").first()
    return proved or user.contacts.order_by("-id").first()


@verb
def invite(*, actor: User, user: User) -> str:
    """Sends a one-time link: it makes a password of the person's own, and proves the contact.

    To the first proved one, else to the newest of an account that never proved any.
    Returns the code to hand over where it cannot be sent: by phone without an SMS gateway.
    """
    require(actor, "accounts.invite", user)
    return _invite(actor, user, contact_to_invite(user))


def _invite(actor: User, user: User, target: Contact | None) -> str:
    office = administrating_office(actor)
    if not user.is_active:
        raise Refusal("inactive", "Akun ini dinonaktifkan. Aktifkan dulu.")
    if target is None:
        sentence = "Orang ini belum punya kontak. Tambahkan dulu e-mail atau nomor HP-nya."
        raise Refusal("no_contact", sentence)
    if _is_anothers(target):
        sentence = "Kontak ini sudah dipastikan akun lain. Cari akun itu, atau pakai kontak lain."
        raise Refusal("contact_taken", sentence, field="contact")
    make = partial(make_code, owner=user, purpose=Purpose.PASSWORD, contact=target, made_by=actor)
    channel = channel_of(target.kind)
    if channel == ProvedHow.PRINT:
        code = make(channel=channel)
        note(user, AccountEventKind.CODE_PRINTED, actor=actor, office=office)
        return code
    region = settings.REGION_PROFILE.name
    if channel == ProvedHow.SMS:
        code = make(channel=channel)
        text = f"Kode portal {region}: {code}. Buat kata sandi Anda di {CODE_PAGE}."
    else:
        token = make(channel=ProvedHow.LINK)
        key = user.contact_codes.order_by("-id").values_list("pk", flat=True)[0]
        link = f"{settings.SITE_URL}/akun/undangan/{key}/{token}/"
        text = (
            f"{office} mengundang Anda membuat kata sandi akun Anda di portal {region}:\n\n"
            f"{link}\n\n"
            "Tautan ini berlaku tujuh hari dan hanya sekali. Abaikan bila bukan untuk Anda."
        )
    send(target.kind, target.value, "Kata sandi akun Anda", text)
    note(user, AccountEventKind.LINK_SENT, actor=actor, office=office)
    return ""


def _is_anothers(contact: Contact) -> bool:
    """Whether somebody else proved it: the link would let them into this account."""
    others = Contact.objects.proved().exclude(user=contact.user_id)
    return contact.proved_at is None and others.filter(value=contact.value).exists()


@verb
def correct_contact(*, actor: User, user: User, contact: str) -> str:
    """Gives a person another contact.

    It counts once the person proves it by the link or code that is sent there.
    Returns the code to hand over where it cannot be sent.
    """
    require(actor, "accounts.correct_contact", user)
    office = administrating_office(actor)
    kind, value = canonical(contact)
    if Contact.objects.proved().filter(value=value).exclude(user=user).exists():
        raise Invalid("contact_taken", "Kontak ini sudah dipakai akun lain.", field="contact")
    row = user.contacts.filter(value=value).first()
    if row is None:
        if user.contacts.count() >= MAX_CONTACTS:
            sentence = f"Paling banyak {MAX_CONTACTS} kontak. Hapus dulu yang lama."
            raise Refusal("too_many_contacts", sentence, field="contact")
        with written_by(actor, office):
            row = Contact.objects.create(user=user, kind=kind, value=value)
    require(actor, "accounts.invite", user)
    return _invite(actor, user, row)


@verb
def drop_contact(*, actor: User, contact: Contact) -> None:
    """Takes a contact off somebody's account; the last proved one stays."""
    require(actor, "accounts.drop_contact", contact)
    take_off(actor=actor, contact=contact, office=administrating_office(actor))


@verb
def set_active(*, actor: User, user: User, active: bool) -> None:
    """An account that is not active signs nobody in and holds no office.

    It can be made active again.
    """
    require(actor, "accounts.set_active", user)
    if actor.pk == user.pk:
        sentence = "Anda tidak dapat menonaktifkan akun sendiri. Minta administrator lain."
        raise NotAllowed("own_account", sentence)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(actor=actor, user=user)


@verb
def end_sessions(*, actor: User, user: User) -> int:
    """Signs the person out everywhere. Returns on how many devices."""
    require(actor, "accounts.end_sessions", user)
    office = administrating_office(actor)
    count = 0
    for session in UserSession.objects.filter(user=user):
        session.end()
        count += 1
    note(user, AccountEventKind.SESSIONS_ENDED, actor=actor, office=office)
    return count


def other_administrators(actor: User, user: User) -> QuerySet[Appointment]:
    """Who may confirm what `actor` asks for `user`: administrators that are neither."""
    heads = Appointment.objects.current().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return heads.exclude(user__in=[actor.pk, user.pk])


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


@verb
def ask_factor_reset(*, actor: User, user: User) -> SecondFactorReset:
    """One administrator asks; nothing changes until another confirms.

    The person hears of it at once.
    """
    require(actor, "accounts.ask_factor_reset", user)
    office = administrating_office(actor)
    if actor.pk == user.pk:
        sentence = "Anda tidak dapat meminta ini untuk diri sendiri. Minta administrator lain."
        raise NotAllowed("own_account", sentence)
    if not has_second_factor(user):
        raise Refusal("no_second_factor", "Orang ini tidak memakai verifikasi dua langkah.")
    if not other_administrators(actor, user).exists():
        sentence = (
            "Tidak ada administrator lain yang dapat memastikan. "
            "Pakai perintah reset_second_factor di server."
        )
        raise Refusal("alone", sentence)
    try:
        with transaction.atomic():
            row = SecondFactorReset.objects.create(user=user, asked_by=actor)
    except IntegrityError:
        sentence = "Sudah diminta. Administrator lain tinggal memastikan."
        raise Refusal("already_asked", sentence) from None
    note(user, AccountEventKind.RESET_ASKED, actor=actor, office=office)
    return row


@verb
def confirm_factor_reset(*, actor: User, user: User) -> None:
    """A second administrator confirms: the second factor goes, and every device is signed out."""
    require(actor, "accounts.confirm_factor_reset", user)
    office = administrating_office(actor)
    asked = SecondFactorReset.objects.select_for_update(no_key=True)
    row = asked.filter(user=user, confirmed_at=None).first()
    if row is None:
        raise Refusal("not_asked", "Penghapusan ini belum diminta.")
    if actor.pk in (row.asked_by_id, user.pk):
        sentence = "Yang memastikan harus administrator lain, bukan yang meminta."
        raise NotAllowed("another_confirms", sentence)
    row.confirmed_by, row.confirmed_at = actor, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    forget_second_factor(user=user, actor=actor, office=office)


def forget_second_factor(*, user: User, actor: User | None, office: str) -> None:
    """Deletes every authenticator and ends every session.

    Call it from a verb or from the server's command.
    """
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    note(user, AccountEventKind.SECOND_FACTOR_RESET, actor=actor, office=office)
