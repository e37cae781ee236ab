"""The edges of what a proposal may say, cost and show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile

from egov.verbs.refusal import Invalid
from musrenbang.domain.submission_plan import check_content
from musrenbang.domain.validation import check_texts
from tests.town import Town


def refusal_of(check: Any, *arguments: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as refusal:
        check(*arguments)
    return refusal.value.code, refusal.value.field


@pytest.mark.parametrize(
    ("field", "letters"), [("title", 120), ("address", 250), ("problem", 4000), ("wish", 4000)]
)
def test_a_text_is_as_long_as_it_may_be_and_no_letter_longer(field: str, letters: int) -> None:
    check_texts({field: "x" * letters})
    with pytest.raises(Invalid) as refusal:
        check_texts({field: "x" * (letters + 1)})
    assert (refusal.value.code, refusal.value.field) == ("too_long", field)
    assert refusal.value.sentence == f"Terlalu panjang. Paling banyak {letters} huruf."


@pytest.mark.parametrize("field", ["title", "address", "problem", "wish"])
def test_a_text_says_something_that_can_be_kept(field: str) -> None:
    assert refusal_of(check_texts, {field: " \n"}) == ("empty", field)
    assert refusal_of(check_texts, {field: "Jalan\0rusak"}) == ("too_long", field)


def test_a_proposal_costs_ten_trillion_at_most(town: Town) -> None:
    content, most = town.content(volume=Decimal(1)), Decimal(10_000_000_000_000)
    assert check_content(content, town.variant, most) == most
    assert refusal_of(check_content, content, town.variant, most + 1) == ("cost_range", "volume")


def test_a_proposal_shows_three_photos_at_most(town: Town) -> None:
    photos = tuple(ContentFile(b"x", f"{number}.jpg") for number in range(4))
    check_content(town.content(photos=photos[:3]), town.variant, Decimal(1))
    content = town.content(photos=photos)
    assert refusal_of(check_content, content, town.variant, Decimal(1)) == (
        "too_many_photos",
        "photo",
    )
