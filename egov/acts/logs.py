import json
import logging
import traceback
from datetime import UTC, datetime
from smtplib import SMTPException

import psycopg2
from django.db import DatabaseError


def _without_values(error: BaseException | None) -> str:
    """The traceback; a database's and a mail server's message is left out: they quote rows and addresses."""
    parts = []
    while error is not None:
        quotes_rows = isinstance(error, DatabaseError | psycopg2.Error | SMTPException)
        parts.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__ + ("" if quotes_rows else f": {error}"))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Only the message, never request data: personal data stays out of logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = _without_values(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)
