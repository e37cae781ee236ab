"""What may be an umbrella, what may oblige, and when a frozen quote is in doubt."""

from __future__ import annotations

from datetime import date

import pytest

from egov.accounts.models import User
from regulations.domain.applications.legal_check import amended, find_gaps, may_shelter
from regulations.models import Application, Binding, LegalEvent, Provision
from regulations.vocabulary import (
    AmendmentKind,
    BindingRole,
    EventKind,
    FindingKind,
    Force,
    PartKind,
)
from tests.regulations.factories import TODAY, app, make, pasal

BOUND = date(2021, 1, 1)
MAKER = "33.10"  # another region


@pytest.mark.parametrize(
    ("kind", "more", "may"),
    [
        ("perwali", {}, True),
        ("perwali", {"other_region": MAKER}, False),
        ("perda", {}, False),
        ("perdprd", {}, False),
        ("uu", {}, False),
        ("kepwali", {}, False),
        ("kepwali", {"governing": True, "enacted_on": date(2011, 8, 11)}, True),
        ("kepwali", {"governing": True, "enacted_on": date(2011, 8, 12)}, False),
        ("kepwali", {"governing": False, "enacted_on": date(2011, 8, 11)}, False),
        ("kepwali", {"governing": True, "enacted_on": None}, False),
    ],
)
def test_what_may_be_an_umbrella(
    officer: User, kind: str, more: dict[str, object], may: bool
) -> None:
    assert may_shelter(make(kind, "1", 2011, promulgated_on=None, **more)) is may


@pytest.mark.parametrize(
    ("kind", "more", "tax", "enough"),
    [
        ("perda", {}, False, True),
        ("uu", {}, False, True),
        ("perda-provinsi", {}, False, True),
        ("perwali", {}, False, False),
        ("pp", {}, False, True),
        ("permen", {}, False, False),
        ("perda", {"other_region": MAKER}, False, False),
        ("perda", {}, True, True),
        ("uu", {}, True, False),
        ("perda-provinsi", {}, True, False),
        ("perda", {"other_region": MAKER}, True, False),
    ],
)
def test_what_may_oblige_citizens(
    officer: User, kind: str, more: dict[str, object], tax: bool, enough: bool
) -> None:
    application = app(obliges=not tax, tax_or_levy=tax)
    row = make(kind, "1", 2018, **more)
    binding = bound(pasal(row, 1), BindingRole.OBLIGATION, application)
    assert (FindingKind.NO_PERDA not in problems(binding)) is enough


def bound(
    part: Provision, role: str, application: Application | None = None, quote: str = ""
) -> Binding:
    return Binding.objects.create(
        application=application or app(),
        regulation=part.regulation,
        provision=part,
        role=role,
        valid=(BOUND, None),
        quote=quote,
    )


def problems(binding: Binding) -> list[str]:
    return [lack.problem for lack in find_gaps(binding.application, TODAY)]


def test_only_a_pasal_bound_as_an_obligation_obliges(officer: User) -> None:
    law = make("perda", "1", 2018)
    application = app(obliges=True)
    Binding.objects.create(
        application=application, regulation=law, role=BindingRole.OBLIGATION, valid=(BOUND, None)
    )
    annex = law.provisions.create(
        kind=PartKind.ANNEX, label="Lampiran I", path="lampiran-i", position=9
    )
    bound(annex, BindingRole.OBLIGATION, application)
    other = bound(pasal(law, 1), BindingRole.AUTHORITY, application)
    assert FindingKind.NO_PERDA in problems(other)
    fine = bound(pasal(law, 2), BindingRole.OBLIGATION, application)
    assert FindingKind.NO_PERDA not in problems(fine)


@pytest.mark.parametrize("stated", [Force.PARTLY, Force.ENDED])
def test_an_obligation_stands_while_its_pasal_does(officer: User, stated: str) -> None:
    law = make("perda", "1", 2018, stated_status=stated)
    binding = bound(pasal(law, 1), BindingRole.OBLIGATION, app(obliges=True))
    assert (FindingKind.NO_PERDA in problems(binding)) is (stated == Force.ENDED)


# -- quotes ---------------------------------------------------------------------------------


@pytest.fixture
def part(officer: User) -> Provision:
    return pasal(make("perda", "1", 2018), 1)


def change(part: Provision, wording: str, on: date, amendment: str = AmendmentKind.CHANGES) -> None:
    LegalEvent.objects.create(
        kind=EventKind.AMENDS,
        source=make("perda", f"{LegalEvent.objects.count() + 2}", 2020),
        target=part.regulation,
        provision=part,
        takes_effect_on=on,
        amendment=amendment,
        wording=wording,
    )


def in_doubt(binding: Binding) -> bool:
    doubts = amended(binding.application, TODAY)
    assert {lack.problem for lack in doubts} <= {FindingKind.AMENDED}
    assert [lack.binding for lack in doubts] in ([], [binding])
    return bool(doubts)


LATER, EARLIER = date(2021, 6, 1), date(2020, 6, 1)


@pytest.mark.parametrize(
    ("quote", "wording", "on", "doubt"),
    [
        ("Bunyi uji.", "Bunyi baru.", LATER, True),
        ("Bunyi uji.", "Bunyi baru.", EARLIER, True),
        ("Bunyi baru.", "Bunyi baru.", LATER, False),
        ("Bunyi  baru.\n", "Bunyi\nbaru.", LATER, False),  # only the lines differ
        ("Bunyi uji.", "", LATER, True),  # amended, and nobody has entered the words
        ("Bunyi uji.", "", EARLIER, True),
        ("", "Bunyi baru.", LATER, True),  # nothing quoted: whatever came after is in doubt
        ("", "Bunyi baru.", BOUND, False),
        ("", "Bunyi baru.", EARLIER, False),
    ],
)
def test_when_a_quote_is_in_doubt(
    part: Provision, quote: str, wording: str, on: date, doubt: bool
) -> None:
    binding = bound(part, BindingRole.AUTHORITY, quote=quote)
    change(part, wording, on)
    assert in_doubt(binding) is doubt


def test_a_quote_of_a_pasal_that_was_deleted_is_in_doubt(part: Provision) -> None:
    binding = bound(part, BindingRole.AUTHORITY, quote="Bunyi uji.")
    change(part, "", LATER, AmendmentKind.DELETES)
    assert in_doubt(binding)


def test_no_quote_is_in_doubt_where_nothing_was_amended(part: Provision) -> None:
    binding = bound(part, BindingRole.AUTHORITY, quote="Bunyi lama sekali.")
    change(pasal(part.regulation, 2), "Bunyi baru.", LATER)
    assert not in_doubt(binding)


def test_a_binding_without_a_first_day_is_in_doubt_by_any_amendment(part: Provision) -> None:
    binding = bound(part, BindingRole.AUTHORITY)
    Binding.objects.filter(pk=binding.pk).update(valid=(None, None))
    change(part, "Bunyi baru.", EARLIER)
    assert in_doubt(binding)


@pytest.mark.parametrize("quote", ["Bunyi uji.", ""])
def test_a_repeal_is_no_amendment(part: Provision, quote: str) -> None:
    binding = bound(part, BindingRole.AUTHORITY, quote=quote)
    LegalEvent.objects.create(
        kind=EventKind.REPEALS_PART,
        source=make("perda", "9", 2021),
        target=part.regulation,
        provision=part,
        takes_effect_on=LATER,
    )
    assert not in_doubt(binding)
