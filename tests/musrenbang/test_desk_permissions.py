"""Which names of e-Musrenbang each office may see and change at the desk."""

from __future__ import annotations

import pytest

from egov.accounts.models import User
from tests.town import Town

CONFIGURED = ("cycle", "channel", "stage", "kamusentry", "kamusvariant", "kamusprice")
OFFICES = (
    "ketua_rw",
    "lurah",
    "operator_kelurahan",
    "camat",
    "operator_kecamatan",
    "verifier",
    "planner",
    "legal_officer",
    "editor",
    "auditor",
    "administrator",
)
CONFIGURE = {"planner", "administrator"}
READ_SUPPORT = {"planner", "administrator", "auditor"}
WRITTEN_BY_VERBS = ("proposal", "decision", "support")


def permitted(person: User, acts: tuple[str, ...], models: tuple[str, ...]) -> set[str]:
    names = {f"musrenbang.{act}_{model}" for act in acts for model in models}
    return {name for name in names if person.has_perm(name)}


def every(acts: tuple[str, ...], models: tuple[str, ...]) -> set[str]:
    return {f"musrenbang.{act}_{model}" for act in acts for model in models}


@pytest.mark.parametrize("who", OFFICES)
def test_an_office_sees_the_calendar_and_the_kamus(town: Town, who: str) -> None:
    person = town.staff[who]
    assert person.has_module_perms("musrenbang")
    seen = (*CONFIGURED, "proposal", "decision")
    assert permitted(person, ("view",), seen) == every(("view",), seen)
    assert person.has_perm("musrenbang.view_support") is (who in READ_SUPPORT)


@pytest.mark.parametrize("who", OFFICES)
def test_only_the_planner_and_the_administrator_configure(town: Town, who: str) -> None:
    acts = ("add", "change")
    expected = every(acts, CONFIGURED) if who in CONFIGURE else set()
    assert permitted(town.staff[who], acts, CONFIGURED) == expected


@pytest.mark.parametrize("who", OFFICES)
def test_nobody_edits_what_verbs_write_and_nobody_deletes(town: Town, who: str) -> None:
    person = town.staff[who]
    assert permitted(person, ("add", "change"), WRITTEN_BY_VERBS) == set()
    assert permitted(person, ("delete",), (*CONFIGURED, *WRITTEN_BY_VERBS)) == set()


def test_a_citizen_sees_nothing_of_the_desk(town: Town) -> None:
    acts = ("view", "add", "change", "delete")
    assert not town.citizen.has_module_perms("musrenbang")
    assert permitted(town.citizen, acts, (*CONFIGURED, *WRITTEN_BY_VERBS)) == set()


def test_an_office_sees_the_proposals_of_its_own_place(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    sees = {who: town.staff[who].has_perm("musrenbang.view_proposal", proposal) for who in OFFICES}
    away = {who: town.far[who].has_perm("musrenbang.view_proposal", proposal) for who in town.far}
    outside = {"legal_officer"}  # an editor withholds in the whole region
    assert sees == {who: who not in outside for who in OFFICES}
    assert away == dict.fromkeys(town.far, False)
