"""Taking what other systems tell: each alert a row, each check what its open alerts make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Upper

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from infrastructure.engine.configuration import EXPIRES, WATCHDOG
from infrastructure.engine.outside.told import Told
from infrastructure.models import Asset, Check, Device, ExternalAlert, Heartbeat
from infrastructure.monitoring.results import record
from infrastructure.monitoring.standing import ENGINE
from infrastructure.monitoring.states import Observation
from infrastructure.vocabulary_monitoring import AlertSource, Outcome, Runner, Severity, State

ASKED_WITHIN = timedelta(minutes=2)  # by then the engine has asked what it was given
_SEVERITIES = {"critical": Severity.CRITICAL, "warning": Severity.WARNING, "info": Severity.INFO}
_ALERT = "alertname"
Slot = tuple[str, str, datetime]  # source, fingerprint, beginning


@dataclass(frozen=True)
class Taken:
    """How many alerts were kept, and of how many nobody knows what they are about."""

    alerts: int
    unknown: int


def take_alerts(told: Sequence[Told], now: datetime) -> Taken:
    """Keeps all of one post, and writes what they make of the checks. Twice is once."""
    alerts = [alert for alert in told if alert.labels.get(_ALERT) != WATCHDOG]
    with transaction.atomic():
        if any(alert.source == AlertSource.ALERTMANAGER for alert in told):
            Heartbeat.objects.update_or_create(name=ENGINE, defaults={"beaten_at": now})
        if len(alerts) < len(told):
            _quiet_ones_answer(now)
        touched = _keep(alerts, now)
        observe(touched, now)
        if touched:
            soon("infrastructure.tasks.write_status_page")
    rows = {_slot(alert) for alert in alerts}
    unknown = sum(1 for alert in alerts if alert.check is None and not alert.targets)
    return Taken(len(rows), unknown)


def _quiet_ones_answer(now: datetime) -> None:
    """The engine lives: what it was given a while ago and does not complain of answers."""
    quiet = Check.objects.active().filter(
        Q(now__last_at=None) | Q(now__last_at__lt=now - ASKED_WITHIN),
        runner=Runner.ENGINE,
        added_at__lt=now - ASKED_WITHIN,
    )
    quiet = quiet.exclude(now__state=State.UP)
    open_alerts = ExternalAlert.objects.open().filter(of_check__isnull=False)
    keys = quiet.exclude(pk__in=open_alerts.values("of_check")).values_list("pk", flat=True)
    record([Observation(key, now, Outcome.OK) for key in keys])


# -- kept ------------------------------------------------------------------------------------------


def _slot(alert: Told) -> Slot:
    return (alert.source, alert.fingerprint, alert.starts_at)


def _keep(alerts: Sequence[Told], now: datetime) -> set[int]:
    """The checks that these are about."""
    if not alerts:
        return set()
    match = _matches(alerts)
    rows = _known(alerts)
    fresh = [alert for alert in alerts if alert.firing and not _same(alert, rows)]
    once = {_slot(alert): alert for alert in fresh}
    ExternalAlert.objects.bulk_create(
        [_row(alert, match.get(_slot(alert)), now) for alert in once.values()],
        batch_size=1000,
        ignore_conflicts=True,  # its twin was quicker
    )
    seen = {row.pk for alert in alerts if alert.firing for row in _same(alert, rows)}
    ExternalAlert.objects.filter(pk__in=seen).update(last_at=now)
    touched = {check for _, check in match.values() if check is not None}
    return touched | _close([alert for alert in alerts if not alert.firing], rows, now)


def _known(alerts: Sequence[Told]) -> dict[tuple[str, str], list[ExternalAlert]]:
    """Of the same systems and fingerprints, all that were kept."""
    wanted = ExternalAlert.objects.filter(
        source__in={alert.source for alert in alerts},
        fingerprint__in={alert.fingerprint for alert in alerts},
    )
    rows: dict[tuple[str, str], list[ExternalAlert]] = {}
    for row in wanted.order_by("starts_at"):
        rows.setdefault((row.source, row.fingerprint), []).append(row)
    return rows


def _same(alert: Told, rows: Mapping[tuple[str, str], list[ExternalAlert]]) -> list[ExternalAlert]:
    """The row of this beginning; of a system that does not say it, the one that is open."""
    kept = rows.get((alert.source, alert.fingerprint), [])
    if alert.knows_start:
        return [row for row in kept if row.starts_at == alert.starts_at]
    return [row for row in kept if row.resolved_at is None]


def _close(
    ended: Sequence[Told],
    rows: Mapping[tuple[str, str], list[ExternalAlert]],
    now: datetime,
) -> set[int]:
    """The checks whose alerts end with these."""
    touched: set[int] = set()
    closed: list[ExternalAlert] = []
    for alert in ended:
        for row in _same(alert, rows):
            if row.resolved_at is None:
                row.resolved_at, row.last_at = alert.ends_at or now, now
                closed.append(row)
                touched |= {row.of_check_id} if row.of_check_id else set()
    ExternalAlert.objects.bulk_update(closed, ["resolved_at", "last_at"], batch_size=1000)
    return touched


def _row(alert: Told, match: tuple[int | None, int | None] | None, now: datetime) -> ExternalAlert:
    target, check = match or (None, None)
    name = alert.labels.get(_ALERT) or alert.summary or alert.fingerprint
    return ExternalAlert(
        source=alert.source,
        fingerprint=alert.fingerprint,
        starts_at=alert.starts_at,
        name=name[:120],
        summary=alert.summary[:300],
        severity=_SEVERITIES.get(alert.severity, Severity.WARNING),
        labels=dict(alert.labels),
        target_id=target,
        of_check_id=check,
        received_at=now,
        last_at=now,
    )


# -- what they are about ---------------------------------------------------------------------------


def _matches(alerts: Sequence[Told]) -> dict[Slot, tuple[int | None, int | None]]:
    """Target and check of each whose target is known; three queries."""
    checks = dict(
        Check.objects.filter(pk__in={a.check for a in alerts if a.check}, ended_at=None)
        .order_by()
        .values_list("pk", "target_id")
    )
    names = {name for alert in alerts if alert.check not in checks for name in alert.targets}
    assets = _assets(names)
    engines = _engine_checks(set(assets.values()))
    matches: dict[Slot, tuple[int | None, int | None]] = {}
    for alert in alerts:
        if alert.check in checks:
            matches[_slot(alert)] = (checks[alert.check], alert.check)
            continue
        asset = next((assets[n.upper()] for n in alert.targets if n.upper() in assets), None)
        if asset is not None:
            matches[_slot(alert)] = (asset, engines.get(asset))
    return matches


def _assets(names: Iterable[str]) -> dict[str, int]:
    """Assets by code in capitals, and devices by their address where it is one device's alone."""
    upper = {name.upper() for name in names}
    if not upper:
        return {}
    rows = Asset.objects.annotate(upper=Upper("code")).filter(upper__in=upper)
    found = dict(rows.order_by().values_list("upper", "pk"))
    addresses = [name for name in upper if _is_address(name)]
    devices = Device.objects.filter(mgmt_ip__in=addresses) if addresses else Device.objects.none()
    for address, key in devices.values_list("mgmt_ip", "pk"):
        found.setdefault(str(address).upper(), key)
    return found


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _engine_checks(assets: set[int]) -> dict[int, int]:
    """Of each asset the first check that is left to an engine."""
    rows = Check.objects.filter(target__in=assets, runner=Runner.ENGINE, ended_at=None)
    return dict(rows.order_by("-pk").values_list("target_id", "pk")) if assets else {}


