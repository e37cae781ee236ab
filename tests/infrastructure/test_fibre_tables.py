"""Tables of joints and cores carry the light on, as the verbs at the enclosure and the cable do."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.domain.breaking import mend
from infrastructure.domain.core_table import CoreTable
from infrastructure.domain.joint_table import JointTable
from infrastructure.domain.planning import record_many
from infrastructure.domain.tables import record_rows
from infrastructure.models import Core, Joint, OpticalPath, WorkRecord
from infrastructure.vocabulary import AssetKind, CoreState, Work
from tests.factories.infrastructure import SegmentFactory
from tests.infrastructure.fibre import WHY, Line, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    return Line(cores=12)


def joints(line: Line, *rows: dict[str, Any]) -> list[Any]:
    return record_rows(table=JointTable(line.operator, WHY), rows=rows)


def cores(line: Line, *rows: dict[str, Any]) -> list[Any]:
    return record_rows(table=CoreTable(line.operator, WHY), rows=rows)


def through(line: Line, **more: Any) -> dict[str, Any]:
    first, second = (cable.asset.code for cable in line.cables)
    ends = {"from": f"{first}/1:b", "to": f"{second}/1:a"}
    return {"enclosure": line.closure.asset.code, **ends, **more}


def told(items: list[Any]) -> list[tuple[str, str] | str]:
    return [(i.refusal.code, i.refusal.field) if i.refusal else i.effect for i in items]


def test_a_joint_of_a_table_carries_the_light_through(line: Line) -> None:
    assert told(joints(line, through(line))) == ["created"]
    path = OpticalPath.objects.get(link=line.links[0])
    assert path.complete and path.length_m == 2000
    assert line.cables[1].asset.code in drawn(line.links[0])
    assert Core.objects.filter(state=CoreState.USED).count() == 2


def test_what_a_table_says_of_a_known_joint_changes_its_light(line: Line) -> None:
    joints(line, through(line, loss_db=0.1))
    loss = OpticalPath.objects.get().loss_db
    assert told(joints(line, through(line, loss_db=0.4))) == ["updated"]
    assert OpticalPath.objects.get().loss_db == pytest.approx(loss + 0.3)
    assert told(joints(line, through(line, state="planned"))) == ["updated"]
    assert not OpticalPath.objects.get().complete


def test_each_enclosure_keeps_who_joined_in_it_and_why(line: Line) -> None:
    joints(line, through(line))
    record = WorkRecord.objects.filter(asset=line.closure.asset).get()
    joint = Joint.objects.get(enclosure=line.closure)
    assert (record.work, record.reason, record.done_by) == (Work.SPLICE, WHY, line.operator)
    assert record.after == {"joints": [joint.pk]}


def test_a_joint_that_no_box_holds_is_refused_at_its_column(line: Line) -> None:
    two = f"{through(line)['to']} | {line.cables[1].asset.code}/2:a"
    rows = [through(line, tray=9), through(line, to=two, kind="fusion")]
    assert [told(joints(line, row)) for row in rows] == [
        [("no_such_tray", "tray")],
        [("not_two_ends", "to")],
    ]


def test_a_core_that_breaks_by_a_table_ends_its_light_and_is_mended_by_the_verb(
    line: Line,
) -> None:
    joints(line, through(line))
    cable = line.cables[0].asset
    row = {"cable": cable.code, "number": 1, "state": "broken"}
    assert told(cores(line, row)) == ["updated"]
    assert not OpticalPath.objects.get().complete
    record = cable.work.get()
    assert (record.work, record.after) == (Work.CUT, {"cores": [1]})
    mend(actor=line.operator, cable=cable, reason=WHY)
    assert OpticalPath.objects.get().complete


def test_a_core_with_light_is_not_called_spare(line: Line) -> None:
    joints(line, through(line))
    row = {"cable": line.cables[0].asset.code, "number": 1}
    assert told(cores(line, row | {"state": "spare"})) == [("core_lit", "state")]
    assert told(cores(line, row | {"state": "used"})) == ["unchanged"]
    cores(line, row | {"state": "broken"})
    assert told(cores(line, row | {"state": "used"})) == ["updated"]
    assert OpticalPath.objects.get().complete


def test_what_is_no_longer_used_is_not_worked_on(line: Line) -> None:
    line.closure.asset.status = "retired"
    line.closure.asset.save()
    assert told(joints(line, through(line))) == [("retired", "enclosure")]


def test_light_goes_as_far_as_the_cable_lies_by_the_table(line: Line) -> None:
    joints(line, through(line))
    way = line.cables[0].routes.get().segment.asset
    rows = [{"code": way.code, "length_m": 1500}]
    (outcome,) = record_many(actor=line.operator, kind=AssetKind.SEGMENT, rows=rows)
    assert outcome.effect == "updated" and OpticalPath.objects.get().length_m == 2500
    other = SegmentFactory(length_m=100).asset.code
    rows = [{"code": line.cables[0].asset.code, "route": f"{way.code} {other}"}]
    (outcome,) = record_many(actor=line.operator, kind=AssetKind.CABLE, rows=rows)
    assert outcome.effect == "updated" and OpticalPath.objects.get().length_m == 2600
