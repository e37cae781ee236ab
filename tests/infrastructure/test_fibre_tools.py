"""A fibre team's tools: a reading on the ground, slack, the straight line, the splice sheet."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Refusal
from infrastructure.domain.otdr import Found, Reading, locate
from infrastructure.domain.planning import record_many
from infrastructure.domain.straight import point_on, straight_of
from infrastructure.models import Slack, WorkRecord
from infrastructure.vocabulary import AssetKind
from regulations.domain.parsing.pdf import read_pdf
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import (
    CableFactory,
    CableRouteFactory,
    CoreFactory,
    SegmentFactory,
    StructureFactory,
)
from tests.infrastructure.fibre import Line

pytestmark = pytest.mark.django_db
PLACES = [(112.740, -7.25), (112.749, -7.25), (112.758, -7.25), (112.767, -7.25)]


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def cable() -> Any:
    """HH-0 = 1000 m = HH-1 (20 m of slack) = 1000 m = HH-2 (30 m) = 500 m = HH-3.

    The second segment was drawn the other way round.
    """
    ends = [
        StructureFactory(asset__code=f"HH-{n}", asset__longitude=x, asset__latitude=y)
        for n, (x, y) in enumerate(PLACES)
    ]
    pairs = [(0, 1, 1000), (2, 1, 1000), (2, 3, 500)]
    cable = CableFactory(asset__code="FO-1")
    for number, (a, b, metres) in enumerate(pairs, start=1):
        line = [list(PLACES[a]), list(PLACES[b])]
        segment = SegmentFactory(
            asset__code=f"SEG-{number}", a=ends[a], b=ends[b], geometry=line, length_m=metres
        )
        CableRouteFactory(cable=cable, segment=segment, sequence=number)
    Slack.objects.create(cable=cable, structure=ends[1], metres=20)
    Slack.objects.create(cable=cable, structure=ends[2], metres=30)
    CoreFactory(cable=cable, number=7)
    return cable


def read(user: Any, cable: Any, metres: float, end: str = "a", core: int = 7) -> Found:
    return locate(user=user, cable=cable.asset, reading=Reading(core, end, metres))


@pytest.mark.parametrize(
    ("end", "metres", "station", "span", "after"),
    [
        ("a", 0, "HH-0", None, 0),
        ("a", 400, "HH-0", "SEG-1", 400),
        ("a", 1010, "HH-1", None, 10),  # in its coil
        ("a", 1120, "HH-1", "SEG-2", 100),  # 20 m of glass lie in HH-1
        ("a", 2300, "HH-2", "SEG-3", 250),
        ("b", 100, "HH-3", "SEG-3", 100),
        ("b", 630, "HH-2", "SEG-2", 100),
        ("a", 2560, "HH-3", None, 0),  # a little beyond the end is the end
    ],
)
def test_a_reading_is_a_place_with_the_slack_counted(
    operator: Any, cable: Any, end: str, metres: float, station: str, span: str | None, after: float
) -> None:
    found = read(operator, cable, metres, end)
    assert found.station.asset.code == station
    assert (found.span.asset.code if found.span else None) == span
    assert found.after == pytest.approx(after)
    assert found.tolerance == pytest.approx(max(10, metres / 100))
    assert found.point is not None
    if end == "a" and span == "SEG-2":  # a tenth of the way from HH-1 to HH-2
        assert found.point == pytest.approx((112.7499, -7.25), abs=1e-5)
    if span:
        assert found.between[0].code == span


def test_readings_that_cannot_be_are_told_at_their_field(operator: Any, cable: Any) -> None:
    for wrong, code, field in (
        ({"metres": 2600}, "beyond_cable", "meter"),
        ({"metres": -1}, "bad_metres", "meter"),
        ({"metres": 10, "core": 99}, "no_core", "inti"),
        ({"metres": 10, "end": "c"}, "no_end", "ujung"),
    ):
        with pytest.raises(Refusal) as refused:
            read(operator, cable, **wrong)  # type: ignore[arg-type]
        assert (refused.value.code, refused.value.field) == (code, field)
    bare = CableFactory(asset__code="FO-2")
    CoreFactory(cable=bare, number=7)
    with pytest.raises(Refusal) as refused:
        read(operator, bare, 10)
    assert refused.value.code == "no_way"
    with pytest.raises(Refusal):
        read(UserFactory(), cable, 10)


def test_the_page_leads_from_the_reading_to_its_impact(
    client: Client, operator: Any, cable: Any
) -> None:
    page = "/infrastruktur/otdr/FO-1/"
    assert client.get(page).status_code == 302
    client.force_login(AppointmentFactory(role="lurah").user)
    assert client.get(page).status_code in (403, 404)
    client.force_login(operator)
    assert client.get(page).status_code == 200
    asked = {"inti": 7, "ujung": "a", "meter": "1120"}
    text = client.get(page, asked).content.decode()
    assert "dampak/?kode=SEG-2" in text and "kode=FO-1/7" in text and "bacaan OTDR" in text
    beyond = client.get(page, {**asked, "meter": "99999"})
    assert beyond.status_code == 422
    assert "panjangnya" in beyond.content.decode() and 'value="99999' in beyond.content.decode()
    told = client.get("/infrastruktur/otdr/FO-1.json", asked).json()
    kinds = [feature["geometry"]["type"] for feature in told["features"]]
    assert kinds == ["LineString"] * 3 + ["Point"]
    for wrong in ({}, {**asked, "meter": "99999"}):
        assert client.get("/infrastruktur/otdr/FO-1.json", wrong).status_code == 422
    sheet = client.get("/infrastruktur/aset/FO-1/").content.decode()
    assert "Diagram garis lurus" in sheet and "cadangan 20 m" in sheet


def test_slack_comes_by_table_and_is_told_of_the_cable(
    client: Client, operator: Any, cable: Any
) -> None:
    rows = [{"code": "FO-1", "slack": "HH-1:20 HH-3:12,5"}]
    kind = AssetKind.CABLE
    assert record_many(actor=operator, kind=kind, rows=rows)[0].effect == "updated"
    assert record_many(actor=operator, kind=kind, rows=rows)[0].effect == "unchanged"
    assert WorkRecord.objects.get().before == {"columns": {"slack": "HH-1:20 HH-2:30"}}
    client.force_login(operator)
    told = client.get("/api/v1/kabel/FO-1/").json()
    assert told["cadangan_panjang"] == ["HH-1:20", "HH-3:12.5"]
    for wrong, code in (
        ("HH-1", "bad_slack"),
        ("HH-1:1 HH-1:2", "slack_twice"),
        ("X-1:5", "unknown_code"),
        ("HH-1:99999", "bad_slack"),
    ):
        (outcome,) = record_many(actor=operator, kind=kind, rows=[{"code": "FO-1", "slack": wrong}])
        assert outcome.refusal is not None and outcome.refusal.code == code, wrong


def test_a_way_is_told_only_to_who_may_know_all_of_it(operator: Any, cable: Any) -> None:
    assert straight_of(cable.pk, AppointmentFactory(role="lurah").user) is None
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert straight_of(cable.pk, operator) is not None
        counted.append(len(queries))
    assert counted[1] <= 5
    assert point_on([(0.0, 0.0)], 0.5) == (0.0, 0.0)
    assert point_on([], 0.5) is None


def test_the_splice_sheet_of_a_closure_is_a_pdf(client: Client) -> None:
    line = Line()
    box = line.frames[0].asset
    client.force_login(line.operator)
    answer = client.get(f"/infrastruktur/aset/{box.code}/", {"format": "pdf"})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = read_pdf(answer.content).text
    assert box.code in text and line.cables[0].asset.code in text and "tabung 1" in text
    cable = line.cables[0].asset.code
    assert client.get(f"/infrastruktur/aset/{cable}/", {"format": "pdf"}).status_code == 404
