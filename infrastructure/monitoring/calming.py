"""What flapped has become calm: who heard the one hears the other, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from django.db.models import Q

from infrastructure.models import AlertDelivery, CheckState, Outage, OutageMember, StatusChange
from infrastructure.monitoring.states import FLAP_WINDOW, flaps
from infrastructure.monitoring.telling import due_by, tell_opened
from infrastructure.vocabulary_monitoring import State, Told

Root = int | None  # None: our own connection


def tell_calm(now: datetime) -> None:
    """Of what was told to flap and does no more: that it is calm, or that it is down after all.

    Asked by time and not by results: an engine is silent about what is well. One query where
    nothing flaps, five more for all that does.
    """
    told = list(
        AlertDelivery.objects.restless(now).select_related("outage", "route").order_by("pk")
    )
    if not told:
        return
    checks = _checks_of(told)
    restless = _restless({key for each in checks.values() for key in each}, now)
    calm = {root for root, each in checks.items() if not each & restless}
    quiet = {key for root in calm for key in checks[root]}
    CheckState.objects.filter(of_check__in=quiet, is_flapping=True).update(is_flapping=False)
    down = {outage.root_id: outage for outage in Outage.objects.open() if outage.root_id in calm}
    _note([row for row in told if _root(row) in calm], now, down.keys())
    for outage in down.values():
        tell_opened(outage, now)


def _root(row: AlertDelivery) -> Root:
    assert row.outage is not None  # `restless` are all of outages
    return row.outage.root_id


def _checks_of(told: Iterable[AlertDelivery]) -> Mapping[Root, set[int]]:
    """By root, the checks that were at the root of its outages since it was told."""
    first = min(row.outage.pk for row in told if row.outage is not None)
    roots = {_root(row) for row in told}
    members = OutageMember.objects.filter(
        Q(outage__root__in=[root for root in roots if root]) | Q(outage__root=None),
        outage__pk__gte=first,
        is_root=True,
    )
    checks: dict[Root, set[int]] = {root: set() for root in roots}
    for root, check in members.values_list("outage__root", "of_check"):
        checks.setdefault(root, set()).add(check)
    return {root: checks[root] for root in roots}


def _restless(checks: set[int], now: datetime) -> set[int]:
    moments: dict[int, list[datetime]] = defaultdict(list)
    changes = StatusChange.objects.filter(
        of_check__in=checks, changed_at__gte=now - FLAP_WINDOW, after__in=(State.UP, State.DOWN)
    )
    for check, moment in changes.values_list("of_check", "changed_at"):
        moments[check].append(moment)
    return {check for check, each in moments.items() if flaps(each, now, flapped=True)}


def _note(rows: Iterable[AlertDelivery], now: datetime, down: Set[Root]) -> None:
    """Who never heard that it flaps hears nothing; of what is down the outage itself is told."""
    heard = [row for row in rows if row.sent_at is not None or row.dead_at is not None]
    unheard = [row.pk for row in rows if row not in heard]
    AlertDelivery.objects.filter(pk__in=unheard).update(dropped_at=now)
    AlertDelivery.objects.bulk_create(
        [
            AlertDelivery(
                told=Told.CALM,
                outage_id=row.outage_id,
                route_id=row.route_id,
                office=row.office,
                channel_id=row.channel_id,
                due_at=due_by(row.route, row.outage, now),
                dropped_at=now if _root(row) in down else None,
            )
            for row in heard
            if row.outage is not None
        ],
        ignore_conflicts=True,
    )
