"""Groups: registered by their kelurahan, spoken for by whom they appointed."""

from __future__ import annotations

from typing import Any

import pytest

from egov.verbs.refusal import Refusal
from musrenbang.domain.groups import change_speaker, end_group, register_group
from musrenbang.models import Group
from tests.factories.accounts import UserFactory
from tests.factories.musrenbang import GroupFactory
from tests.town import Town, client_of


def contact_of(person: Any) -> str:
    contact = person.contacts.first()
    assert contact is not None
    return str(contact.value)


def register(town: Town, **changes: Any) -> Group:
    given = {
        "actor": town.staff["operator_kelurahan"],
        "kelurahan": town.areas["35.78.01.1001"],
        "name": " Karang Taruna  Gang 3 ",
        "kind": "pemuda",
        "contact": contact_of(town.citizen),
        "letter": "01/KT/2026",
    }
    return register_group(**{**given, **changes})


def test_a_group_is_registered_with_who_speaks_for_it(town: Town) -> None:
    group = register(town)
    assert (group.name, group.speaker) == ("Karang Taruna Gang 3", town.citizen)
    assert group.registered_office == "Operator Kelurahan Karang Pilang 1"


def test_what_is_refused(town: Town) -> None:
    register(town)
    nobody = {"contact": "tidak-ada@example.com"}
    for code, changes in (
        ("not_assisting", {"actor": town.far["lurah"]}),
        ("not_assisting", {"actor": town.staff["camat"]}),
        ("not_assisting", {"kelurahan": town.areas["35.78.01"]}),
        ("empty", {"name": " "}),
        ("empty", {"letter": ""}),
        ("too_long", {"name": "x" * 121}),
        ("unknown_kind", {"kind": "partai"}),
        ("no_account", nobody),
        ("group_known", {}),
    ):
        with pytest.raises(Refusal) as refused:
            register(town, **changes)
        assert refused.value.code == code


def test_another_speaks_and_a_group_ends(town: Town) -> None:
    clerk, other = town.staff["operator_kelurahan"], UserFactory()
    group = register(town)
    change_speaker(actor=clerk, group=group, contact=contact_of(other), letter="02/KT/2026")
    assert Group.objects.get(pk=group.pk).speaker == other
    end_group(actor=clerk, group=group)
    assert not Group.objects.current().exists()
    with pytest.raises(Refusal) as refused:
        end_group(actor=clerk, group=group)
    assert refused.value.code == "group_ended"
    assert register(town).pk != group.pk  # the name is free again


def test_the_desk_registers_and_lists_those_of_the_kelurahan(town: Town) -> None:
    GroupFactory(kelurahan=town.areas["35.78.02.1001"], name="Di tempat lain")
    desk = client_of(town.staff["operator_kelurahan"])
    given = {
        "kelurahan": town.areas["35.78.01.1001"].pk,
        "name": "PKK",
        "kind": "perempuan",
        "contact": "salah",
        "letter": "03/2026",
    }
    page = desk.post("/admin/musrenbang/group/add/", given)
    assert "Tulis alamat e-mail atau nomor HP yang lengkap." in page.content.decode()
    given["contact"] = contact_of(town.citizen)
    assert desk.post("/admin/musrenbang/group/add/", given).status_code == 302
    page = desk.get("/admin/musrenbang/group/")
    assert "PKK" in page.content.decode()
    assert "Di tempat lain" not in page.content.decode()
