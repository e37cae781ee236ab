from __future__ import annotations

from typing import Any

import pytest

from egov.accounts.contacts import canonical, masked
from egov.accounts.models import Residence, User
from egov.accounts.residents import decide_residence
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from tests.town import Town, reside, user


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812 3456 7890", ("phone", "+6281234567890")),
        ("+62 812-3456-7890", ("phone", "+6281234567890")),
        (" Siti@Uji.Example ", ("email", "siti@uji.example")),
    ],
)
def test_one_spelling(typed: str, kept: tuple[str, str]) -> None:
    assert canonical(typed) == kept


def test_masked_shows_too_little_to_use() -> None:
    assert masked("siti@uji.example") == "si***@uji.example"
    assert masked("+6281234567890") == "+62812*****90"


def test_confirming_tells_the_citizen_and_happens_once(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    person = user("baru")
    reside(person, town.rw, confirmed=False)
    row = Residence.objects.get(user=person)
    with pytest.raises(Refusal, match="alasannya"):
        decide_residence(actor=town.staff["ketua_rw"], residence=row, confirm=False)
    with django_capture_on_commit_callbacks(execute=True):
        decide_residence(actor=town.staff["ketua_rw"], residence=row, confirm=True)
    deliver_outbox()
    with pytest.raises(Refusal, match="sudah dipastikan"):
        decide_residence(actor=town.staff["ketua_rw"], residence=row, confirm=True)
    assert "Ketua RW 01 Karang Pilang 1" in Notice.objects.get(user=person).sentence


def test_a_head_cannot_confirm_their_own_residence(town: Town) -> None:
    head = User.objects.get(pk=town.staff["ketua_rw"].pk)
    reside(head, town.rw, confirmed=False)
    row = Residence.objects.get(user=head)
    with pytest.raises(Refusal):
        decide_residence(actor=head, residence=row, confirm=True)
    decide_residence(actor=town.staff["lurah"], residence=row, confirm=True)
