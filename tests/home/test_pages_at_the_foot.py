"""Tentang, Bantuan, Kontak, Privasi, Aksesibilitas: the portal's own words, or the city's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from egov.areas.profile import PublicContact
from egov.home.models import Page, PageSlug
from egov.home.pages import write_page
from egov.verbs.refusal import NotAllowed
from tests.refusals import refused
from tests.town import Town, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", PageSlug)
def test_each_stands_at_the_foot_and_says_something(client: Client, slug: PageSlug) -> None:
    page = client.get(f"/{slug}/").content.decode()
    assert f"<h1>{slug.label}</h1>" in page
    foot = client.get("/").content.decode().partition("<footer")[2]
    assert f'href="/{slug}/"' in foot


def test_an_example_is_told_as_one_and_what_nobody_filled_in_too(
    client: Client, settings: Any
) -> None:
    page = client.get("/kontak/").content.decode()
    assert "<strong>Contoh.</strong>" in page and "Jalan Contoh 1, Surabaya" in page
    assert "(contoh)" in page.partition("<footer")[2]
    settings.REGION_PROFILE = replace(settings.REGION_PROFILE, contact=PublicContact())
    page = client.get("/kontak/").content.decode()
    assert "belum diisi pengelola portal" in page and "Contoh." not in page


def test_the_city_writes_its_own(town: Town, client: Client, settings: Any) -> None:
    settings.REGION_PROFILE = replace(settings.REGION_PROFILE, contact=PublicContact())
    desk = client_of(town.staff["administrator"])
    add = "/admin/home/page/add/"
    form = desk.get(f"{add}?slug=kontak").content.decode()
    assert "belum diisi pengelola portal" in form  # it begins with what stands there
    text = "<p>Balai kota.</p><script>alert(1)</script><a href='javascript:x()'>x</a>"
    sent = {"slug": "kontak", "title": "Hubungi kami", "text": text}
    desk.post(add, sent)
    page = client.get("/kontak/").content.decode()
    assert "<h1>Hubungi kami</h1>" in page and "Balai kota." in page
    assert "alert(1)" not in page and "javascript:" not in page
    row = Page.objects.get()
    desk.post(f"/admin/home/page/{row.pk}/change/", {"title": "Kontak", "text": "<p>Baru.</p>"})
    assert "Baru." in client.get("/kontak/").content.decode()


def test_only_the_administrator_writes_and_never_nothing(town: Town) -> None:
    said = {"slug": "kontak", "title": "Kontak"}
    for who in ("lurah", "editor", "auditor", "planner"):
        with pytest.raises(NotAllowed):
            write_page(actor=town.staff[who], text="<p>Halo</p>", **said)
    with refused("empty_text"):
        write_page(actor=town.staff["administrator"], text="<script>x</script>", **said)
