"""Where an officer is in the queue they work through, and what comes next.

The queue is the desk's own, or a list with its filters and its order; its address goes along.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from egov.web.requests import actor_of
from egov.web.templatetags.portal import number
from musrenbang.domain.queue import queue_of, waiting_for
from musrenbang.models import Proposal

COUNT_TO = 1000
FILTERS = "_changelist_filters"  # how Django's admin hands on where in a list one came from
LONGEST = 1000  # letters of a list's address


@dataclass(frozen=True)
class Walk:
    """The first keys of a queue, one more than is counted, and the proposal that is open."""

    address: str  # of the list, without its path; empty for the desk's own queue
    keys: tuple[int, ...]
    here: int

    @property
    def index(self) -> int | None:
        return self.keys.index(self.here) if self.here in self.keys else None

    @property
    def told(self) -> str:
        """ "4 dari 200"; the count alone where the open one does not wait, or waits far behind."""
        many = len(self.keys) > COUNT_TO
        count = f"lebih dari {number(COUNT_TO)}" if many else number(len(self.keys))
        if self.index is None or self.index >= COUNT_TO:
            return f"{count} menunggu" if self.keys else ""
        return f"{number(self.index + 1)} dari {count}"

    @property
    def before(self) -> str:
        """The page of the one before; empty at the first."""
        return self.page_of(self.keys[self.index - 1]) if self.index else ""

    @property
    def after(self) -> str:
        """The page of the one after; empty at the last. The first, when this one does not wait."""
        rest = self.keys if self.index is None else self.keys[self.index + 1 :]
        return self.page_of(rest[0]) if rest else ""

    @property
    def left(self) -> str:
        """The page that follows when this one waits no more; empty when nothing is left."""
        others = [key for key in self.keys if key != self.here]
        return self.after or (self.page_of(others[0]) if others else "")

    @property
    def source(self) -> str:
        """The list that is worked through."""
        if not self.address:
            return reverse("admin:index")
        return f"{reverse('admin:musrenbang_proposal_changelist')}?{self.address}"

    def page_of(self, key: int) -> str:
        address = reverse("admin:musrenbang_proposal_change", args=[key])
        return f"{address}?{urlencode({FILTERS: self.address})}" if self.address else address


def walk_of(desk: ModelAdmin[Proposal], request: HttpRequest, proposal: Proposal) -> Walk:
    """The queue that the address names; the desk's own where it names none, or none that is."""
    user = actor_of(request)
    address = request.GET.get(FILTERS, "")[:LONGEST]
    rows = _listed(desk, request, address) if address else None
    if rows is None:
        address, waiting = "", queue_of(user)
    else:
        waiting = waiting_for(rows, user)
    keys = waiting.values_list("pk", flat=True)[: COUNT_TO + 1]
    return Walk(address, tuple(keys), proposal.pk)


def _listed(desk: ModelAdmin[Proposal], request: HttpRequest, address: str) -> Any:
    """The rows of a list in its order; None where its address says nothing that it knows."""
    asked = copy(request)
    asked.GET = QueryDict(address)
    try:
        return desk.get_changelist_instance(asked).queryset
    except (IncorrectLookupParameters, SuspiciousOperation):
        return None
