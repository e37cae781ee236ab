"""The worker is asked to drain the queue as soon as something that is watched was saved."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from egov.search.triggers import watched
from egov.verbs.soon import ask_soon

TASK = "egov.search.tasks.drain_queue"


def _ask() -> None:
    ask_soon(TASK)


def ask(**_signal: Any) -> None:
    """Once in a transaction. What bulk writes and SQL change waits for beat, some seconds."""
    connection = transaction.get_connection()
    if not any(entry[1] is _ask for entry in connection.run_on_commit):
        transaction.on_commit(_ask, robust=True)


def listen() -> None:
    """Once, when all apps are loaded."""
    for model in watched():
        post_save.connect(ask, sender=model, dispatch_uid=f"search {model.__name__}")
        post_delete.connect(ask, sender=model, dispatch_uid=f"search {model.__name__}")
