"""Offices that have work only where a stage names them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from musrenbang.models import Stage


def named_by_a_stage(role: str) -> Callable[[], bool]:
    """Asks whether a stage of a channel that runs names this office."""

    def named() -> bool:
        return Stage.objects.of_running_channels(timezone.now()).of_offices([role]).exists()

    return named
