"""What makes a text hard to read: told beside it, never in its way."""

from __future__ import annotations

import re

from egov.web.html import plain_text
from news.models import Edition

LONG_SENTENCE = 25  # words
LONG_WORD = 7  # letters: LIX counts words of more than six (Björnsson 1968)
HARD = 45  # LIX above which few read on
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n")
_WORD = re.compile(r"\w+")
# words of offices, and what people say
OFFICE_WORDS = {
    "dalam rangka": "untuk",
    "guna": "untuk",
    "dimaksud": "ini",
    "adapun": "",
    "merupakan": "adalah",
    "melaksanakan": "melakukan",
    "dikarenakan": "karena",
    "bahwasanya": "bahwa",
}
CLICK = "klik di sini"


def hints_of(edition: Edition) -> list[str]:
    """Sentences for the writer; none where the text reads well."""
    text = plain_text(edition.body)
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    hints = []
    long = [part for part in sentences if len(_WORD.findall(part)) > LONG_SENTENCE]
    if long:
        start = " ".join(long[0].split()[:6])
        count = f"{len(long)} kalimat lebih dari {LONG_SENTENCE} kata"
        hints.append(f"{count}, mulai “{start} …”.")
    if words and sentences and lix(words, len(sentences)) > HARD:
        hints.append("Kata dan kalimatnya panjang; pecah, dan pakai kata sehari-hari.")
    lowered = f" {' '.join(text.lower().split())} "
    for office, plain in OFFICE_WORDS.items():
        if f" {office} " in lowered:
            instead = f"pakai “{plain}”" if plain else "buang"
            hints.append(f"“{office}”: {instead}.")
    if CLICK in lowered:
        hints.append("“klik di sini”: tulis ke mana tautannya membawa.")
    return hints


def lix(words: list[str], sentences: int) -> float:
    """Words a sentence, and how many in a hundred words are long."""
    long = sum(len(word) >= LONG_WORD for word in words)
    return len(words) / max(1, sentences) + 100 * long / max(1, len(words))
