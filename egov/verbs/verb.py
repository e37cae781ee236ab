"""How every verb runs: in one transaction, and once more when PostgreSQL asks for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg2
from django.db import InterfaceError, OperationalError, connection, transaction

from egov.verbs.refusal import Refusal

P = ParamSpec("P")
R = TypeVar("R")

# SQLSTATE, PostgreSQL manual, appendix A
COLLIDED = {"40001", "40P01"}  # serialization_failure, deadlock_detected
PAUSE = 0.05  # seconds; two that collided must not start again together


class Busy(Refusal):
    """The database cannot do it now and nothing was written.

    The same request may simply be sent again.
    """

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "busy",
            "Portal sedang sangat sibuk; belum ada yang tersimpan. "
            "Tunggu sebentar, lalu kirim lagi.",
        )


def sqlstate(error: BaseException | None) -> str:
    """The SQLSTATE behind a Django database error; empty when the server said none (it is away)."""
    return str(getattr(getattr(error, "__cause__", None), "pgcode", None) or "")


def database_away(error: BaseException | None) -> bool:
    """Whether the database could not be reached, is starting, stopping or full.

    The request may be sent again.
    Class 08 connection, 53 resources, 57P0x shutdown, crash, starting up; and what has no state at
    all. A connection that breaks in the middle of an answer is the driver's bare DatabaseError.
    """
    state = sqlstate(error)
    broken = type(getattr(error, "__cause__", None)) is psycopg2.DatabaseError and not state
    if isinstance(error, InterfaceError) or broken:
        return True
    passing = not state or state[:2] in ("08", "53") or state[:4] == "57P0"
    return isinstance(error, OperationalError) and passing


def verb(act: Callable[P, R]) -> Callable[P, R]:
    """Runs `act` in a transaction; once again after a deadlock or a serialisation failure.

    Then raises Busy. Inside another verb it is part of that one's transaction, and that one
    tries again. An act must not change its arguments before it has written, for it may run twice.
    """

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return act(*args, **kwargs)
        try:
            return _once(act, *args, **kwargs)
        except OperationalError as error:
            if sqlstate(error) not in COLLIDED:
                raise
        time.sleep(PAUSE * (1 + random.random()))  # noqa: S311 - no secret
        try:
            return _once(act, *args, **kwargs)
        except OperationalError as error:
            if sqlstate(error) not in COLLIDED:
                raise
            raise Busy from error

    return run


def _once(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with transaction.atomic():
        return act(*args, **kwargs)
