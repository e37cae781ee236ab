"""Sentences that people read: an office's reason, a citizen's."""

from __future__ import annotations

from egov.verbs.refusal import Invalid
from egov.web.templatetags.portal import number
from musrenbang.reasons import OF_THE_CALENDAR, REASONS, REASONS_OF, is_reason_of
from musrenbang.vocabulary import BUTTONS, Outcome

LONGEST = 2000  # letters of a reason
SHORTEST = 3  # letters: what is less tells nobody why


def check_length(text: str, field: str = "reason") -> None:
    """Refuses a reason that says nothing (`reason_too_short`), and one that nobody would read.

    `reason_too_long`: nothing is cut, so that no sentence ends in the middle of a word.
    """
    if len(text) > LONGEST:
        sentence = (
            f"Terlalu panjang: {number(len(text))} huruf, paling banyak {number(LONGEST)}. "
            "Ringkas, lalu simpan lagi."
        )
        raise Invalid("reason_too_long", sentence, field=field)
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


def reason_code_of(outcome: str, code: str) -> str:
    """The code as it is kept. Refuses one of no list (`unknown_reason`), or of another outcome.

    `reason_unfit`: who refuses a wish cannot say that it is needed.
    """
    code = code or "other"
    if code not in REASONS:
        raise Invalid("unknown_reason", "Pilih alasan dari daftar.", field="reason_code")
    if code in OF_THE_CALENDAR or not is_reason_of(outcome, code):
        fitting = [word for each, word in REASONS.items() if each in REASONS_OF[Outcome(outcome)]]
        sentence = (
            f"“{REASONS[code]}” bukan alasan untuk {BUTTONS[Outcome(outcome)].lower()}. "
            f"Pilih salah satu: {'; '.join(fitting)}."
        )
        raise Invalid("reason_unfit", sentence, field="reason_code")
    return code
