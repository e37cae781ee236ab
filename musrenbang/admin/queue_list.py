"""The desk's list of proposals: a tab, what it is narrowed by, its order, a page and a sum."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from egov.accounts.models import User
from egov.web.requests import actor_of
from musrenbang.admin.queue_filter import QueueFilter, with_advice_or_not
from musrenbang.admin.queue_rows import rows_of
from musrenbang.admin.row_actions import with_advice
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.queue import COUNT_UP_TO, Queue, Total, in_order
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import DECIDING, PREPARING
from musrenbang.vocabulary import Outcome, State


class Tab(NamedTuple):
    code: str  # in the address: ?antrean=
    word: str
    empty: str  # what is said where there is nothing
    acts: str = ""  # the slug of what is done here with all that is ticked, and nowhere else


WAITING = Tab(
    "saya",
    "Menunggu",
    "Tidak ada usulan yang menunggu Anda. Yang baru tampil di sini, tenggat terdekat di atas.",
)
UNPREPARED = Tab("belum", "Belum disiapkan", "Semua usulan yang menunggu sudah Anda siapkan.")
PREPARED = Tab("siap", "Sudah disiapkan", "Usulan yang sudah diberi saran tampil di sini.")
RETURNED = Tab(
    "dikembalikan",
    "Dikembalikan",
    "Usulan yang dikembalikan kepada pengusul tampil di sini sampai dilengkapi.",
)
DECIDED = Tab("diputuskan", "Diputuskan saya", "Usulan yang Anda putuskan tampil di sini.")
UNDECIDED = Tab(
    "belum-diputuskan",
    "Belum diputuskan",
    "Yang tahunnya berakhir tanpa keputusan tampil di sini, untuk dibawa ke tahun berikutnya.",
    "bawa",
)
CARRIED = Tab(
    "dibawa",
    "Dibawa saya",
    "Usulan yang Anda bawa ke tahun berikutnya tampil di sini.",
    "jangan-bawa",
)
ALL = Tab("semua", "Semua", "Usulan di wilayah kerja Anda akan tampil di sini.")
QUEUES = (WAITING, UNPREPARED, PREPARED)


def tabs_of(user: User) -> list[Tab]:
    """An operator's list shows what is prepared apart; who only reads has one list."""
    left = [UNDECIDED, CARRIED] if user.holds(*ASSISTING) else []
    if user.holds(*DECIDING):
        return [WAITING, RETURNED, DECIDED, *left, ALL]
    if user.holds(*PREPARING):
        return [UNPREPARED, PREPARED, RETURNED, *left, ALL]
    return [ALL]


def chosen_tab(tabs: list[Tab], asked: str, *, searching: bool) -> Tab:
    """The tab of the address; what waits without one, but a search looks at everything."""
    usual = tabs[-1] if searching and not asked else tabs[0]
    return next((tab for tab in tabs if tab.code == asked), usual)


