"""Of checks, alerts and whom they reach, planned work, and what the public is told."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from infrastructure.admin import (
    alerts,
    checks,
    external,
    incidents,
    maintenance,
    outages,
    stoppages,
)
from infrastructure.domain.runs import save_run
from infrastructure.forms import Selection
from infrastructure.incidents.verbs import open_incident
from infrastructure.models import (
    AlertChannel,
    AlertDelivery,
    Check,
    ExternalAlert,
    Maintenance,
    Outage,
    OutageMember,
    Stoppage,
)
from infrastructure.monitoring.channels import add_channel
from infrastructure.monitoring.targets import pause_check
from infrastructure.planned.verbs import Plan, begin_window, plan_maintenance
from infrastructure.vocabulary import EDITOR, INFRA_OPERATOR, Visibility
from infrastructure.vocabulary_monitoring import CauseKind, CheckKind, Told
from tests.desk.cases import Case, ready_for
from tests.desk.cases.infrastructure import of_operator
from tests.factories.infrastructure import SiteFactory
from tests.infrastructure.monitoring.city import watch
from tests.town import Town


def _watched(**fields: Any) -> Check:
    return watch(SiteFactory(asset__visibility=Visibility.PUBLIC).asset, **fields)


def _channel(town: Town) -> AlertChannel:
    actor = town.staff[INFRA_OPERATOR]
    url = "https://penerima.contoh/masuk"
    return add_channel(actor=actor, name="Ruang kendali", url=url, now=timezone.now())


def _outage() -> Outage:
    check, now = _watched(), timezone.now()
    outage = Outage.objects.create(root=check.target, cause=CauseKind.TARGET, began_at=now)
    OutageMember.objects.create(outage=outage, of_check=check, is_root=True, joined_at=now)
    return outage


def _planned(town: Town) -> Maintenance:
    actor, now = town.staff[INFRA_OPERATOR], timezone.now()
    site = SiteFactory(asset__visibility=Visibility.PUBLIC)
    run = save_run(
        actor=actor,
        selection=Selection(codes=site.asset.code),
        title="Galian uji",
        key="uji",
        now=now,
    )
    plan = Plan("Pemindahan uji", "Uji.", now + timedelta(hours=1), now + timedelta(hours=2))
    return plan_maintenance(actor=actor, run=run, plan=plan, key="uji", now=now)


@ready_for(checks.Change)
def of_the_way(town: Town) -> Case:
    given = {"kind": "tcp", "address": "192.0.2.7", "params": "port: 443", "runner": "own"}
    given |= {"interval_s": "90", "timeout_s": "3", "failures_to_down": "2", "severity": "2"}
    return of_operator(town, _watched(), **given)


@ready_for(checks.Pause)
def of_what_is_watched(town: Town) -> Case:
    return of_operator(town, _watched())


@ready_for(checks.Resume)
def of_what_was_paused(town: Town) -> Case:
    check = _watched()
    pause_check(actor=town.staff[INFRA_OPERATOR], check=check, now=timezone.now())
    return of_operator(town, check)


@ready_for(checks.End)
def of_what_is_watched_no_more(town: Town) -> Case:
    return of_operator(town, _watched())


@ready_for(checks.ShowAddress)
def of_what_tells_by_itself(town: Town) -> Case:
    check = _watched(kind=CheckKind.PUSH, push_uuid=uuid.uuid4())
    case = of_operator(town, check)
    return Case(
        check, case.own, case.others, shows=reverse("infrastructure:ping", args=[check.push_uuid])
    )


@ready_for(stoppages.ResumeAll)
def of_the_switch(town: Town) -> Case:
    return of_operator(
        town, Stoppage.objects.create(reason="Uji", stopped_by=town.staff[INFRA_OPERATOR])
    )


@ready_for(alerts.Try)
@ready_for(alerts.RenewKey)
@ready_for(alerts.EndChannel)
def of_a_receiver(town: Town) -> Case:
    return of_operator(town, _channel(town))


@ready_for(alerts.Retry)
def of_what_was_given_up(town: Town) -> Case:
    now = timezone.now()
    dead = {"due_at": now, "dead_at": now, "tries": 9}
    row = AlertDelivery.objects.create(told=Told.TEST, channel=_channel(town), **dead)
    return of_operator(town, row)


@ready_for(outages.Acknowledge)
def of_an_outage(town: Town) -> Case:
    return of_operator(town, _outage(), note="Tim berangkat.")


def _unknown() -> ExternalAlert:
    return ExternalAlert.objects.create(
        source="zabbix", fingerprint="1", starts_at=timezone.now(), name="host-x"
    )


@ready_for(external.NameTarget)
def of_an_unknown_alert(town: Town) -> Case:
    return of_operator(town, _unknown(), code=_watched().target.code)


@ready_for(external.PutAside)
def of_an_alert_of_nothing_here(town: Town) -> Case:
    return of_operator(town, _unknown())


@ready_for(incidents.WriteUpdate)
def of_an_incident(town: Town) -> Case:
    editor, now = town.staff[EDITOR], timezone.now()
    codes = [_watched().target.code]
    row = open_incident(
        actor=editor, title="Gangguan uji", text="Uji.", codes=codes, outage=None, now=now
    )
    others = tuple(town.staff[role] for role in (INFRA_OPERATOR, "lurah", "auditor"))
    return Case(row, editor, others, {"state": "ditemukan", "text": "Kabelnya ditemukan."})


@ready_for(maintenance.Begin)
def of_planned_work(town: Town) -> Case:
    return of_operator(town, _planned(town))


@ready_for(maintenance.End)
def of_work_that_runs(town: Town) -> Case:
    row, actor = _planned(town), town.staff[INFRA_OPERATOR]
    begin_window(actor=actor, window=row.windows.get(), now=timezone.now())
    return of_operator(town, row)


@ready_for(maintenance.Change)
def of_work_at_another_time(town: Town) -> Case:
    begins = timezone.localtime() + timedelta(hours=5)
    given = {
        "title": "Pemindahan lain",
        "reason": "Hujan.",
        "begins_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "recurrence": "none",
    }
    return of_operator(town, _planned(town), **given)


@ready_for(maintenance.Cancel)
def of_work_that_is_not_done(town: Town) -> Case:
    return of_operator(town, _planned(town), reason="Tidak jadi.")
