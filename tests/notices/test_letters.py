"""A letter to who has no account: its address is read when it is sent, and kept nowhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from egov.notices.models import OutgoingLetter
from egov.notices.tasks import deliver_outbox
from egov.verbs import outbox
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import Attachment, Letter, publish, writes

ADDRESS = "tamu@contoh.example"
GUESTS: dict[int, str] = {}  # what stands in for the table that holds addresses


def compose(payload: dict[str, Any]) -> Letter | None:
    address = GUESTS.get(payload["guest"])
    if address is None:
        return None
    entry = Attachment("kunjungan.ics", b"BEGIN:VCALENDAR", "text/calendar")
    return Letter(address, "Kunjungan\nAnda", "Diterima.", "/agenda/", (entry,))


@pytest.fixture(autouse=True)
def _guests(db: None) -> Iterator[None]:
    writes("guest.invited", compose)
    yield
    outbox._composers.pop("guest.invited")
    GUESTS.clear()


def test_it_is_sent_once_with_its_attachment() -> None:
    GUESTS[1] = ADDRESS
    publish("guest.invited", {"guest": 1})
    deliver_outbox()
    deliver_outbox()
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "\n" not in sent.subject
    assert "http://" in str(sent.body) and str(sent.body).endswith("/agenda/\n")
    ((name, content, kind),) = sent.attachments
    assert (name, kind, "BEGIN" in str(content)) == ("kunjungan.ics", "text/calendar", True)
    row = OutgoingLetter.objects.get()
    assert row.mailed_at is not None and row.mail_tries == 1


def test_the_address_of_the_moment_counts_and_stands_in_no_row() -> None:
    GUESTS[1] = "lama@contoh.example"
    publish("guest.invited", {"guest": 1})
    GUESTS[1] = ADDRESS
    deliver_outbox()
    assert mail.outbox[0].to == [ADDRESS]
    rows = [*OutboxEvent.objects.values(), *OutgoingLetter.objects.values()]
    assert "@" not in json.dumps(rows, default=str)


def test_what_nobody_wants_any_more_is_dropped() -> None:
    publish("guest.invited", {"guest": 2})
    deliver_outbox()
    deliver_outbox()
    assert mail.outbox == []
    row = OutgoingLetter.objects.get()
    assert row.dropped_at is not None and row.mail_tries == 1


def test_one_bad_address_blocks_nobody_and_stays_out_of_the_log(
    monkeypatch: Any, caplog: Any
) -> None:
    GUESTS.update({1: "salah@contoh.example", 2: ADDRESS})
    real = EmailMessage.send

    def send(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if "salah" in self.to[0]:
            raise ConnectionRefusedError(self.to[0])
        return real(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    for guest in GUESTS:
        publish("guest.invited", {"guest": guest})
    with caplog.at_level(logging.WARNING):
        for _ in range(8):
            deliver_outbox()
    assert [m.to for m in mail.outbox] == [[ADDRESS]]
    assert OutgoingLetter.objects.get(mailed_at=None).mail_tries == 5
    assert "@" not in caplog.text
