"""The kept network: read again when a version says so, and by which cables light may go instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from infrastructure.domain.network import current, forget_graph, topology_version
from infrastructure.domain.spares import detours
from infrastructure.models import Segment
from tests.factories.infrastructure import SegmentFactory, StructureFactory
from tests.infrastructure.street import Street


def test_the_shortest_way_around() -> None:
    """1 --A-- 2, 1 --B-- 3 --C-- 2, and a longer one by 4 and 5."""
    touches = {
        1: frozenset({10, 20}),
        2: frozenset({10, 30}),
        3: frozenset({30, 20}),
        4: frozenset({10, 40}),
        5: frozenset({40, 50}),
        6: frozenset({50, 20}),
    }
    assert detours(touches, [1]) == {1: [2, 3]}
    assert detours(touches, [1, 3]) == {1: [4, 5, 6], 3: [6, 5, 4, 2]}
    assert detours(touches, [1, 3, 5]) == {1: [], 3: [], 5: []}
    assert detours(touches, [], harmed=[1]) == {1: [2, 3]}
    assert detours({7: frozenset({10})}, [7]) == {7: []}


@pytest.fixture
def segment(db: None) -> Segment:
    forget_graph()
    return SegmentFactory()  # type: ignore[no-any-return]


def raised(change: Callable[[], object]) -> bool:
    """Whether a change alone raises the version, at what would be its commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('infrastructure.raised', '', true)")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        before = topology_version()
        change()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return topology_version() > before


def test_where_a_segment_leads_raises_the_version(segment: Segment) -> None:
    other = StructureFactory()
    assert raised(lambda: Segment.objects.filter(pk=segment.pk).update(b=other))
    assert raised(lambda: type(other).objects.filter(pk=other.pk).update(kind="pole"))


@pytest.mark.django_db
def test_in_memory_until_a_version_says_otherwise() -> None:
    forget_graph()
    street = Street()
    first = current()
    assert current() is first
    assert first.touches == {street.cable.pk: {street.dc.pk, street.kec.pk}}
    assert raised(lambda: Segment.objects.update(b=StructureFactory(site=street.third)))
    assert current().touches == {street.cable.pk: {street.dc.pk, street.third.pk}}
