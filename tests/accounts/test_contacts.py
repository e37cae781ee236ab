"""How a contact is spelled, and how much of it and of a name is shown to those who know it."""

from __future__ import annotations

import pytest

from egov.accounts.contacts import canonical, initials, masked
from egov.verbs.refusal import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Siti@Uji.Example ", ("email", "siti@uji.example")),
        ("0812 3456 7890", ("phone", "+6281234567890")),
        ("+62 812-3456-7890", ("phone", "+6281234567890")),
    ],
)
def test_a_contact_has_one_spelling(typed: str, kept: tuple[str, str]) -> None:
    assert canonical(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [("siti@", "bad_email"), ("0812", "bad_contact"), ("siti", "bad_contact"), ("", "bad_contact")],
)
def test_what_is_no_contact_is_said_at_its_field(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        canonical(typed)
    assert (refusal.value.code, refusal.value.field) == (code, "contact")


@pytest.mark.parametrize(
    ("name", "shown"), [("Siti Rekaan", "S*** R***"), (" Siti ", "S***"), ("", "")]
)
def test_a_name_shows_its_first_letters_only(name: str, shown: str) -> None:
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("siti@uji.example", "si***@uji.example"),
        ("+6281234567890", "+62812*****90"),
        ("", ""),
    ],
)
def test_a_contact_shows_only_what_its_owner_knows(contact: str, shown: str) -> None:
    assert masked(contact) == shown
