"""The mails of a demo: kept in a folder instead of sent, so that a first look can read them."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

KEPT = 200  # the newest; older ones are deleted
LARGEST = 200_000  # bytes of one mail that are kept
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
NAME = re.compile(r"\d{17}-[0-9a-f]{8}")  # microseconds since 1970, and chance


@dataclass(frozen=True)
class Mail:
    """A mail as a person reads it. `text` is empty in a list."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str = ""


class MailboxBackend(BaseEmailBackend):
    """What a demo does with its mails."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(message, timezone.now())
        return len(email_messages)


def _folder() -> Path:
    return Path(settings.DEMO_MAIL_ROOT)


def keep(message: EmailMessage, at: datetime) -> None:
    """Keeps a mail as one sent at a moment. Where no demo runs, nothing is kept."""
    if not settings.DEMO:
        return
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    micros = (at - EPOCH) // timedelta(microseconds=1)
    path = folder / f"{micros:017d}-{secrets.token_hex(4)}.eml"
    new = path.with_suffix(".new")  # nobody reads half a mail
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
        f.write(message.message().as_bytes()[:LARGEST])
    new.replace(path)
    for old in _paths()[KEPT:]:
        old.unlink(missing_ok=True)


def _paths() -> list[Path]:
    """The newest first."""
    found = (path for path in _folder().glob("*.eml") if NAME.fullmatch(path.stem))
    return sorted(found, reverse=True)


def list_mails() -> list[Mail]:
    """All that are kept, the newest first, without their texts."""
    parser, mails = BytesHeaderParser(policy=policy.default), []
    for path in _paths():
        try:
            with path.open("rb") as f:
                mails.append(_mail(path, parser.parse(f)))
        except FileNotFoundError:  # deleted meanwhile as too old
            continue
    return mails


def read_mail(name: str) -> Mail | None:
    """One mail by its name in the list; None where there is none (any more)."""
    if not NAME.fullmatch(name):
        return None
    path = _folder() / f"{name}.eml"
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:
        return None
    body = message.get_body(preferencelist=("plain",))
    return _mail(path, message, body.get_content() if body is not None else "")


def _mail(path: Path, headers: Any, text: str = "") -> Mail:
    at = EPOCH + timedelta(microseconds=int(path.stem.partition("-")[0]))
    return Mail(path.stem, at, str(headers["To"]), str(headers["Subject"]), text)
