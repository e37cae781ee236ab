"""Sentences that people read: an office's reason, a citizen's."""

from __future__ import annotations

from egov.verbs.refusal import Invalid

SHORTEST = 3  # letters: what is less tells nobody why


def check_length(text: str, field: str = "reason") -> None:
    """Refuses a reason that says nothing: `reason_too_short`."""
    if text and sum(letter.isalpha() for letter in text) < SHORTEST:
        sentence = (
            "Terlalu singkat untuk dimengerti. Tulis sebabnya dalam satu kalimat, "
            "contoh: gang ini sudah dipaving bulan lalu."
        )
        raise Invalid("reason_too_short", sentence, field=field)


def sentence_of(text: str, wanted: str, field: str = "reason") -> str:
    """The text on one line. Refuses an empty one (`no_reason`) and one that says nothing."""
    text = " ".join(text.replace("\0", "").split())
    if not text:
        raise Invalid("no_reason", wanted, field=field)
    check_length(text, field)
    return text
