"""Pictures inside a text: ours only, each with its words, seen when the text is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.files.renditions import make_renditions
from egov.verbs.refusal import Refusal
from news.domain import editions
from news.domain.body_pictures import add_picture
from news.models import BodyPicture, Edition
from tests.conftest import picture
from tests.news.conftest import NOW, approved, draft, text, with_picture
from tests.town import Town, client_of

LATER = NOW + timedelta(days=3)


def written(town: Town, edition: Edition, body: str) -> Edition:
    how = {"actor": town.staff["contributor"], "edition": edition, "now": NOW}
    return editions.save_text(content=text(body=body), seen=edition.version, **how)


def test_it_stands_where_the_text_names_it(town: Town) -> None:
    row = draft(town)
    image = with_picture(town, row)
    make_renditions(image.picture)
    row = written(town, row, f"<p>Isi</p><p>{image.mark}</p>")
    assert "<img" not in row.body
    address = f"/berita/gambar/{image.pk}/asli.jpg"
    row = approved(town, row, LATER)
    own, client = client_of(town.staff["contributor"]), Client()
    with time_machine.travel(LATER - timedelta(seconds=1), tick=False):
        assert client.get(address).status_code == 404
        assert client_of(town.far["contributor"]).get(address).status_code == 404
        assert own.get(address)["Cache-Control"] == "private, no-store"
    with time_machine.travel(LATER, tick=False):
        page = client.get(row.get_absolute_url()).content.decode()
        answers = [client.get(address), client.get(address.replace("asli.jpg", "360.avif"))]
        told = client.get("/api/v1/berita/").json()["results"][0]["isi"]
        feed = client.get("/berita/umpan.json").json()["items"][0]["content_html"]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "public" in answers[0]["Cache-Control"]
    assert image.mark not in page + told + feed
    assert f"/berita/gambar/{image.pk}/360.avif 360w" in page and "Taman &amp; kota" in page
    assert "Taman. Foto: Contoh." in page
    for shown in (told, feed):
        assert f'{address}" alt="Taman &amp; kota"' in shown


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"alt": " "}, "no_alt", "alt"),
        ({"alt": "IMG_2031.jpg"}, "alt_is_file_name", "alt"),
        ({"credit": ""}, "no_credit", "credit"),
        ({"upload": ContentFile(b"<svg onload=alert(1)>", "a.svg")}, "not_a_picture", "picture"),
    ],
)
def test_a_wrong_picture_is_refused_at_its_field(
    town: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    given = {"alt": "Taman", "caption": "", "credit": "Contoh", **changes}
    given.setdefault("upload", ContentFile(picture(), "a.jpg"))
    with pytest.raises(Refusal) as refused:
        add_picture(actor=town.staff["contributor"], edition=draft(town), now=NOW, **given)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not BodyPicture.objects.exists()


def test_a_text_names_only_what_its_article_has(town: Town) -> None:
    row = draft(town)
    image, other = with_picture(town, row), with_picture(town, draft(town, "k2"))
    for body, code in (
        (f"<p>{other.mark}</p>", "unknown_picture"),
        ("<p>[gambar:999999999]</p>", "unknown_picture"),
        (f"<p>Lihat {image.mark}</p>", "picture_in_a_line"),
    ):
        with pytest.raises(Refusal) as refused:
            written(town, row, body)
        assert (refused.value.code, refused.value.field) == (code, "body")
    with pytest.raises(InternalError), transaction.atomic():
        BodyPicture.objects.update(alt="Lain")
    with pytest.raises(Refusal) as refused:
        with_picture_by(town, "far_contributor")
    assert refused.value.code == "not_your_agency"


def with_picture_by(town: Town, who: str) -> None:
    given = {"alt": "Taman", "caption": "", "credit": "Contoh"}
    add_picture(
        actor=town.far[who.removeprefix("far_")],
        edition=draft(town, "k3"),
        upload=ContentFile(picture(), "a.jpg"),
        now=NOW,
        **given,
    )


def test_many_pictures_cost_what_one_costs(town: Town, client: Client) -> None:
    counts = []
    for key, number in (("a", 1), ("b", 3)):
        row = draft(town, key)
        marks = "".join(f"<p>{with_picture(town, row).mark}</p>" for _ in range(number))
        approved(town, written(town, row, f"<p>Isi</p>{marks}"))
        addresses = (row.get_absolute_url(), "/berita/umpan.json", "/api/v1/berita/")
        with time_machine.travel(LATER, tick=False):
            kept = [client.get(address) for address in addresses]  # what is remembered
            with CaptureQueriesContext(connection) as queries:
                again = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in (*kept, *again)} == {200}
        counts.append(len(queries))
    assert counts[0] == counts[1]
