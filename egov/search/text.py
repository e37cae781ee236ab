"""Indonesian words brought to one form before they are compared."""

from egov.areas.names import normalise

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


def words(query: str) -> list[str]:
    """The query's words that carry meaning, in order, at most eight."""
    found = [w for w in normalise(query).split() if w not in STOP_WORDS]
    return found[:8]


def alternatives(word: str) -> list[str]:
    """The word itself and the kamus words people mean by it."""
    return [word, *SYNONYMS.get(word, "").split()]
