"""Indonesian words brought to one form before they are compared."""

import re
from functools import cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, TextField

from egov.portal.joining import word_families
from egov.search.names import normalise

STOP_WORDS = frozenset(
    [
        "di",
        "ke",
        "dari",
        "yang",
        "dan",
        "atau",
        "untuk",
        "dengan",
        "pada",
        "dalam",
        "oleh",
        "para",
        "itu",
        "ini",
        "saya",
        "kami",
        "kita",
        "mau",
        "ingin",
        "tolong",
        "minta",
    ]
)
# words that the database's stemmer leaves apart: one line, one family (DOMAIN.md 4)
FAMILIES = (
    ("makam", "pemakaman", "permakaman"),
    ("penduduk", "kependudukan"),
    ("kelola", "pengelolaan", "pengelola", "mengelola", "dikelola"),
    ("wisata", "pariwisata", "kepariwisataan"),
    ("pegawai", "kepegawaian"),
    ("mukim", "permukiman", "pemukiman"),
    ("pustaka", "perpustakaan"),
    ("usaha", "kewirausahaan", "pengusahaan"),
)
# the first letter of a root that its prefix swallows: tata, penataan
_DROPPED = {"m": "p", "n": "t", "ng": "k", "ny": "s"}
_PREFIXED = re.compile(r"(?:pe|me)(ng|ny|n|m)([aeiou][a-z]{2,}?)(?:an|kan|i)?")


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Each word with its family: those of the language, and those that apps add."""
    known: dict[str, tuple[str, ...]] = {}
    for family in (*FAMILIES, *word_families()):
        known |= dict.fromkeys(family, family)
    return known


def variants(word: str) -> list[str]:
    """The word, its family, and the forms whose root the stemmer loses.

    "tata" and "penataan", "makam" and "pemakaman".
    """
    families = _families()
    forms = [word, *families.get(word, ())]
    prefixed = _PREFIXED.fullmatch(word)
    roots = [_DROPPED[prefixed[1]] + prefixed[2], prefixed[1] + prefixed[2]] if prefixed else []
    for root in [word, *roots]:
        nasal = next((n for n, first in _DROPPED.items() if root.startswith(first)), "")
        if len(root) > 3 and nasal and root[1:2] in "aeiou":
            forms += [root, f"pe{nasal}{root[1:]}an", f"me{nasal}{root[1:]}"]
        forms += [root, *families.get(root, ())]
    return list(dict.fromkeys(forms))


def tsquery(query: str) -> str:
    """The query for PostgreSQL's to_tsquery: every word, each in all its variants.

    Letters and digits only, so nothing in it is an operator.
    Empty where the query holds no word: to_tsquery of "" finds nothing.
    """
    plain = re.sub(r"\bwali kota\b", "walikota", normalise(query))
    asked = [w for w in plain.split() if w not in STOP_WORDS][:8] or plain.split()[:8]
    return " & ".join(_any_of(variants(word)) for word in asked)


def words_query(query: str) -> SearchQuery:
    """The same as a value to compare a search column with."""
    return SearchQuery(tsquery(query), config="indonesian", search_type="raw")


def _any_of(forms: list[str]) -> str:
    """One form or another; a form of several words as a phrase."""
    phrases = [form.replace(" ", " <-> ") for form in forms]
    return f"({' | '.join(phrases)})"


def words(query: str) -> list[str]:
    """The query's words that carry meaning, in order, at most eight."""
    found = [w for w in normalise(query).split() if w not in STOP_WORDS]
    return found[:8]


class PlainWords(Func):
    """A text as it is indexed.

    Lower case, "pajak/retribusi" as two words, "Wali Kota" as "walikota".
    An immutable SQL function, made by migration 0001 of this room.
    """

    function = "portal_plain_words"
    output_field = TextField()
