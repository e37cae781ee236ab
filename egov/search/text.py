"""Indonesian words brought to one form before they are compared."""

import re

from django.db.models import Func, TextField

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
# plain words people type -> the words of the kamus
SYNONYMS = {
    "lampu": "pju penerangan",
    "got": "saluran drainase",
    "selokan": "saluran drainase",
    "banjir": "saluran drainase pengerukan",
    "genangan": "saluran drainase",
    "paving": "pavingisasi",
    "wifi": "internet",
    "kamera": "cctv",
    "sampah": "tempat sampah gerobak",
    "nyamuk": "fogging",
    "dbd": "fogging",
    "kursi": "terop kursi",
    "tenda": "terop",
    "polisi tidur": "speed trap",
    "wc": "mck jamban",
    "kerja": "pelatihan",
}


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
    ("perda", "peraturan daerah"),
)
_FAMILY: dict[str, tuple[str, ...]] = {}
for _family in FAMILIES:
    _FAMILY |= dict.fromkeys(_family, _family)
# the first letter of a root that its prefix swallows: tata, penataan
_DROPPED = {"m": "p", "n": "t", "ng": "k", "ny": "s"}
_PREFIXED = re.compile(r"(?:pe|me)(ng|ny|n|m)([aeiou][a-z]{2,}?)(?:an|kan|i)?")


def variants(word: str) -> list[str]:
    """The word, its family, and the forms whose root the stemmer loses.

    "tata" and "penataan", "makam" and "pemakaman".
    """
    found = [word, *_FAMILY.get(word, ())]
    prefixed = _PREFIXED.fullmatch(word)
    roots = [_DROPPED[prefixed[1]] + prefixed[2], prefixed[1] + prefixed[2]] if prefixed else []
    for root in [word, *roots]:
        nasal = next((n for n, first in _DROPPED.items() if root.startswith(first)), "")
        if len(root) > 3 and nasal and root[1:2] in "aeiou":
            found += [root, f"pe{nasal}{root[1:]}an", f"me{nasal}{root[1:]}"]
        found += [root, *_FAMILY.get(root, ())]
    return list(dict.fromkeys(found))


def tsquery(query: str) -> str:
    """The query for PostgreSQL's to_tsquery: every word, each in all its variants.

    Letters and digits only, so nothing in it is an operator.
    Empty where the query holds no word: to_tsquery of "" finds nothing.
    """
    plain = re.sub(r"\bwali kota\b", "walikota", normalise(query))
    asked = [w for w in plain.split() if w not in STOP_WORDS][:8] or plain.split()[:8]
    return " & ".join(_any_of(variants(word)) for word in asked)


def _any_of(forms: list[str]) -> str:
    """One form or another; a form of several words as a phrase."""
    phrases = [form.replace(" ", " <-> ") for form in forms]
    return f"({' | '.join(phrases)})"


def words(query: str) -> list[str]:
    """The query's words that carry meaning, in order, at most eight."""
    found = [w for w in normalise(query).split() if w not in STOP_WORDS]
    return found[:8]


def alternatives(word: str) -> list[str]:
    """The word itself and the kamus words people mean by it."""
    return [word, *SYNONYMS.get(word, "").split()]


class PlainWords(Func):
    """A text as it is indexed.

    Lower case, "pajak/retribusi" as two words, "Wali Kota" as "walikota".
    An immutable SQL function, made by the first migration that needs it.
    """

    function = "portal_plain_words"
    output_field = TextField()  # type: ignore[assignment]


MAKE_PLAIN_WORDS = r"""
CREATE OR REPLACE FUNCTION portal_plain_words(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(
    regexp_replace(lower(given), '[^[:alnum:]]+', ' ', 'g'), '\mwali kota\M', 'walikota', 'g'
  )
$$;
"""
