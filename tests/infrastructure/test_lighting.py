"""A link's way of light: recorded from a port, taken off, and recorded again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from egov.verbs.refusal import NotAllowed
from infrastructure.domain.lighting import darken, light
from infrastructure.domain.numbers import read_numbers, write_numbers
from infrastructure.models import OpticalPath
from infrastructure.vocabulary import CoreState, Medium
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import LinkFactory, PortFactory
from tests.infrastructure.fibre import WHY, Line, drawn
from tests.refusals import refused


@pytest.mark.django_db
def test_taken_off_and_recorded_again_it_is_the_same() -> None:
    line = Line()
    line.through()
    (link,) = line.links
    before, port = drawn(link), line.switches[0].ports.get()
    darken(actor=line.operator, link=link.asset, reason=WHY)
    assert line.core(line.cables[0], 1).state == CoreState.SPARE
    with refused("not_lit"):
        darken(actor=line.operator, link=link.asset, reason=WHY)
    path = light(actor=line.operator, link=link.asset, port=port, reason=WHY)
    assert (drawn(link), path.complete) == (before, True)
    assert line.core(line.cables[0], 1).state == CoreState.USED
    with refused("lit_already"):
        light(actor=line.operator, link=link.asset, port=port, reason=WHY)


@pytest.mark.django_db
def test_light_begins_at_the_first_end_of_a_fibre_link() -> None:
    line = Line(lit=1)
    link = line.links[0].asset
    with refused("port_elsewhere"):
        light(actor=line.operator, link=link, port=PortFactory(), reason=WHY)
    radio = LinkFactory(a=line.switches[0].asset, medium=Medium.WIRELESS).asset
    with refused("not_fibre"):
        light(actor=line.operator, link=radio, port=line.switches[0].ports.get(), reason=WHY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["auditor", "administrator", "verifier", "lurah", "ketua_rw", "citizen", "stranger"]
)
def test_nobody_else_records_it(who: str) -> None:
    line = Line()
    actor: Any = AnonymousUser()
    if who != "stranger":
        actor = UserFactory() if who == "citizen" else AppointmentFactory(role=who).user
    with pytest.raises(NotAllowed):
        darken(actor=actor, link=line.links[0].asset, reason=WHY)
    assert OpticalPath.objects.exists()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1-3, 7", [1, 2, 3, 7]), ("", []), (" 5 ; 4", [4, 5]), ("2\u20133", [2, 3]), ("3,3", [3])],
)
def test_numbers_as_people_write_them(text: str, numbers: list[int]) -> None:
    assert read_numbers(text, field="numbers") == numbers


@pytest.mark.parametrize("text", ["x", "3-1", "0", "1-99999", "-5", "1--3"])
def test_what_is_no_number(text: str) -> None:
    with refused("bad_numbers"):
        read_numbers(text, field="numbers")


def test_runs_are_written_as_such() -> None:
    assert write_numbers([7, 1, 2, 3]) == "1-3, 7"
    assert write_numbers([]) == ""
    with refused("too_many_numbers"):
        read_numbers("1-9999", field="numbers")
