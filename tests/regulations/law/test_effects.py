"""What a text says it does to others: offered to the officer, recorded once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.effects import effects_of, record_effect
from regulations.domain.law.events import record_event
from regulations.domain.text.review import confirm_structure
from regulations.search import find_parts
from tests.refusals import outcome_of
from tests.regulations.factories import TODAY, attach_pdf, make, pasal, text_of
from tests.regulations.sample_texts import PERWALI, REPEALER, draw, perda_like_the_parking_one


def test_a_partial_repeal_and_a_reasoned_amendment_are_recorded_from_the_text(
    officer: User,
) -> None:
    old, new = make("perda", "5", 2010), make("perda", "9", 2020)
    part = pasal(old, 7)
    new.provisions.create(
        label="Pasal 1",
        path="pasal-1",
        position=1,
        text="Pada saat Perda ini mulai berlaku, ketentuan Pasal 7 "
        "Peraturan Daerah Nomor 5 Tahun 2010 tentang A dicabut.",
    )
    new.document.delete() if hasattr(new, "document") else None
    text_of(new, confirmed_at=timezone.now())
    effect = effects_of(new)[0]
    assert (effect.kind, effect.part, effect.ready) == ("repeals_part", part, True)
    assert record_effect(actor=officer, regulation=new, key=effect.key)[0].provision == part
    page = Client().get(f"{old.get_absolute_url()}pasal-7/").content.decode()
    assert "Dicabut" in page
    assert find_parts("uji", on=TODAY) == []  # what is repealed is no living law
    again = {
        "actor": officer,
        "kind": "amends",
        "source": make("perda", "10", 2021),
        "target": old,
        "provision": part,
        "on": date(2021, 6, 1),
    }
    assert outcome_of(record_event, **again, wording="Hidup lagi.") == "rule_ended"


def test_what_the_text_states_is_offered_and_recorded_once(officer: User) -> None:
    old, perda, perwali, repealer = (
        make("perda", "1", 2009),
        make("perda", "3", 2018),
        make("perwali", "99", 2019),
        make("perda", "9", 2024),
    )
    for regulation, text in (
        (perda, perda_like_the_parking_one()),
        (perwali, PERWALI),
        (repealer, REPEALER),
    ):
        attach_pdf(actor=officer, regulation=regulation, upload=ContentFile(draw(text), "a.pdf"))
        with pytest.raises(Refusal):
            record_effect(actor=officer, regulation=regulation, key="repeals-1")
        confirm_structure(actor=officer, regulation=regulation)
    effects = [*effects_of(perda), *effects_of(perwali), *effects_of(repealer)]
    assert [(e.kind.value, e.target, e.where) for e in effects] == [
        ("repeals", old, "Pasal 40"),
        ("implements", perda, "Menimbang"),
        ("repeals", perda, "Pasal 1"),
    ]
    effect = effects_of(perda)[0]
    event = record_effect(actor=officer, regulation=perda, key=effect.key)[0]
    assert (event.target, event.basis, event.takes_effect_on) == (
        old,
        "Pasal 40",
        perda.promulgated_on,
    )
    assert effects_of(perda)[0].recorded
    with pytest.raises(Refusal):
        record_effect(actor=officer, regulation=perda, key=effect.key)
