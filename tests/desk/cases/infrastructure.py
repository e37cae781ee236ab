"""Of things of the inventory, their cables and joints, openings, and reports from labels."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from egov.desk.actions import DeskAction
from infrastructure.admin import (
    actions,
    dependencies,
    edit_actions,
    fibre_actions,
    hosts,
    openings,
    releases,
    reports,
    service_actions,
    splice_actions,
)
from infrastructure.domain import breaking, lifecycle, lighting, splicing
from infrastructure.domain.releasing import release_figure
from infrastructure.domain.reporting import close_report, report_label
from infrastructure.domain.splicing import How
from infrastructure.models import Dependency, HostDifference, LabelReport, Opening
from infrastructure.vocabulary import INFRA_OPERATOR, AssetKind, AssetStatus, JointState, Visibility
from tests.desk.cases import Case, Prepared, ready_for
from tests.factories.infrastructure import (
    AssetFactory,
    DeploymentFactory,
    DeviceFactory,
    RackFactory,
)
from tests.factories.regulations import ApplicationFactory
from tests.infrastructure.fibre import Line
from tests.town import Town

WHY = {"reason": "Surat tugas contoh"}


def of_operator(town: Town, obj: Any, **given: Any) -> Case:
    others = tuple(town.staff[role] for role in ("lurah", "verifier", "auditor", "administrator"))
    return Case(obj, town.staff[INFRA_OPERATOR], others, given)


def in_state(status: AssetStatus) -> Prepared:
    return lambda town: of_operator(
        town, AssetFactory(status=status, visibility=Visibility.PUBLIC), **WHY
    )


STATES: dict[type[DeskAction], AssetStatus] = {
    actions.Install: AssetStatus.PLANNED,
    actions.Activate: AssetStatus.INSTALLED,
    actions.Maintain: AssetStatus.ACTIVE,
    actions.Retire: AssetStatus.ACTIVE,
    actions.Reinstate: AssetStatus.RETIRED,
    actions.Verify: AssetStatus.ACTIVE,
}
for _action, _status in STATES.items():
    ready_for(_action)(in_state(_status))


def device() -> Any:
    return DeviceFactory(asset__visibility=Visibility.PUBLIC).asset


@ready_for(actions.Move)
def of_a_device(town: Town) -> Case:
    rack = RackFactory()
    given = {"rack": rack.asset.code, "position": "12,5", "faces": "depan", **WHY}
    return of_operator(town, device(), **given)


@ready_for(actions.Swap)
def of_two_devices(town: Town) -> Case:
    return of_operator(town, device(), other=DeviceFactory().asset.code, **WHY)


@ready_for(actions.TakeBack)
def of_what_was_verified(town: Town) -> Case:
    asset = device()
    lifecycle.verify(actor=town.staff[INFRA_OPERATOR], asset=asset)
    return of_operator(town, asset, **WHY)


@ready_for(edit_actions.Edit)
def of_what_is_written(town: Town) -> Case:
    return of_operator(town, device(), name="Baru", visibility="public", **WHY)


@ready_for(edit_actions.Revise)
def of_the_columns_of_a_rack(town: Town) -> Case:
    rack = RackFactory(asset__visibility=Visibility.PUBLIC)
    return of_operator(town, rack.asset, u_height="44", **WHY)


@ready_for(service_actions.Deploy)
def of_a_device_for_an_application(town: Town) -> Case:
    given = {"application": ApplicationFactory().code, "environment": "production"}
    return of_operator(town, device(), **given, **WHY)


@ready_for(service_actions.Withdraw)
def of_a_device_with_an_application(town: Town) -> Case:
    deployment = DeploymentFactory(device__asset__visibility=Visibility.PUBLIC)
    return of_operator(town, deployment.device.asset, group=deployment.group_id, **WHY)


@ready_for(dependencies.Release)
def of_what_an_application_needs(town: Town) -> Case:
    asset = device()
    need = Dependency.objects.create(consumer=ApplicationFactory(), asset=asset)
    return of_operator(town, need)


@ready_for(edit_actions.EditMany)
def of_many(town: Town) -> Case:
    return of_operator(town, device(), operator="Mitra contoh", confirmed="1", **WHY)


@ready_for(fibre_actions.Cut)
def of_a_cable(town: Town) -> Case:
    return of_operator(town, Line().cables[0].asset, numbers="1-3", **WHY)


@ready_for(fibre_actions.Mend)
def of_a_broken_cable(town: Town) -> Case:
    line = Line()
    cable = line.cables[0].asset
    breaking.cut(actor=line.operator, cable=cable, reason="Contoh")
    return of_operator(town, cable, **WHY)


@ready_for(fibre_actions.Light)
def of_a_link_without_light(town: Town) -> Case:
    line = Line()
    link = line.links[0].asset
    lighting.darken(actor=line.operator, link=link, reason="Contoh")
    return of_operator(town, link, port=str(line.switches[0].ports.get()), **WHY)


@ready_for(fibre_actions.Darken)
def of_a_link_with_light(town: Town) -> Case:
    return of_operator(town, Line().links[0].asset, **WHY)


@ready_for(splice_actions.SpliceTubes)
def of_a_closure(town: Town) -> Case:
    line = Line()
    first, second = (cable.asset.code for cable in line.cables)
    ends = {"first": first, "first_tube": "1", "first_side": "b"}
    ends |= {"second": second, "second_tube": "1", "second_side": "a"}
    how = {"tray": "1", "kind": "fusion", "state": "made", "loss_db": "0,08"}
    return of_operator(town, line.closure.asset, **ends, **how, **WHY)


@ready_for(splice_actions.Splice)
def of_two_cores(town: Town) -> Case:
    line = Line()
    first, second = (cable.asset.code for cable in line.cables)
    how = {"tray": "1", "kind": "fusion", "state": "made"}
    ends = f"{first}/5 B\n{second}/5 a"
    return of_operator(town, line.closure.asset, ends=ends, **how, **WHY)


def of_joints(town: Town, state: JointState) -> Case:
    line = Line()
    record = splicing.splice_tubes(
        actor=line.operator,
        enclosure=line.closure.asset,
        first=line.tube(0),
        second=line.tube(1),
        reason="Contoh",
        how=How(state=state),
    )
    return of_operator(town, line.closure.asset, joints=record.after["joints"][:2], **WHY)


@ready_for(splice_actions.CarryOut)
def of_planned_joints(town: Town) -> Case:
    return of_joints(town, JointState.PLANNED)


@ready_for(splice_actions.Unsplice)
def of_made_joints(town: Town) -> Case:
    return of_joints(town, JointState.MADE)


@ready_for(splice_actions.Resplice)
def of_what_was_taken_apart(town: Town) -> Case:
    line = Line()
    joints = [line.frames[0].joints.get().pk]
    box = line.frames[0].asset
    splicing.unsplice(actor=line.operator, enclosure=box, joints=joints, reason="Contoh")
    return of_operator(town, box, **WHY)


@ready_for(openings.CloseClass)
def of_an_opened_class(town: Town) -> Case:
    opening = Opening.objects.create(
        kind=AssetKind.RACK,
        visibility=Visibility.GOVERNMENT,
        ground="Contoh",
        opened_on=timezone.localdate(),
        opened_by=town.staff[INFRA_OPERATOR],
    )
    return of_operator(town, opening, ground="Keberatan contoh")


@ready_for(releases.Withdraw)
def of_a_figure_that_was_released(town: Town) -> Case:
    operator = town.staff[INFRA_OPERATOR]
    return of_operator(town, release_figure(actor=operator, kind=AssetKind.CABLE, ground="Contoh"))


@ready_for(hosts.TakeDifference)
def of_a_device_that_a_monitor_misses(town: Town) -> Case:
    gone = {"source": "zabbix", "host": "SW-CONTOH", "change": "gone"}
    return of_operator(town, HostDifference.objects.create(asset=device(), **gone), **WHY)


@ready_for(hosts.LeaveDifference)
def of_a_host_that_is_no_device_yet(town: Town) -> Case:
    new = {"source": "librenms", "host": "SW-BARU", "change": "new"}
    return of_operator(town, HostDifference.objects.create(values={}, **new))


def reported(town: Town) -> LabelReport:
    asset = AssetFactory(visibility=Visibility.PUBLIC)
    lurah = town.staff["lurah"]
    return report_label(actor=lurah, asset=asset, answer="gone", note="Sejak kemarin", key="k")


@ready_for(reports.CloseReport)
def of_an_open_report(town: Town) -> Case:
    return of_operator(town, reported(town), note="Dicari dan ditemukan")


@ready_for(reports.ReopenReport)
def of_a_closed_report(town: Town) -> Case:
    report = reported(town)
    close_report(actor=town.staff[INFRA_OPERATOR], report=report, note="Ditemukan")
    return of_operator(town, report)
