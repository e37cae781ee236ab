"""The outbox: verbs announce, `notices` delivers.

Apps register who hears of a topic and in which words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from egov.verbs.models import OutboxEvent


@dataclass(frozen=True)
class Message:
    """One sentence for a set of people. `url` is a path of this portal."""

    recipients: frozenset[int]
    subject: str
    sentence: str
    url: str


Audience = Callable[[dict[str, Any]], Iterable[Message]]
_audiences: dict[str, Audience] = {}


def audience(topic: str) -> Callable[[Audience], Audience]:
    """Registers the function that turns an event's payload into messages."""

    def register(function: Audience) -> Audience:
        _audiences[topic] = function
        return function

    return register


def messages(event: OutboxEvent) -> list[Message]:
    found = _audiences.get(event.topic)
    return list(found(event.payload)) if found else []


def announce(topic: str, payload: dict[str, Any]) -> OutboxEvent:
    """Writes the event in the caller's transaction and hurries its delivery on commit."""
    event = OutboxEvent.objects.create(topic=topic, payload=payload)
    transaction.on_commit(hurry, robust=True)
    return event


def announce_many(topic: str, payloads: Iterable[dict[str, Any]]) -> None:
    events = [OutboxEvent(topic=topic, payload=payload) for payload in payloads]
    OutboxEvent.objects.bulk_create(events, batch_size=1000)
    transaction.on_commit(hurry, robust=True)


def hurry() -> None:
    """Asks the worker to deliver now.

    A broker that is away is no error: beat delivers within a minute.
    """
    from celery import current_app

    try:
        current_app.send_task("egov.notices.tasks.deliver_outbox", retry=False)
    except Exception:
        import logging

        logging.getLogger(__name__).warning("outbox.broker_away")
