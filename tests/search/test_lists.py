"""One search for every list: what a query asks for, how it may be met, what comes first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from egov.agencies.models import Agency
from egov.search import lists
from egov.search.lists import Searchable, akin, as_typed, containing, each, search, stemmed
from egov.search.text import PlainWords, words
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.django_db


@each
def called(term: str) -> Q | None:
    """A code is read directly; no word of letters alone is one."""
    return Q(code__iexact=term) if any(c.isdecimal() for c in term) else None


def rows() -> QuerySet[Agency]:
    """Agencies with their name as a search column, as it is and as plain words."""
    as_it_is = SearchVector("name", config="indonesian")
    plain = SearchVector(PlainWords(F("name")), config="indonesian")
    return Agency.objects.annotate(as_it_is=as_it_is, plain=plain)


def names(query: str, by: Searchable) -> list[str]:
    return [row.name for row in search(rows().order_by("name"), query, by)]


@pytest.fixture(autouse=True)
def agencies(db: None) -> None:
    for code, name in (
        ("1", "Dinas Pemakaman"),
        ("2", "Dinas Pajak/Retribusi"),
        ("3", "Kantor Wali Kota"),
        ("4", "Badan Saluran dan Jalan"),
    ):
        AgencyFactory(code=code, name=name, short_name=f"OPD {code}")


AKIN = Searchable(ways=(akin("plain"),))
STEMMED = Searchable(ways=(stemmed("as_it_is"),))


@pytest.mark.parametrize(
    ("query", "by", "hits"),
    [
        ("makam", AKIN, ["Dinas Pemakaman"]),  # of one family
        ("makam", STEMMED, []),
        ("salur", STEMMED, ["Badan Saluran dan Jalan"]),  # one stem
        ("di saluran", STEMMED, ["Badan Saluran dan Jalan"]),  # "di" asks for nothing
        ("retribusi", AKIN, ["Dinas Pajak/Retribusi"]),  # two words, whatever stands between
        ("walikota", AKIN, ["Kantor Wali Kota"]),
        ("WALI KOTA", AKIN, ["Kantor Wali Kota"]),
        ("dinas makam", AKIN, ["Dinas Pemakaman"]),  # every word
        ("dinas jalan", AKIN, []),
    ],
)
def test_words_are_brought_to_one_form(query: str, by: Searchable, hits: list[str]) -> None:
    assert names(query, by) == hits


@pytest.mark.parametrize("query", ["", "??", "&|!():*", "'; DROP TABLE x; --", "<-> a", "a" * 300])
def test_no_query_breaks_it(query: str) -> None:
    for by in (AKIN, STEMMED, Searchable(ways=(containing("name"),), terms=as_typed)):
        names(query, by)


def test_every_term_must_be_met_and_one_way_is_enough() -> None:
    by = Searchable(ways=(akin("plain"), called), terms=as_typed)
    assert names("1", by) == ["Dinas Pemakaman"]
    assert names("1 dinas", by) == ["Dinas Pemakaman"]
    assert names("2 makam", by) == []
    assert names("di dinas", by) == ["Dinas Pajak/Retribusi", "Dinas Pemakaman"]
    assert len(names("di", by)) == len(names("", by)) == 4  # no term, nothing to meet
    assert names("-", by) == []  # a term that cannot be met


def test_a_term_is_sought_in_its_other_forms() -> None:
    forms = {"kubur": ["kubur", "makam"]}
    by = Searchable(
        ways=(containing("name", "code", forms=lambda w: forms.get(w, [w])),), terms=words
    )
    assert names("kubur", by) == ["Dinas Pemakaman"]
    assert names("di kubur dinas", by) == ["Dinas Pemakaman"]
    assert names("kota", by) == ["Kantor Wali Kota"]


def test_less_than_three_letters_are_not_sought_in_trigrams() -> None:
    title = containing("name", trigrams=True)
    assert title(["ja", "jal", "a b c", " jal "]) == [
        None,
        Q(name__icontains="jal"),
        None,
        Q(name__icontains="jal"),
    ]


def test_the_best_comes_first_where_a_weight_is_named() -> None:
    AgencyFactory(code="9", name="Jalan, jalan, dan jalan", short_name="J")
    by = Searchable(ways=(akin("plain"),), weight="plain")
    assert [row.name for row in search(rows(), "jalan", by)] == [
        "Jalan, jalan, dan jalan",
        "Badan Saluran dan Jalan",
    ]


@pytest.mark.parametrize("few", [0, 1, 2000])
def test_few_and_many_hits_are_the_same_hits(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    by = Searchable(ways=(containing("name", trigrams=True), called), probed=True)
    assert names("dinas", by) == ["Dinas Pajak/Retribusi", "Dinas Pemakaman"]
    assert names("1", by) == ["Dinas Pemakaman"]
    assert names("zz", by) == []


@pytest.mark.parametrize(("probed", "queries"), [(False, 1), (True, 2)])
def test_it_asks_as_often_whatever_is_asked(probed: bool, queries: int) -> None:
    by = Searchable(ways=(containing("name", trigrams=True), called), probed=probed)
    for query in ("dinas", "dinas pemakaman", "pemakaman"):
        with CaptureQueriesContext(connection) as seen:
            names(query, by)
        assert len(seen) == queries, query


def test_a_way_looks_up_all_terms_at_once() -> None:
    asked: list[Sequence[str]] = []

    def way(terms: Sequence[str]) -> list[Q | None]:
        asked.append(terms)
        return [Q(name__icontains=term) for term in terms]

    assert names("dinas makam", Searchable(ways=(way,), terms=words)) == ["Dinas Pemakaman"]
    assert asked == [["dinas", "makam"]]