class QueueList(ChangeList):
    """Django's list with our own form above it, and pages that read no more than their rows."""

    def get_filters(self, request: HttpRequest) -> Any:
        return [], False, {}, False, False  # narrowed by QueueFilter

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        self.user = actor_of(request)
        self.queue = Queue(self.user)
        self.tabs = tabs_of(self.user)
        asked = request.GET.get("antrean", "")
        self.tab = chosen_tab(self.tabs, asked, searching=bool(self.query))
        self.narrowing = QueueFilter(request.GET, self.root_queryset, request=request)
        if request.method == "POST":  # what was ticked stands by its key, whatever became of it
            return with_advice(self.root_queryset, self.user)
        rows = self._in_tab(self.narrowing.qs)
        rows, _ = self.model_admin.get_search_results(request, rows, self.query)
        self.narrowed: Any = rows
        self.order = self.narrowing.orders.get(self.narrowing.wanted.get("urut") or "")
        return self._ordered(rows)

    def _in_tab(self, rows: Any) -> Any:
        """Of a queue only what narrows it: whether it waits, the queue itself asks."""
        if self.tab in (UNPREPARED, PREPARED):
            return with_advice_or_not(rows, self.user, self.tab is PREPARED)
        if self.tab is RETURNED:
            own = Stage.objects.of_offices(self.user.roles())
            return rows.filter(state=State.RETURNED, stage__in=own)
        if self.tab is UNDECIDED:
            return rows.filter(state=State.UNDECIDED)
        if self.tab is CARRIED:
            carried = Decision.objects.filter(
                decided_by=self.user, outcome=Outcome.CARRY, corrected_by=None
            )
            return rows.filter(pk__in=carried.exclude(role="warga").values("proposal"))
        if self.tab is DECIDED:
            return rows.filter(
                pk__in=Decision.objects.filter(decided_by=self.user).values("proposal")
            )
        return rows

    def _ordered(self, rows: Any) -> Any:
        if self.order:
            waiting = self.queue.among(rows) if self.tab in QUEUES else rows
            return waiting.order_by(*self.order)
        if self.tab in QUEUES:
            return self.queue.by_due(rows)
        if self.tab is RETURNED:
            return rows.order_by("return_until", "id")
        if self.tab is DECIDED:
            own = Decision.objects.filter(proposal=OuterRef("pk"), decided_by=self.user)
            last = own.order_by("-id").values("id")[:1]
            return rows.annotate(last=Subquery(last)).order_by("-last")
        return rows.order_by("-id")

    def get_results(self, request: HttpRequest) -> None:
        self.show_full_result_count, self.full_result_count = False, None
        self.show_admin_actions, self.can_show_all = True, False
        self.result_count, self.result_list, self.rows, self.multi_page = 0, [], [], False
        if request.method == "POST":  # an action reads what was ticked, no page
            return
        size = self.list_per_page
        self.total = self._total()
        self.result_count = self.total.count
        self.pages = max(1, -(-self.total.count // size))
        self.page_num = min(max(self.page_num, 1), self.pages)
        self.multi_page = self.pages > 1
        start = (self.page_num - 1) * size
        self.result_list = self._page(start, start + size)
        self.rows = rows_of(self.user, self.result_list, self._waiting(), self.queue.stages)
        for row in self.rows:
            row.ticks = bool(self.tab.acts) or row.waits

    def _page(self, start: int, stop: int) -> list[Proposal]:
        if self.tab in QUEUES and self.order:
            return in_order(self.queue.keys_by(self.narrowed, self.order, start, stop))
        if self.tab in QUEUES:
            return self.queue.page(self.narrowed, start, stop)
        return in_order(list(self.queryset.values_list("pk", flat=True)[start:stop]))

    def _total(self) -> Total:
        if self.tab in QUEUES:
            return self.queue.total(self.narrowed)
        costs = self.narrowed.order_by().values_list("cost", flat=True)
        return Total.of(list(costs[: COUNT_UP_TO + 1]))

    def _waiting(self) -> list[int]:
        """The keys of those on the page that wait for this person."""
        keys = [proposal.pk for proposal in self.result_list]
        if self.tab in QUEUES:
            return keys
        waiting = self.queue.among(Proposal.objects.filter(pk__in=keys))
        return list(waiting.values_list("pk", flat=True))

    # -- what the template shows ---------------------------------------------------------

    @property
    def fields(self) -> list[Any]:
        return self.narrowing.shown(of_all=self.tab is ALL)

    @property
    def awaited(self) -> bool:
        """Whether a row can be ticked: the person decides what waits, or the tab has an act."""
        return bool(self.tab.acts) or (self.user.holds(*DECIDING) and self.offers)

    @property
    def offers(self) -> bool:
        """Whether something can be done in a row."""
        return any(row.waits for row in self.rows)

    @property
    def previous_page(self) -> int:
        return self.page_num - 1

    @property
    def next_page(self) -> int:
        return self.page_num + 1
