"""The outbox: verbs publish, `notices` delivers.

Apps say in their portal.py who hears of a topic and in which words.
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


Notify = Callable[[dict[str, Any]], Iterable[Message]]
_notifies: dict[str, Notify] = {}


def hears(topic: str, notify: Notify) -> None:
    """Names the function that turns the payload of a topic's events into messages."""
    _notifies[topic] = notify


def messages(event: OutboxEvent) -> list[Message]:
    """Whom an event is told to, and in which words; nobody where the topic is unknown."""
    notify = _notifies.get(event.topic)
    return list(notify(event.payload)) if notify else []


def publish(topic: str, payload: dict[str, Any]) -> OutboxEvent:
    """Writes the event in the caller's transaction and asks for its delivery on commit."""
    event = OutboxEvent.objects.create(topic=topic, payload=payload)
    soon(DELIVER)
    return event


def publish_many(topic: str, payloads: Iterable[dict[str, Any]]) -> None:
    events = [OutboxEvent(topic=topic, payload=payload) for payload in payloads]
    OutboxEvent.objects.bulk_create(events, batch_size=1000)
    soon(DELIVER)
