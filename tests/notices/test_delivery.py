"""Notices go out by e-mail; what cannot be sent holds nobody up."""

from __future__ import annotations

from typing import Any

from django.core import mail

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.models import OutboxEvent
from tests.town import Town


def test_one_bad_address_blocks_nobody(town: Town, monkeypatch: Any) -> None:
    from django.core.mail import EmailMessage

    for person in (town.citizen, town.neighbour, town.stranger):
        Notice.objects.create(
            user=person, event=person.pk, subject="Kabar", sentence="Isi.", url="/"
        )
    real = EmailMessage.send

    def send(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if "tetangga" in self.to[0]:
            raise ConnectionRefusedError
        return real(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    OutboxEvent.objects.create(topic="proposal.decided", payload={"decision": 0})  # points nowhere
    for _ in range(8):
        deliver_outbox()
    assert len(mail.outbox) == 2
    assert Notice.objects.get(user=town.neighbour).mail_tries == 5
    assert OutboxEvent.objects.get().tries == 5
