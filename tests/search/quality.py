"""How many of the set find what they want; `python -m tests.search.quality` over a running demo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.test import Client
from django.test.utils import setup_test_environment

if __name__ == "__main__":
    import django

    django.setup()
    setup_test_environment()

from egov.search.models import Entry

QUALITY: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "quality.yaml").read_text(encoding="utf-8")
)
FIRST = 5


def wanted() -> Iterator[tuple[str, dict[str, str]]]:
    """Every query with its group; numbers are those of a proposal of the demo."""
    number = Entry.objects.filter(kind="usulan").order_by("source_id")[7].keywords
    digit = str((int(number[8]) + 1) % 10)
    numbers = {
        "number": number,
        "spaced": number.replace("-", " "),
        "mistyped": f"{number[:8]}{digit}{number[9:]}",
    }
    for group, rows in QUALITY["queries"].items():
        for row in rows:
            title = re.escape(_title_of(number)) if "{" in row["q"] else row["title"]
            yield group, {**row, "q": row["q"].format(**numbers), "title": title}


def _title_of(number: str) -> str:
    return Entry.objects.get(kind="usulan", keywords=number).title


def hits(client: Client, query: str) -> list[tuple[str, str]]:
    """(kind, title) of the hits; of a page that was led to, its heading."""
    answer = client.get("/cari/", {"q": query}, follow=True)
    page = answer.content.decode()
    if answer.redirect_chain:
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        whole = re.sub(r"<[^>]+>", " ", heading[1] if heading else "")
        return [("", " ".join(whole.split()))]
    return [(hit.kind, hit.title) for hit, *_ in answer.context["rows"]]


def is_found(client: Client, row: dict[str, str]) -> bool:
    return any(
        kind in ("", row["kind"]) and re.search(row["title"], title, re.IGNORECASE)
        for kind, title in hits(client, row["q"])[:FIRST]
    )


def channel_first(client: Client, sentence: str) -> bool:
    """Whether the page says first where something broken is reported."""
    page = client.get("/cari/", {"q": sentence}).content.decode()
    before = page.split('<ol class="hits')[0]
    return "Perlu ditangani sekarang?" in before and "SP4N-LAPOR!" in before


def main() -> None:
    client = Client()
    missed = [(group, row["q"]) for group, row in wanted() if not is_found(client, row)]
    for group, query in missed:
        print("not found:", group, query, hits(client, query)[:FIRST])
    print(f"{60 - len(missed)} of 60 queries")
    silent = [text for text in QUALITY["complaints"] if not channel_first(client, text)]
    diverted = [text for text in QUALITY["wishes"] if channel_first(client, text)]
    print(f"{60 - len(silent)} of 60 complaints; not: {silent}")
    print(f"{len(diverted)} of 40 wishes are diverted: {diverted}")


if __name__ == "__main__":
    main()
