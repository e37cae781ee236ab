"""What a finding offers in place of a regulation that ended."""

from __future__ import annotations

from datetime import date

import pytest

from egov.accounts.models import User
from regulations.domain.applications.findings import candidate_for
from regulations.domain.applications.legal_check import LegalGap
from regulations.models import Binding, LegalEvent, Regulation
from regulations.vocabulary import BindingRole, EventKind, FindingKind
from tests.regulations.factories import TODAY, app, make, pasal

SINCE = date(2021, 6, 1)


@pytest.fixture
def law(officer: User) -> Regulation:
    return make("perda", "1", 2018)


def lack(law: Regulation, part: bool = False) -> LegalGap:
    binding = Binding.objects.create(
        application=app(),
        regulation=law,
        provision=pasal(law, 1) if part else None,
        role=BindingRole.AUTHORITY,
        valid=(SINCE, None),
    )
    return LegalGap(FindingKind.UMBRELLA_ENDED, "Contoh.", binding)


def ends(source: Regulation | None, target: Regulation, on: date = SINCE) -> None:
    kind = EventKind.REPEALS if source else EventKind.ANNULS
    LegalEvent.objects.create(kind=kind, source=source, target=target, takes_effect_on=on)


def test_the_repealer_is_offered_or_the_one_that_repealed_it(law: Regulation) -> None:
    second, third = make("perda", "2", 2021), make("perda", "3", 2022)
    missing = lack(law)
    ends(second, law)
    assert candidate_for(missing, TODAY) == second
    ends(third, second, date(2022, 6, 1))
    assert candidate_for(missing, TODAY) == third
    assert candidate_for(missing, date(2022, 5, 31)) == second


def test_what_stands_is_no_candidate_for_itself(law: Regulation) -> None:
    assert candidate_for(lack(law), TODAY) is None


def test_what_a_court_annulled_has_no_successor(law: Regulation) -> None:
    ends(None, law)
    assert candidate_for(lack(law), TODAY) is None


def test_a_pasal_that_ended_alone_is_followed_too(law: Regulation) -> None:
    missing, second = lack(law, part=True), make("perda", "2", 2021)
    LegalEvent.objects.create(
        kind=EventKind.REPEALS_PART,
        source=second,
        target=law,
        provision=law.provisions.get(),
        takes_effect_on=SINCE,
    )
    assert candidate_for(missing, TODAY) == second


def test_what_may_not_be_a_basis_is_not_offered(law: Regulation) -> None:
    missing = lack(law)
    ends(make("kepwali", "2", 2021), law)
    assert candidate_for(missing, TODAY) is None


def test_another_regions_regulation_is_not_offered(law: Regulation) -> None:
    missing = lack(law)
    ends(make("perda", "2", 2021, other_region="33.10"), law)
    assert candidate_for(missing, TODAY) is None


def test_the_parent_that_fell_is_looked_at_where_it_is_the_cause(law: Regulation) -> None:
    parent, second = make("perda", "8", 2010), make("perda", "9", 2021)
    ends(second, parent)
    missing = lack(law)
    fallen = LegalGap(FindingKind.PARENT_ENDED, "Contoh.", missing.binding, fallen=parent)
    assert candidate_for(fallen, TODAY) == second


def test_without_a_binding_nothing_is_offered() -> None:
    assert candidate_for(LegalGap(FindingKind.NO_BASIS, "Contoh."), TODAY) is None
