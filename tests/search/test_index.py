"""The index says what its sources say, whoever changed them and however."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from egov.areas.models import Area
from egov.home.pages import write_page
from egov.portal.joining import search_sources
from egov.search.indexing import check, drain, mend, rebuild
from egov.search.models import Entry, Pending, Term, Word
from egov.search.seeding import seed
from egov.search.triggers import install, triggers
from musrenbang.models import KamusEntry, Proposal
from tests.factories.musrenbang import KamusEntryFactory
from tests.town import Town


def titles(client: Client, query: str, **facets: str) -> list[str]:
    answer = client.get("/cari/", {"q": query, **facets})
    assert answer.status_code == 200
    return [hit.title for hit, *_ in answer.context["rows"]]


def by_queryset(pk: int) -> None:
    Proposal.objects.filter(pk=pk).update(title="Zeppelin di balai")


def by_hand(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE musrenbang_proposal SET title = 'Zeppelin di balai' WHERE id = %s", [pk]
        )


def in_bulk(pk: int) -> None:
    row = Proposal.objects.get(pk=pk)
    row.title = "Zeppelin di balai"
    Proposal.objects.bulk_update([row], ["title"])


@pytest.mark.parametrize("change", [by_queryset, by_hand, in_bulk])
def test_what_changes_a_row_changes_what_is_found(
    town: Town, client: Client, change: Callable[[int], None]
) -> None:
    row = town.proposal(title="Balon udara di balai")
    drain()
    assert titles(client, "balon udara") == ["Balon udara di balai"]
    change(row.pk)
    assert titles(client, "balon udara") == []  # nowhere, until it was read again
    assert drain() == 1
    assert titles(client, "balon udara") == []
    assert titles(client, "zeppelin") == ["Zeppelin di balai"]
    assert not Word.objects.filter(word="udara").exists()
    assert Word.objects.get(word="zeppelin").n == 1
    assert drain() == 0


def test_an_import_counts_and_so_does_what_is_deleted(town: Town, client: Client) -> None:
    agency = town.agency
    rows = [KamusEntry(code=f"z{i}", name=f"Zeppelin {i}", agency=agency) for i in range(3)]
    KamusEntry.objects.bulk_create(rows)
    assert Pending.objects.filter(kind="kamus", source_id__in=[r.pk for r in rows]).count() == 3
    drain()
    assert len(titles(client, "zeppelin")) == 3
    KamusEntry.objects.filter(code="z0").delete()
    drain()
    assert sorted(titles(client, "zeppelin")) == ["Zeppelin 1", "Zeppelin 2"]


def test_the_pages_at_the_foot_are_found_in_their_present_words(town: Town, client: Client) -> None:
    rebuild()
    assert titles(client, "pelacak", jenis="halaman") == ["Privasi"]
    assert titles(client, "aksesibilitas")[0] == "Aksesibilitas"
    said = {"title": "Data warga", "text": "<p>Kapal zeppelin.</p>"}
    write_page(actor=town.staff["administrator"], slug="privasi", **said)
    drain()
    assert titles(client, "zeppelin") == titles(client, "privasi") == ["Data warga"]
    assert titles(client, "pelacak", jenis="halaman") == []
    assert len(titles(client, "", jenis="halaman")) == 0
    assert list(check()) == []


def test_what_is_not_told_asks_for_nothing(town: Town) -> None:
    row = town.proposal()
    drain()
    Proposal.objects.filter(pk=row.pk).update(support_count=7, title=row.title)
    assert not Pending.objects.exists()
    town.rw.name = "RW 77"
    town.rw.save()  # its proposals stand in it
    assert Pending.objects.filter(kind="usulan", source_id=row.pk).exists()


def plant(rows: list[Entry]) -> None:
    """Twenty differences: ten changed by hand, five taken out, five that no source tells."""
    for number, row in enumerate(rows[:10]):
        column = ("title", "lead", "url", "area", "keywords")[number % 5]
        Entry.objects.filter(pk=row.pk).update(**{column: "lain"})
    Entry.objects.filter(pk__in=[row.pk for row in rows[10:15]]).delete()
    Entry.objects.bulk_create(
        Entry(kind=kind, source_id=10**9 + n, title="Sisa", url="/sisa/")
        for n, kind in enumerate(("usulan", "kamus", "wilayah", "opd", "zeppelin"))
    )


def test_every_difference_is_told_and_mended(town: Town) -> None:
    for _ in range(8):
        town.proposal()
    rebuild()
    assert list(check()) == []
    plant(list(Entry.objects.order_by("kind", "source_id")[:15]))
    assert len(list(check())) == 20
    with pytest.raises(CommandError, match="20 entri berbeda"):
        call_command("search", "check")
    mend()
    assert list(check()) == []


def test_a_rebuild_says_the_same_as_the_queue(town: Town) -> None:
    town.proposal()
    mend()  # by the queue, also what no table holds
    told = ["kind", "source_id", "title", "lead", "url", "area", "weight", "keywords", "text"]
    drained = list(Entry.objects.order_by("kind", "source_id").values_list(*told))
    words = dict(Word.objects.values_list("word", "n"))
    rebuild()
    assert list(Entry.objects.order_by("kind", "source_id").values_list(*told)) == drained
    assert dict(Word.objects.values_list("word", "n")) == words


def test_each_watched_table_has_its_triggers_and_a_second_migrate_makes_none(db: None) -> None:
    every: Any = [(model._meta.db_table, each.name) for model, each in triggers()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger\\_search\\_%'")
        assert cursor.fetchone() == (len(every),)
    with connection.execute_wrapper(_no_ddl):
        install()
    assert {source.kind for source in search_sources()} >= {"usulan", "kamus", "wilayah", "opd"}


def _no_ddl(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert not sql.strip().upper().startswith(("CREATE", "DROP", "COMMENT"))
    return execute(sql, params, many, context)


def test_the_desk_keeps_what_it_changed(db: None) -> None:
    Term.objects.all().delete()
    seed()
    assert Term.objects.count() > 200
    Term.objects.filter(word="mampet", kind="everyday").update(meaning="zeppelin")
    seed()
    assert Term.objects.get(word="mampet", kind="everyday").meaning == "zeppelin"


def test_an_area_that_ends_goes_by_itself(town: Town, client: Client) -> None:
    rebuild()
    assert "Kelurahan Karang Pilang 1" in titles(client, "karang pilang 1", jenis="wilayah")
    Area.objects.filter(code="35.78.01.1001").update(valid="[2000-01-01,2020-01-01)")
    drain()
    assert "Kelurahan Karang Pilang 1" not in titles(client, "karang pilang 1", jenis="wilayah")
    assert list(check()) == []


def test_queries_do_not_grow_with_what_is_found(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    KamusEntryFactory(name="Zeppelin")
    for _ in range(3):
        town.proposal(title="Zeppelin")
    drain()
    with django_assert_max_num_queries(14):
        assert len(titles(client, "zeppelin")) == 4
