"""Who tries too often: wrong entries count by contact and network, never by the network alone.

A carrier's people share an address: sixty wrong codes of one of them must stop nobody else. A
network's own limit counts different contacts, and is high.
"""

from __future__ import annotations

from egov.accounts.contacts import canonical
from egov.verbs.limit import Limit
from egov.verbs.refusal import Refusal

WRONG = Limit("wrong-code", count=6, seconds=600)  # of one contact, from one network
MET = Limit("contact-met", count=1, seconds=600)
CONTACTS = Limit("contacts-met", count=300, seconds=600)  # different ones, from one network
TOO_OFTEN = "Terlalu banyak percobaan. Tunggu sepuluh menit, lalu coba lagi."
TOO_MANY = "Terlalu banyak kontak berbeda dari sambungan ini. Tunggu sepuluh menit, lalu coba lagi."


def check_tries(contact: str, where: str) -> None:
    """Refuses one more try where too many were wrong: `too_many`. Right ones are not counted."""
    if WRONG.reached(_spelt(contact), where):
        raise Refusal("too_many", TOO_OFTEN)


def count_wrong(contact: str, where: str) -> None:
    """One wrong entry for this contact, from this network."""
    WRONG.hit(_spelt(contact), where)


def check_contacts(contact: str, where: str) -> None:
    """Refuses a contact more than a network of many people names in ten minutes: `too_many`."""
    if MET.hit(_spelt(contact), where) and not CONTACTS.hit(where):
        raise Refusal("too_many", TOO_MANY)


def _spelt(contact: str) -> str:
    """The contact as it is kept, however it was typed."""
    try:
        return canonical(contact)[1]
    except Refusal:
        return contact
