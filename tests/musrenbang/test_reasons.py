"""Reasons belong to outcomes, and no sentence is cut."""

from __future__ import annotations

from typing import Any

import pytest

from egov.verbs.refusal import Invalid
from musrenbang.demo.kinds import general_reasons, load_kinds
from musrenbang.domain.deciding_many import decide_many
from musrenbang.domain.decision_plan import Asked
from musrenbang.domain.deliberation import prepare
from musrenbang.domain.moderation import report
from musrenbang.models import Decision, Proposal
from musrenbang.reasons import OF_THE_CALENDAR, REASONS, REASONS_OF, is_reason_of
from musrenbang.vocabulary import Outcome
from tests.town import Town, client_of, decide

UNTRUE = "Dibutuhkan warga dan sesuai kamus usulan"


def refused(town: Town, **answers: Any) -> Invalid:
    with pytest.raises(Invalid) as told:
        decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), **answers)
    return told.value


@pytest.mark.parametrize("outcome", ["reject", "return", "merge"])
def test_who_refuses_cannot_say_that_it_is_needed(town: Town, outcome: str) -> None:
    told = refused(town, outcome=outcome, reason_code="needed", reason="Sebab yang cukup.")
    assert (told.code, told.field) == ("reason_unfit", "reason_code")
    assert UNTRUE in told.sentence and REASONS["other"] in told.sentence
    assert not Decision.objects.exists()


def test_who_agrees_cannot_say_why_not(town: Town) -> None:
    assert refused(town, outcome="forward", reason_code="budget").code == "reason_unfit"


def test_the_same_is_refused_of_many_and_in_advice(town: Town) -> None:
    rows = [town.proposal("kelurahan") for _ in range(2)]
    asked = {row.pk: Asked(outcome="reject", reason_code="needed", reason="Sebab.") for row in rows}
    lurah = town.staff["lurah"]
    results = decide_many(actor=lurah, asked=asked, seen={row.pk: 0 for row in rows})
    assert {getattr(result, "code", "") for result in results.values()} == {"reason_unfit"}
    with pytest.raises(Invalid) as told:
        prepare(
            actor=town.staff["operator_kelurahan"],
            proposal=rows[0],
            outcome="reject",
            reason_code="needed",
            reason="Sebab.",
        )
    assert told.value.code == "reason_unfit"


def test_at_the_desk_it_is_told_at_its_field_and_nothing_typed_is_lost(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    address = f"/admin/musrenbang/proposal/{proposal.pk}/change/"
    given = {"outcome": "reject", "reason_code": "needed", "reason": "Sudah ada di RW 02."}
    answer = client_of(town.staff["lurah"]).post(address, {**given, "seen": "0"})
    page = answer.content.decode()
    assert "bukan alasan untuk tolak" in page and "Sudah ada di RW 02." in page
    assert Proposal.objects.get().state == "waiting"


def test_a_row_of_before_says_its_sentence_without_the_untrue_reason(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    decide(
        actor=town.staff["lurah"], proposal=proposal, outcome="reject", reason="Sudah ada di RW 02."
    )
    row = Decision.objects.get()
    row.reason_code = "needed"
    assert row.reason_text == "Sudah ada di RW 02."
    row.reason_code = "duplicate"
    assert row.reason_text == f"{REASONS['duplicate']}. Sudah ada di RW 02."


def test_every_chosen_outcome_has_reasons_and_every_reason_an_outcome() -> None:
    chosen = {code for codes in REASONS_OF.values() for code in codes}
    assert set(REASONS) - chosen <= OF_THE_CALENDAR
    assert all("other" in codes for codes in REASONS_OF.values())


def test_the_example_gives_no_untrue_reason() -> None:
    rows = [general_reasons(), *(kind.reasons for kind in load_kinds().values())]
    for reasons in rows:
        for outcome, given in reasons.items():
            for code, sentence in given:
                fits = outcome == "changed" or is_reason_of(Outcome(outcome), code)
                assert fits, (outcome, code, sentence)


def test_a_sentence_that_is_too_long_is_refused_and_not_cut(town: Town) -> None:
    told = refused(town, outcome="reject", reason="kata " * 1520)
    assert (told.code, told.field) == ("reason_too_long", "reason")
    assert "7.599 huruf, paling banyak 2.000" in told.sentence
    with pytest.raises(Invalid) as reported:
        report(actor=None, proposal=town.proposal("rw"), fault="other", sentence="kata " * 200)
    assert reported.value.code == "reason_too_long"
