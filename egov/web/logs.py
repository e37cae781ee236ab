import json
import logging
import traceback
from datetime import UTC, datetime
from smtplib import SMTPException

import psycopg2
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404
from django.urls import ResolverMatch

EXPECTED = (PermissionDenied, SuspiciousOperation, Http404)  # a visitor's doing, answered: one line
HIDDEN = ("token",)  # parts of an address that open something


def _without_values(error: BaseException | None) -> str:
    """The traceback.

    A database's and a mail server's message is left out: they quote rows and addresses.
    """
    parts = []
    while error is not None:
        quotes_rows = isinstance(error, DatabaseError | psycopg2.Error | SMTPException)
        trace = "".join(traceback.format_tb(error.__traceback__))
        message = "" if quotes_rows else f": {error}"
        parts.append(f"{trace}{type(error).__name__}{message}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))


def without_tokens(text: str, match: ResolverMatch | None) -> str:
    """The text; of an address that opens something, as matched, its token is left out."""
    for name in HIDDEN:
        value = match.kwargs.get(name) if match else None
        text = text.replace(value, "…") if value else text
    return text


def _message(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return without_tokens(record.getMessage(), match)


class JsonFormatter(logging.Formatter):
    """One JSON object a line.

    Only the message, never request data: personal data stays out of logs.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if record.exc_info and not isinstance(record.exc_info[1], EXPECTED):
            line["error"] = _without_values(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)
