"""A task asked for at once: the message only hurries what beat does anyway."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)


def ask_soon(task: str, *args: Any) -> None:
    """Asks the worker for a task (its dotted name) now.

    A broker that is away is no error, nor none at all: without one beat alone does it.
    """
    if not settings.CELERY_BROKER_URL:
        return
    try:
        current_app.send_task(task, args, retry=False)
    except Exception:
        log.warning("broker.away %s", task)


def soon(task: str, *args: Any) -> None:
    """Once the transaction stands, the worker is asked for a task."""
    transaction.on_commit(partial(ask_soon, task, *args), robust=True)
