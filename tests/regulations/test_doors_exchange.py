"""Side doors of what goes in and what comes out.

Addresses, characters, search, long pages, feeds.
"""

from __future__ import annotations

import gzip
import json
import random
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from egov.accounts.models import User
from egov.imports.engine import import_file
from regulations.domain.applications.bindings import bind
from regulations.domain.exchange.citations import Citation, read_citation
from regulations.domain.exchange.jdihn import JdihnImporter, feed
from regulations.domain.law.events import record_event
from regulations.domain.registry import load_kinds
from regulations.domain.text.review import Correction, add_part, confirm_structure, correct_parts
from regulations.models import Application, LegalEvent, Provision, Regulation
from regulations.search import find_parts
from tests.regulations.doors import code
from tests.regulations.factories import TODAY, app, attach_pdf, make, pasal
from tests.regulations.sample_texts import REPEALER, draw
from tests.regulations.test_desk import NO_STEPS
from tests.town import Town

# -- what goes in and what comes out ------------------------------------------------------------


@pytest.mark.parametrize("number", ["..", "9~02", "71\n2", "8?x=1", "a#b", "1%2", ""])
def test_a_number_that_would_break_its_address_is_refused(officer: User, number: str) -> None:
    with pytest.raises(ValidationError):
        Regulation(kind=load_kinds()["perda"], number=number, year=2020, title="x").full_clean()


def test_a_number_with_spaces_and_slashes_has_a_whole_address(
    officer: User, client: Client
) -> None:
    r = make("perwali", "900/5.1/436 A", 2026)
    r.full_clean()
    assert r.get_absolute_url() == "/regulasi/perwali/2026/900~5.1~436%20A/"
    assert client.get(r.get_absolute_url()).status_code == 200
    assert (
        " " not in json.loads(client.get("/feed/document.json").getvalue())[0]["urlDetailPeraturan"]
    )
    assert (
        client.get("/regulasi/", {"q": "perwali 900/5.1/436 A tahun 2026"})["Location"]
        == r.get_absolute_url()
    )
    with pytest.raises(ValidationError):
        make("perda", "1", other_region="35.78").full_clean()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pasal 29 perda 3 2018", Citation("perda", "3", 2018, "pasal-29")),
        ("Pasal 29 ayat (1) Perda Nomor 3 Tahun 2018", Citation("perda", "3", 2018, "pasal-29")),
        ("peraturan DPRD nomor 1 tahun 2022", Citation("perdprd", "1", 2022)),
        ("Permendagri 86/2017", Citation("permen", "86", 2017)),
        ("Perppu 2 2022", Citation("perppu", "2", 2022)),
    ],
)
def test_more_citations_as_people_type_them(text: str, expected: Citation) -> None:
    assert read_citation(text) == expected


def test_control_characters_break_no_export(officer: User, client: Client) -> None:
    desk = Client()
    desk.force_login(officer, backend="egov.accounts.signing_in.ContactBackend")
    desk.post(
        "/admin/regulations/application/add/",
        {"name": "Tempel\x0bdari Word", "code": "tempel", "element": "layanan", **NO_STEPS},
    )
    assert Application.objects.get().name == "Tempeldari Word"
    perda, other = make("perda", "1"), make("perda", "2", 2021)
    given = {
        "kind": "amends",
        "source": other.pk,
        "target": perda.pk,
        "on": "2021-06-01",
        "basis": "Pasal\x0b1",
    }
    assert desk.post("/admin/regulations/legalevent/add/", given).status_code == 302
    p = pasal(perda, 1)
    p.text = "Baris\x0b satu \uffff."
    p.save()
    for address in (
        "/regulasi/atom/",
        "/aplikasi/?format=xlsx",
        "/aplikasi/?format=pdf",
        "/aplikasi/bawa-pulang.zip",
        "/feed/document.json",
    ):
        assert client.get(address).status_code == 200, address
    etree.fromstring(client.get(perda.eli).content)
    etree.fromstring(client.get("/regulasi/atom/").content)


def test_no_recorded_row_is_deleted_at_the_desk(officer: User, town: Town) -> None:
    root = User.objects.create_superuser("akar@contoh.example", "kata-sandi")
    desk = Client()
    desk.force_login(root, backend="egov.accounts.signing_in.ContactBackend")
    event = record_event(
        actor=officer,
        kind="repeals",
        source=make("perda", "2", 2021),
        target=make("perda", "1"),
        on=date(2021, 2, 1),
    )
    desk.post(f"/admin/regulations/legalevent/{event.pk}/delete/", {"post": "yes"})
    assert LegalEvent.objects.count() == 1


def test_search_shows_a_pasal_as_it_reads_on_the_day(officer: User) -> None:
    perda = make("perda", "1", 2010)
    p = pasal(perda, 1)
    p.text = "Karcis kertas wajib dibawa."
    p.save()
    given = {
        "actor": officer,
        "kind": "amends",
        "source": make("perda", "2", 2020),
        "target": perda,
        "provision": p,
        "on": date(2020, 2, 1),
    }
    record_event(**given, wording="Dompet digital wajib dipakai.")
    assert find_parts("kertas", on=TODAY) == []
    assert find_parts("kertas", on=date(2019, 1, 1)) == [p]
    hit = find_parts("dompet", on=TODAY)[0]
    assert (hit, getattr(hit, "snippet", "")) == (p, "Dompet digital wajib dipakai.")
    assert find_parts("dompet", on=date(2019, 1, 1)) == []


