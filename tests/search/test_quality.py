"""What citizens type finds what they want, over the demo (`quality.yaml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from egov.agencies.models import Agency
from egov.portal.joining import demo_steps
from egov.search.indexing import check, rebuild
from musrenbang.demo.proposals import make_demo
from musrenbang.models import KamusEntry
from tests.databases import Databases
from tests.search.quality import QUALITY, channel_first, hits, is_found, wanted

FEW = 300  # proposals: enough that a common word has more hits than fit the first five
SKIPPED = {"usulan contoh", "kejadian contoh", "infrastruktur contoh", "laporan infrastruktur"}


def test_the_set_is_whole() -> None:
    sizes = {name: len(rows) for name, rows in QUALITY["queries"].items()}
    assert sizes == {"affixes": 15, "typos": 10, "numbers": 10, "acronyms": 10, "citizens": 15}
    assert [len(QUALITY[name]) for name in ("traps", "complaints", "wishes")] == [20, 60, 40]
    assert len({*QUALITY["complaints"], *QUALITY["wishes"]}) == 100


@pytest.fixture(scope="module")
def demo(
    databases: Databases,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The demo in one transaction that is taken back, with few proposals, no infrastructure."""
    settings.DEMO_MAIL_ROOT = str(tmp_path_factory.mktemp("surat"))
    with django_db_blocker.unblock():
        databases.use([])
    with django_db_blocker.unblock(), transaction.atomic():
        for step in demo_steps():
            if step.title == "usulan contoh":
                make_demo(seed=settings.REGION, quiet=True, least=FEW)
            elif step.title not in SKIPPED and step.missing():
                step.make()
        for row in QUALITY["traps"]:
            code = row["planted"].lower().replace(" ", "-")
            given: dict[str, Any] = {"name": row["planted"], "agency": Agency.objects.first()}
            KamusEntry.objects.get_or_create(code=code[:30], defaults=given)
        rebuild()
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
def test_citizens_find_what_they_want(demo: None, client: Client) -> None:
    rows = list(wanted())
    lost = [(group, row["q"]) for group, row in rows if not is_found(client, row)]
    assert len(rows) - len(lost) >= 57, lost
    caught = [
        (row["q"], row["planted"])
        for row in QUALITY["traps"]
        if row["planted"] in [title for _, title in hits(client, row["q"])]
    ]
    assert len(caught) <= 2, caught
    assert list(check()) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_a_complaint_finds_its_door_and_a_wish_is_not_diverted(demo: None, client: Client) -> None:
    shown = Counter(channel_first(client, text) for text in QUALITY["complaints"])
    assert shown[True] >= 57
    diverted = [text for text in QUALITY["wishes"] if channel_first(client, text)]
    assert len(diverted) <= 1, diverted
