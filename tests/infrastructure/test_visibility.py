"""Who reads what: each kind, each visibility, each office, the neighbour's and the stranger."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.scope import Scope
from infrastructure.models import Asset, Opening
from infrastructure.vocabulary import CLOSED_KINDS, AssetKind, Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import AssetFactory

pytestmark = pytest.mark.django_db

GOVERNMENT = ["lurah", "camat", "operator_kelurahan", "verifier", "legal_officer", "planner"]
PEOPLE = ["stranger", "citizen", "ketua_rw"]


def someone(who: str) -> Any:
    if who == "stranger":
        return AnonymousUser()
    if who == "citizen":
        return UserFactory()
    return AppointmentFactory(role=who).user


def read(user: Any) -> set[str]:
    return set(Asset.objects.visible_to(user).values_list("code", flat=True))


@pytest.fixture
def _one_of_each() -> None:
    for kind in AssetKind:
        for visibility in Visibility:
            AssetFactory(kind=kind, visibility=visibility, code=f"{kind}:{visibility}")


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("who", [*PEOPLE, *GOVERNMENT])
def test_closed_kinds_are_for_nobody(who: str) -> None:
    levels = ["public"] if who in PEOPLE else ["public", "government"]
    expected = {
        f"{kind}:{level}" for kind in AssetKind if kind not in CLOSED_KINDS for level in levels
    }
    assert read(someone(who)) == expected


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("who", ["infra_operator", "auditor"])
def test_who_must_know_reads_all(who: str) -> None:
    assert len(read(someone(who))) == len(AssetKind) * len(Visibility)


@pytest.mark.usefixtures("_one_of_each")
def test_an_opened_class_is_read_and_a_closed_one_no_more() -> None:
    opening = Opening.objects.create(
        kind=AssetKind.STRUCTURE,
        visibility=Visibility.PUBLIC,
        ground="Contoh uji konsekuensi",
        opened_on=timezone.localdate(),
        opened_by=UserFactory(),
    )
    assert "structure:public" in read(None)
    assert "structure:restricted" not in read(None)
    assert "cable:public" not in read(None)
    opening.closed_at = timezone.now()
    opening.save()
    assert "structure:public" not in read(None)


@pytest.mark.parametrize("role", ["verifier", "infra_operator_opd"])
def test_an_agency_reads_its_own_and_not_its_neighbours(role: str) -> None:
    office = AppointmentFactory(role=role)
    AssetFactory(kind=AssetKind.CABLE, code="OWN", owner=office.agency)
    AssetFactory(kind=AssetKind.CABLE, code="NEIGHBOUR", owner=AgencyFactory())
    assert read(office.user) == {"OWN"}


@pytest.mark.usefixtures("_one_of_each")
def test_pages_show_nothing_of_what_is_restricted(client: Client) -> None:
    page = client.get("/infrastruktur/", {"q": "site"}).content.decode()
    cables = client.get("/infrastruktur/", {"q": "cable"}).content.decode()
    assert "cable:" not in cables
    assert "site:public" in page and "site:restricted" not in page
    for code, status in (("site:public", 200), ("SITE:PUBLIC", 200), ("cable:public", 404)):
        assert client.get(f"/infrastruktur/aset/{code}/").status_code == status
    assert client.get("/infrastruktur/aset/site:restricted/").status_code == 404


def test_impact_asks_who_is_there(client: Client) -> None:
    assert client.get("/infrastruktur/dampak/").status_code == 302
    for who, status in (("citizen", 403), ("lurah", 403), ("ketua_rw", 403), ("auditor", 200)):
        client.force_login(someone(who))
        assert client.get("/infrastruktur/dampak/").status_code == status, who


def test_a_code_that_is_not_there_is_said_at_its_field(client: Client) -> None:
    client.force_login(someone("infra_operator"))
    answer = client.get("/infrastruktur/dampak/", {"kode": "FO-9"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kode ini tidak ada di inventaris: FO-9." in page and "FO-9</textarea>" in page


def test_as_many_queries_for_thirty_as_for_one(client: Client) -> None:
    counts = []
    for _ in range(2):
        cache.clear()
        AssetFactory.create_batch(30 if counts else 1, visibility=Visibility.PUBLIC)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/infrastruktur/", {"q": "A-"}).content.decode()
        counts.append(len(queries))
    assert page.count("/infrastruktur/aset/A-") == 31
    assert counts[0] == counts[1]


def test_an_operator_of_infrastructure_has_nothing_else_of_the_agency_to_do() -> None:
    user = AppointmentFactory(role="infra_operator_opd").user
    assert Scope.of(user).empty
    assert not Scope.of(user, roles=frozenset({"infra_operator_opd"})).empty
