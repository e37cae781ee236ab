from __future__ import annotations

from typing import Any

import pytest

from egov.accounts.contacts import canonical, masked
from egov.accounts.models import Residence, User
from egov.accounts.residents import decide_residence, declare_residence
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from tests.town import Town, appoint, client_of, fresh, reside, user


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


def test_names_are_for_the_offices_that_know_them_only_in_their_area(town: Town) -> None:
    reside(user("jauh-warga", "Nama Jauh Sekali"), town.areas["35.78.02.1001/02"], confirmed=False)
    head = town.staff["ketua_rw"]
    appoint(head, "auditor")
    text = client_of(head).get("/admin/accounts/residence/").content.decode()
    assert "Siti Rekaan" in text
    assert "Nama Jauh Sekali" not in text


def test_saying_the_same_rw_again_keeps_the_confirmation(town: Town) -> None:
    declare_residence(user=fresh(town.citizen), rw=town.rw)
    assert Residence.objects.filter(user=town.citizen).count() == 1


def test_the_kelurahan_sees_the_heads_own_residence_and_inactive_heads_block_nobody(
    town: Town,
) -> None:
    head = town.staff["ketua_rw"]
    reside(head, town.rw, confirmed=False)
    assert head.name in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    waiting = user("baru", "Warga Menunggu")
    reside(waiting, town.rw, confirmed=False)
    assert "Warga Menunggu" not in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert "Warga Menunggu" in client_of(town.staff["lurah"]).get("/admin/").content.decode()