def test_pages_of_an_amended_regulation_cost_the_same_for_many_amendments(
    officer: User, client: Client
) -> None:
    perda = make("perda", "1", 2010)
    p = pasal(perda, 1)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def amend(n: int) -> None:
        given = {
            "actor": officer,
            "kind": "amends",
            "source": make("perda", f"{n}", 2010 + n),
            "target": perda,
            "on": date(2010 + n, 2, 1),
        }
        record_event(**given, provision=p, wording=f"Bunyi {n}.")
        record_event(**given)

    amend(1)
    few = [count(perda.get_absolute_url()), count(p.get_absolute_url())]
    for n in range(2, 9):
        amend(n)
    assert [count(perda.get_absolute_url()), count(p.get_absolute_url())] == few
    assert client.get("/regulasi/", {"q": "perda 1 2010 pasal 1", "pada": "2012-01-01"})[
        "Location"
    ].endswith("/pasal-1/?pada=2012-01-01")


def test_a_repeated_tap_is_told_not_forbidden(officer: User) -> None:
    desk = Client()
    desk.force_login(officer, backend="egov.accounts.signing_in.ContactBackend")
    a = app()
    bind(
        actor=officer,
        application=a,
        regulation=make("perwali", "1"),
        role="umbrella",
        start=date(2021, 1, 1),
    )
    address = f"/admin/regulations/application/{a.pk}/tindakan/"
    for _ in range(2):
        answer = desk.post(address, {"act": "berjalan", "berjalan-on": "2021-06-01"}, follow=True)
        assert answer.status_code == 200
    assert "mungkin sudah dilakukan" in answer.content.decode()
    assert a.steps.count() == 1
    assert desk.get("/admin/regulations/binding/add/?application=abc").status_code == 200


def test_a_scan_after_a_wrong_pdf_leaves_no_foreign_pasal(officer: User) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "b.pdf"))
    assert r.provisions.count() == 0
    assert code(confirm_structure, actor=officer, regulation=r) == "needs_ocr"


def test_long_pages_are_cut_into_light_ones(officer: User, client: Client) -> None:
    rng = random.Random(4)
    words = [
        "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 9))) for _ in range(5000)
    ]

    def text(n: int) -> str:
        return "\n".join(" ".join(rng.choices(words, k=10)) for _ in range(n))

    one, two = make("perda", "1"), make("perda", "2", 2021)
    one.provisions.create(
        kind="lampiran",
        label="Lampiran",
        path="lampiran",
        position=900,
        text=text(2000) + "\n" + text(2000).replace("\n", " "),
    )
    for r in (one, two, other := make("perda", "3", 2019, other_region="33.10")):
        Provision.objects.bulk_create(
            Provision(
                regulation=r, label=f"Pasal {n}", path=f"pasal-{n}", position=n, text=text(24)
            )
            for n in range(1, 130)
        )
    browser = {"Accept": "text/html"}
    for address in (
        f"{one.get_absolute_url()}lampiran/",
        f"{one.get_absolute_url()}lampiran/?lembar=2",
        one.get_absolute_url(),
        f"{one.get_absolute_url()}bandingkan/?dengan=perda+2+2021",
        other.eli,
        f"{other.eli}?bagian=pasal-7",
    ):
        answer = client.get(address, headers=browser)
        assert answer.status_code == 200, address
        assert len(gzip.compress(answer.content)) <= 60_000, address
    assert (
        "Lembar 2 dari"
        in client.get(f"{one.get_absolute_url()}lampiran/?lembar=2").content.decode()
    )


def test_a_heading_named_by_hand_breaks_no_address(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    add_part(actor=officer, regulation=r, kind="bab", label="PENUTUP", text="AKHIR", after=None)
    etree.fromstring(client.get(r.eli).content)
    part = r.provisions.get(label="PENUTUP")
    assert (
        code(
            correct_parts,
            actor=officer,
            regulation=r,
            corrections=[Correction(part.pk, "", "x", "", "")],
        )
        == "bad_label"
    )


def without_number(row: dict[str, str]) -> dict[str, str]:
    """A row of the feed, save the number that each database gives anew."""
    return {key: value for key, value in row.items() if key != "idData"}


def test_a_feeds_change_of_mind_is_told_and_odd_rows_come_back_whole(
    officer: User, tmp_path: Path
) -> None:
    make("perda", "NOTA 1", 1950, promulgated_on=date(1953, 5, 5))
    make(
        "perda",
        "7",
        2021,
        enacted_on=date(2020, 12, 30),
        promulgated_on=date(2021, 1, 4),
        gazette_ref="Lembaran ",
    )
    made = feed(timezone.localdate())
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    Regulation.objects.all().delete()
    assert import_file(JdihnImporter(), path).errors == []
    again = feed(timezone.localdate())
    assert [without_number(row) for row in again] == [without_number(row) for row in made]
    for row in made:
        row["status"] = "Dicabut"
    path.write_text(json.dumps(made), encoding="utf-8")
    run = import_file(JdihnImporter(), path)
    assert [(e["code"], e["stopping"]) for e in run.errors] == [("differs", False)] * 2
