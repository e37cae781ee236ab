"""A region's own face: its pattern and shades, of those with a profile and of those without."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from egov.areas.profile import load_profile


@pytest.mark.parametrize("code", ["35.78", "33.10", "91.71", "32.73"])
def test_every_region_has_a_pattern_and_two_shades(
    code: str, client: Client, settings: Any
) -> None:
    profile = load_profile(code)
    settings.REGION_PROFILE = profile
    assert finders.find(profile.pattern) is not None
    css = client.get("/tema.css").content.decode()
    assert f"--pattern:url(/static/{profile.pattern})" in css
    for colours in (profile.colours, profile.dark_colours):
        assert f"--soft:{colours['soft']}" in css


def test_klaten_is_not_surabaya_in_purple() -> None:
    surabaya, klaten = load_profile("35.78"), load_profile("33.10")
    assert surabaya.pattern != klaten.pattern
    assert surabaya.colours["soft"] != klaten.colours["soft"]
