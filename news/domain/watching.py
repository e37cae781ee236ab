"""When a row changes of which another part of the portal tells the agenda, the agenda asks soon."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from egov.portal.joining import agenda_sources
from egov.verbs.soon import soon

TASK = "news.tasks.pull_agenda"


def _changed(**_signal: Any) -> None:
    soon(TASK)


def watch_sources() -> None:
    """Once, when all apps are loaded. The agenda knows no app: each source names its models."""
    for source in agenda_sources():
        for model in source.models:
            for signal in (post_save, post_delete):
                signal.connect(_changed, sender=model, dispatch_uid=f"agenda:{source.name}")
