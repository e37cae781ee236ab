"""What the public reads: no trace before the moment, all of it from then on, and what is gone."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from egov.files.pictures import store_picture
from egov.files.renditions import make_renditions
from egov.verbs.refusal import Invalid
from news.domain import articles, editions
from news.domain.linking import link_article
from news.domain.links import check_links
from news.models import Edition
from tests.conftest import picture
from tests.news.conftest import NOW, approved, draft, record, text
from tests.regulations.factories import app, make
from tests.town import Town, client_of

LATER = NOW + timedelta(days=3)
SECOND = timedelta(seconds=1)
NEW, CHANGED = "Jembatan diresmikan", "Jembatan diresmikan Kamis"


def everywhere(town: Town, article: Any) -> dict[str, str]:
    """What a stranger reads at every address that could tell of it."""
    addresses = [
        "/",
        "/berita/",
        "/berita/?jenis=berita",
        "/berita/atom/",
        "/berita/umpan.json",
        "/api/v1/berita/",
        "/sitemap/berita-0.xml",
        "/cari/?q=jembatan",
        f"/wilayah/{town.rw.parent.code}/",
        article.get_absolute_url(),
    ]
    client = Client()
    told = {}
    for address in addresses:
        answer = client.get(address)
        told[address] = answer.content.decode() if answer.status_code == 200 else ""
    return told


def test_a_second_before_there_is_no_trace_and_then_there_is_without_beat(town: Town) -> None:
    article = approved(town, draft(town, title=NEW), LATER).article
    other = approved(town, draft(town, "k2", title="Taman")).article
    with time_machine.travel(LATER - SECOND, tick=False):
        pages = everywhere(town, article)
        pages["other"] = Client().get(other.get_absolute_url()).content.decode()
    slug = article.slug
    assert [a for a, page in pages.items() if "diresmikan" in page or slug in page] == []
    with time_machine.travel(LATER, tick=False):
        pages = everywhere(town, article)
        pages["other"] = Client().get(other.get_absolute_url()).content.decode()
    missing = {a for a, page in pages.items() if slug not in page and "diresmikan" not in page}
    assert missing <= {f"/wilayah/{town.rw.parent.code}/"}


def test_a_scheduled_correction_leaves_no_trace_before_its_moment(town: Town) -> None:
    first = approved(town, draft(town, title=NEW))
    contributor = town.staff["contributor"]
    new = editions.correct_text(actor=contributor, edition=first, now=NOW)
    content = text(title=CHANGED, change_note="Harinya salah.")
    editions.save_text(actor=contributor, edition=new, content=content, seen=0, now=NOW)
    approved(town, new, LATER)
    with time_machine.travel(LATER - SECOND, tick=False):
        before = everywhere(town, first.article)
    assert [a for a, p in before.items() if "Kamis" in p or "Harinya" in p] == []
    assert NEW in before[first.article.get_absolute_url()]
    with time_machine.travel(LATER, tick=False):
        after = everywhere(town, first.article)
    page = after[first.article.get_absolute_url()]
    assert CHANGED in page and "Harinya salah." in page
    assert CHANGED in after["/berita/"] and CHANGED in after["/api/v1/berita/"]


def test_a_page_is_kept_no_longer_than_until_the_next_text(town: Town, client: Client) -> None:
    approved(town, draft(town), NOW + 20 * SECOND)
    with time_machine.travel(NOW, tick=False):
        assert client.get("/berita/")["Cache-Control"] == "public, max-age=20"


def test_what_was_withdrawn_is_gone_from_every_door(town: Town) -> None:
    article = approved(town, draft(town, title=NEW)).article
    articles.withdraw_article(
        actor=town.staff["editor"], article=article, reason="Datanya keliru.", now=NOW
    )
    with time_machine.travel(LATER, tick=False):
        pages = everywhere(town, article)
        gone = Client().get(article.get_absolute_url())
    assert [a for a, page in pages.items() if "diresmikan" in page] == []
    assert gone.status_code == 410
    assert "Datanya keliru." in gone.content.decode()
    assert NEW not in gone.content.decode()
    desk = client_of(town.staff["editor"]).get(f"/admin/news/article/{article.pk}/change/")
    assert NEW in desk.content.decode()


def test_an_address_of_before_leads_there_and_the_newer_is_named(town: Town) -> None:
    old = approved(town, draft(town, title=NEW)).article
    newer = approved(town, draft(town, "k2", title="Jembatan kedua")).article
    editor, before = town.staff["editor"], old.get_absolute_url()
    articles.readdress(actor=editor, article=old, slug="jembatan", now=NOW)
    articles.replace_article(actor=editor, article=old, by=newer)
    with time_machine.travel(LATER, tick=False):
        moved = Client().get(before)
        page = Client().get(moved["Location"]).content.decode()
    assert (moved.status_code, moved["Location"]) == (301, f"/berita/{old.year}/jembatan/")
    assert "Sudah ada yang lebih baru" in page and "Jembatan kedua" in page


def test_a_clarification_says_claim_verdict_and_evidence(town: Town, client: Client) -> None:
    said = {"claim": "Pasar ditutup", "verdict": "salah", "evidence": "<p>Pasar buka.</p>"}
    article = approved(town, draft(town, kind="klarifikasi", **said)).article
    with time_machine.travel(LATER, tick=False):
        page = client.get(article.get_absolute_url()).content.decode()
    data = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    assert data["claimReviewed"] == "Pasar ditutup"
    assert data["reviewRating"]["alternateName"] == "Salah"
    assert "Pasar buka." in page and "Kesimpulan" in page


def test_old_and_lapsed_say_so(town: Town, client: Client) -> None:
    lapses = (NOW + timedelta(days=10)).date()
    how = {"kind": "pengumuman", "announcement_number": "1/2027", "lapses_on": lapses}
    article = approved(town, draft(town, **how)).article
    for days, sentence in ((5, "Berlaku sampai"), (20, "sudah berakhir"), (800, "2 tahun lalu")):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            assert sentence in client.get(article.get_absolute_url()).content.decode()


def test_its_picture_is_served_while_it_is_public(town: Town, client: Client) -> None:
    stored = store_picture(upload=ContentFile(picture(size=(900, 600)), "a.jpg"), actor_id=None)
    make_renditions(stored)
    said = {"picture": stored, "picture_alt": "Jembatan", "picture_credit": "Contoh"}
    row = approved(town, draft(town, **said), LATER)
    base = f"{row.article.get_absolute_url()}gambar/{row.pk}/"
    names = {"360.avif": "AVIF", "720.jpg": "JPEG", "bagikan.jpg": "JPEG", "asli.jpg": "JPEG"}
    for moment, status in ((LATER - SECOND, 404), (LATER, 200)):
        with time_machine.travel(moment, tick=False):
            for name, form in names.items():
                answer: Any = client.get(base + name)
                assert answer.status_code == status, name
                if status == 200:
                    body = b"".join(answer.streaming_content)
                    assert Image.open(io.BytesIO(body)).format == form
    with time_machine.travel(LATER, tick=False):
        page = client.get(row.article.get_absolute_url()).content.decode()
        assert client.get(f"{base}9999.avif").status_code == 404
        assert client.get(f"{base}x.svg").status_code == 404
    assert 'fetchpriority="high"' in page and f"{base}360.avif 360w" in page
    assert 'property="og:image"' in page


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"picture_alt": ""}, "no_alt"),
        ({"picture_alt": "IMG_2034.jpg"}, "alt_is_file_name"),
        ({"picture_credit": ""}, "no_credit"),
    ],
)
def test_a_picture_is_described(town: Town, changes: dict[str, Any], code: str) -> None:
    stored = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    said = {"picture": stored, "picture_alt": "Jembatan", "picture_credit": "Contoh", **changes}
    with pytest.raises(Invalid) as refused:
        draft(town, **said)
    assert refused.value.code == code


def test_it_links_to_what_it_is_about(town: Town, client: Client) -> None:
    article = approved(town, draft(town, title=NEW)).article
    proposal = town.proposal("kelurahan", title="Perbaiki jembatan kecil")
    event, closed = record(town), record(town, "k2", audience="internal", title="Rapat tertutup")
    link_article(
        actor=town.staff["editor"],
        article=article,
        proposals=proposal.number,
        events=str(event.pk),
    )
    article.agenda.add(closed)
    with time_machine.travel(LATER, tick=False):
        page = client.get(article.get_absolute_url()).content.decode()
    assert proposal.get_absolute_url() in page and event.get_absolute_url() in page
    assert "tertutup" not in page


def test_pages_of_what_it_is_about_tell_of_it(town: Town, client: Client) -> None:
    law, parking = make("perda", "3", 2018), app()
    proposal = town.proposal("kelurahan")
    row = approved(town, draft(town, title=NEW), LATER)
    link_article(
        actor=town.staff["editor"],
        article=row.article,
        regulations="perda/2018/3",
        applications=parking.code,
        proposals=proposal.number,
    )
    pages = [thing.get_absolute_url() for thing in (law, parking, proposal)]
    for moment, there in ((LATER - SECOND, False), (LATER, True)):
        with time_machine.travel(moment, tick=False):
            told = [NEW in client.get(page).content.decode() for page in pages]
        assert told == [there] * 3, moment
        with time_machine.travel(LATER, tick=False):
            own = client.get(row.article.get_absolute_url()).content.decode()
        assert [page in own for page in pages] == [True] * 3


def test_thirty_cost_what_one_costs(town: Town, client: Client) -> None:
    counts: dict[str, list[int]] = {}
    for total in (1, 4):
        while Edition.objects.count() < total:
            number = Edition.objects.count()
            stored = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
            said = {"picture": stored, "picture_alt": "Jembatan", "picture_credit": "Contoh"}
            row = approved(town, draft(town, f"k{number}", title=f"Kabar {number}", **said))
        with time_machine.travel(LATER, tick=False):
            for address in ("/berita/", row.get_absolute_url()):
                client.get(address)
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(address).status_code == 200
                name = "list" if address == "/berita/" else "article"
                counts.setdefault(name, []).append(len(queries))
    assert counts["list"][0] == counts["list"][1] <= 12
    assert counts["article"][1] <= 12, counts


def test_home_shows_what_is_new_and_what_is_next_at_one_cost(town: Town, client: Client) -> None:
    counts = []
    for number in (0, 1, 2):
        approved(town, draft(town, f"k{number}", title=f"Kabar {number}"))
        record(town, f"e{number}", title=f"Acara {number}")
        record(town, f"t{number}", title="Rapat tertutup", audience="internal")
        with time_machine.travel(NOW, tick=False):
            client.get("/")  # what is remembered
            with CaptureQueriesContext(connection) as queries:
                page = client.get("/").content.decode()
        counts.append(len(queries))
    assert "Kabar 2" in page and "Acara 2" in page and "tertutup" not in page
    assert len(set(counts)) == 1


def test_the_feeds_keep_small_corrections_quiet(town: Town, client: Client) -> None:
    first = approved(town, draft(town, title=NEW))
    contributor = town.staff["contributor"]
    new = editions.correct_text(actor=contributor, edition=first, now=NOW)
    content = text(title=NEW, change_note="Salah ketik.", minor=True)
    editions.save_text(actor=contributor, edition=new, content=content, seen=0, now=NOW)
    approved(town, new, LATER)
    with time_machine.travel(LATER, tick=False):
        feed = client.get("/berita/umpan.json").json()
        assert client.get("/berita/atom/")["Content-Type"].startswith("application/atom+xml")
    (item,) = feed["items"]
    assert item["date_published"] == item["date_modified"]


def test_own_links_are_asked_of_the_portal_itself(town: Town, client: Client) -> None:
    public = approved(town, draft(town, title=NEW)).article.get_absolute_url()
    paths = (public, "/agenda/", "/akun/", "/agenda/999999/", "/tidak-ada/", "/berita/2020/x/")
    body = "".join(f'<p><a href="{path}">a</a></p>' for path in paths)
    row = approved(town, draft(town, "k2", title="Tautan", body=body))
    with time_machine.travel(LATER, tick=False):
        broken = check_links(LATER)
    assert [found.link for found in broken] == list(paths[3:])
    assert {found.edition for found in broken} == {row.pk}
    desk = client_of(town.staff["editor"]).get("/admin/").content.decode()
    assert "Tautan yang putus" in desk and "/tidak-ada/" in desk


def test_the_desk_compares_editions(town: Town) -> None:
    first = approved(town, draft(town, title=NEW))
    editor, contributor = town.staff["editor"], town.staff["contributor"]
    new = editions.correct_text(actor=contributor, edition=first, now=NOW)
    content = text(title=CHANGED, change_note="Harinya <salah>.")
    editions.save_text(actor=contributor, edition=new, content=content, seen=0, now=NOW)
    page = client_of(editor).get(f"/admin/news/edition/{new.pk}/change/").content.decode()
    assert "<ins>Kamis</ins>" in page


def test_the_editor_stands_on_its_page_under_its_own_policy(town: Town) -> None:
    row = draft(town)
    client = client_of(town.staff["contributor"])
    for address in (f"/admin/news/edition/{row.pk}/change/", "/admin/news/edition/add/"):
        answer = client.get(address)
        assert "data-django-prose-editor-configurable" in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert "sha256-Plums" in policy and "unsafe" not in policy
    assert "sha256-Plums" not in client.get("/berita/")["Content-Security-Policy"]
