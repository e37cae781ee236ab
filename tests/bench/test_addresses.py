"""The walk over all addresses: what it reads off a page, and what it calls worse."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from tests.bench.comparing import report
from tests.bench.pages import read_page, weight
from tests.bench.walking import Visitor, Walk, fill, place_of, sample, shape_of, unlinked
from tests.town import Town

SITE = "http://127.0.0.1"
PAGE = b"""
<a href="/usulan/?q=a&amp;urut=b#isi">A</a> <a href="#isi">B</a> <a href="../kamus/">C</a>
<a href="http://127.0.0.1/cari/">D</a> <a href="https://jdih.invalid/">E</a>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<input type="hidden" name="act" value="close"><input name="reason">
<input type="radio" name="outcome" value="accepted"><select name="action">
<option value="">-</option><option value="hide">Tutup</option></select>
<button name="go" value="1"> Tutup
  tahap </button></form>
"""


def test_a_page_offers_links_forms_fields_and_buttons() -> None:
    offer = read_page(PAGE, "text/html; charset=utf-8", "/usulan/1/", SITE)
    assert offer.links == {
        "/usulan/?q=a&urut=b",
        "/usulan/kamus/",
        "/cari/",
        "https://jdih.invalid/",
    }
    assert offer.forms == {"post /usulan/1/"}
    words = {"act=close", "reason", "outcome=accepted", "action", "action=", "action=hide"}
    assert offer.fields == {f"post /usulan/1/: {word}" for word in words}
    assert offer.buttons == {"post /usulan/1/: go [Tutup tahap]"}


def test_json_offers_its_keys_and_what_they_lead_to() -> None:
    body = b'{"next": "http://127.0.0.1/api/v1/kamus/?a=1", "results": [{"kode": "p-6"}]}'
    offer = read_page(body, "application/json", "/api/v1/kamus/", SITE)
    assert offer.links == {"/api/v1/kamus/?a=1"}
    assert offer.fields == {".next", ".results[].kode"}
    assert offer.items == {"/api/v1/kamus/p-6/"}


def test_what_is_random_does_not_weigh() -> None:
    page = b'<input name="csrfmiddlewaretoken" value="%s"><script nonce="%s"></script>'
    assert weight(page % (b"a" * 64, b"b" * 22)) == weight(page % (b"aBc9" * 16, b"xY3-_" * 5))


@pytest.mark.parametrize(
    ("route", "shape", "address"),
    [
        ("usulan/<str:number>/", "usulan/<>/", "/usulan/7/"),
        ("api/v1/^usulan/(?P<number>[^/.]+)/$", "api/v1/usulan/<>/", "/api/v1/usulan/7/"),
        (r"^regulasi/(?P<path>[a-z-]+/\d{4}/[^/]+)/$", "regulasi/<>/", "/regulasi/x/"),
    ],
)
def test_a_route_is_known_by_its_shape(route: str, shape: str, address: str) -> None:
    assert shape_of(route) == shape
    assert fill(route, {"number": "7"}) == address


def test_a_route_without_a_link_is_filled_with_its_neighbours_keys() -> None:
    walked = ["/usulan/2027-000001-5/", "/regulasi/perda/2018/3/", "/aplikasi/e-health/"]
    filled = unlinked(walked, 1)
    assert "/usulan/2027-000001-5/bukti/" in filled
    assert "/regulasi/perda/2018/3/bandingkan/" in filled
    assert "/api/v1/regulasi/perda/2018/3/" in filled
    assert "/admin/logout/" not in filled
    shapes = {place_of(address).shape for address in filled}
    assert not shapes & {place_of(address).shape for address in walked}


def test_a_sample_has_some_of_each_route() -> None:
    addresses = {f"/usulan/{number}/" for number in range(9)} | {"/kamus/", "/kamus/?q=a"}
    chosen = sample(addresses, 2)
    assert len(chosen) == 4
    assert chosen == sample(sorted(addresses), 2)


def page(**values: Any) -> dict[str, Any]:
    same = {"status": 200, "location": "", "type": "", "cookies": [], "keep": "", "route": "a/"}
    offer = {"links": ["/a/"], "forms": [], "fields": [], "buttons": [], "pictures": []}
    return {**same, **offer, "items": [], "queries": 3, "weight": 1000, **values}


@pytest.mark.parametrize(
    ("after", "told", "worse"),
    [
        (page(), [], False),
        (page(status=404), ["status: 200 -> 404  (- /a/)"], True),
        (page(queries=4), ["more queries: /a/: 3 -> 4  (- /a/)"], True),
        (page(queries=2), ["fewer queries: 1 of 1 pages"], False),
        (page(weight=1030), [], False),
        (page(weight=1031), ["heavier: /a/: 1000 -> 1031 bytes  (- /a/)"], True),
        (page(links=["/a/", "/b/"]), ["links new: /b/  (- /a/)"], False),
        (page(links=[]), ["links gone: /a/  (- /a/)"], True),
        (page(buttons=["x"]), ["buttons new: x  (- /a/)"], True),
    ],
)
def test_a_difference_is_told(after: dict[str, Any], told: list[str], worse: bool) -> None:
    assert report({"- /a/": page()}, {"- /a/": after}) == (told, worse)


def test_an_address_gone_is_worse_and_a_new_one_is_not() -> None:
    assert report({"- /a/": page()}, {}) == (["address gone: not walked any more  (- /a/)"], True)
    assert report({}, {"- /a/": page()}) == (["address new: status 200  (- /a/)"], False)


@override_settings(SITE_URL="http://localhost")
def test_a_walk_meets_pages_and_keeps_nothing(town: Town) -> None:
    walk = Walk(Visitor("", connection.savepoint()))
    walk.crawl(["/", "/admin/"], limit=2)
    assert walk.pages["/"]["status"] == 200
    assert walk.pages["/usulan/"]["route"] == "usulan/"
    assert walk.pages["/admin/"]["location"] == "/admin/login/?next=/admin/"
    assert walk.pages["/"]["queries"] == walk.visitor.visit("/")["queries"] > 0
