"""What a year left undecided is carried on at the kelurahan's desk, on a phone and on a screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musrenbang.domain.calendar import close_by_calendar
from musrenbang.models import Proposal
from tests.factories.musrenbang import ChannelFactory, CycleFactory, StageFactory
from tests.town import Town


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_the_lurah_carries_what_was_left_and_takes_it_back(
    visit: Any, committed_town: Town, width: int
) -> None:
    town = committed_town
    row, stage = town.proposal("kelurahan"), town.stages["kelurahan"]
    close_by_calendar(stage=stage, now=stage.closes + timedelta(hours=2))
    channel = ChannelFactory(cycle=CycleFactory(year=town.cycle.year + 1))
    for tier in town.stages:
        StageFactory(channel=channel, tier=tier)
    v = visit(width=width)
    v.come_as(town.staff["lurah"])
    for tab, word, button, state in (
        ("belum-diputuskan", "Bawa ke tahun berikutnya", "Bawa", "waiting"),
        ("dibawa", "Kembalikan ke tahun asalnya", "Kembalikan", "undecided"),
    ):
        v.go(f"/admin/musrenbang/proposal/?antrean={tab}")
        v.page.screenshot(path=f"screenshots/{tab}-{width}.png", full_page=True)
        v.page.get_by_label(f"Centang {row.number}").check()
        v.press(word)
        v.page.screenshot(path=f"screenshots/{tab}-{width}-tanya.png", full_page=True)
        v.press("Lihat dulu")
        assert Proposal.objects.get().state != state  # nothing is kept yet
        v.page.screenshot(path=f"screenshots/{tab}-{width}-pratinjau.png", full_page=True)
        v.press(button)
        v.page.screenshot(path=f"screenshots/{tab}-{width}-hasil.png", full_page=True)
        assert Proposal.objects.get().state == state
    v.go(row.get_absolute_url())
    assert "Tahun sebelumnya" not in v.page.content()
    v.page.screenshot(path=f"screenshots/usulan-{width}.png", full_page=True)
