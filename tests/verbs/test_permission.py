"""One question of permission: who is asked, what is refused, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from egov.accounts.models import User
from egov.desk.predicates import holds, is_administrator, is_superuser
from egov.verbs.permission import may, permit, require
from egov.verbs.refusal import NotAllowed

OWN = {"code": "not_the_keeper", "sentence": "Hanya penjaga yang membuka."}


@rules.predicate
def keeps(user: Any, gate: Any) -> bool:
    return bool(gate is not None and gate.keeper == user.name)


@pytest.fixture(autouse=True)
def permissions() -> Iterator[None]:
    permit("gates.open", keeps, **OWN)
    permit("gates.paint", is_administrator, **OWN)
    permit("gates.lock", holds("lurah"), **OWN)
    rules.add_perm("gates.look", is_superuser)
    yield
    for name in ("open", "paint", "lock", "look"):
        rules.remove_perm(f"gates.{name}")


def person(name: str = "Sri", *offices: str, **more: Any) -> Any:
    values = {"is_active": True, "is_authenticated": True, "is_superuser": False, **more}
    return SimpleNamespace(name=name, holds=lambda *codes: bool({*codes} & {*offices}), **values)


def refusal(actor: Any, perm: str, obj: Any = None, **words: str) -> tuple[str, str]:
    with pytest.raises(NotAllowed) as refused:
        require(actor, perm, obj, **words)
    assert refused.value.status == 403
    return refused.value.code, refused.value.sentence


def test_the_object_is_asked_too() -> None:
    gate = SimpleNamespace(keeper="Sri")
    require(person(), "gates.open", gate)
    assert [may(person(name), "gates.open", gate) for name in ("Sri", "Budi")] == [True, False]
    assert refusal(person("Budi"), "gates.open", gate) == (OWN["code"], OWN["sentence"])
    assert refusal(person(), "gates.open") == (OWN["code"], OWN["sentence"])


@pytest.mark.parametrize("perm", ["gates.open", "gates.paint", "gates.lock", "gates.look"])
@pytest.mark.parametrize("actor", [None, AnonymousUser(), "sistem", object()])
def test_nobody_is_refused_and_breaks_nothing(actor: Any, perm: str) -> None:
    gate = SimpleNamespace(keeper="Sri")
    assert not may(actor, perm, gate)
    with pytest.raises(NotAllowed):
        require(actor, perm, gate)


def test_a_closed_account_acts_no_more_whatever_it_was() -> None:
    gate = SimpleNamespace(keeper="Sri")
    closed = {"is_active": False, "is_superuser": True}
    assert not may(person("Sri", "administrator", "lurah", **closed), "gates.open", gate)
    assert not may(person("Sri", "administrator", "lurah", **closed), "gates.paint")
    assert not may(User(name="Sri", is_active=False, is_superuser=True), "gates.look")


def test_a_superuser_may_what_is_written_and_no_more() -> None:
    above = User(name="Sri", is_superuser=True)
    assert may(above, "gates.look") and may(above, "gates.paint")
    assert not may(person("Sri", is_superuser=True), "gates.lock")


def test_where_it_is_specific_the_verb_brings_its_own_words() -> None:
    words = {"code": "own_gate", "sentence": "Pintu sendiri tidak dikunci sendiri."}
    assert refusal(person(), "gates.lock", **words) == (words["code"], words["sentence"])
    only_sentence = refusal(person(), "gates.lock", sentence="Bukan pintu Anda.")
    assert only_sentence == (OWN["code"], "Bukan pintu Anda.")
    code, sentence = refusal(person(), "gates.look")  # declared without words
    assert code == "not_allowed" and sentence


def test_a_sentence_may_name_the_object() -> None:
    gate = SimpleNamespace(keeper="Sri")
    permit(
        "gates.close", keeps, code="not_the_keeper", sentence=lambda gate: f"Hanya {gate.keeper}."
    )
    try:
        assert refusal(person("Budi"), "gates.close", gate) == ("not_the_keeper", "Hanya Sri.")
        require(person(), "gates.close", gate)
    finally:
        rules.remove_perm("gates.close")


def test_a_permission_that_nobody_declared_is_a_fault_of_ours() -> None:
    with pytest.raises(LookupError, match=r"gates\.burn"):
        require(person(), "gates.burn")
    with pytest.raises(LookupError):
        may(None, "gates.burn")
