"""Long texts and long histories: pages stay light and cost the same."""

from __future__ import annotations

import gzip
import random
from datetime import date
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from regulations.domain.law.events import record_event
from regulations.domain.parsing.grammar import parse
from regulations.models import (
    Provision,
)
from tests.regulations.factories import make, pasal


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
        amendment = {
            "actor": officer,
            "kind": "amends",
            "source": make("perda", f"{n}", 2010 + n),
            "target": perda,
            "on": date(2010 + n, 2, 1),
        }
        record_event(**amendment, provision=p, wording=f"Bunyi {n}.")
        record_event(**amendment)

    amend(1)
    few = [count(perda.get_absolute_url()), count(p.get_absolute_url())]
    for n in range(2, 9):
        amend(n)
    assert [count(perda.get_absolute_url()), count(p.get_absolute_url())] == few
    assert client.get("/regulasi/", {"q": "perda 1 2010 pasal 1", "pada": "2012-01-01"})[
        "Location"
    ].endswith("/pasal-1/?pada=2012-01-01")


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


def test_a_page_costs_the_same_for_one_pasal_and_for_many(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    pasal(r, 1)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(r.get_absolute_url()).status_code == 200
        return len(seen)

    few = count()
    for number in range(2, 30):
        pasal(r, number)
    assert count() == few <= 12


def test_a_long_text_is_read_chapter_by_chapter_and_stays_light(
    officer: User, client: Client
) -> None:
    r = make("uu", "1", 2022)
    rng = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(4000)]
    rows = []
    for chapter in range(1, 9):
        rows.append(
            Provision(
                regulation=r,
                kind="bab",
                label=f"BAB {chapter}",
                path=f"bab-{chapter}",
                position=len(rows) + 1,
                heading="JUDUL",
            )
        )
        for number in range(30):
            label = (chapter - 1) * 30 + number + 1
            text = " ".join(rng.choices(vocabulary, k=90))
            rows.append(
                Provision(
                    regulation=r,
                    label=f"Pasal {label}",
                    path=f"pasal-{label}",
                    position=len(rows) + 1,
                    text=text,
                )
            )
    Provision.objects.bulk_create(rows)
    whole, chapter_page = (
        client.get(f"/regulasi/uu/1/2022/{a}".replace("uu/1/2022", "uu/2022/1"))
        for a in ("", "bab-3/")
    )
    assert "dibaca per bab" in whole.content.decode()
    assert f'href="{r.get_absolute_url()}pasal-61/"' in chapter_page.content.decode()
    for page in (whole, chapter_page):
        assert len(gzip.compress(page.content)) <= 60_000
    assert (
        client.get("/regulasi/?q=uu 1 2022 pasal 61")["Location"] == "/regulasi/uu/2022/1/pasal-61/"
    )
    assert (
        "pasal-62/" in client.get("/regulasi/uu/2022/1/pasal-61/").content.decode()
    )  # to the next one


def test_the_real_law_of_193_pasal_stays_light(
    officer: User, client: Client, shared_data: Path
) -> None:

    r = make("uu", "1", 2022)
    structure = parse((shared_data / "regulations" / "national" / "uu-2022-1.md").read_text())
    Provision.objects.bulk_create(
        Provision(
            regulation=r,
            kind=p.kind,
            label=p.label,
            path=p.path,
            position=i,
            heading=p.title[:600],
            text=p.text,
        )
        for i, p in enumerate(structure.parts)
    )
    for address in ("", "bab-1/", "bab-2/", "bab-2-bagian-1/", "pasal-4/", "pasal-4/ayat-1/"):
        page = client.get(f"{r.get_absolute_url()}{address}")
        assert page.status_code == 200, address
        assert len(gzip.compress(page.content)) <= 60_000, address
