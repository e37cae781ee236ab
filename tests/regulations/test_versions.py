"""How a pasal reads on a day: what ends it, and when its words in the registry are old."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from egov.accounts.models import User
from regulations.domain.text.versions import Version, part_as_of, regulation_as_of
from regulations.models import LegalEvent, Provision, Regulation
from regulations.vocabulary import AmendmentKind, EventKind
from tests.regulations.factories import TODAY, make, pasal

SINCE = date(2021, 6, 1)


@pytest.fixture
def law(officer: User) -> Regulation:
    return make("perda", "1", 2018)


@pytest.fixture
def part(law: Regulation) -> Provision:
    return pasal(law, 1)


def event(part: Provision, kind: str, on: date = SINCE, **more: Any) -> LegalEvent:
    """What another regulation, or a court, does to one pasal."""
    by_court = kind == EventKind.ANNULS
    source = None if by_court else make("perda", f"{LegalEvent.objects.count() + 2}", 2021)
    return LegalEvent.objects.create(
        kind=kind, source=source, target=part.regulation, provision=part, takes_effect_on=on, **more
    )


def amended(part: Provision, amendment: str, wording: str = "", on: date = SINCE) -> LegalEvent:
    return event(part, EventKind.AMENDS, on, amendment=amendment, wording=wording)


def reads(part: Provision, on: date = TODAY) -> Version:
    version = part_as_of(part, on)
    assert version is not None
    return version


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (EventKind.REPEALS, True),
        (EventKind.REPEALS_PART, True),
        (EventKind.WITHDRAWS, True),
        (EventKind.ANNULS, True),
        (EventKind.COMMENCES, False),
        (EventKind.IMPLEMENTS, False),
        (EventKind.ESTABLISHES, False),
    ],
)
def test_which_events_end_a_pasal(part: Provision, kind: str, ends: bool) -> None:
    cause = event(part, kind)
    version = reads(part)
    assert version.ended == (cause if ends else None)
    assert (version.text, version.event, version.outdated) == ("Bunyi uji.", None, False)
    assert reads(part, date(2021, 5, 31)).ended is None


@pytest.mark.parametrize("amendment", AmendmentKind.values)
def test_an_amendment_ends_no_pasal(part: Provision, amendment: str) -> None:
    amended(part, amendment, "" if amendment == AmendmentKind.DELETES else "Bunyi baru.")
    assert reads(part).ended is None


def test_the_first_end_is_the_one_that_is_told(part: Provision) -> None:
    first = event(part, EventKind.REPEALS_PART)
    event(part, EventKind.ANNULS, date(2022, 1, 1))
    assert reads(part).ended == first


def test_what_ended_the_whole_regulation_is_no_end_of_a_pasal_alone(
    law: Regulation, part: Provision
) -> None:
    LegalEvent.objects.create(kind=EventKind.ANNULS, target=law, takes_effect_on=SINCE)
    assert reads(part).ended is None


def test_words_are_old_once_an_amendment_came_without_its_own(part: Provision) -> None:
    amended(part, AmendmentKind.CHANGES)
    before, after = reads(part, date(2021, 5, 31)), reads(part)
    assert (before.outdated, after.outdated, after.text) == (False, True, "Bunyi uji.")


def test_words_are_good_again_once_a_later_amendment_brings_them(part: Provision) -> None:
    amended(part, AmendmentKind.CHANGES)
    amended(part, AmendmentKind.CHANGES, "Bunyi 2022.", date(2022, 1, 1))
    assert (reads(part).outdated, reads(part).text) == (False, "Bunyi 2022.")


def test_words_stay_the_last_known_ones_where_a_later_amendment_brings_none(
    part: Provision,
) -> None:
    amended(part, AmendmentKind.CHANGES, "Bunyi 2021.")
    amended(part, AmendmentKind.CHANGES, on=date(2022, 1, 1))
    assert (reads(part).outdated, reads(part).text) == (True, "Bunyi 2021.")


def test_a_deleted_pasal_says_so_and_is_not_old(part: Provision) -> None:
    amended(part, AmendmentKind.DELETES)
    version = reads(part)
    assert (version.text, version.deleted, version.outdated) == ("Dihapus.", True, False)


def test_a_pasal_is_not_there_before_it_is_inserted(law: Regulation, part: Provision) -> None:
    inserted = pasal(law, 2)
    amended(inserted, AmendmentKind.INSERTS, "Bunyi sisipan.")
    assert part_as_of(inserted, date(2021, 5, 31)) is None
    assert [version.part for version in regulation_as_of(law, date(2021, 5, 31))] == [part]
    assert [version.text for version in regulation_as_of(law, SINCE)] == [
        "Bunyi uji.",
        "Bunyi sisipan.",
    ]


def test_an_inserted_pasal_reads_as_it_was_changed_later(law: Regulation) -> None:
    inserted = pasal(law, 2)
    amended(inserted, AmendmentKind.INSERTS, "Bunyi sisipan.")
    changed = amended(inserted, AmendmentKind.CHANGES, "Bunyi diubah.", date(2022, 1, 1))
    assert (reads(inserted).text, reads(inserted).event) == ("Bunyi diubah.", changed)


def test_an_amendment_whose_regulation_was_annulled_before_changes_nothing(
    part: Provision,
) -> None:
    change = amended(part, AmendmentKind.CHANGES, "Bunyi baru.")
    LegalEvent.objects.create(kind=EventKind.ANNULS, target=change.source, takes_effect_on=SINCE)
    assert (reads(part).text, reads(part).event) == ("Bunyi uji.", None)


def test_an_event_of_the_whole_regulation_rewords_no_pasal(
    law: Regulation, part: Provision
) -> None:
    other = make("perda", "9", 2021)
    LegalEvent.objects.create(
        kind=EventKind.AMENDS, source=other, target=law, takes_effect_on=SINCE
    )
    assert reads(part).outdated is False
    assert regulation_as_of(law, TODAY)[0].event is None
