"""The search by keys alone on a phone, and the front page's doors, with script and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from egov.search.indexing import drain
from tests.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("script", [True, False])
def test_by_keys_from_the_front_page_to_a_hit(
    committed_town: Town, visit: Any, script: bool
) -> None:
    for n in range(6):
        committed_town.proposal("kelurahan", title=f"Paving gang {n}")
    drain()
    visitor = visit(script=script)
    visitor.go(reverse("home:home"))
    page = visitor.page
    page.locator("input[name=q]").first.focus()
    page.keyboard.type("paving")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/?q=paving*")
    visitor.look()
    first = page.locator("ol.hits > li a").first
    box = first.bounding_box()
    assert box is not None and box["y"] < 640  # in the first screen of a phone
    for _ in range(60):  # facets are links: Tab reaches the kind
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('nav.chips') !== null"):
            break
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**jenis=*")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('ol.hits') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/kamus/#paving")  # the folded row that was found opens by itself
    assert page.locator("details.entry:has(#paving)").get_attribute("open") is not None
    visitor.look()
