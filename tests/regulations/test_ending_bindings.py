"""When a binding ends: not before it began, and on its first day only what was a mistake."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import bind, end, renew
from regulations.models import Application, Binding, Finding, LifeStep
from regulations.vocabulary import BindingRole, FindingKind, LifecycleState
from tests.regulations.factories import app, make

FIRST_DAY = date(2024, 3, 1)
DAY = timedelta(days=1)


@pytest.fixture
def application(officer: User) -> Application:
    return app()


@pytest.fixture
def binding(officer: User, application: Application) -> Binding:
    """An umbrella since a day of the past, written down today."""
    return bind(
        actor=officer,
        application=application,
        regulation=make("perwali", "1"),
        role=BindingRole.UMBRELLA,
        start=FIRST_DAY,
    )


def ended(officer: User, binding: Binding, on: date) -> str:
    """The code of the refusal, or "ok"."""
    try:
        end(actor=officer, binding=binding, on=on)
    except Refusal as refusal:
        return refusal.code
    return "ok"


def period(binding: Binding) -> tuple[date | None, date | None]:
    row = Binding.objects.get(pk=binding.pk)
    return row.valid.lower, row.valid.upper


def test_a_binding_does_not_end_before_its_first_day(officer: User, binding: Binding) -> None:
    assert ended(officer, binding, FIRST_DAY - DAY) == "bad_period"
    assert period(binding) == (FIRST_DAY, None)


def test_a_binding_ends_on_any_later_day_and_only_once(officer: User, binding: Binding) -> None:
    assert ended(officer, binding, FIRST_DAY + DAY) == "ok"
    assert period(binding) == (FIRST_DAY, FIRST_DAY + DAY)
    assert ended(officer, binding, FIRST_DAY + DAY) == "binding_ended"
    assert ended(officer, binding, FIRST_DAY + 2 * DAY) == "binding_ended"


def test_an_end_may_still_be_drawn_nearer(officer: User, binding: Binding) -> None:
    assert ended(officer, binding, FIRST_DAY + 9 * DAY) == "ok"
    assert ended(officer, binding, FIRST_DAY + 5 * DAY) == "ok"
    assert period(binding) == (FIRST_DAY, FIRST_DAY + 5 * DAY)


def test_a_mistake_of_today_ended_on_its_first_day_is_gone(officer: User, binding: Binding) -> None:
    assert ended(officer, binding, FIRST_DAY) == "ok"
    assert not Binding.objects.exists()


def test_what_was_written_yesterday_is_no_mistake_of_today(officer: User, binding: Binding) -> None:
    with time_machine.travel(timezone.now() + DAY):
        assert ended(officer, binding, FIRST_DAY) == "bad_period"
    assert period(binding) == (FIRST_DAY, None)


def test_what_a_finding_speaks_of_is_no_mistake(officer: User, binding: Binding) -> None:
    Finding.objects.create(
        application=binding.application,
        problem=FindingKind.UMBRELLA_ENDED,
        binding=binding,
        opened_on=FIRST_DAY,
    )
    assert ended(officer, binding, FIRST_DAY) == "bad_period"


@pytest.mark.parametrize(
    ("days", "life", "comes_to"),
    [
        (0, LifecycleState.LIVE, "bad_period"),
        (9, LifecycleState.LIVE, "bad_period"),
        (-1, LifecycleState.LIVE, "ok"),
        (9, LifecycleState.PILOT, "ok"),
    ],
)
def test_what_a_step_into_life_stood_on_is_no_mistake(
    officer: User, binding: Binding, days: int, life: str, comes_to: str
) -> None:
    LifeStep.objects.create(
        application=binding.application, life=life, entered_on=FIRST_DAY + days * DAY
    )
    assert ended(officer, binding, FIRST_DAY) == comes_to


def test_the_umbrella_that_a_mistake_had_ended_goes_on(
    officer: User, application: Application, binding: Binding
) -> None:
    mistake = bind(
        actor=officer,
        application=application,
        regulation=make("perwali", "2"),
        role=BindingRole.UMBRELLA,
        start=FIRST_DAY + 30 * DAY,
    )
    assert period(binding) == (FIRST_DAY, FIRST_DAY + 30 * DAY)
    assert ended(officer, mistake, FIRST_DAY + 30 * DAY) == "ok"
    assert period(binding) == (FIRST_DAY, None)
    assert list(Binding.objects.all()) == [binding]


def test_another_kind_of_mistake_lets_an_ended_umbrella_rest(
    officer: User, application: Application, binding: Binding
) -> None:
    assert ended(officer, binding, FIRST_DAY + 30 * DAY) == "ok"
    support = bind(
        actor=officer,
        application=application,
        regulation=make("perda", "2"),
        role=BindingRole.SUPPORTING,
        start=FIRST_DAY + 30 * DAY,
    )
    assert ended(officer, support, FIRST_DAY + 30 * DAY) == "ok"
    assert period(binding) == (FIRST_DAY, FIRST_DAY + 30 * DAY)


def test_the_umbrella_of_another_application_is_not_touched(
    officer: User, application: Application, binding: Binding
) -> None:
    other = bind(
        actor=officer,
        application=app("kir"),
        regulation=make("perwali", "3"),
        role=BindingRole.UMBRELLA,
        start=FIRST_DAY,
        until=FIRST_DAY + 30 * DAY,
    )
    assert ended(officer, binding, FIRST_DAY) == "ok"
    mistake = bind(
        actor=officer,
        application=application,
        regulation=make("perwali", "4"),
        role=BindingRole.UMBRELLA,
        start=FIRST_DAY + 30 * DAY,
    )
    assert ended(officer, mistake, FIRST_DAY + 30 * DAY) == "ok"
    assert period(other) == (FIRST_DAY, FIRST_DAY + 30 * DAY)


def test_renewing_keeps_the_end_and_is_for_a_day_within(officer: User, binding: Binding) -> None:
    until = FIRST_DAY + 30 * DAY
    end(actor=officer, binding=binding, on=until)
    for on, code in ((FIRST_DAY - DAY, "binding_ended"), (until, "binding_ended")):
        with pytest.raises(Refusal) as refusal:
            renew(actor=officer, binding=binding, on=on)
        assert refusal.value.code == code
    with pytest.raises(Refusal) as refusal:
        renew(actor=officer, binding=binding, on=FIRST_DAY)
    assert refusal.value.code == "bound_today"
    new = renew(actor=officer, binding=binding, on=FIRST_DAY + DAY)
    assert (period(binding), period(new)) == (
        (FIRST_DAY, FIRST_DAY + DAY),
        (FIRST_DAY + DAY, until),
    )
