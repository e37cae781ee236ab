"""Topology in layers from the root: ring, branch, two parallel links, leaves as one box."""

from __future__ import annotations

from infrastructure.drawings.layers import Node, Tie, bundled, distances, layered


def nodes(count: int) -> list[Node]:
    return [Node(n, f"N-{n}", "Lokasi") for n in range(count)]


RING = [Tie(0, 1), Tie(1, 2), Tie(2, 3), Tie(3, 0)]


def test_a_ring_closes_below_its_root() -> None:
    r"""
        0
       / \
      1   3
       \ /
        2
    """
    depth = distances([0], RING)
    assert depth == {0: 0, 1: 1, 3: 1, 2: 2}
    drawing = layered(nodes(4), RING, depth)
    rows = {mark.node.key: mark.y for mark in drawing.nodes}
    assert rows[0] < rows[1] == rows[3] < rows[2]
    assert len({(mark.x, mark.y) for mark in drawing.nodes}) == 4


def test_two_parallel_links_are_two_lines_and_the_backup_is_marked() -> None:
    ties = [Tie(0, 1), Tie(1, 0, backup=True)]
    drawing = layered(nodes(2), ties, {0: 0, 1: 1})
    assert len({mark.path for mark in drawing.ties}) == 2
    assert [mark.tie.backup for mark in drawing.ties] == [False, True]
    assert drawing.has_backup


def test_two_of_one_layer_are_joined_by_a_bow_within_the_drawing() -> None:
    drawing = layered(nodes(3), [Tie(0, 1), Tie(0, 2), Tie(1, 2)], {0: 0, 1: 1, 2: 1})
    (bow,) = (mark.path for mark in drawing.ties if "C" in mark.path)
    assert max(float(number) for number in bow.split("C")[1].split()[1::2]) < drawing.height


def test_what_hangs_on_no_root_stands_in_a_layer_of_its_own() -> None:
    drawing = layered(nodes(3), [Tie(0, 1)], distances([0], [Tie(0, 1)]))
    lowest = max(drawing.nodes, key=lambda mark: mark.y)
    assert lowest.node.key == 2


def test_a_line_to_what_is_not_drawn_is_not_drawn() -> None:
    assert layered(nodes(1), [Tie(0, 1)], {0: 0}).ties == ()


def test_leaves_become_one_box_where_there_are_too_many() -> None:
    ties = [Tie(0, 1), *(Tie(1, n) for n in range(2, 9))]
    depth = distances([0], ties)
    kept, lines, groups = bundled(nodes(9), ties, depth, most=5)
    assert [node.code for node in kept] == ["N-0", "N-1", "7 lokasi"]
    assert [(line.a, line.b) for line in lines] == [(0, 1), (1, -1)]
    assert [node.key for node in groups[-1]] == list(range(2, 9))
    assert bundled(nodes(9), ties, depth, most=9)[2] == {}
