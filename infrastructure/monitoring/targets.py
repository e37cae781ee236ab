"""What is watched: a check is added, changed, paused, taken up again, ended; never deleted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.models import Asset, Check, CheckState, StatusChange
from infrastructure.monitoring.claiming import NEVER
from infrastructure.monitoring.parameters import clean_address, clean_params
from infrastructure.monitoring.states import next_due
from infrastructure.vocabulary import AssetKind
from infrastructure.vocabulary_monitoring import (
    OWN_KINDS,
    CheckKind,
    Runner,
    Severity,
    State,
)
from regulations.models import Application

MOST_OWN = 500  # checks of the small checker
KEEP = "infrastructure.keep_check"


@dataclass(frozen=True)
class Way:
    """How a target is asked."""

    kind: CheckKind
    address: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    runner: Runner = Runner.OWN
    interval_s: int = 60
    timeout_s: int = 3
    failures_to_down: int = 2
    severity: Severity = Severity.WARNING
    application: Application | None = None


@verb
def add_check(*, actor: User, target: Asset, way: Way, now: datetime) -> Check:
    """A new check of one target. Raises Invalid at the field at fault, or `too_many_own`."""
    require(actor, KEEP, Check(target=target))
    check = Check(target=target, added_by=actor, added_at=now, **_columns(target, way))
    if way.kind == CheckKind.PUSH:
        check.push_uuid = uuid.uuid4()
    _validate(check)
    if check.runner == Runner.OWN and check.kind in OWN_KINDS:
        _room_for(1)
    with refusing():
        check.save()
        CheckState.objects.create(of_check=check, changed_at=now, due_at=_due(check, now))
    return check


@verb
def change_check(*, actor: User, check: Check, way: Way, now: datetime) -> Check:
    """Another way of asking; its kind stays, for its results are of that kind."""
    require(actor, KEEP, check)
    row = _standing(check)
    if way.kind != row.kind:
        raise Invalid("kind_stays", "Cara memeriksa tidak diubah. Buat yang baru.", field="kind")
    if way.runner == Runner.OWN and row.runner != Runner.OWN and way.kind in OWN_KINDS:
        _room_for(1)
    for name, value in _columns(row.target, way).items():
        setattr(row, name, value)
    _validate(row)
    with refusing():
        row.save()
        due = NEVER if row.paused_at else _due(row, now)
        CheckState.objects.filter(of_check=row).update(due_at=due, number=F("number") + 1)
    return row


@verb
def pause_check(*, actor: User, check: Check, now: datetime) -> Check:
    """It is not asked until it is taken up again; that time counts as unknown, not as up."""
    require(actor, KEEP, check)
    row = _standing(check)
    if row.paused_at is not None:
        raise Refusal("already_paused", "Pemeriksaan ini sudah dijeda.")
    row.paused_at, row.paused_by = now, actor
    row.save(update_fields=["paused_at", "paused_by"])
    _become(row, State.PAUSED, NEVER, now)
    return row


@verb
def resume_check(*, actor: User, check: Check, now: datetime) -> Check:
    require(actor, KEEP, check)
    row = _standing(check)
    if row.paused_at is None:
        raise Refusal("not_paused", "Pemeriksaan ini tidak sedang dijeda.")
    row.paused_at = row.paused_by = None
    row.save(update_fields=["paused_at", "paused_by"])
    _become(row, State.NEW, _due(row, now), now)
    return row


@verb
def end_check(*, actor: User, check: Check, now: datetime) -> Check:
    """It is not asked any more; what it told stays."""
    require(actor, KEEP, check)
    row = _standing(check)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    _become(row, State.PAUSED, NEVER, now)
    return row


def _columns(target: Asset, way: Way) -> dict[str, Any]:
    address = clean_address(way.kind, way.address)
    if address and target.kind == AssetKind.CAMERA:
        raise Invalid(
            "camera_address",
            "Alamat kamera tidak dicatat di sini. Isi nama rahasianya pada aliran gambarnya.",
            field="address",
        )
    if way.kind == CheckKind.HTTP and not address:
        raise Invalid("no_url", "Tulis alamat halaman yang diperiksa.", field="address")
    runner = Runner.OWN if way.kind == CheckKind.PUSH else way.runner
    if runner == Runner.OWN and way.kind not in (*OWN_KINDS, CheckKind.PUSH):
        raise Invalid(
            "engine_only", f"{way.kind.label} hanya diperiksa lewat Prometheus.", field="runner"
        )
    return {
        "kind": way.kind,
        "address": address,
        "params": clean_params(way.kind, way.params),
        "runner": runner,
        "interval_s": way.interval_s,
        "timeout_s": way.timeout_s,
        "failures_to_down": way.failures_to_down,
        "severity": way.severity,
        "application": way.application,
    }


def _validate(check: Check) -> None:
    """The fields' own limits, told at their field."""
    try:
        check.clean_fields(exclude=["push_uuid", "added_by", "paused_by"])
    except ValidationError as error:
        name, faults = next(iter(error.message_dict.items()))
        raise Invalid(f"bad_{name}", str(faults[0]), field=name) from None


def _room_for(many: int) -> None:
    own = Check.objects.filter(runner=Runner.OWN, kind__in=OWN_KINDS, ended_at=None).count()
    if own + many > MOST_OWN:
        raise Invalid(
            "too_many_own",
            f"Pemeriksa portal melayani paling banyak {MOST_OWN} pemeriksaan. "
            "Pilih Prometheus untuk yang selebihnya.",
            field="runner",
        )


def _standing(check: Check) -> Check:
    row = Check.objects.select_for_update(of=("self",)).select_related("target").get(pk=check.pk)
    if row.ended_at is not None:
        raise Refusal("already_ended", "Pemeriksaan ini sudah diakhiri. Buat yang baru.")
    return row


def _due(check: Check, now: datetime) -> datetime:
    """A push is waited for from its first word on; an engine's is asked by the engine."""
    if check.runner == Runner.OWN and check.kind in OWN_KINDS:
        return next_due(check.pk, min(check.interval_s, 60), now)
    return NEVER


def _become(check: Check, state: State, due: datetime, now: datetime) -> None:
    """A state that the desk gives, with its change."""
    row = CheckState.objects.select_for_update().get(of_check=check)
    before, row.state = row.state, state
    row.number, row.changed_at, row.due_at = row.number + 1, max(now, row.changed_at), due
    row.failures, row.failed_at, row.claim, row.is_flapping = 0, None, None, False
    row.save()
    if before != state:
        StatusChange.objects.create(
            of_check=check,
            number=row.number,
            before=before,
            after=state,
            changed_at=row.changed_at,
            code="desk",
        )
