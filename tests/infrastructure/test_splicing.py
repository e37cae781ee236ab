"""Cores joined and taken apart, cut and mended: what becomes of the light, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Invalid, NotAllowed
from infrastructure.domain.breaking import cut, mend
from infrastructure.domain.splicing import (
    End,
    How,
    carry_out,
    resplice,
    splice,
    splice_tubes,
    unsplice,
)
from infrastructure.domain.tracing import retrace
from infrastructure.models import Core, Joint, JointEnd, OpticalPath
from infrastructure.vocabulary import CoreState, JointKind, JointState, Side
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    DeviceFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    PortFactory,
)
from tests.infrastructure.fibre import WHY, Line, drawn
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def path_of(line: Line, number: int = 0) -> OpticalPath:
    return OpticalPath.objects.get(link=line.links[number])


# -- spliced ----------------------------------------------------------------------------------


def test_tube_to_tube_in_sequence_carries_the_light_through() -> None:
    line = Line(cores=24, lit=1)
    line.through()
    first, second = (cable.asset.code for cable in line.cables)
    near, far = (frame.asset.code for frame in line.frames)
    ports = [str(port) for switch in line.switches for port in switch.ports.all()]
    closure = line.closure.asset.code
    assert drawn(line.links[0]) == (
        f"{ports[0]} {near} {first}/1 {closure} {second}/1 {far} {ports[1]}"
    )
    path = path_of(line)
    assert (path.complete, path.length_m, path.loss_db) == (True, 2000.0, 0.7)
    joined = JointEnd.objects.filter(joint__enclosure=line.closure).exclude(core__number=0)
    pairs = joined.order_by("joint", "number").values_list("joint", "core__number")
    by_joint: dict[int, list[int]] = {}
    for joint, number in pairs:
        by_joint.setdefault(joint, []).append(number)
    assert sorted(by_joint.values()) == [[n, n] for n in range(1, 13)]
    assert line.core(line.cables[0], 1).state == CoreState.USED
    assert line.core(line.cables[0], 2).state == CoreState.SPARE


def test_a_broken_core_is_not_spliced() -> None:
    line = Line()
    cut(actor=line.operator, cable=line.cables[0].asset, numbers=[5], reason=WHY)
    with pytest.raises(Invalid) as no:
        line.through()
    assert no.value.code == "broken_core"
    assert f"{line.cables[0]} inti 5 putus" in no.value.sentence
    assert not Joint.objects.filter(enclosure=line.closure).exists(), "nothing half stored"


def test_a_side_is_joined_once_and_said_so() -> None:
    line = Line()
    ends = (End(line.core(line.cables[0], 3), Side.B), End(line.core(line.cables[1], 3), Side.A))
    line.join(line.closure, *ends)
    other = End(line.core(line.cables[1], 4), Side.A)
    with refused("side_joined", says="sudah disambung"):
        line.join(line.closure, ends[0], other)
    with refused("port_joined"):
        port = line.switches[0].ports.get()
        line.join(line.frames[0], End(line.core(line.cables[0], 9), Side.A), End(port=port))


def test_tubes_of_unlike_size_trays_and_ends_that_are_one() -> None:
    line = Line(cores=20)
    core = line.core(line.cables[0], 3)
    here: dict[str, Any] = {
        "actor": line.operator,
        "enclosure": line.closure.asset,
        "reason": WHY,
    }
    with refused("not_as_many", says="12 dan 8"):
        splice_tubes(**here, first=line.tube(0, 1), second=line.tube(1, 2))
    with refused("no_such_tube"):
        splice_tubes(**here, first=line.tube(0, 9), second=line.tube(1, 1))
    with refused("no_such_tray", says="1 sampai 4"):
        splice_tubes(**here, first=line.tube(0), second=line.tube(1), how=How(tray=5))
    with refused("same_end"):
        splice(**here, ends=[End(core, Side.A), End(core, Side.A)])
    with refused("not_two_ends"):
        splice(**here, ends=[End(core, Side.A)])


def test_what_is_planned_carries_no_light_until_it_is_made() -> None:
    line = Line()
    record = splice_tubes(
        actor=line.operator,
        enclosure=line.closure.asset,
        first=line.tube(0),
        second=line.tube(1),
        reason=WHY,
        how=How(state=JointState.PLANNED),
    )
    assert not path_of(line).complete
    joints = record.after["joints"]
    carry_out(actor=line.operator, enclosure=line.closure.asset, joints=joints[:1], reason=WHY)
    assert path_of(line).complete


def test_a_splitter_leads_each_outlet_to_the_common_end_and_not_to_another_outlet() -> None:
    line = Line(cores=12, lit=0)
    common = End(line.core(line.cables[0], 1), Side.B)
    outlets = [End(line.core(line.cables[1], n), Side.A) for n in (1, 2)]
    splice(
        actor=line.operator,
        enclosure=line.closure.asset,
        ends=[common, *outlets],
        reason=WHY,
        how=How(kind=JointKind.SPLITTER),
    )
    root = PortFactory(device=line.switches[0])
    line.join(line.frames[0], End(line.core(line.cables[0], 1), Side.A), End(port=root))
    leaves = [PortFactory(device=DeviceFactory()) for _ in outlets]
    for number, leaf in enumerate(leaves, start=1):
        line.join(line.frames[1], End(line.core(line.cables[1], number), Side.B), End(port=leaf))
        for start, end in ((root, leaf), (leaf, root), (leaf, leaves[number % 2])):
            link = LinkFactory(a=start.device.asset, b=end.device.asset)
            path = OpticalPathFactory(link=link, complete=False)
            PathElementFactory(path=path, asset=link.a, port=start, sequence=1)
    retrace(list(OpticalPath.objects.values_list("pk", flat=True)))
    rows = OpticalPath.objects.order_by("pk").values_list("complete", flat=True)
    assert list(rows) == [True, True, False] * 2


# -- taken apart, and made again ---------------------------------------------------------------


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_taken_apart_and_made_again_anywhere_on_the_way(where: str) -> None:
    line = Line()
    line.through()
    before = drawn(line.links[0])
    box = {"first": line.frames[0], "middle": line.closure, "last": line.frames[1]}[where]
    joints = list(box.joints.values_list("pk", flat=True))[:1]
    unsplice(actor=line.operator, enclosure=box.asset, joints=joints, reason=WHY)
    assert not path_of(line).complete
    assert drawn(line.links[0]) != before and before.startswith(drawn(line.links[0]))
    last = line.core(line.cables[1], 1)
    assert last.state == (CoreState.USED if where == "last" else CoreState.SPARE)
    resplice(actor=line.operator, enclosure=box.asset, reason=WHY)
    assert (drawn(line.links[0]), path_of(line).complete) == (before, True)
    with refused("nothing_apart"):
        resplice(actor=line.operator, enclosure=box.asset, reason=WHY)


def test_a_joint_of_another_box_is_not_taken_apart_here() -> None:
    line = Line()
    joint = line.frames[0].joints.get().pk
    with refused("no_such_joint"):
        unsplice(actor=line.operator, enclosure=line.closure.asset, joints=[joint], reason=WHY)


# -- cut and mended ----------------------------------------------------------------------------


def test_light_ends_with_a_cut_and_comes_back_when_mended() -> None:
    line = Line(cores=12, lit=2)
    line.through()
    cable = line.cables[1]
    reserved = Core.objects.filter(cable=cable, number=9)
    reserved.update(state=CoreState.RESERVED)
    cut(actor=line.operator, cable=cable.asset, reason=WHY)
    assert not OpticalPath.objects.filter(complete=True).exists()
    assert set(cable.cores.values_list("state", flat=True)) == {CoreState.BROKEN}
    with refused("already_broken"):
        cut(actor=line.operator, cable=cable.asset, reason=WHY)
    mend(actor=line.operator, cable=cable.asset, numbers=[1, 9], reason=WHY)
    assert [path_of(line, n).complete for n in (0, 1)] == [True, False]
    assert reserved.get().state == CoreState.RESERVED
    mend(actor=line.operator, cable=cable.asset, reason=WHY)
    assert path_of(line, 1).complete
    states = list(cable.cores.order_by("number").values_list("state", flat=True))
    assert states[:3] == [CoreState.USED, CoreState.USED, CoreState.SPARE]
    with refused("not_broken"):
        mend(actor=line.operator, cable=cable.asset, reason=WHY)


def test_only_the_core_that_was_cut_takes_its_light() -> None:
    line = Line(cores=12, lit=2)
    line.through()
    cut(actor=line.operator, cable=line.cables[0].asset, numbers=[2], reason=WHY)
    assert [path_of(line, n).complete for n in (0, 1)] == [True, False]
    with refused("no_such_core", says="inti 99"):
        cut(actor=line.operator, cable=line.cables[0].asset, numbers=[99], reason=WHY)


@pytest.mark.parametrize("cores", [12, 288])
def test_a_trunk_is_cut_in_fifteen_queries_whatever_its_cores(
    cores: int, django_assert_max_num_queries: Any
) -> None:
    line = Line(cores=cores, lit=3)
    line.through()
    with django_assert_max_num_queries(15):
        cut(actor=line.operator, cable=line.cables[0].asset, reason=WHY)


def test_as_many_queries_to_splice_and_mend_many_as_few() -> None:
    counts = []
    for cores, lit in ((12, 1), (144, 3)):
        line = Line(cores=cores, lit=lit)
        with CaptureQueriesContext(connection) as queries:
            line.through()
            cut(actor=line.operator, cable=line.cables[0].asset, reason=WHY)
            mend(actor=line.operator, cable=line.cables[0].asset, reason=WHY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- who may ----------------------------------------------------------------------------------


def _apart(who: Any, line: Line) -> object:
    joints = [line.frames[0].joints.get().pk]
    return unsplice(actor=who, enclosure=line.frames[0].asset, joints=joints, reason=WHY)


def _again(who: Any, line: Line) -> object:
    _apart(line.operator, line)
    return resplice(actor=who, enclosure=line.frames[0].asset, reason=WHY)


def _mend(who: Any, line: Line) -> object:
    cut(actor=line.operator, cable=line.cables[0].asset, reason=WHY)
    return mend(actor=who, cable=line.cables[0].asset, reason=WHY)


def _tubes(who: Any, line: Line) -> object:
    first, second = line.tube(0), line.tube(1)
    box = line.closure.asset
    return splice_tubes(actor=who, enclosure=box, first=first, second=second, reason=WHY)


ACTS: dict[str, Callable[[Any, Line], object]] = {
    "splice": _tubes,
    "unsplice": _apart,
    "resplice": _again,
    "cut": lambda who, line: cut(actor=who, cable=line.cables[0].asset, reason=WHY),
    "mend": _mend,
}
MAY = {
    "infra_operator": (True, True),
    "infra_operator_opd": (True, False),
    "auditor": (False, False),
    "administrator": (False, False),
    "verifier": (False, False),
    "lurah": (False, False),
    "ketua_rw": (False, False),
    "citizen": (False, False),
    "stranger": (False, False),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_who_joins_and_cuts_whose(who: str, act: str) -> None:
    agency = None
    actor: Any = AnonymousUser()
    if who == "citizen":
        actor = UserFactory()
    elif who != "stranger":
        office = AppointmentFactory(role=who)
        actor, agency = office.user, office.agency
    for owner, may in zip((agency or AgencyFactory(), AgencyFactory()), MAY[who], strict=True):
        line = Line(lit=1, asset__owner=owner)
        if may:
            ACTS[act](actor, line)
        else:
            with pytest.raises(NotAllowed):
                ACTS[act](actor, line)
