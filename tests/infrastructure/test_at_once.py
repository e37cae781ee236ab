"""Writers and readers at once: nobody is told the impact of a network that is no more."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from django.db import transaction

from infrastructure.domain.network import current, forget_graph, topology_version
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetStatus
from tests.factories.infrastructure import LinkFactory, SiteFactory
from tests.threads import in_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SWAPS = 40


def test_a_link_is_swapped_for_another_while_everybody_asks() -> None:
    """Of two links exactly one is in use at any commit; the version says which."""
    forget_graph()
    root, office = SiteFactory(is_root=True), SiteFactory()
    links = [LinkFactory(a=root.asset, b=office.asset).pk for _ in range(2)]
    use(links[0], links[1])
    truth = {topology_version(): links[0]}
    ended, faults = Event(), []

    def write() -> None:
        try:
            for number in range(1, SWAPS):
                mine, other = links[number % 2], links[(number + 1) % 2]
                with transaction.atomic():
                    use(mine, other)
                truth[topology_version()] = mine
        finally:
            ended.set()

    seen: list[tuple[int, int, frozenset[int]]] = []

    def read() -> None:
        try:
            while not ended.is_set():
                before = topology_version()
                network = current()
                seen.append((before, network.version, frozenset(network.graph.network.links)))
        except Exception as fault:
            faults.append(fault)

    in_threads(lambda act: act(), [write, read, read, read], 4)
    assert faults == []
    assert len({version for _, version, _ in seen}) > 3, "the readers met the writer"
    for before, version, used in seen:
        assert version >= before, "never older than what was committed when it was asked for"
        assert used == {truth[version]}, "the links are those of that version"
    assert frozenset(current().graph.network.links) == {truth[max(truth)]}


def test_what_is_not_committed_is_not_seen() -> None:
    forget_graph()
    root, office = SiteFactory(is_root=True), SiteFactory()
    link = LinkFactory(a=root.asset, b=office.asset).pk
    before = current()
    answers: list[Any] = []

    def read() -> None:
        answers.append(current())

    with transaction.atomic():
        Asset.objects.filter(pk=link).update(status=AssetStatus.RETIRED)
        in_threads(lambda act: act(), [read], 1)
        transaction.set_rollback(True)
    assert answers == [before]
    assert current() is before


def use(mine: int, other: int) -> None:
    Asset.objects.filter(pk=mine).update(status=AssetStatus.ACTIVE)
    Asset.objects.filter(pk=other).update(status=AssetStatus.RETIRED)
