"""What a query asks the index for: its words, each with all that people mean by it.

A form that grammar makes up ("penataan" of "tata") is asked for only where titles hold it, for
grammar also makes "penamanan" of "taman", whose stem finds "keamanan".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db import connection

from egov.portal.joining import word_families
from egov.search.models import Term, TermKind
from egov.search.names import normalise
from egov.search.seeding import brought
from egov.search.text import STOP_WORDS, WHOLE, whole
from egov.verbs.memory import CACHE_AWAY, remembered

MOST = 8  # words of a query that are read
REMEMBERED = "search-meanings"
# the first letter of a root that its prefix swallows: tata, penataan
_DROPPED = {"m": "p", "n": "t", "ng": "k", "ny": "s"}
_PREFIXED = re.compile(r"(?:pe|me)(ng|ny|n|m)([aeiou][a-z]{2,}?)(?:an|kan|i)?")
_STEMS = """
SELECT form, ts_lexize('indonesian_stem', form),
       EXISTS (SELECT 1 FROM search_word WHERE word = form),
       EXISTS (SELECT 1 FROM search_word)
FROM unnest(%s::text[]) AS form
"""


@dataclass(frozen=True)
class Meanings:
    """The table of words as a search reads it."""

    families: dict[str, tuple[str, ...]]
    everyday: dict[str, tuple[str, ...]]
    short: dict[str, str]
    broken: frozenset[str]
    wishes: frozenset[str]

    def of(self, word: str) -> tuple[str, ...]:
        """What else is meant by a word or by several."""
        return (*self.families.get(word, ()), *self.everyday.get(word, ()))


def meanings() -> Meanings:
    """As the desk keeps them, read anew every minute."""
    return remembered(REMEMBERED, 60, _read)


def forget_meanings() -> None:
    """The desk changed a word: every process reads them anew."""
    with suppress(*CACHE_AWAY):
        cache.delete(REMEMBERED)


def _read() -> Meanings:
    return read_meanings(Term.objects.values_list("kind", "word", "meaning"))


def read_meanings(rows: Iterable[tuple[str, str, str]]) -> Meanings:
    """Rows of the table as a search reads them; those of the file where there are none."""
    families: dict[str, tuple[str, ...]] = {}
    everyday: dict[str, tuple[str, ...]] = {}
    short: dict[str, str] = {}
    marks: dict[str, set[str]] = {TermKind.BROKEN: set(), TermKind.WISH: set()}
    for kind, word, meaning in list(rows) or brought():
        others = tuple(filter(None, map(normalise, meaning.split(","))))
        if kind == TermKind.FAMILY:
            _join(families, (normalise(word), *others))
        elif kind == TermKind.EVERYDAY:
            everyday[normalise(word)] = others
        elif kind == TermKind.SHORT:
            short[normalise(word)] = normalise(meaning)
        else:
            marks[kind].add(normalise(word))
    for family in word_families():
        _join(families, family)
    broken, wishes = (frozenset(marks[kind]) for kind in (TermKind.BROKEN, TermKind.WISH))
    return Meanings(families, everyday, short, broken, wishes)


def _join(families: dict[str, tuple[str, ...]], family: Iterable[str]) -> None:
    """All words of a family find each other; a word may stand in several."""
    members = tuple(family)
    for word in members:
        families[word] = tuple(dict.fromkeys([*families.get(word, ()), *members]))


def meant_by(word: str) -> list[str]:
    """The word and all that the table says of it."""
    return list(dict.fromkeys([word, *meanings().of(word)]))


def variants(word: str) -> list[str]:
    """The word, its family, and the forms whose root the stemmer loses.

    "tata" and "penataan", "makam" and "pemakaman".
    """
    families = meanings().families
    forms = [word, *families.get(word, ())]
    for root in [word, *_roots(word)]:
        forms += [root, *families.get(root, ()), *_prefixed(root)]
    return list(dict.fromkeys(forms))


def _roots(word: str) -> list[str]:
    """What may be the root of a word with a prefix: "penataan" of "tata" or "nata"."""
    match = _PREFIXED.fullmatch(word)
    return [_DROPPED[match[1]] + match[2], match[1] + match[2]] if match else []


def _prefixed(root: str) -> list[str]:
    """The forms of a root whose first letter is swallowed."""
    nasal = next((n for n, first in _DROPPED.items() if root.startswith(first)), "")
    if len(root) < 4 or not nasal or root[1:2] not in {*"aeiou"}:
        return []
    return [f"pe{nasal}{root[1:]}an", f"me{nasal}{root[1:]}"]


def read_words(query: str) -> list[str]:
    """The words of a query that carry meaning, at most eight, short spellings in full.

    Words that mean something together ("polisi tidur") stay together.
    """
    known = meanings()
    plain = re.sub(r"\bwali kota\b", "walikota", normalise(query)).split()
    spelt = list(chain.from_iterable(known.short.get(word, word).split() for word in plain))
    asked = [w for w in spelt if w not in STOP_WORDS][:MOST] or spelt[:MOST]
    return list(_together(asked, known))


def _together(words: list[str], known: Meanings) -> Iterator[str]:
    position = 0
    while position < len(words):
        length = next((n for n in (3, 2) if known.of(" ".join(words[position : position + n]))), 1)
        length = min(length, len(words) - position)
        yield " ".join(words[position : position + length])
        position += length


@dataclass(frozen=True)
class _Stems:
    """The stem of each form, and which of them titles hold."""

    stems: dict[str, str]
    known: frozenset[str]
    any_known: bool

    def holds(self, form: str) -> bool:
        return not self.any_known or form in self.known

    def phrase(self, form: str, *, protect: bool) -> str:
        """A form as PostgreSQL is asked for it; its words beside each other."""
        return " <-> ".join(self._lexeme(word, protect) for word in form.split())

    def _lexeme(self, word: str, protect: bool) -> str:
        return whole(word) if protect and word in WHOLE else self.stems.get(word, word)


def _stems_of(forms: Iterable[str]) -> _Stems:
    """One question for all."""
    words = sorted(set(chain.from_iterable(form.split() for form in forms)))
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [words])
        rows = cursor.fetchall()
    stems = {word: lexemes[0] for word, lexemes, _, _ in rows if lexemes}
    return _Stems(stems, frozenset(row[0] for row in rows if row[2]), any(row[3] for row in rows))


def _given(word: str) -> list[str]:
    """The word and all that the table says of it."""
    known = meanings()
    roots = chain.from_iterable(known.families.get(root, ()) for root in _roots(word))
    return list(dict.fromkeys([word, *known.of(word), *roots]))


def expressions(words: Sequence[str], *, protect: bool = True) -> list[str]:
    """For each word (or words together) what to_tsquery('simple') is asked; one query for all.

    `protect`: the index keeps some words as they are, as that of everything does.
    """
    parts = {part for word in words for part in (word, *word.split())}
    given = {part: _given(part) for part in parts}
    made_up = {part: [v for v in variants(part) if v not in given[part]] for part in parts}
    stems = _stems_of(chain(*given.values(), *made_up.values()))

    def any_of(part: str) -> list[str]:
        forms = given[part] + [form for form in made_up[part] if stems.holds(form)]
        return list(dict.fromkeys(stems.phrase(form, protect=protect) for form in forms))

    asked = []
    for word in words:
        every = any_of(word)
        if " " in word:
            each = (f"({' | '.join(any_of(part))})" for part in word.split())
            every.append(f"({' & '.join(each)})")
        asked.append(f"({' | '.join(every)})")
    return asked


def raw_query(expression: str) -> SearchQuery:
    """A value to compare a search column with; its words are stems already."""
    return SearchQuery(expression, config="simple", search_type="raw")


def queries(texts: Sequence[str]) -> list[SearchQuery | None]:
    """For each text the query that asks for all its words; None for a text without any."""
    read = [read_words(text) for text in texts]
    every = list(dict.fromkeys(chain.from_iterable(read)))
    asked = dict(zip(every, expressions(every, protect=False), strict=True)) if every else {}
    return [raw_query(" & ".join(asked[w] for w in words)) if words else None for words in read]


def words_query(text: str) -> SearchQuery:
    """All words of one text; finds nothing where it holds none."""
    return queries([text])[0] or raw_query("")
