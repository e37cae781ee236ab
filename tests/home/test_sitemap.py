"""/sitemap.xml and /robots.txt: every public page, by ranges of id, nothing counted."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.areas.models import Area
from egov.home import sitemap
from musrenbang.models import Proposal
from regulations.domain.registry import load_kinds
from regulations.models import Application, LegalEvent, Regulation
from tests.town import Town, decide

pytestmark = pytest.mark.django_db
LOC = f"{{{sitemap.NAMESPACE}}}loc"


def places(client: Client, address: str) -> list[str]:
    """The paths that a sitemap tells."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ET.fromstring(answer.content)
    return [(loc.text or "").removeprefix("http://127.0.0.1:8000") for loc in root.iter(LOC)]


def every_page(client: Client) -> list[str]:
    return [page for file in places(client, "/sitemap.xml") for page in places(client, file)]


def test_every_kind_of_public_page_is_told(town: Town, client: Client) -> None:
    shown, hidden = town.proposal(), town.proposal()
    Proposal.objects.filter(pk=hidden.pk).update(withheld=True)
    kind = load_kinds()["perda"]
    law = Regulation.objects.create(kind=kind, number="3", year=2018, title="Parkir")
    pages = every_page(client)
    assert f"/usulan/{shown.number}/" in pages
    assert f"/usulan/{hidden.number}/" not in pages
    assert law.get_absolute_url() in pages
    assert f"/wilayah/{town.rw.path}/" in pages
    assert f"/musrenbang/{town.cycle.year}/" in pages
    assert all(client.get(page).status_code == 200 for page in pages)


def files_of(client: Client, part: str) -> str:
    """All files of a part, one after the other: ids of a long run of tests lie in several."""
    files = [place for place in places(client, "/sitemap.xml") if f"/{part}-" in place]
    return "".join(client.get(file).content.decode() for file in files)


def test_a_page_and_its_file_say_when_it_last_changed(town: Town, client: Client) -> None:
    sent, decided = town.proposal("kelurahan"), town.proposal("kelurahan")
    row = decide(actor=town.staff["lurah"], proposal=decided, outcome="forward", reason="Layak.")
    file = [file for file in places(client, "/sitemap.xml") if "/usulan-" in file][-1]
    told = client.get(file).content.decode()
    assert f"/usulan/{sent.number}/</loc><lastmod>{sent.submitted_at.isoformat()}" in told
    assert f"/usulan/{decided.number}/</loc><lastmod>{row.decided_at.isoformat()}" in told
    index = client.get("/sitemap.xml").content.decode()
    assert f"{file}</loc><lastmod>{row.decided_at.isoformat()}" in index
    told = files_of(client, "wilayah")
    for code in ("35.78", "35.78.01", "35.78.01.1001"):
        assert f"/wilayah/{code}/</loc><lastmod>{row.decided_at.isoformat()}" in told
    quiet = Area.objects.get(code="35.78.02.1001")
    (imported,) = Area.pgh_event_model.objects.filter(pgh_obj=quiet)  # type: ignore[attr-defined]
    assert f"/{quiet.path}/</loc><lastmod>{imported.pgh_created_at.isoformat()}" in told


def test_an_hourly_task_finds_out_before_a_reader_waits(town: Town, client: Client) -> None:
    files_of(client, "wilayah")
    row = decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), outcome="forward")
    moment = f"<lastmod>{row.decided_at.isoformat()}"
    assert moment not in files_of(client, "wilayah")
    assert sitemap.find_changes() >= 3
    with CaptureQueriesContext(connection) as queries:
        assert moment in files_of(client, "wilayah")
    assert not [q for q in queries if "musrenbang_decision" in q["sql"]]


def test_law_and_applications_tell_when_something_was_last_written_of_them(
    town: Town, client: Client
) -> None:
    kind = load_kinds()["perda"]
    old, new = (
        Regulation.objects.create(kind=kind, number=number, year=2018, title="Parkir")
        for number in ("3", "4")
    )
    app = Application.objects.create(code="parkir", name="Parkir", element="layanan")
    event = LegalEvent.objects.create(
        kind="repeals", source=new, target=old, takes_effect_on=date(2020, 1, 2)
    )
    (recorded,) = LegalEvent.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=event
    )
    regulations, applications = files_of(client, "regulasi"), files_of(client, "aplikasi")
    for regulation in (old, new):
        page, at = regulation.get_absolute_url(), recorded.pgh_created_at.isoformat()
        assert f"{page}</loc><lastmod>{at}" in regulations
    assert f"{app.get_absolute_url()}</loc><lastmod>" in applications


def test_one_more_page_asks_no_more(town: Town, client: Client) -> None:
    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get("/sitemap/wilayah-0.xml")
        return len(seen)

    before = asked()
    for _ in range(3):
        town.proposal("kelurahan")
    assert asked() == before


def test_it_counts_nothing_and_reads_by_ranges(
    town: Town, client: Client, monkeypatch: Any
) -> None:
    rows = [town.proposal() for _ in range(5)]
    monkeypatch.setattr(sitemap, "RANGE", rows[2].pk)  # so that two files share them
    numbers = [row.number for row in rows]
    files = [file for file in places(client, "/sitemap.xml") if "/usulan-" in file]
    assert len(files) == 2
    with CaptureQueriesContext(
        connection,
    ) as asked:
        pages = [page for file in files for page in places(client, file)]
    assert sorted(pages) == sorted(f"/usulan/{number}/" for number in numbers)
    assert not [q["sql"] for q in asked.captured_queries if "COUNT(" in q["sql"].upper()]
    assert all("LIMIT 1" in q["sql"] or '"id" <' in q["sql"] for q in asked.captured_queries)


@pytest.mark.parametrize(
    "address", ["/sitemap/usulan-99.xml", "/sitemap/tidak-ada-0.xml", "/sitemap/usulan-x.xml"]
)
def test_what_is_not_there_is_not_found(town: Town, client: Client, address: str) -> None:
    town.proposal()
    assert client.get(address).status_code == 404


def test_a_demo_belongs_in_no_search_engine(client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_a_city_opens_what_is_public(client: Client, settings: Any) -> None:
    settings.DEMO = False
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /akun/", "Disallow: /usulan/baru/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"
