"""Indonesian words brought to one form before they are compared."""

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


def words(query: str) -> list[str]:
    """The query's words that carry meaning, in order, at most eight."""
    found = [w for w in normalise(query).split() if w not in STOP_WORDS]
    return found[:8]


# words that the stemmer would take for others: "perwali" for "wali", "kalian" for "kali"
WHOLE = frozenset(["perwali", "perbup", "kalian"])


def whole(word: str) -> str:
    """A word of WHOLE as the index keeps it: with a digit, and so unstemmed."""
    return f"{word}0" if word in WHOLE else word


class PlainWords(Func):
    """A text as it is indexed.

    Lower case, "pajak/retribusi" as two words, "Wali Kota" as "walikota".
    An immutable SQL function, made by migration 0001 of this room.
    """

    function = "portal_plain_words"
    output_field = TextField()


class StemmableWords(PlainWords):
    """The same with the words of WHOLE protected; made by migration 0002 of this room."""

    function = "search_stemmable_words"