# -- what they make of checks ----------------------------------------------------------------------


def observe(checks: Iterable[int], now: datetime) -> None:
    """A check with an open alert is down, or warned where only its certificate ends soon."""
    keys = set(checks)
    if not keys:
        return
    rows = ExternalAlert.objects.open().filter(of_check__in=keys)
    down: dict[int, bool] = {}
    for check, name in rows.order_by().values_list("of_check_id", "name"):
        down[check] = down.get(check, False) or name != EXPIRES
    observations = []
    for key in sorted(keys):
        if key not in down:
            outcome, code = Outcome.OK, ""
        elif down[key]:
            outcome, code = Outcome.FAIL, "engine"
        else:
            outcome, code = Outcome.WARN, "cert_soon"
        observations.append(Observation(key, now, outcome, code, settled=True))
    record(observations)


# -- what an officer decides -----------------------------------------------------------------------


@verb
def name_target(*, actor: User, alert: ExternalAlert, code: str, now: datetime) -> ExternalAlert:
    """Says what an alert of an unknown target is about; its check is what its open alerts say."""
    require(actor, "infrastructure.decide_alert")
    row = _undecided(alert)
    asset = Asset.objects.at(code.strip()).first()
    if asset is None:
        sentence = "Tidak ada aset dengan kode ini. Periksa lagi kodenya."
        raise Invalid("unknown_asset", sentence, field="code")
    row.target = asset
    row.of_check_id = _engine_checks({asset.pk}).get(asset.pk)
    row.decided_at, row.decided_by = now, actor
    row.save(update_fields=["target", "of_check", "decided_at", "decided_by"])
    if row.of_check_id is not None:
        observe([row.of_check_id], now)
    return row


@verb
def put_aside(*, actor: User, alert: ExternalAlert, now: datetime) -> ExternalAlert:
    """It is about nothing that is kept here."""
    require(actor, "infrastructure.decide_alert")
    row = _undecided(alert)
    row.decided_at, row.decided_by = now, actor
    row.save(update_fields=["decided_at", "decided_by"])
    return row


def _undecided(alert: ExternalAlert) -> ExternalAlert:
    row = ExternalAlert.objects.select_for_update(of=("self",), no_key=True).get(pk=alert.pk)
    if row.target_id is not None or row.decided_at is not None:
        raise Refusal("decided", "Kabar ini sudah diputuskan. Muat ulang halamannya.")
    return row


def unknown_alerts(_user: User) -> int:
    """How many wait for an officer, counted to a hundred."""
    return ExternalAlert.objects.unknown().open()[:100].count()
