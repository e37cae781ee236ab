"""A class of closed things is opened and closed again: by whom, on which ground."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, NotAllowed
from infrastructure.domain.opening import close_class, open_class
from infrastructure.models import Asset, Opening
from infrastructure.vocabulary import AssetKind, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import AssetFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
GROUND = "Uji konsekuensi contoh nomor 1"
RACK = {"kind": "rack", "visibility": "government", "ground": GROUND}


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


def test_what_says_so_itself_is_read_until_the_class_is_closed_again(operator: User) -> None:
    lurah = AppointmentFactory(role="lurah").user
    for visibility in Visibility:
        AssetFactory(kind=AssetKind.RACK, visibility=visibility, code=visibility)

    def read(user: Any) -> set[str]:
        return set(Asset.objects.visible_to(user).values_list("code", flat=True))

    opening = open_class(actor=operator, **RACK)
    assert (read(lurah), read(None)) == ({"public", "government"}, set())
    close_class(actor=operator, opening=opening, ground="Keberatan contoh")
    assert read(lurah) == set()
    row = Opening.objects.get()
    assert (row.closed_by, row.closing_ground) == (operator, "Keberatan contoh")
    open_class(actor=operator, **RACK)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"ground": "  "}, "no_ground", "ground"),
        ({"kind": "site"}, "not_closed", "kind"),
        ({"visibility": "restricted"}, "opens_nothing", "visibility"),
        ({"opened_on": timezone.localdate() + timedelta(2)}, "not_yet_the_day", "opened_on"),
    ],
)
def test_what_opens_nothing_is_said_at_its_field(
    operator: User, given: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as no:
        open_class(actor=operator, **{**RACK, **given})
    assert (no.value.code, no.value.field) == (code, field)
    assert not Opening.objects.exists()


def test_once(operator: User) -> None:
    opening = open_class(actor=operator, **RACK)
    with refused("already_open"):
        open_class(actor=operator, **RACK)
    close_class(actor=operator, opening=opening, ground=GROUND)
    with refused("closed_already"):
        close_class(actor=operator, opening=opening, ground=GROUND)


@pytest.mark.parametrize(
    "who",
    [
        "infra_operator_opd",
        "auditor",
        "administrator",
        "verifier",
        "lurah",
        "ketua_rw",
        "citizen",
        "stranger",
    ],
)
def test_nobody_else_opens_or_closes(operator: User, who: str) -> None:
    opening = open_class(actor=operator, **RACK)
    actor: Any = AnonymousUser()
    if who != "stranger":
        actor = UserFactory() if who == "citizen" else AppointmentFactory(role=who).user
    with pytest.raises(NotAllowed):
        open_class(actor=actor, kind="cable", visibility="public", ground=GROUND)
    with pytest.raises(NotAllowed):
        close_class(actor=actor, opening=opening, ground=GROUND)


def test_at_the_desk_a_refusal_stands_at_its_field_with_what_was_typed(
    operator: User, client: Client
) -> None:
    client.force_login(operator)
    page = "/admin/infrastructure/opening/add/"
    given = {**RACK, "opened_on": "2020-01-02"}
    assert client.post(page, given).status_code == 302
    assert Opening.objects.get().opened_by == operator
    answer = client.post(page, given)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Jenis ini sudah dibuka" in text and GROUND in text
    assert Opening.objects.count() == 1
