"""Where an officer is in the queue they work through, and what comes next.

The queue is the desk's own, or a list with its filters and its order; its address goes along.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from egov.web.templatetags.portal import number
from musrenbang.admin.queue_list import PREPARED, QUEUES, QueueList
from musrenbang.domain.queue import COUNT_UP_TO
from musrenbang.models import Proposal

FILTERS = "_changelist_filters"  # how Django's admin hands on where in a list one came from
LONGEST = 1000  # letters of a list's address


@dataclass(frozen=True)
class Walk:
    """The first keys of a queue, one more than is counted, and the proposal that is open."""

    address: str  # of the list, without its path; empty for the desk's own queue
    keys: tuple[int, ...]
    here: int
    of_queue: bool = True  # not a list of what was decided, say
    stays: bool = False  # what is done with one does not take it out

    @property
    def index(self) -> int | None:
        return self.keys.index(self.here) if self.here in self.keys else None

    @property
    def told(self) -> str:
        """ "4 dari 200"; the count alone where the open one does not wait, or waits far behind."""
        many = len(self.keys) > COUNT_UP_TO
        count = f"lebih dari {number(COUNT_UP_TO)}" if many else number(len(self.keys))
        if self.index is None or self.index >= COUNT_UP_TO:
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
        """The page that follows when this one is done; empty when nothing is left."""
        others = [key for key in self.keys if key != self.here and not self.stays]
        return self.after or (self.page_of(others[0]) if others else "")

    @property
    def ended(self) -> bool:
        """Whether this was the last of its queue."""
        return bool(self.keys) and not self.left

    @property
    def source(self) -> str:
        """The list that is worked through."""
        if not self.address:
            return reverse("admin:index")
        return f"{reverse('admin:musrenbang_proposal_changelist')}?{self.address}"

    @property
    def follows(self) -> str:
        """The page after something was done here: the next, the desk, or the list it was in."""
        return self.left or (reverse("admin:index") if self.of_queue else self.source)

    def page_of(self, key: int) -> str:
        address = reverse("admin:musrenbang_proposal_change", args=[key])
        return f"{address}?{self.query}" if self.address else address

    @property
    def query(self) -> str:
        return urlencode({FILTERS: self.address})


class _Rows(QueueList):
    """A list as its address names it: the keys of its rows, not a page of them."""

    def get_results(self, request: HttpRequest) -> None:
        """None are shown."""

    def waiting(self, size: int) -> list[int]:
        """The first of those that wait for this person, in the order of the list."""
        if self.tab in QUEUES and not self.order:
            return self.queue.keys(self.narrowed, 0, size)
        rows: Any = self.queryset if self.tab in QUEUES else self.queue.among(self.queryset)
        return list(rows.values_list("pk", flat=True)[:size])


def walk_of(desk: ModelAdmin[Proposal], request: HttpRequest, proposal: Proposal) -> Walk:
    """The queue that the address names; what it does not know narrows nothing."""
    address = request.GET.get(FILTERS, "")[:LONGEST]
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict(address)
    rows = _Rows(
        request=asked,
        model=Proposal,
        list_display=("number",),
        list_display_links=(),
        list_filter=(),
        date_hierarchy=None,
        search_fields=desk.search_fields,
        list_select_related=False,
        list_per_page=COUNT_UP_TO,
        list_max_show_all=0,
        list_editable=(),
        model_admin=desk,
        sortable_by=(),
        search_help_text=None,
    )
    keys = tuple(rows.waiting(COUNT_UP_TO + 1))
    return Walk(address, keys, proposal.pk, rows.tab in QUEUES, rows.tab is PREPARED)


def walk_query(request: HttpRequest) -> str:
    """What the links of a list to its proposals bear, so that their pages know the list."""
    return urlencode({FILTERS: request.GET.urlencode()}) if request.GET else ""
