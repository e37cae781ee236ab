"""What is not for everybody is found by nobody: not in results, counts, guesses, suggestions.

Each state of each source, for each reader, after the index task ran and before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from egov.search.indexing import drain, rebuild
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind, AssetStatus, Visibility
from musrenbang.models import KamusEntry, Proposal
from news.models import Article, Edition, Event
from news.vocabulary import ArticleKind, Audience, EditionState
from tests.factories.infrastructure import AssetFactory
from tests.factories.news import EventFactory
from tests.town import Town, client_of

SECRET = "zeppelin"
SPELT = "zepelin"  # as it is mistyped
NOW = timezone.now
Make = Callable[[Town], Any]


def edition(town: Town, **changes: Any) -> Edition:
    """An approved text that is out, or as the changes say."""
    author, editor = town.staff["lurah"], town.staff["camat"]
    number = Article.objects.count() + 1
    address: dict[str, Any] = {"year": 2026, "slug": f"uji-{number}", "agency": town.agency}
    article = Article.objects.create(kind=ArticleKind.NEWS, created_by=author, **address)
    values: dict[str, Any] = {
        "article": article,
        "number": 1,
        "title": f"Kabar {SECRET}",
        "lead": "Ringkasan.",
        "body": "<p>Isi.</p>",
        "written_by": author,
        "state": EditionState.APPROVED,
        "approved_by": editor,
        "approved_at": NOW() - timedelta(hours=2),
        "publish_at": NOW() - timedelta(hours=1),
    }
    return Edition.objects.create(**{**values, **changes})


def draft(town: Town) -> None:
    nobody: dict[str, Any] = {"approved_by": None, "approved_at": None, "publish_at": None}
    edition(town, state=EditionState.DRAFT, **nobody)


def scheduled(town: Town) -> None:
    edition(town, publish_at=NOW() + timedelta(days=1))


def revoked(town: Town) -> None:
    row = edition(town)
    drain()
    Edition.objects.filter(pk=row.pk).update(revoked_at=NOW(), revoked_by=town.staff["camat"])


def withdrawn(town: Town) -> None:
    row = edition(town)
    drain()
    Article.objects.filter(pk=row.article_id).update(withdrawn_at=NOW(), withdraw_reason="Keliru.")


def replaced(town: Town) -> None:
    """A correction took the word out; the old text is still there."""
    row = edition(town)
    drain()
    values = {"article": row.article, "number": 2, "title": "Kabar baik", "change_note": "Nama."}
    Edition.objects.create(
        **values,
        lead="Ringkasan.",
        body="<p>Isi.</p>",
        written_by=row.written_by,
        state=EditionState.APPROVED,
        approved_by=row.approved_by,
        approved_at=NOW(),
        publish_at=NOW() - timedelta(minutes=1),
    )


def withheld(town: Town) -> None:
    row = town.proposal(title=f"Balai {SECRET}")
    drain()
    Proposal.objects.filter(pk=row.pk).update(withheld=True)


def retitled(town: Town) -> None:
    row = town.proposal(title=f"Balai {SECRET}")
    drain()
    Proposal.objects.filter(pk=row.pk).update(title="Balai")


def invited(town: Town) -> None:
    EventFactory(title=f"Rapat {SECRET}", audience=Audience.INVITED, agency=town.agency)


def internal(town: Town) -> None:
    row = EventFactory(title=f"Rapat {SECRET}", agency=town.agency)
    drain()
    Event.objects.filter(pk=row.pk).update(audience=Audience.INTERNAL)


def restricted(town: Town) -> None:
    AssetFactory(
        code="ZZ-1",
        name=f"Menara {SECRET}",
        owner=town.agency,
        kind=AssetKind.SITE,
        visibility=Visibility.RESTRICTED,
        status=AssetStatus.ACTIVE,
    )


def made_restricted(town: Town) -> None:
    restricted(town)
    Asset.objects.filter(code="ZZ-1").update(visibility=Visibility.PUBLIC)
    drain()
    Asset.objects.filter(code="ZZ-1").update(visibility=Visibility.GOVERNMENT)


def deleted(town: Town) -> None:
    values: dict[str, Any] = {"name": f"Balon {SECRET}", "agency": town.agency}
    row = KamusEntry.objects.create(code="balon", **values)
    drain()
    row.delete()


STATES = [
    *(draft, scheduled, revoked, withdrawn, replaced, withheld, retitled, invited, internal),
    *(restricted, made_restricted, deleted),
]
READERS = ["", "citizen", "lurah", "verifier", "administrator", "auditor", "infra_operator"]
ASKED = [
    *(f"/cari/?q={SECRET}", f"/cari/?q={SPELT}", f"/cari/?q={SECRET}&jenis=usulan"),
    *(f"/cari/saran/?q={SECRET[:4]}", f"/api/v1/cari/?q={SECRET}", f"/api/v1/cari/?q={SPELT}"),
]


def reads(client: Client, address: str) -> str:
    """What an address answers, but for what was asked."""
    cache.delete("page")
    text = client.get(address).content.decode().lower()
    for typed in (f"“{SECRET}”", f'value="{SECRET}"', f"q={SECRET}"):
        text = text.replace(typed, "")
    return text


@pytest.mark.parametrize("hide", STATES, ids=lambda state: state.__name__)
def test_nobody_finds_what_is_not_for_everybody(town: Town, hide: Make) -> None:
    drain()
    hide(town)
    readers = [Client() if not name else client_of(_person(town, name)) for name in READERS]
    for stage in ("before the task", "after it", "rebuilt"):
        asking = list(zip(READERS, readers, strict=True))[: 1 if stage == "rebuilt" else None]
        for name, client in asking:
            for address in ASKED if name == "" else ASKED[:1]:
                assert SECRET not in reads(client, address), (stage, name, address)
        if stage == "before the task":
            drain()
        elif stage == "after it":
            rebuild()


def _person(town: Town, name: str) -> Any:
    return town.citizen if name == "citizen" else town.staff[name]


def test_what_is_for_everybody_is_found(town: Town) -> None:
    """So that the test above asks for what would be there."""
    edition(town)
    town.proposal(title=f"Balai {SECRET}")
    EventFactory(title=f"Rapat {SECRET}", agency=town.agency)
    restricted(town)
    Asset.objects.filter(code="ZZ-1").update(visibility=Visibility.PUBLIC)
    drain()
    kinds = Client().get(f"/api/v1/cari/?q={SECRET}").json()["jumlah"]
    assert {row["jenis"] for row in kinds} == {"berita", "usulan", "acara", "aset"}
    assert SECRET in reads(Client(), f"/cari/saran/?q={SECRET[:4]}")
    assert "maksud anda" in reads(Client(), f"/cari/?q={SPELT}")


def test_a_scheduled_text_is_found_from_its_moment_on(town: Town) -> None:
    scheduled(town)
    drain()
    assert Client().get(f"/api/v1/cari/?q={SECRET}").json()["results"] == []
    with time_machine.travel(NOW() + timedelta(days=1, minutes=1)):
        hits = Client().get(f"/api/v1/cari/?q={SECRET}").json()["results"]
    assert [hit["judul"] for hit in hits] == [f"Kabar {SECRET}"]
