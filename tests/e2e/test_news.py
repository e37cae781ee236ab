"""In a real browser: agenda and news on a phone and at a desk; an article from the editor on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from egov.files.pictures import store_picture
from egov.files.renditions import make_renditions
from news.domain.editions import approve_text
from news.models import Edition, Event
from tests.conftest import picture
from tests.factories.accounts import PASSWORD
from tests.factories.news import EventFactory
from tests.news.conftest import approved, draft
from tests.town import Town
from tests.web.test_html import HOSTILE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def shown(committed_town: Town) -> tuple[Event, Edition]:
    """An event with seats and an article with a picture, both as long as a phone bears."""
    town, now = committed_town, timezone.now()
    event = EventFactory(title="Rembuk " + "panjang " * 12, capacity=3, agency=town.agency)
    EventFactory(
        title="Loket tutup", begins_at=now - timedelta(days=1), ends_at=now + timedelta(days=3)
    )
    stored = store_picture(upload=ContentFile(picture(size=(1500, 900)), "a.jpg"), actor_id=None)
    make_renditions(stored)
    said = {"picture": stored, "picture_alt": "Balai", "picture_credit": "Contoh"}
    cells = "<td>angka</td>" * 12
    body = f"<h2>Rincian</h2><table><tbody><tr>{cells}</tr></tbody></table>"
    text = draft(town, now=now, body=body, **said)
    return event, approved(town, text, now=now)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_each_page_fits_and_is_without_fault(
    visit: Any, shown: tuple[Event, Edition], width: int
) -> None:
    event, edition = shown
    v = visit(width=width)
    for query in ("", "?tampilan=bulan", "?tampilan=minggu"):
        v.go(f"/agenda/{query}")
    v.go("/berita/")
    v.go(event.get_absolute_url())
    v.go(edition.get_absolute_url())
    assert v.page.locator("article img").first.evaluate("i => i.currentSrc").endswith(".avif")


def test_without_script_every_view_is_a_link(visit: Any, shown: tuple[Event, Edition]) -> None:
    v = visit(script=False)
    v.go("/agenda/")
    for word in ("Bulan", "Minggu", "Daftar"):
        v.press(word)
    v.go(shown[1].get_absolute_url())
    assert not v.page.get_by_text("Salin alamat").is_visible()


def test_a_text_from_the_editor_to_the_public(visit: Any, committed_town: Town) -> None:
    town = committed_town
    v = visit(width=1280)
    v.sign_in(town.staff["contributor"], PASSWORD)
    v.page.goto(f"{v.base}/admin/news/edition/add/")
    v.page.fill("[name=title]", "Kabar dari editor")
    v.page.fill("[name=lead]", "Ringkas.")
    v.page.select_option("[name=agency]", str(town.agency.pk))
    body = v.page.locator(".field-body .ProseMirror").last
    body.click()
    v.page.keyboard.press("Control+b")
    v.page.keyboard.type("Tebal")
    v.page.locator("[name=_save]").click()
    v.page.wait_for_load_state()
    edition = Edition.objects.get()
    assert edition.body == "<p><strong>Tebal</strong></p>"
    v.page.goto(f"{v.base}/admin/news/edition/{edition.pk}/change/")
    v.page.get_by_role("button", name="Ajukan ke penyunting").click()
    v.page.wait_for_load_state()
    approve_text(actor=town.staff["editor"], edition=edition, now=timezone.now())
    v.sign_out()
    v.go(edition.get_absolute_url())
    assert v.page.locator("article strong").inner_text() == "Tebal"


def test_what_is_hostile_is_inert_in_a_browser(visit: Any, committed_town: Town) -> None:
    town, now = committed_town, timezone.now()
    corpus = "".join(HOSTILE)
    EventFactory(title=HOSTILE[0], text=corpus, place=HOSTILE[1], agency=town.agency)
    text = draft(town, now=now, title=HOSTILE[0], lead=HOSTILE[1], body=f"<p>Isi</p>{corpus}")
    edition = approved(town, text, now=now, checked=True)
    # past the verb: what stands in the row raw is inert as well
    raw = Edition(
        article=edition.article,
        number=2,
        title=HOSTILE[0],
        lead="a",
        body=corpus,
        change_note="a",
        written_by=town.staff["contributor"],
        state="approved",
        approved_by=town.staff["editor"],
        approved_at=now,
        publish_at=now,
    )
    raw.save()
    v = visit()
    asked: list[str] = []
    v.page.on("request", lambda request: asked.append(request.url))
    for path in ("/agenda/", "/berita/", edition.get_absolute_url()):
        v.go(path)
    v.go(Event.objects.get().get_absolute_url())
    assert [url for url in asked if not url.startswith(v.base)] == []
