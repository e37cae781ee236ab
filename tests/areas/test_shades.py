"""Words on the map can be read on every shade, in the light and in the dark, of any region."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from egov.areas.profile import load_profile

CSS = (Path(settings.BASE_DIR) / "egov/web/static/web/map.css").read_text()
SHADES = re.findall(
    r"\.shade-\d \{ --shade: color-mix\(in srgb, var\(--brand\) (\d+)%, var\(--paper\)\)", CSS
)


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def light(colour: list[float]) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("code", ["35.78", "33.10", "91.71"])
def test_names_stand_out_from_every_shade_and_shades_move_away_from_the_paper(
    code: str, dark: bool
) -> None:
    profile = load_profile(code)
    colours = profile.dark_colours if dark else profile.colours
    brand, paper, ink = (channels(colours[name]) for name in ("brand", "paper", "ink"))
    assert len(SHADES) == 4
    distances = []
    for share in map(int, SHADES):
        shade = [b * share / 100 + p * (1 - share / 100) for b, p in zip(brand, paper, strict=True)]
        above, below = sorted((light(shade), light(ink)), reverse=True)
        assert (above + 0.05) / (below + 0.05) >= 4.5, share
        distances.append(abs(light(shade) - light(paper)))
    assert distances == sorted(distances)
