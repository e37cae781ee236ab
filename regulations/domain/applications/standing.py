"""What stands on a regulation today, asked once for its page and for what others show there."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from regulations.models import Binding, Regulation
from regulations.vocabulary import BindingRole

_KEPT = "_standing_today"


def keep_standing(regulation: Regulation, bindings: Sequence[Binding]) -> None:
    """Its page has read the bindings of today."""
    vars(regulation)[_KEPT] = bindings


def is_umbrella_today(regulation: Regulation) -> bool:
    """Whether any application stands under it; no query on its own page."""
    kept: Sequence[Binding] | None = vars(regulation).get(_KEPT)
    if kept is not None:
        return any(binding.role == BindingRole.UMBRELLA for binding in kept)
    rows = Binding.objects.standing_on(timezone.localdate()).filter(regulation=regulation)
    return rows.filter(role=BindingRole.UMBRELLA).exists()
