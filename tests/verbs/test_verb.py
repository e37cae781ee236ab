"""What passes is tried once more, and told as 503; what does not pass is an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, DataError, InterfaceError, OperationalError, connection
from django.test import Client

from egov.verbs import verb as room
from egov.verbs.verb import Busy, verb
from egov.web.middleware import may_be_sent_again
from musrenbang.models import Proposal


class Collision(psycopg2.OperationalError):
    pgcode = "40P01"


class NoDisk(psycopg2.OperationalError):
    pgcode = "58030"


def failing(
    times: int, cause: type[psycopg2.OperationalError] = Collision
) -> tuple[list[int], Callable[[], str]]:
    """An act that fails so often before it succeeds, and the list of its tries."""
    tries: list[int] = []

    @verb
    def act() -> str:
        tries.append(1)
        if len(tries) <= times:
            raise OperationalError("quotes nothing") from cause()
        return "done"

    return tries, act


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSE", 0)


@pytest.mark.django_db(transaction=True)
def test_a_collision_is_tried_once_more() -> None:
    tries, act = failing(1)
    assert (act(), len(tries)) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_a_second_collision_is_a_sentence() -> None:
    tries, act = failing(2)
    with pytest.raises(Busy) as told:
        act()
    assert (told.value.status, len(tries)) == (503, 2)


@pytest.mark.django_db(transaction=True)
def test_other_faults_rise_at_once() -> None:
    tries, act = failing(1, NoDisk)
    with pytest.raises(OperationalError):
        act()
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_inside_a_verb_the_outer_one_tries_again() -> None:
    tries, act = failing(1)
    outer: list[int] = []

    @verb
    def whole() -> str:
        outer.append(1)
        return act()

    assert (whole(), len(outer), len(tries)) == ("done", 2, 2)


@pytest.mark.parametrize(
    ("error", "cause", "away"),
    [
        (OperationalError, psycopg2.OperationalError, True),
        (InterfaceError, psycopg2.InterfaceError, True),
        (DatabaseError, psycopg2.DatabaseError, True),  # broken in the middle of an answer
        (DatabaseError, None, False),  # Django's own: a save that met no row
        (DataError, psycopg2.DataError, False),
        (OperationalError, NoDisk, False),
    ],
)
def test_what_says_that_the_database_is_away(error: Any, cause: Any, away: bool) -> None:
    raised = error("quotes nothing")
    raised.__cause__ = cause and cause()
    assert may_be_sent_again(raised) is away


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/usulan/", "/api/v1/usulan/"])
def test_a_database_that_is_away_is_503_with_a_sentence(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused, user rahasia") from psycopg2.OperationalError()

    monkeypatch.setattr(Proposal.objects, "visible_to", away)
    answer = Client(raise_request_exception=False).get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Tunggu sebentar" in answer.content.decode()
    assert "rahasia" not in caplog.text


@pytest.mark.django_db
def test_a_database_that_is_away_before_the_view_is_503_too(
    monkeypatch: pytest.MonkeyPatch, settings: Any, django_user_model: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = Client(raise_request_exception=False)
    client.force_login(
        django_user_model.objects.create_user("a@uji.example", "x", name="A"),
        backend="egov.accounts.signing_in.ContactBackend",
    )

    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("away") from psycopg2.OperationalError()

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
        answer = client.get("/usulan/")
    assert connection.is_usable()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
