"""The number of the network's version, and that no impact comes from an old graph (Must show 3)."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import transaction

from egov.verbs.verb import Busy
from infrastructure.domain import network as drawing
from infrastructure.domain.impact.network import Network
from infrastructure.domain.network import current_graph, forget_graph, topology_version
from infrastructure.models import Asset, Site
from infrastructure.vocabulary import AssetStatus
from tests.factories.infrastructure import LinkFactory, SiteFactory
from tests.threads import in_threads

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = 25


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> None:
    forget_graph()


class Turning:
    """Many links and as many sites, of which one each is in use: the same one at every commit."""

    def __init__(self, root: Site) -> None:
        used = [AssetStatus.ACTIVE, *[AssetStatus.INSTALLED] * ROUNDS]
        self.sites = [SiteFactory(asset__status=status).pk for status in used]
        self.links = [LinkFactory(a=root.asset, asset__status=status).pk for status in used]
        self.committed = 0

    def turn(self) -> None:
        """The next link and the next site instead of the last ones, in two writes of one commit."""
        last, now = self.committed, self.committed + 1
        with transaction.atomic():
            for things in (self.links, self.sites):
                rows = Asset.objects.filter
                rows(pk=things[last]).update(status=AssetStatus.INSTALLED)
                rows(pk=things[now]).update(status=AssetStatus.ACTIVE)
        self.committed = now

    def shown(self, network: Network) -> tuple[list[int], list[int]]:
        links = [n for n, key in enumerate(self.links) if key in network.links]
        return links, [n for n, key in enumerate(self.sites) if key in network.sites]


def test_it_rises_once_a_commit_and_not_for_what_is_undone() -> None:
    site = SiteFactory()
    before = topology_version()
    with transaction.atomic():
        SiteFactory.create_batch(3)
        assert topology_version() == before, "nobody sees the number before the data"
    assert topology_version() == before + 1
    with transaction.atomic():
        Asset.objects.filter(pk=site.pk).update(status=AssetStatus.PLANNED)
        transaction.set_rollback(True)
    assert topology_version() == before + 1


def test_two_open_writers_do_not_wait_for_each_other() -> None:
    sites = SiteFactory.create_batch(2)
    before = topology_version()
    written = threading.Barrier(2)

    def write(site: Any) -> bool:
        with transaction.atomic():
            Asset.objects.filter(pk=site.pk).update(status=AssetStatus.MAINTENANCE)
            written.wait(10)  # breaks where one holds the other up
        return True

    assert in_threads(write, sites, 2) == [True, True]
    assert topology_version() == before + 2


def test_readers_among_two_writers_see_no_half_commit_and_no_old_graph() -> None:
    """What a reader draws is whole, and at least as new as what was committed before it asked."""
    root = SiteFactory(is_root=True)
    turning = [Turning(root) for _ in range(2)]
    wrong: list[str] = []

    def write(number: int) -> int:
        for _ in range(ROUNDS):
            turning[number].turn()
            time.sleep(0.005)
        return ROUNDS

    def read(_number: int) -> int:
        reads = 0
        while reads == 0 or any(each.committed < ROUNDS for each in turning):
            before = [each.committed for each in turning]
            network = current_graph().network
            for each, least in zip(turning, before, strict=True):
                links, sites = each.shown(network)
                if len(links) != 1 or links != sites:
                    wrong.append(f"half a commit: {links} {sites}")
                elif links[0] < least:
                    wrong.append(f"old: {links[0]} after {least}")
            reads += 1
        return reads

    work = [(write, 0), (write, 1), (read, 0), (read, 1)]
    results = in_threads(lambda item: item[0](item[1]), work, 4)
    assert wrong == []
    assert min(results) > 0
    for each in turning:
        assert each.shown(current_graph().network) == ([ROUNDS], [ROUNDS])


def test_within_a_transaction_a_reader_says_so_where_writers_never_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No try left: nothing is kept under a number that it may not have."""
    monkeypatch.setattr(drawing, "TRIES", 0)
    SiteFactory(is_root=True)
    forget_graph()
    with pytest.raises(Busy), transaction.atomic():
        current_graph()
    assert drawing._kept == {}
