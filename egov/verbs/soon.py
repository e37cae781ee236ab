"""A task asked for at once: the message only hurries what beat does anyway."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

AWAY = 5.0  # seconds for which a broker that did not answer is not asked again
log = logging.getLogger(__name__)
_away_until = 0.0  # of time.monotonic(), for this process


def ask_soon(task: str, *args: Any) -> None:
    """Asks the worker for a task (its dotted name) now.

    A broker that is away is no error, nor none at all: without one beat alone does it. One that is
    frozen holds a request for one time-out, not for one a message.
    """
    global _away_until
    if not settings.CELERY_BROKER_URL or time.monotonic() < _away_until:
        return
    try:
        current_app.send_task(task, args, retry=False)
    except Exception:
        log.warning("broker.away %s", task)
        _away_until = time.monotonic() + AWAY


def soon(task: str, *args: Any) -> None:
    """Once the transaction stands, the worker is asked for a task."""
    transaction.on_commit(partial(ask_soon, task, *args), robust=True)
