"""Which days a regulation takes from its text, and which of them contradict each other."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from egov.accounts.models import User
from regulations.models import Regulation
from tests.regulations.factories import attach_pdf, make
from tests.regulations.sample_texts import PERWALI, draw

CLAUSE = "pada tanggal diundangkan"
PROMULGATED = "pada tanggal 4 Januari 2019"


def days_read(officer: User, text: str, **recorded: date) -> tuple[date | None, ...]:
    """(enacted, promulgated, commences) of a regulation once its text was read."""
    days = {"enacted_on": None, "promulgated_on": None, "commences_on": None}
    regulation: Regulation = make("perwali", "99", 2019, **{**days, **recorded})
    attach_pdf(actor=officer, regulation=regulation, upload=ContentFile(draw(text), "a.pdf"))
    return regulation.enacted_on, regulation.promulgated_on, regulation.commences_on


def test_what_commences_with_its_gazette_has_no_day_of_its_own(officer: User) -> None:
    assert days_read(officer, PERWALI) == (date(2019, 1, 3), date(2019, 1, 4), None)


def test_a_regulation_may_be_in_the_gazette_on_the_day_it_is_made(officer: User) -> None:
    text, day = PERWALI.replace(PROMULGATED, "pada tanggal 3 Januari 2019"), date(2019, 1, 3)
    assert days_read(officer, text) == (day, day, None)


@pytest.mark.parametrize(
    ("clause", "day"),
    [("3 Januari 2019", None), ("4 Januari 2019", 4), ("5 Januari 2019", 5)],
)
def test_back_in_time_it_commences_only_by_an_event_with_its_reason(
    officer: User, clause: str, day: int | None
) -> None:
    text = PERWALI.replace(CLAUSE, f"pada tanggal {clause}")
    expected = date(2019, 1, day) if day else None
    assert days_read(officer, text) == (date(2019, 1, 3), date(2019, 1, 4), expected)


def test_a_gazette_before_the_making_is_misread(officer: User) -> None:
    text = PERWALI.replace(CLAUSE, "pada tanggal 1 Februari 2019")
    misread = text.replace(PROMULGATED, "pada tanggal 2 Januari 2019")
    assert days_read(officer, misread) == (date(2019, 1, 3), None, date(2019, 2, 1))


def test_what_an_officer_wrote_stays(officer: User) -> None:
    recorded = {
        "enacted_on": date(2019, 1, 1),
        "promulgated_on": date(2019, 1, 2),
        "commences_on": date(2019, 1, 9),
    }
    assert days_read(officer, PERWALI, **recorded) == tuple(recorded.values())
