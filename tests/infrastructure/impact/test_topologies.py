"""Shapes that a city's network takes, and what a cut of each takes along."""

from __future__ import annotations

from infrastructure.domain.impact.function import State
from infrastructure.domain.impact.network import (
    DeviceRow,
    GroupRow,
    NeedRow,
    SourceRow,
    TunnelRow,
)
from tests.infrastructure.impact.drawing import drawn


def test_a_branch() -> None:
    """DC --1-- kec --2-- kel --3-- rw"""
    city = drawn("DC --1-- kec\nkec --2-- kel\nkel --3-- rw")
    told = city.cut(":2")
    assert told.lost == {"kel", "rw"}
    assert told.alone == set()
    assert told.chain("rw") == [":2", "kel", ":3", "rw"]


def test_a_ring_lives_on_and_has_no_backup_left() -> None:
    """DC --1-- a --2-- b --3-- DC"""
    city = drawn("DC --1-- a\na --2-- b\nb --3-- DC")
    told = city.cut(":2")
    assert told.lost == set()
    assert told.alone == {"a", "b"}
    assert city.cut(":1", ":3").lost == {"a", "b"}


def test_two_parallel_links_are_two() -> None:
    """
    DC ==1== a     cutting one of them leaves the other
    DC ==2== a
    """
    city = drawn("DC --1-- a\nDC --2-- a")
    assert city.cut(":1").lost == set()
    assert city.cut(":1").alone == {"a"}
    assert city.cut(":1", ":2").lost == {"a"}


def test_a_splitter_takes_all_its_branches() -> None:
    """
               /--2-- a
    DC --1-- s ---3-- b
               \\--4-- c
    """
    city = drawn("DC --1-- s\ns --2-- a\ns --3-- b\ns --4-- c")
    assert city.cut("s").lost == {"s", "a", "b", "c"}
    assert city.cut(":3").lost == {"b"}


def test_a_circle_away_from_the_root_does_not_live_by_itself() -> None:
    """DC --1-- a --2-- b --3-- c --4-- a"""
    city = drawn("DC --1-- a\na --2-- b\nb --3-- c\nc --4-- a")
    assert city.cut(":1").lost == {"a", "b", "c"}


def test_what_reached_nothing_before_is_not_lost() -> None:
    """DC --1-- a       x --2-- y"""
    city = drawn("DC --1-- a\nx --2-- y")
    assert city.cut(":2", ":1").lost == {"a"}


def test_a_device_dies_with_the_last_of_its_two_feeds() -> None:
    """
    PLN-A -> UPS (30 min) -> PDU-A -A-\\
                                       server
    PLN-B --------------> PDU-B -B----/
    """
    city = drawn("DC --1-- a")
    pln_a, ups, pdu_a, pln_b, pdu_b, server = range(100, 106)
    powered = city.having(
        devices={server: DeviceRow(site=city["DC"])},
        sources={
            pln_a: SourceRow(city["DC"]),
            ups: SourceRow(city["DC"], pln_a, 30),
            pdu_a: SourceRow(city["DC"], ups),
            pln_b: SourceRow(city["DC"]),
            pdu_b: SourceRow(city["DC"], pln_b),
        },
        feeds={server: (pdu_a, pdu_b)},
    )
    names = {**city.ids, "PLN-A": pln_a, "PLN-B": pln_b, "UPS": ups, "PDU-A": pdu_a}
    named = type(city)(powered.network, {**names, "PDU-B": pdu_b, "server": server})
    assert named.cut("PLN-A").lost == set()
    both = named.cut("PLN-A", "PLN-B")
    assert both.result.lost[server] == 30, "the UPS holds it for half an hour"
    assert both.chain("server") == ["PLN-A", "UPS", "PDU-A", "server"]
    assert named.cut("UPS", "PLN-B").result.lost[server] == 0


def test_a_rack_without_current_takes_what_stands_in_it() -> None:
    city = drawn("DC --1-- a")
    rack, source, fed, plain = 100, 101, 102, 103
    racked = city.having(
        racks={rack: (city["a"], None)},
        devices={
            plain: DeviceRow(site=city["a"], rack=rack),
            fed: DeviceRow(site=city["a"], rack=rack),
        },
        sources={source: SourceRow(city["a"]), 104: SourceRow(city["a"])},
        feeds={rack: (source,), fed: (104,)},
    )
    named = type(city)(racked.network, {**city.ids, "pln": source, "plain": plain, "fed": fed})
    assert named.cut("pln").lost == {"plain"}


