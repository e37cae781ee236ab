"""The conditions of a type: what is asked, which answers fit, and what a proposal keeps of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format

from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid
from musrenbang.domain.validation import read_decimal
from musrenbang.models.condition import NO, YES, KamusCondition
from musrenbang.vocabulary import AnswerKind

PREFIX = "syarat-"  # of the field in which one is asked
LONGEST = 80  # letters of an answer
_BOTH = {"ya": YES, "true": YES, "1": YES, "tidak": NO, "false": NO, "0": NO}


def field_of(condition: KamusCondition) -> str:
    """The name of the field in which it is asked."""
    return f"{PREFIX}{condition.code}"


def answers_in(values: Mapping[str, Any]) -> dict[str, str]:
    """By the condition's code what stands in the fields of a form or a draft."""
    return {
        name.removeprefix(PREFIX): str(value)
        for name, value in values.items()
        if name.startswith(PREFIX)
    }


def check_answers(
    conditions: Iterable[KamusCondition], given: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Each question with its answer, in the words that the proposal keeps.

    Refuses as `check_answer` does; what nobody asked is left out.
    """
    return [check_answer(condition, given.get(condition.code)) for condition in conditions]


def check_answer(condition: KamusCondition, given: Any) -> dict[str, str]:
    """One question with its answer.

    Refuses, at its field, none (`condition_unanswered`), one that is none of those asked for
    (`not_a_number`, `unknown_answer`) and one that does not fit (`condition_not_met`).
    """
    text, field = plain(str(given if given is not None else "")).strip(), field_of(condition)
    if not text:
        sentence = f"Jawab dulu: {condition.question}"
        raise Invalid("condition_unanswered", sentence, field=field)
    if condition.kind == AnswerKind.NUMBER:
        fits, answer = _number(condition, text, field)
    else:
        answer = _known(condition, text, field)
        fits = answer in condition.accepted
    if not fits:
        sentence = f"Belum memenuhi syarat ({condition.need}). {condition.instead}"
        raise Invalid("condition_not_met", sentence, field=field)
    return {"question": condition.question, "answer": answer}


def _number(condition: KamusCondition, text: str, field: str) -> tuple[bool, str]:
    """Whether a number lies within its bounds, and how it is read."""
    try:
        value = read_decimal(text)
    except Invalid as refused:
        raise Invalid(refused.code, refused.sentence, field=field) from None
    low = condition.least is not None and value < condition.least
    high = condition.most is not None and value > condition.most
    shown = number_format(value.normalize(), use_l10n=True, force_grouping=True)
    return not (low or high), f"{shown} {condition.unit}"


def _known(condition: KamusCondition, text: str, field: str) -> str:
    """The answer as it is written among those asked for."""
    yes_no = condition.kind == AnswerKind.YES_NO
    known = _BOTH if yes_no else {choice.lower(): choice for choice in condition.choices}
    answer = known.get(text.lower())
    if answer is None:
        options = ", ".join((YES, NO) if yes_no else condition.choices)
        raise Invalid("unknown_answer", f"Pilih salah satu: {options}.", field=field)
    return answer
