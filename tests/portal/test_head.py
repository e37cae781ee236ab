"""The head of every page: one row, and it says where one is."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from egov.portal.joining import menu
from tests.town import Town

pytestmark = pytest.mark.django_db


def marked(page: str) -> dict[str, str]:
    """What aria-current says of which link of the head."""
    head = page[page.index("<header") : page.index("</header>")]
    found = re.findall(r'<a href="[^"]*"[^>]*aria-current="(\w+)"[^>]*>([^<]+)</a>', head)
    return {word: current for current, word in found}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", {}),
        ("/usulan/", {"Usulan": "page"}),
        ("/usulan/ditahan/", {"Usulan": "true"}),
        ("/kamus/", {"Kamus": "page"}),
        ("/wilayah/35.78/", {"Wilayah": "true"}),
    ],
)
def test_the_head_says_where_one_is(
    town: Town, client: Client, address: str, expected: dict[str, str]
) -> None:
    assert marked(client.get(address).content.decode()) == expected


def test_everything_stands_in_the_menu_and_what_is_not_in_the_bar_at_the_foot(
    town: Town, client: Client
) -> None:
    page = client.get("/").content.decode()
    head, foot = page[: page.index("</header>")], page[page.index("<footer") :]
    for item in menu():
        assert f">{item.label}</a>" in head
        if not item.in_bar:
            assert item.label in foot
    assert 'href="/cari/">Cari</a>' in head.replace(' aria-current="page"', "")
