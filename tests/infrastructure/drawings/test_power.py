"""The power chain: what feeds what, from above."""

from __future__ import annotations

from infrastructure.drawings.layers import Node, Tie
from infrastructure.drawings.power import Feed, Source, lowest, power_chain

GRID, UPS, PDU_A, PDU_B, RACK = range(1, 6)
SOURCES = [
    Source(GRID, "PLN", "/PLN/", "grid"),
    Source(UPS, "UPS", "/UPS/", "ups", GRID, 30),
    Source(PDU_A, "PDU-A", "/PDU-A/", "pdu", UPS),
    Source(PDU_B, "PDU-B", "/PDU-B/", "pdu", GRID),
]
FEEDS = [Feed(PDU_A, RACK, "A"), Feed(PDU_B, RACK, "B")]


def test_both_sides_end_right_above_what_they_feed() -> None:
    """
    PLN -- UPS -- PDU-A --A-- RACK
       \\------------ PDU-B --B--/
    """
    drawing = power_chain(SOURCES, FEEDS, [Node(RACK, "R-01", "Rak", kind="here")])
    rows = {mark.node.code: mark.y for mark in drawing.nodes}
    assert rows["PLN"] < rows["UPS"] < rows["PDU-A"] == rows["PDU-B"] < rows["R-01"]
    assert sorted(mark.tie.label for mark in drawing.ties if mark.tie.label) == ["A", "B"]
    assert "UPS, 30 menit" in [mark.node.words for mark in drawing.nodes]


def test_a_source_that_its_reader_may_not_know_leaves_no_line() -> None:
    drawing = power_chain(SOURCES[2:3], FEEDS, [Node(RACK, "R-01", "Rak")])
    assert [mark.node.code for mark in drawing.nodes] == ["PDU-A", "R-01"]
    assert len(drawing.ties) == 1


def test_a_circle_ends() -> None:
    assert set(lowest([1, 2], [Tie(1, 2), Tie(2, 1)])) == {1, 2}
