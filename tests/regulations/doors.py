"""What the tests of the side doors share."""

from __future__ import annotations

from datetime import date
from typing import Any

from egov.verbs.refusal import Refusal
from regulations.domain.law.states import force_of
from regulations.models import Regulation
from regulations.vocabulary import Force


def code(act: Any, **given: Any) -> str:
    try:
        act(**given)
    except Refusal as refusal:
        return refusal.code
    return "ok"


def twin(regulation: Regulation, on: date) -> Force:
    """The force by the function, which must be that of the query."""
    told = force_of(Regulation.objects.get(pk=regulation.pk), on)
    assert Regulation.objects.with_force(on).get(pk=regulation.pk).force == told
    return told
