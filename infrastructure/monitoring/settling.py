"""From what is down to outages: each with its cause, opened once, joined, ended once.

One settles at a time (a lock in PostgreSQL). What has just fallen waits until all that could
explain it has been asked again (`patience`): else a child that is polled first would escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from infrastructure.domain.network import current_graph
from infrastructure.models import Check, CheckState, Outage, OutageMember
from infrastructure.models.outage import asked_no_more
from infrastructure.monitoring.calming import tell_calm
from infrastructure.monitoring.causes import Cause, Fall, find_causes
from infrastructure.monitoring.marking import mark
from infrastructure.monitoring.opening import add_members, open_outage, widen
from infrastructure.monitoring.patience import decidable
from infrastructure.monitoring.standing import FALLEN, Board, Watched, read_board
from infrastructure.monitoring.suspects import hypotheses
from infrastructure.monitoring.telling import tell_resolved
from infrastructure.vocabulary_monitoring import CauseKind, State

TOGETHER = timedelta(minutes=3)  # what fell so close to each other may have one cause
LOCK = 170_017


def settle(now: datetime) -> None:
    """Ends what recovered, then opens or widens what fell. Nothing where another is at it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return
        _leave(now)
        _end(now)
        tell_calm(now)
        if not _something_fell():
            return
        board = read_board()
        ready = decidable(board, board.without_outage(), now)
        if ready:
            _decide(board, ready, now)


def _something_fell() -> bool:
    """Whether anything is down that is in no outage: else nothing more is read."""
    members = OutageMember.objects.filter(of_check=OuterRef("of_check"), left_at=None)
    asked = CheckState.objects.filter(of_check__in=Check.objects.active(), state__in=FALLEN)
    return asked.filter(~Exists(members)).exists()


def _leave(now: datetime) -> None:
    """Who stands again leaves its outage; who is paused or ended too, and what is used no more."""
    OutageMember.objects.filter(left_at=None).filter(
        Q(of_check__now__state__in=(State.UP, State.DEGRADED)) | asked_no_more()
    ).update(left_at=now)


def _end(now: datetime) -> None:
    """An outage ends when all whose recovery ends it stand again; ours with the first."""
    open_outages = Outage.objects.open()
    still = OutageMember.objects.filter(is_root=True, left_at=None).values("outage")
    back = OutageMember.objects.filter(left_at__isnull=False).values("outage")
    ourselves = Q(cause=CauseKind.MONITOR, pk__in=back)
    over = list(open_outages.filter(~Q(pk__in=still) | ourselves))
    if not over:
        return
    Outage.objects.filter(pk__in=[outage.pk for outage in over]).update(resolved_at=now)
    left = OutageMember.objects.filter(outage__in=over, left_at=None)
    left.update(left_at=now)  # these are thought about anew
    for outage in over:
        outage.resolved_at = now
        tell_resolved(outage, now)


def _decide(board: Board, ready: Sequence[Watched], now: datetime) -> None:
    whole = current_graph()
    first = min(board.since(w) for w in ready)
    down, alive, unheard = board.down(), board.alive_since(first), board.unheard_since(first)
    lately = {w.asset for w in board.failing if board.since(w) >= first - TOGETHER}
    ways = hypotheses(whole, down & lately, board.assets)
    causes = find_causes(whole, Fall(down, alive, frozenset(lately), unheard), ways)
    settlement = _Settlement(board, {w.of_check for w in ready}, now)
    for cause in causes:
        settlement.take(cause)
    for watched in ready:
        if watched.asset not in down:  # the thing lives, what runs on it does not
            kind = CauseKind.APPLICATION if watched.application else CauseKind.TARGET
            settlement.take(Cause(kind, watched.asset, {watched.asset}))


class _Settlement:
    """The outages that are open and what is in none of them, as one cause after another is taken:
    two of them may have the same root."""

    def __init__(self, board: Board, decided: Set[int], now: datetime) -> None:
        self.board, self.decided, self.now = board, decided, now
        self.by_root = dict(board.outage_of_root)
        self.by_check = dict(board.outage_of_check)
        self.left = {w.of_check for w in board.without_outage()}

    def take(self, cause: Cause) -> None:
        """Opens, joins or widens the outage of one cause, where something decided belongs to it.

        What still waited for its own possible causes comes along: this one explains it.
        """
        roots = [w for w in self.board.failing if w.asset in cause.roots]
        behind = [w for w in self.board.failing if w.asset in cause.behind]
        new = [w for w in (*roots, *behind) if w.of_check in self.left]
        if not any(w.of_check in self.decided for w in new):
            return
        outage = self._outage(cause, roots, new)
        new_roots = [w.of_check for w in roots if w.of_check in self.left]
        new_behind = [w.of_check for w in behind if w.of_check in self.left]
        add_members(outage, new_roots, is_root=True, now=self.now)
        add_members(outage, new_behind, is_root=False, now=self.now)
        _mark(cause, new_roots, new_behind, self.now)
        self.by_root[cause.root] = outage
        self.by_check |= dict.fromkeys((*new_roots, *new_behind), outage)
        self.left -= {*new_roots, *new_behind}

    def _outage(self, cause: Cause, roots: Sequence[Watched], new: Sequence[Watched]) -> Outage:
        outage = self._known(cause, roots)
        if outage is None:
            began_at = min(w.failed_at or self.now for w in new)
            return open_outage(cause, roots, began_at=began_at, now=self.now)
        grew = outage.cause == CauseKind.APPLICATION and cause.kind != CauseKind.APPLICATION
        if outage.root_id != cause.root or grew:
            self.by_root.pop(outage.root_id, None)
            widen(outage, cause)
        return outage

    def _known(self, cause: Cause, roots: Iterable[Watched]) -> Outage | None:
        """The open outage of this root; else that of one of its members, which is widened to it."""
        by_root = self.by_root.get(cause.root)
        if by_root is not None:
            return by_root
        members = (self.by_check.get(w.of_check) for w in roots)
        return next((outage for outage in members if outage is not None), None)


def _mark(cause: Cause, roots: Sequence[int], behind: Sequence[int], now: datetime) -> None:
    """What is down for another's fault is unreachable; what stands for itself is down."""
    own = cause.kind == CauseKind.POWER or cause.root in cause.roots
    mark(behind, State.UNREACHABLE, None)
    mark(roots, State.DOWN if own else State.UNREACHABLE, now if own else None)
