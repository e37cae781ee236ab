"""The line to the database breaks at every statement in turn, as when its backend is killed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.test import Client

from egov.web.middleware import may_be_sent_again
from musrenbang.models import Draft, Proposal
from tests.town import Town

# the server does what it is asked and its answer is lost; or it hears nothing any more
BREAKS = [socket.SHUT_RD, socket.SHUT_RDWR]
MOST = 200  # statements of a request; more would be one that never ends


class Line:
    """Counts what is asked of the database, and breaks at the `broken`-th."""

    def __init__(self, broken: int, how: int) -> None:
        self.asked, self.broken, self.how = 0, broken, how

    def pass_on(self) -> None:
        self.asked += 1
        if self.asked == self.broken:
            with socket.socket(fileno=os.dup(connection.connection.fileno())) as line:
                line.shutdown(self.how)


@contextmanager
def passing(line: Line, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Statements and commits pass over this line."""
    commit = BaseDatabaseWrapper._commit

    def pass_statement(execute: Callable[..., Any], *args: Any) -> Any:
        line.pass_on()
        return execute(*args)

    def pass_commit(self: BaseDatabaseWrapper) -> Any:
        line.pass_on()
        return commit(self)

    with patch.context() as here, connection.execute_wrapper(pass_statement):
        here.setattr(BaseDatabaseWrapper, "_commit", pass_commit)
        yield


def broken_everywhere(
    ask: Callable[[], HttpResponse],
    how: int,
    patch: pytest.MonkeyPatch,
) -> Iterator[HttpResponse]:
    """Answers of a request whose line breaks at its first statement, its second, up to its last."""
    for broken in range(1, MOST):
        line = Line(broken, how)
        with passing(line, patch):
            answer = ask()
        close_old_connections()  # as a server does between two requests
        if line.asked < broken:
            assert broken > 1
            return
        yield answer
    raise AssertionError(f"more than {MOST} statements")


def sign_in(person: Any, client: Client | None = None) -> Client:
    client = client or Client(raise_request_exception=False)
    client.force_login(person, backend="egov.accounts.signing_in.ContactBackend")
    return client


@pytest.mark.parametrize("how", BREAKS)
def test_sending_is_503_wherever_it_breaks_and_again_makes_one(
    committed_town: Town, monkeypatch: pytest.MonkeyPatch, settings: Any, how: int
) -> None:
    town = committed_town
    settings.SENT_PER_HOUR_BY_ACCOUNT = settings.SENT_PER_HOUR_BY_RW = 1000
    texts = {"address": "Gang 3", "title": "Paving", "problem": "Becek", "wish": "Rata"}
    data = {"variant": town.variant.pk, "rw": town.rw.pk, "volume": "12,5", **texts}
    client = sign_in(town.citizen)

    def begin() -> str:
        draft = Draft.objects.create(owner=town.citizen, channel=town.channel, data=data)
        return f"/usulan/baru/{draft.pk}/periksa/"

    def send() -> Any:
        return client.post(address, {"csrfmiddlewaretoken": "x"})

    address, count = begin(), 0
    for answer in broken_everywhere(send, how, monkeypatch):
        count += 1
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert [send().status_code, send().status_code] == [302, 302]
        assert Proposal.objects.count() == count
        address = begin()
    assert Proposal.objects.count() == count + 1  # the last one found its line whole


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("address", ["/akun/", "/api/v1/usulan/"])
def test_a_session_that_cannot_be_kept_is_503(
    committed_town: Town,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    how: int,
) -> None:
    """An officer's first page writes when they were seen, after the view."""
    officer = committed_town.staff["lurah"]
    client = sign_in(officer)
    for answer in broken_everywhere(lambda: client.get(address), how, monkeypatch):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        sign_in(officer, client)
    assert client.session["seen"]  # so the whole line carried the writing too


@pytest.mark.django_db
def test_a_session_that_was_ended_meanwhile_is_not_sent_again() -> None:
    session = SessionStore()
    session.create()
    Session.objects.all().delete()
    session["seen"] = 1
    with pytest.raises(UpdateError) as told:
        session.save()
    assert not may_be_sent_again(told.value)
