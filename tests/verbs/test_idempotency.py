"""The key of an act: once for each act and actor, and of a length that can be kept."""

from __future__ import annotations

import pytest

from egov.verbs.idempotency import reserve_key
from egov.verbs.models import IdempotencyKey
from egov.verbs.refusal import Invalid
from tests.town import Town, user


@pytest.fixture
def actor_id(db: None) -> int:
    return user("pelaku").pk


@pytest.mark.parametrize("key", ["a", "a" * 200, "kunci-1 é"])
def test_a_key_of_up_to_200_letters_is_kept(actor_id: int, key: str) -> None:
    assert reserve_key(verb="uji", actor_id=actor_id, key=key).key == key
    assert IdempotencyKey.objects.get().key == key


@pytest.mark.parametrize("key", ["", "a" * 201, "dua\nbaris", "a\0"])
def test_what_is_no_key_is_a_sentence(actor_id: int, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        reserve_key(verb="uji", actor_id=actor_id, key=key)
    assert refusal.value.code == "idempotency_key"
    assert not IdempotencyKey.objects.exists()


def test_a_key_given_again_finds_what_was_done(actor_id: int) -> None:
    reserve_key(verb="uji", actor_id=actor_id, key="k").complete_key("2027-000001-9")
    assert reserve_key(verb="uji", actor_id=actor_id, key="k").result == "2027-000001-9"


def test_a_key_is_of_one_act_and_one_actor(town: Town, actor_id: int) -> None:
    reserve_key(verb="uji", actor_id=actor_id, key="k").complete_key("selesai")
    assert not reserve_key(verb="lain", actor_id=actor_id, key="k").result
    assert not reserve_key(verb="uji", actor_id=town.citizen.pk, key="k").result
