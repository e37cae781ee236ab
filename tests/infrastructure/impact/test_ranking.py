"""What each thing alone takes along, against cutting every thing one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.domain.impact.network import LinkRow, Network
from infrastructure.domain.impact.ranking import Loss, Point, single_points
from infrastructure.domain.impact.reach import draw, losses
from tests.infrastructure.impact.drawing import drawn
from tests.infrastructure.impact.test_brute_force import SITES, ends


def test_a_branch_behind_a_ring() -> None:
    """DC --1-- a --2-- b --3-- DC, b --4-- kel --5-- rw: 4 and kel's loss differ by kel itself."""
    city = drawn("DC --1-- a\na --2-- b\nb --3-- DC\nb --4-- kel\nkel --5-- rw")
    names = {key: name for name, key in city.ids.items()}
    weights = {city["a"]: 10, city["b"]: None, city["kel"]: 100, city["rw"]: 5, city["DC"]: None}
    points = single_points(draw(city.network), {}, weights)
    told = [({names[key] for key in p.things}, p.loss) for p in points]
    assert told == [
        ({"DC"}, Loss(4, 115)),
        ({"b", ":4"}, Loss(2, 105)),
        ({"kel", ":5"}, Loss(1, 5)),
    ]


def test_a_pole_under_both_sides_of_a_ring() -> None:
    city = drawn("DC --1-- a\na --2-- b\nb --3-- DC")
    weights = {city[name]: 1 for name in ("DC", "a", "b")}
    sets = {
        900: frozenset({city[":1"], city[":3"]}),
        901: frozenset({city[":3"], city[":1"]}),
        902: frozenset({city[":1"]}),
    }
    points = single_points(draw(city.network), sets, weights)
    assert Point([900, 901], Loss(2, 2)) in points
    assert not any(902 in point.things for point in points)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(ends, min_size=1, max_size=12),
    st.sets(st.sampled_from(SITES), min_size=1, max_size=2),
)
def test_like_cutting_each_alone(pairs: list[tuple[int, int]], roots: set[int]) -> None:
    links = {100 + n: LinkRow(*pair) for n, pair in enumerate(pairs)}
    graph = draw(Network(sites={site: site in roots for site in SITES}, links=links))
    weights = {site: site * 10 for site in SITES}
    found = {}
    for point in single_points(graph, {}, weights):
        taken = set()
        for thing in point.things:
            lost = frozenset(s for s in losses(graph, [thing]) - {thing} if s in weights)
            taken.add(lost)
            found[thing] = Loss(len(lost), sum(weights[site] for site in lost))
            assert found[thing] == point.loss
        assert len(taken) == 1, "things of one row take the same sites along"
    for thing in (*SITES, *links):
        lost = {s for s in losses(graph, [thing]) - {thing} if s in weights}
        assert (thing in found) == bool(lost)
