"""What a worker does: a function in an app's tasks.py, asked for by its dotted name."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from celery import shared_task

P = ParamSpec("P")
R = TypeVar("R")


def task(*, time_limit: float | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a function a task, and keeps its types: celery itself has none.

    After `time_limit` seconds the worker that is at it is killed.
    """
    options = {} if time_limit is None else {"time_limit": time_limit}
    register: Callable[[Callable[P, R]], Callable[P, R]] = shared_task(**options)
    return register