def test_a_vpn_lives_while_each_end_has_a_link() -> None:
    """
    DC ~~~~~~~~~ vpn ~~~~~~~~~ a        the VPN leaves DC over inet,
    DC --inet-- isp                     and a over fo2 or over 4g
    a --fo2-- isp2     a --4g-- isp3
    """
    city = drawn("DC --inet-- isp\na --fo2-- isp2\na --4g-- isp3\nDC --vpn-- a")
    over = city.having(
        tunnels=(
            TunnelRow(city[":vpn"], city[":inet"], "a"),
            TunnelRow(city[":vpn"], city[":fo2"], "b"),
            TunnelRow(city[":vpn"], city[":4g"], "b"),
        )
    )
    assert over.cut(":fo2").lost == {"isp2"}
    lost = over.cut(":fo2", ":4g")
    assert lost.lost == {"a", "isp2", "isp3"}
    assert lost.chain("a") == [":fo2", ":vpn", "a"]
    assert over.cut(":inet").lost == {"a", "isp", "isp2", "isp3"}


def test_a_vpn_over_a_vpn() -> None:
    city = drawn("DC --inet-- isp\nDC --vpn1-- a\nDC --vpn2-- b")
    over = city.having(
        tunnels=(
            TunnelRow(city[":vpn1"], city[":inet"], "a"),
            TunnelRow(city[":vpn2"], city[":vpn1"], "a"),
        )
    )
    assert over.cut(":inet").lost >= {"a", "b"}


def test_k_of_n() -> None:
    """An application on three servers of which two must be up."""
    city = drawn("DC --1-- a\nDC --2-- b\nDC --3-- c")
    on = {100: "a", 101: "b", 102: "c"}
    placed = city.having(
        devices={device: DeviceRow(site=city[site]) for device, site in on.items()},
        groups=(GroupRow(7, 2, (100, 101, 102)),),
    )
    named = type(city)(placed.network, {**city.ids, "s1": 100, "s2": 101, "s3": 102})
    assert named.cut(":1").result.applications[7].state == State.DEGRADED
    assert named.cut(":1", ":2").result.applications[7].state == State.DOWN
    assert named.cut("s1", "s3").result.applications[7].state == State.DOWN


def test_a_circle_of_needs_ends_and_softer_needs_only_degrade() -> None:
    city = drawn("DC --1-- a")
    placed = city.having(
        devices={100: DeviceRow(site=city["a"])},
        groups=(GroupRow(1, 1, (100,)),),
        needs=(
            NeedRow(2, 1, None),
            NeedRow(3, 2, None),
            NeedRow(1, 3, None),
            NeedRow(4, 3, None, hard=False),
            NeedRow(5, 4, None),
            NeedRow(6, 1, None, group="db"),
            NeedRow(6, 9, None, group="db"),
        ),
    )
    named = type(city)(placed.network, {**city.ids, "server": 100})
    states = {a: v.state for a, v in named.cut(":1").result.applications.items()}
    assert states == {
        1: State.DOWN,
        2: State.DOWN,
        3: State.DOWN,
        4: State.DEGRADED,
        6: State.DEGRADED,
    }, "5 needs 4, which runs with less; 6 has another to stand in"


def test_a_virtual_machine_moves_within_its_cluster() -> None:
    city = drawn("DC --1-- a")
    placed = city.having(
        devices={
            100: DeviceRow(site=city["DC"], cluster=5),
            101: DeviceRow(site=city["DC"], cluster=5),
            102: DeviceRow(site=city["DC"], cluster=5, is_virtual=True),
            103: DeviceRow(site=city["DC"], host=100, is_virtual=True),
        }
    )
    named = type(city)(placed.network, {**city.ids, "h1": 100, "h2": 101, "vm": 102, "one": 103})
    assert named.cut("h1").lost == {"h1", "one"}
    assert named.cut("h1", "h2").lost == {"h1", "h2", "vm", "one"}


def test_a_camera_goes_with_the_switch_that_powers_it() -> None:
    city = drawn("DC --1-- a")
    placed = city.having(
        devices={
            100: DeviceRow(site=city["a"]),
            101: DeviceRow(site=city["a"], powered_by=100),
            102: DeviceRow(site=city["a"], powered_by=101),
        }
    )
    named = type(city)(placed.network, {**city.ids, "switch": 100, "camera": 101, "mic": 102})
    assert named.cut("switch").lost == {"switch", "camera", "mic"}
