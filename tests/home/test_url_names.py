"""Names of addresses carry their app; only what third parties ask for by name stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from regulations.models import Regulation
from tests.regulations.factories import make

THIRD_PARTIES = ("account_", "mfa_", "usersessions_", "socialaccount_", "api-")
OF_THE_FRAME = {"schema", "api_docs", "theme"}


def _names(patterns: Any, space: str = "") -> Iterator[tuple[str, str]]:
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from _names(entry.url_patterns, space or entry.namespace or "")
        elif entry.name:
            yield space, entry.name


def test_every_name_of_ours_stands_in_its_app() -> None:
    names = list(_names(get_resolver().url_patterns))
    alone = {name for space, name in names if not space and not name.startswith(THIRD_PARTIES)}
    assert alone == OF_THE_FRAME
    spaces = {space for space, _ in names if space}
    assert spaces == {
        "infrastructure",
        "musrenbang",
        "news",
        "regulations",
        "home",
        "accounts",
        "notices",
        "gateway",
        "admin",
    }


@pytest.mark.parametrize(
    ("name", "arguments", "address"),
    [
        ("home:home", [], "/"),
        ("home:account_home", [], "/akun/"),
        ("home:area", ["35.78"], "/wilayah/35.78/"),
        ("musrenbang:proposals", [], "/usulan/"),
        ("musrenbang:proposal", ["2027-004821-5"], "/usulan/2027-004821-5/"),
        ("regulations:regulation", ["perda", 2018, "3"], "/regulasi/perda/2018/3/"),
        ("regulations:application", ["a1"], "/aplikasi/a1/"),
        ("notices:notices", [], "/akun/pemberitahuan/"),
        ("accounts:register", [], "/akun/daftar/"),
        ("account_login", [], "/akun/masuk/"),
    ],
)
def test_the_addresses_are_those_of_always(name: str, arguments: list[Any], address: str) -> None:
    assert reverse(name, args=arguments) == address


@pytest.mark.parametrize("number", ["3", "188.45/12/2018", "3 A", "7-B"])
def test_a_regulation_is_at_its_number_with_a_tilde_for_a_slash(db: None, number: str) -> None:
    regulation = make("perda", "1")
    regulation.number = number
    written = number.replace("/", "~").replace(" ", "%20")
    assert regulation.get_absolute_url() == f"/regulasi/perda/2020/{written}/"
    assert regulation.eli == f"/akn/id-3578/act/perda/2020/{written}"
    assert regulation.pdf_address == f"/regulasi/perda/2020/{written}/berkas.pdf"
    other = Regulation(kind=regulation.kind, year=2020, number=number, other_region="35.15")
    assert other.get_absolute_url() == f"/akn/id-3515/act/perda/2020/{written}"
    assert other.pdf_address == f"/akn/id-3515/act/perda/2020/{written}/berkas.pdf"
