"""Planned work: announced, changed, taken back, begun, ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.idempotency import reserve_key
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from infrastructure.models import (
    Asset,
    ImpactRun,
    Maintenance,
    MaintenanceTarget,
    MaintenanceWindow,
)
from infrastructure.monitoring.works import tell_machines
from infrastructure.planned.times import FURTHEST, LONGEST, times
from infrastructure.vocabulary_monitoring import Recurrence, Told
from regulations.models import Application

LONGEST_TITLE, LONGEST_REASON = 120, 300
EARLY = timedelta(hours=2)  # that work may be begun before its time
TOPIC = "infrastructure.maintenance"
WRITE = "infrastructure.tasks.write_status_page"


@dataclass(frozen=True)
class Plan:
    """What is announced, as it was typed; moments are aware."""

    title: str
    reason: str
    begins_at: datetime
    ends_at: datetime
    recurrence: str = Recurrence.NONE
    until_on: date | None = None


@verb
def plan_maintenance(
    *, actor: User, run: ImpactRun, plan: Plan, key: str, now: datetime
) -> Maintenance:
    """Announces the work whose impact was kept, with all that it takes along; once per key."""
    require(actor, "infrastructure.keep_run", run)
    plan = _clean(plan, now)
    slot = reserve_key(verb="infrastructure.plan_maintenance", actor_id=actor.pk, key=key)
    if slot.result:
        return Maintenance.objects.get(pk=slot.result)
    row = Maintenance.objects.create(
        run=run, agency_id=run.agency_id, planned_at=now, planned_by=actor, **_columns(plan)
    )
    MaintenanceTarget.objects.bulk_create(_targets(row, run.result), batch_size=1000)
    _add_windows(row, now)
    _tell(row, Told.PLANNED, now)
    slot.complete_key(str(row.pk))
    return row


@verb
def change_maintenance(
    *, actor: User, maintenance: Maintenance, plan: Plan, now: datetime
) -> Maintenance:
    """Other words or other times for what has not begun; what has begun stays as it was."""
    row = _locked(actor, maintenance)
    plan = _clean(plan, now)
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    row.sequence += 1
    row.save()
    row.windows.ahead().update(cancelled_at=now)
    _add_windows(row, now)
    _tell(row, Told.CHANGED, now)
    return row


@verb
def cancel_maintenance(
    *, actor: User, maintenance: Maintenance, reason: str, now: datetime
) -> Maintenance:
    """It is not done, and why; a time that runs ends now."""
    row = _locked(actor, maintenance)
    row.cancelling_reason = _line(reason, "reason", LONGEST_REASON)
    row.cancelled_at, row.cancelled_by = now, actor
    row.sequence += 1
    row.save()
    row.windows.running().update(ended_at=now)
    row.windows.ahead().update(cancelled_at=now)
    _tell(row, Told.CANCELLED, now)
    return row


@verb
def begin_window(*, actor: User, window: MaintenanceWindow, now: datetime) -> MaintenanceWindow:
    """The work begins, at most EARLY before its time."""
    _locked(actor, window.maintenance)
    row = MaintenanceWindow.objects.select_for_update().get(pk=window.pk)
    if row.begun_at is not None or row.cancelled_at is not None:
        raise Refusal("begun_already", "Pekerjaan ini sudah dimulai atau dibatalkan.")
    if now < row.begins_at - EARLY:
        sentence = "Waktunya masih lama. Ubah dulu jadwalnya, supaya warga tahu."
        raise Refusal("too_early", sentence)
    if now >= row.ends_at:
        raise Refusal("over", "Waktunya sudah lewat. Buat jadwal baru.")
    row.begun_at = now
    row.save(update_fields=["begun_at"])
    _tell(row.maintenance, Told.BEGUN, now, window=row.pk)
    return row


@verb
def end_window(*, actor: User, window: MaintenanceWindow, now: datetime) -> MaintenanceWindow:
    """The work is done; from now on what is down is an outage."""
    _locked(actor, window.maintenance)
    row = MaintenanceWindow.objects.select_for_update().get(pk=window.pk)
    if row.begun_at is None or row.ended_at is not None:
        raise Refusal("not_running", "Pekerjaan ini tidak sedang berjalan.")
    row.ended_at = max(now, row.begun_at)
    row.save(update_fields=["ended_at"])
    _tell(row.maintenance, Told.ENDED, now, window=row.pk)
    return row


@verb
def turn_windows(*, now: datetime) -> int:
    """What nobody begins or ends by hand begins and ends by the clock. How many turned."""
    rows = MaintenanceWindow.objects.select_for_update(skip_locked=True, of=("self",))
    free = rows.filter(cancelled_at=None).select_related("maintenance")
    begun = list(free.filter(begun_at=None, begins_at__lte=now))
    for row in begun:
        row.begun_at = row.begins_at
        row.ended_at = row.ends_at if row.ends_at <= now else None
        row.save(update_fields=["begun_at", "ended_at"])
        _tell(row.maintenance, Told.ENDED if row.ended_at else Told.BEGUN, now, window=row.pk)
    over = list(free.filter(begun_at__isnull=False, ended_at=None, ends_at__lte=now))
    for row in over:
        row.ended_at = row.ends_at
        row.save(update_fields=["ended_at"])
        _tell(row.maintenance, Told.ENDED, now, window=row.pk)
    return len(begun) + len(over)


# -- what is announced -----------------------------------------------------------------------------


def _locked(actor: User, maintenance: Maintenance) -> Maintenance:
    rows = Maintenance.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("run").get(pk=maintenance.pk)
    require(actor, "infrastructure.keep_run", row.run)
    if row.cancelled_at is not None:
        raise Refusal("cancelled", "Pemeliharaan ini sudah dibatalkan. Buat yang baru.")
    return row


def _clean(plan: Plan, now: datetime) -> Plan:
    title = _line(plan.title, "title", LONGEST_TITLE)
    reason = _line(plan.reason, "reason", LONGEST_REASON)
    if plan.ends_at <= plan.begins_at:
        raise Invalid("ends_before", "Akhirnya harus setelah mulainya.", field="ends_at")
    if plan.ends_at - plan.begins_at > LONGEST:
        raise Invalid("too_long", "Paling lama tujuh hari sekali kerja.", field="ends_at")
    if plan.ends_at <= now:
        raise Invalid("past", "Waktunya sudah lewat. Pilih waktu di depan.", field="begins_at")
    if plan.begins_at > now + FURTHEST:
        raise Invalid("too_far", "Paling jauh setahun di depan.", field="begins_at")
    if plan.recurrence not in Recurrence.values:
        raise Invalid("bad_recurrence", "Pilih seberapa sering.", field="recurrence")
    begins_on = timezone.localdate(plan.begins_at)
    if plan.until_on is not None and plan.until_on < begins_on:
        sentence = "Hari terakhirnya sebelum yang pertama."
        raise Invalid("until_before", sentence, field="until_on")
    until_on = plan.until_on if plan.recurrence != Recurrence.NONE else None
    return Plan(title, reason, plan.begins_at, plan.ends_at, plan.recurrence, until_on)


def _line(text: str, field: str, longest: int) -> str:
    line = " ".join(plain(text).split())
    if not line:
        raise Invalid("empty", "Isi kalimatnya; warga membacanya.", field=field)
    if len(line) > longest:
        raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=field)
    return line


def _columns(plan: Plan) -> dict[str, Any]:
    names = ("title", "reason", "begins_at", "ends_at", "recurrence", "until_on")
    return {name: getattr(plan, name) for name in names}


def _add_windows(row: Maintenance, now: datetime) -> None:
    zone = ZoneInfo(settings.TIME_ZONE)
    each = times(row.begins_at, row.ends_at, row.recurrence, row.until_on, zone)
    kept = set(row.windows.filter(cancelled_at=None).values_list("begins_at", flat=True))
    MaintenanceWindow.objects.bulk_create(
        MaintenanceWindow(maintenance=row, begins_at=begin, ends_at=end)
        for begin, end in each
        if end > now and begin not in kept
    )


def _targets(row: Maintenance, told: dict[str, Any]) -> Iterable[MaintenanceTarget]:
    """What the impact says goes dark with it, and what is cut itself."""
    cut = {thing["code"] for thing in told["cut"]} | {part["code"] for part in told["parts"]}
    gone = {thing["code"] for name in ("sites", "things") for thing in told[name]}
    assets = dict(Asset.objects.filter(code__in=cut | gone).values_list("code", "pk"))
    for code, key in sorted(assets.items()):
        yield MaintenanceTarget(maintenance=row, asset_id=key, is_cut=code in cut)
    codes = {thing["url"].strip("/").rpartition("/")[2] for thing in told["applications"]}
    for key in (
        Application.objects.filter(code__in=codes).order_by("pk").values_list("pk", flat=True)
    ):
        yield MaintenanceTarget(maintenance=row, application_id=key)


def _tell(row: Maintenance, what: Told, now: datetime, **more: Any) -> None:
    """People by a notice, machines by their webhook, all by the status page."""
    publish(TOPIC, {"maintenance": row.pk, "what": what.value, **more})
    tell_machines(row, what, now)
    soon(WRITE)
