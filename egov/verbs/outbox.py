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
    """One sentence for a set of people. `url` is a path of this portal.

    `about`: (kind, key) of what it tells of, for those who follow one of them. Empty where it is
    for the recipients alone; asked again when a digest is written, so what was withheld meanwhile
    is about nothing.
    `at_desk`: told to offices, whose mail brings it with the next morning's.
    """

    recipients: frozenset[int]
    subject: str
    sentence: str
    url: str
    about: frozenset[tuple[str, str]] = frozenset()
    at_desk: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that goes along with a letter."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Letter:
    """A mail to one address that no account holds; it lives only while it is sent."""

    to: str
    subject: str
    text: str
    url: str = ""  # a path of this portal, told under the text
    attachments: tuple[Attachment, ...] = ()


Notify = Callable[[dict[str, Any]], Iterable[Message]]
Compose = Callable[[dict[str, Any]], Letter | None]  # None: it is not wanted any more
Attach = Callable[[dict[str, Any]], tuple[Attachment, ...]]
_notifies: dict[str, Notify] = {}
_composers: dict[str, Compose] = {}
_attachers: dict[str, Attach] = {}


def hears(topic: str, notify: Notify) -> None:
    """Names the function that turns the payload of a topic's events into messages."""
    _notifies[topic] = notify


def writes(topic: str, compose: Compose) -> None:
    """Names the function that turns the payload of a topic's events into a letter.

    The payload is a reference. The address is read by `compose` when the letter is sent, and
    stands in no row of the outbox.
    """
    _composers[topic] = compose


def attaches(topic: str, attach: Attach) -> None:
    """Names the function that gives the files which go along with a topic's mails."""
    _attachers[topic] = attach


def attachments(event: OutboxEvent) -> tuple[Attachment, ...]:
    """The files that go along with the mails of an event; mostly none."""
    attach = _attachers.get(event.topic)
    return attach(event.payload) if attach is not None else ()


def composer(topic: str) -> Compose | None:
    """Who writes the letters of a topic; None where it has none."""
    return _composers.get(topic)


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
