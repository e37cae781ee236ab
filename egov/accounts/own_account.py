"""Verbs of one's own account: name and contacts.

What changed is a row of its history, never the value.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.accounts.administering import administrating_office
from egov.accounts.codes import channel_of, make_code, plain_digits, redeem, send
from egov.accounts.contacts import canonical
from egov.accounts.models import (
    AccountEvent,
    AccountEventKind,
    Contact,
    ContactCode,
    ProvedHow,
    Purpose,
    User,
)
from egov.accounts.models.noting import written_by
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb

MAX_CONTACTS = 5
OWNER = "Pemilik akun"


def note(
    user: User, kind: str, *, actor: User | None = None, office: str = OWNER, contact: str = ""
) -> AccountEvent:
    """A row of the account's history; what must be told to its contacts is told by a task.

    Of a name or contact that changed the database writes it: `written_by` says who.
    """
    row = AccountEvent.objects.create(
        user=user, kind=kind, done_by=actor, office=office, contact_kind=contact
    )
    tell_soon()
    return row


def tell_soon() -> None:
    """Once the transaction stands, the task is asked to tell the account's contacts."""
    soon("egov.accounts.tasks.tell_account_events")


def prove(contact: Contact, *, how: ProvedHow, tell: bool = True) -> None:
    """Writes that the person owns this contact.

    Raises Invalid when somebody else proved it first.
    """
    sentence = "Kontak ini sudah dipakai akun lain. Pakai kontak lain."
    taken = Invalid("contact_taken", sentence, field="contact")
    # asked first: a database that refuses a row may quote it in its log
    if Contact.objects.proved().filter(value=contact.value).exclude(pk=contact.pk).exists():
        raise taken
    contact.proved_at, contact.proved_how = timezone.now(), how
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError:
        raise taken from None
    owner = contact.user
    owner.__dict__.pop("proved_contacts", None)
    if tell:
        note(owner, AccountEventKind.CONTACT_PROVED, actor=owner, contact=contact.kind)


@verb
def rename(*, actor: User, user: User, name: str) -> None:
    """A person's name, as the offices that know them read it.

    Changed by themselves, or by the administrator.
    """
    require(actor, "accounts.rename", user)
    office = OWNER if actor.pk == user.pk else administrating_office(actor)
    name = " ".join(name.split())
    if not name:
        raise Invalid("no_name", "Tulis nama Anda.", field="name")
    if len(name) > 150:
        raise Invalid("too_long", "Nama terlalu panjang. Paling banyak 150 huruf.", field="name")
    if name == user.name:
        return
    user.name = name
    with written_by(actor, office):
        user.save(update_fields=["name"])


@verb
def add_contact(*, user: User, contact: str) -> Contact:
    """Another e-mail address or phone number; it counts once its code is entered."""
    kind, value = canonical(contact)
    row = user.contacts.filter(value=value).first()
    if row is None:
        if user.contacts.count() >= MAX_CONTACTS:
            sentence = f"Paling banyak {MAX_CONTACTS} kontak. Hapus dulu yang tidak dipakai."
            raise Refusal("too_many_contacts", sentence, field="contact")
        with written_by(user, OWNER):
            row = Contact.objects.create(user=user, kind=kind, value=value)
    if row.proved_at is None:
        send_contact_code(contact=row)
    return row


@verb
def send_contact_code(*, contact: Contact) -> ProvedHow:
    """Sends the code that proves a contact. Returns by which way.

    PRINT where the kelurahan hands it out.
    """
    channel = channel_of(contact.kind)
    if channel != ProvedHow.PRINT:
        code = make_code(
            owner=contact.user, purpose=Purpose.PROVE, channel=channel, contact=contact
        )
        page = f"{settings.SITE_URL}/akun/kontak/"
        text = (
            f"Kode portal {settings.REGION_PROFILE.name}: {code}. "
            f"Masukkan di {page}. Abaikan bila bukan Anda."
        )
        send(contact.kind, contact.value, "Kode kontak", text)
    return channel


def prove_contact(*, user: User, contact: Contact, code: str, now: datetime | None = None) -> None:
    """Proves one's own contact by the code that was sent to it, or printed for it.

    Raises Invalid at `code`.
    """
    require(user, "accounts.prove_contact", contact)
    rows = ContactCode.objects.filter(
        user=user, contact=contact, purpose=Purpose.PROVE, used_at=None
    )

    def act(row: ContactCode) -> None:
        assert row.contact is not None
        prove(row.contact, how=ProvedHow(row.channel))

    redeem(codes=list(rows.order_by("-id")[:3]), secret=plain_digits(code), act=act, now=now)
    contact.refresh_from_db()
    user.__dict__.pop("proved_contacts", None)


@verb
def remove_contact(*, actor: User, contact: Contact) -> None:
    """Takes a contact off one's own account."""
    require(actor, "accounts.remove_contact", contact)
    take_off(actor=actor, contact=contact, office=OWNER)


def take_off(*, actor: User, contact: Contact, office: str) -> None:
    """What both verbs do that remove a contact, each with its own question who may.

    One proved contact must stay, else nobody gets back in.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=contact.user_id)
    if contact.proved_at and not user.contacts.proved().exclude(pk=contact.pk).exists():
        sentence = "Ini satu-satunya kontak yang dipastikan. Tambahkan dulu kontak lain."
        raise Refusal("last_contact", sentence)
    if contact.proved_at:
        region = settings.REGION_PROFILE.name
        farewell = f"Kontak ini dihapus dari akun Anda di portal {region}, oleh: {office}."
        send(contact.kind, contact.value, "Kontak dihapus", farewell)
    with written_by(actor, office):
        contact.delete()
    tell_soon()
