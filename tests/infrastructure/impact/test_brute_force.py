"""The engine against the plainest possible reading of the same network."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.domain.impact.engine import impact
from infrastructure.domain.impact.network import LinkRow, Network
from infrastructure.domain.impact.reach import draw

SITES = range(1, 8)
ends = st.tuples(st.sampled_from(SITES), st.sampled_from(SITES)).filter(lambda e: e[0] != e[1])


def walk(roots: set[int], links: dict[int, LinkRow], gone: set[int]) -> set[int]:
    reached = {site for site in roots if site not in gone}
    while True:
        more = {
            thing
            for key, (a, b) in links.items()
            if key not in gone and not {a, b} & gone and {a, b} & reached
            for thing in (a, b, key)
        }
        # a link whose other end is gone still hangs on the end that lives
        more |= {
            key for key, (a, b) in links.items() if key not in gone and ({a, b} - gone) & reached
        }
        if more <= reached:
            return reached
        reached |= more


@settings(max_examples=300, deadline=None)
@given(
    st.lists(ends, min_size=1, max_size=12),
    st.sets(st.sampled_from(SITES), min_size=1, max_size=2),
    st.data(),
)
def test_lost_and_alone(pairs: list[tuple[int, int]], roots: set[int], data: st.DataObject) -> None:
    links = {100 + n: LinkRow(*pair) for n, pair in enumerate(pairs)}
    things = [*SITES, *links]
    cut = data.draw(st.sets(st.sampled_from(things), min_size=1, max_size=3))
    network = Network(sites={site: site in roots for site in SITES}, links=links)
    result = impact(draw(network), cut)

    before, after = walk(roots, links, set()), walk(roots, links, cut)
    assert set(result.lost) == before - after

    def hangs_on(gone: set[int], reached: set[int]) -> dict[int, set[int]]:
        """For each thing, the others whose loss alone would take it along."""
        alone: dict[int, set[int]] = {thing: set() for thing in reached}
        for other in reached:
            for thing in reached - walk(roots, links, gone | {other}) - {other}:
                alone[thing].add(other)
        return alone

    earlier, later = hangs_on(set(), before), hangs_on(cut, after)
    single = {other for others in earlier.values() for other in others}
    newly = {other for others in later.values() for other in others} - single
    assert result.points == newly
    expected = {thing for thing in after - newly if later[thing] & newly}
    assert expected <= result.alone
    assert result.alone == (after & before) - walk(roots, links, cut | newly) - newly
