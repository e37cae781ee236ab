"""Lighthouse of four pages of the front door, once each; `make bench` looks at all and times them.

Skips, loudly, without node.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from musrenbang.domain.figures import count_figures
from tests.bench.lighthouse import look, program
from tests.news.conftest import approved, draft
from tests.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_no_page_falls_short_of_what_can_be_told_without_a_clock(
    committed_town: Town, live_server: Any, settings: Any
) -> None:
    lighthouse, why = program()
    if not lighthouse:
        pytest.skip(why)
    settings.DEMO = False  # a demo asks search engines to stay away
    town = committed_town
    now = timezone.now()
    article = approved(town, draft(town, "berita", now=now), now=now)
    proposal = town.proposal("kelurahan")
    count_figures()
    whole = {"accessibility": 100, "best-practices": 100, "seo": 100}
    addresses = {
        "/": whole,
        proposal.get_absolute_url(): whole,
        "/wilayah/35.78.01.1001/": whole,
        article.get_absolute_url(): whole,
    }
    short = {}
    for address, wanted in addresses.items():
        got = look(live_server.url + address, lighthouse)
        print(f"{address:45} {got.line}")
        below = {name for name, least in wanted.items() if got.scores[name] < least}
        if below or got.cls > 0:
            short[address] = (below, got.cls, got.short)
    assert short == {}
