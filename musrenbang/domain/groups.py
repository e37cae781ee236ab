"""Verbs of groups: the kelurahan registers whom a group appointed to speak, and ends it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.accounts.contacts import canonical
from egov.accounts.models import User
from egov.areas.models import Area, Level
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.eligibility import assisting_office
from musrenbang.models import Group
from musrenbang.vocabulary import GroupKind


@verb
def register_group(
    *, actor: User, kelurahan: Area, name: str, kind: str, contact: str, letter: str
) -> Group:
    """A group of the office's kelurahan, and the account of who speaks for it.

    Refuses another office (`not_assisting`), what is no kelurahan (`not_a_village`), an empty name
    or letter (`empty`), an unknown kind (`unknown_kind`), a contact without an account
    (`no_account`) and a name that is registered there already (`group_known`).
    """
    require(actor, "musrenbang.register_group", kelurahan)
    if kelurahan.level != Level.VILLAGE:
        raise Invalid("not_a_village", "Pilih desa/kelurahan Anda.", field="kelurahan")
    if kind not in GroupKind.values:
        raise Invalid("unknown_kind", "Pilih unsurnya dari daftar.", field="kind")
    row = Group(
        name=_filled(name, "name", 120),
        kind=kind,
        kelurahan=kelurahan,
        speaker=_speaker(contact),
        letter=_filled(letter, "letter", 200),
        registered_by=actor,
        registered_office=_office(actor, kelurahan),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        sentence = "Kelompok dengan nama ini sudah terdaftar di sini. Ganti yang mewakilinya saja."
        raise Invalid("group_known", sentence, field="name") from None
    return row


@verb
def change_speaker(*, actor: User, group: Group, contact: str, letter: str) -> Group:
    """Another person speaks for the group, by its new letter; what was proposed stays."""
    row = _open_group(actor, group)
    row.speaker, row.letter = _speaker(contact), _filled(letter, "letter", 200)
    row.save(update_fields=["speaker", "letter"])
    return row


@verb
def end_group(*, actor: User, group: Group) -> Group:
    """The group proposes no more; its proposals go on under its name."""
    row = _open_group(actor, group)
    row.ended_at, row.ended_by = timezone.now(), actor
    row.save(update_fields=["ended_at", "ended_by"])
    return row


def _open_group(actor: User, group: Group) -> Group:
    require(actor, "musrenbang.register_group", group)
    row = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if row.ended_at is not None:
        raise Refusal("group_ended", "Kelompok ini sudah diakhiri. Daftarkan lagi bila perlu.")
    return row


def _office(actor: User, kelurahan: Area) -> str:
    office = assisting_office(actor, kelurahan.pk)
    assert office is not None  # the permission has asked
    return office.title


def _filled(text: str, field: str, most: int) -> str:
    text = " ".join(text.split())
    if not text:
        raise Invalid("empty", "Bagian ini belum diisi.", field=field)
    if len(text) > most:
        raise Invalid("too_long", f"Terlalu panjang. Paling banyak {most} huruf.", field=field)
    return text


def _speaker(contact: str) -> User:
    """Whose account a contact is."""
    _, value = canonical(contact)
    person = User.objects.signing_in(value)
    if person is None or not person.is_active:
        sentence = "Belum ada akun dengan kontak ini. Minta yang mewakili mendaftar dulu."
        raise Invalid("no_account", sentence, field="contact")
    return person
