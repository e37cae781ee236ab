"""The outbox: verbs announce, `notices` delivers.

Apps register who hears of a topic and in which words.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from egov.verbs.models import OutboxEvent
from egov.verbs.soon import soon

DELIVER = "egov.notices.tasks.deliver_outbox"


@dataclass(frozen=True)
class Message:
    """One sentence for a set of people. `url` is a path of this portal."""

    recipients: frozenset[int]
    subject: str
    sentence: str
    url: str


Notifies = Callable[[dict[str, Any]], Iterable[Message]]
_audiences: dict[str, Notifies] = {}


def notifies(topic: str) -> Callable[[Notifies], Notifies]:
    """Registers the function that turns an event's payload into messages."""

    def register(function: Notifies) -> Notifies:
        _audiences[topic] = function
        return function

    return register


def messages(event: OutboxEvent) -> list[Message]:
    found = _audiences.get(event.topic)
    return list(found(event.payload)) if found else []


def publish(topic: str, payload: dict[str, Any]) -> OutboxEvent:
    """Writes the event in the caller's transaction and asks for its delivery on commit."""
    event = OutboxEvent.objects.create(topic=topic, payload=payload)
    soon(DELIVER)
    return event


def publish_many(topic: str, payloads: Iterable[dict[str, Any]]) -> None:
    events = [OutboxEvent(topic=topic, payload=payload) for payload in payloads]
    OutboxEvent.objects.bulk_create(events, batch_size=1000)
    soon(DELIVER)
