"""An office counts from the moment of its appointment, also for whoever looked before."""

from __future__ import annotations

from egov.accounts.appointing import appoint
from tests.town import Town


def test_the_person_holds_the_office_at_once(town: Town) -> None:
    person = town.stranger
    assert not person.holds("editor")  # looked at, and kept for the life of the object
    appoint(actor=town.staff["administrator"], user=person, role="editor")
    assert person.holds("editor")
