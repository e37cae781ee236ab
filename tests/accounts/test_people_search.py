"""Names are found only by who may read them."""

from __future__ import annotations

from typing import Any

import pytest

from egov.accounts.contacts import initials
from egov.accounts.models import Residence
from tests.town import Town, client_of, reside, user


def found(person: Any, term: str, room: str = "residence") -> list[Any]:
    answer = client_of(person).get(f"/admin/accounts/{room}/", {"q": term})
    assert answer.status_code == 200, term
    return list(answer.context["cl"].result_list)


@pytest.mark.parametrize("role", ["ketua_rw", "lurah", "operator_kelurahan"])
def test_an_office_finds_its_residents_by_name_and_place(town: Town, role: str) -> None:
    own = Residence.objects.get(user=town.citizen)
    assert found(town.staff[role], "rekaan siti") == [own]
    assert found(town.staff[role], "RW 1 Karang Pilang 1") == [own]
    assert found(town.staff[role], "Kelurahan Karang Pilang 1") == [own]
    assert found(town.staff[role], town.neighbour.name) == []
    assert found(town.far[role], "siti") == []
    assert found(town.far[role], "karang pilang 1") == []


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_reads_initials_finds_residents_by_place_only(town: Town, role: str) -> None:
    own = Residence.objects.get(user=town.citizen)
    assert found(town.staff[role], "siti") == []
    assert found(town.staff[role], "rw 1 karang pilang 1") == [own]


def test_the_auditor_finds_no_account_by_name_or_contact(town: Town) -> None:
    auditor, admin = town.staff["auditor"], town.staff["administrator"]
    for term in ("Siti Rekaan", "siti", "warga@uji.example"):
        assert found(auditor, term, "user") == [], term
        assert found(admin, term, "user") == [town.citizen], term
    assert town.staff["lurah"] in found(auditor, "lurah karang pilang 1", "user")
    help_text = "Tempat atau jabatan"
    page = client_of(auditor).get("/admin/accounts/user/").content.decode()
    assert help_text in page
    assert "Nama, e-mail" not in page


def test_words_of_a_name_are_found_in_any_order(town: Town) -> None:
    person = user("dua", "Raden Budi Santoso")
    reside(person, town.rw)
    assert found(town.staff["administrator"], "santoso raden", "user") == [person]


def test_the_box_of_a_form_names_people_as_the_officer_may_read_them(town: Town) -> None:
    asked = {"app_label": "accounts", "model_name": "appointment", "field_name": "user"}
    for role, text in (
        ("administrator", f"Siti Rekaan, warga ({town.citizen.pk})"),
        ("auditor", ""),
    ):
        client = client_of(town.staff[role])
        answer = client.get("/admin/autocomplete/", {**asked, "term": "rekaan"})
        names = [row["text"] for row in answer.json()["results"]]
        assert names == ([text] if text else []), role
    term = "lurah karang pilang 1"
    answer = client_of(town.staff["auditor"]).get("/admin/autocomplete/", {**asked, "term": term})
    lurah = town.staff["lurah"]
    told = f"{initials(lurah.name)}, Lurah Karang Pilang 1 ({lurah.pk})"
    assert [row["text"] for row in answer.json()["results"]] == [told]
