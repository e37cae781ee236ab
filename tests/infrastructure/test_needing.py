"""What an application needs is recorded at the desk, and taken away again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.accounts.roles import Role
from egov.verbs.refusal import Invalid, NotAllowed
from infrastructure.domain.needing import depend, release
from infrastructure.models import Dependency
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import AssetFactory
from tests.factories.regulations import ApplicationFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LIST = "/admin/infrastructure/dependency/"


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role=INFRA_OPERATOR).user


def test_the_desk_records_what_is_needed_and_takes_it_away(operator: Any, client: Client) -> None:
    consumer, provider = ApplicationFactory(), ApplicationFactory()
    asset = AssetFactory()
    client.force_login(operator)
    sent = {"application": consumer.code, "need": "hard", "min_up": "1"}
    for needs in ({"needs": provider.code}, {"asset": asset.code.lower()}):
        client.post(f"{LIST}add/", {**sent, **needs}, follow=True)
    assert {(row.application, row.asset) for row in consumer.needs.all()} == {
        (provider, None),
        (None, asset),
    }
    assert consumer.name in client.get(LIST).content.decode()
    for row in consumer.needs.all():
        answer = client.post(f"{LIST}{row.pk}/tindakan/", {"act": "lepas"}, follow=True)
        assert f"Dilepas: {row}." in answer.content.decode()
    assert not Dependency.objects.exists()


def test_nothing_typed_is_lost_and_each_refusal_stands_at_its_field(
    operator: Any, client: Client
) -> None:
    consumer = ApplicationFactory()
    client.force_login(operator)
    sent = {"application": consumer.code, "need": "hard", "min_up": "1"}
    for needs, sentence in (
        ({"asset": "TIDAK-ADA"}, "Aset TIDAK-ADA tidak ada."),
        ({}, "Isi satu"),
        ({"needs": consumer.code}, "bergantung pada dirinya"),
    ):
        answer = client.post(f"{LIST}add/", {**sent, **needs, "group": "cadangan listrik"})
        assert sentence in answer.content.decode()
        assert "cadangan listrik" in answer.content.decode()
    asset = AssetFactory()
    depend(actor=operator, consumer=consumer, asset=asset)
    with refused("already_needed"):
        depend(actor=operator, consumer=consumer, asset=asset)


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [
        (INFRA_OPERATOR, True, True),
        (AGENCY_OPERATOR, True, False),
        (Role.VERIFIER, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_says_what_is_needed(who: str, own: bool, others: bool) -> None:
    office = AppointmentFactory(role=who)
    for owner, may in ((office.agency, own), (None, others)):
        asset, consumer = AssetFactory(owner=owner), ApplicationFactory()
        need = Dependency.objects.create(consumer=ApplicationFactory(), asset=asset)
        for act in (
            lambda a=asset, c=consumer: depend(actor=office.user, consumer=c, asset=a),
            lambda n=need: release(actor=office.user, dependency=n),
        ):
            if may:
                act()
                continue
            with pytest.raises((NotAllowed, Invalid)):  # or what is not to be known
                act()
