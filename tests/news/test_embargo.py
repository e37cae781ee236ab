"""Embargo by signed links that lapse, and the calendar of publication at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import NotAllowed, Refusal
from news.domain import articles, editions
from news.domain.embargo import address_of, give_embargo, revoke_embargo
from news.models import Edition
from tests.news.conftest import HOUR, NOW, approved, draft
from tests.town import Town, client_of

LATER = NOW + timedelta(days=3)
TITLE = "Jembatan diresmikan"


def scheduled(town: Town, key: str = "k", **changes: Any) -> Edition:
    return approved(town, draft(town, key, title=TITLE, **changes), LATER)


def give(town: Town, edition: Edition, who: str = "editor", **changes: Any) -> str:
    how = {"newsroom": "Redaksi Contoh", "now": NOW, **changes}
    return address_of(give_embargo(actor=town.staff[who], edition=edition, **how))


@pytest.mark.parametrize(
    ("what", "hours", "status"),
    [
        ("", 1, 200),
        ("", 25, 410),
        ("", 72, 302),
        ("forged", 1, 404),
        ("revoked", 1, 410),
        ("withdrawn", 1, 410),
        ("called back", 80, 410),
    ],
)
def test_who_opens_a_link(town: Town, what: str, hours: int, status: int) -> None:
    row, editor = scheduled(town), town.staff["editor"]
    address = give(town, row, expires_at=NOW + 24 * HOUR)
    if what == "forged":
        address = f"{address[:-6]}abcde/"
    if what == "revoked":
        revoke_embargo(actor=editor, edition=row, now=NOW)
    if what == "withdrawn":
        articles.withdraw_article(actor=editor, article=row.article, reason="x", now=NOW)
    if what == "called back":
        editions.revoke_text(actor=editor, edition=row, now=NOW)
    with time_machine.travel(NOW + hours * HOUR, tick=False):
        answer = Client().get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert (TITLE in page) == (status == 200)
    assert not answer.cookies
    if status == 404:
        return
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    if status == 302:
        assert answer["Location"] == row.get_absolute_url()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"newsroom": " "}, "no_newsroom"),
        ({"expires_at": NOW}, "bad_expiry"),
        ({"expires_at": LATER + HOUR}, "bad_expiry"),
        ({"now": LATER}, "nothing_ahead"),
    ],
)
def test_no_link(town: Town, changes: dict[str, Any], code: str) -> None:
    row = scheduled(town)
    with pytest.raises(Refusal) as refused:
        give(town, row, **changes)
    assert refused.value.code == code
    for who in ("contributor", "planner", "lurah", "administrator"):
        with pytest.raises(NotAllowed):
            give(town, row, who)


def test_a_month_of_publication(town: Town) -> None:
    lapses = (NOW + timedelta(days=4)).date()
    kind = {"kind": "pengumuman", "announcement_number": "1/2026", "lapses_on": lapses}
    scheduled(town, **kind)
    pages, counts = {}, []
    address = f"/admin/news/edition/kalender/?pada={LATER:%Y-%m-%d}"
    with time_machine.travel(NOW, tick=False):
        own = client_of(town.staff["contributor"])
        for number in range(3):
            own.get(address)
            with CaptureQueriesContext(connection) as queries:
                pages["own"] = own.get(address).content.decode()
            counts.append(len(queries))
            scheduled(town, f"k{number}")
        pages["far"] = client_of(town.far["contributor"]).get(address).content.decode()
        assert own.get("/admin/news/edition/kalender/?pada=besok").status_code == 422
        assert client_of(town.staff["lurah"]).get(address).status_code == 403
    assert "terjadwal" in pages["own"] and "berlaku sampai hari ini" in pages["own"]
    assert TITLE in pages["own"] and TITLE not in pages["far"]
    assert len(set(counts)) == 1
