"""Who owns a thing and may not know of what it names is not told of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from infrastructure.demo.city import make_city
from infrastructure.models import Link
from infrastructure.vocabulary import Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import (
    DeviceFactory,
    EnclosureFactory,
    LinkFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db
PAGES = (
    "/admin/infrastructure/link/",
    "/admin/infrastructure/asset/{key}/tindakan/",
    "/infrastruktur/aset/{code}/",
    "/infrastruktur/tabel/link/?format=csv",
    "/api/v1/tautan/",
    "/api/v1/tautan/{code}/",
)


@pytest.fixture
def office() -> Any:
    return AppointmentFactory(role="infra_operator_opd")


@pytest.fixture
def link(office: Any) -> Link:
    owned = {"asset__owner": office.agency}
    near = DeviceFactory(asset__code="SW-SENDIRI", **owned)
    far = DeviceFactory(asset__code="SW-TETANGGA")
    main = LinkFactory(asset__code="TL-TETANGGA", a=far.asset, b=near.asset)
    return LinkFactory(a=near.asset, b=far.asset, backup_of=main, **owned)


@pytest.mark.parametrize("pattern", PAGES)
def test_a_link_tells_its_owner_no_end_that_is_not_his_to_know(
    office: Any, link: Link, client: Client, pattern: str
) -> None:
    client.force_login(office.user)
    address = pattern.format(key=link.pk, code=link.asset.code)
    text = client.get(address).content.decode()
    assert link.asset.code in text and "SW-SENDIRI" in text
    assert "TETANGGA" not in text
    client.force_login(AppointmentFactory(role="infra_operator").user)
    assert "SW-TETANGGA" in client.get(address).content.decode()


def test_what_its_owner_may_read_of_the_far_end_is_told(
    office: Any, link: Link, client: Client
) -> None:
    link.b.visibility = Visibility.GOVERNMENT
    link.b.save()
    client.force_login(office.user)
    for page in PAGES[:2]:
        assert "SW-TETANGGA" in client.get(page.format(key=link.pk)).content.decode()


def test_nor_does_its_history(office: Any, link: Link, client: Client) -> None:
    link.b = DeviceFactory(asset__code="SW-LAIN").asset
    link.save()
    page = f"/admin/infrastructure/asset/{link.pk}/history/"
    client.force_login(office.user)
    text = client.get(page).content.decode()
    assert "tidak terbaca" in text and "TETANGGA" not in text and "SW-LAIN" not in text
    client.force_login(AppointmentFactory(role="infra_operator").user)
    assert "SW-TETANGGA" in client.get(page).content.decode()


def test_nor_does_a_box_tell_on_which_pole_it_hangs(office: Any, client: Client) -> None:
    pole = StructureFactory(asset__code="TIANG-TETANGGA")
    box = EnclosureFactory(structure=pole, asset__owner=office.agency)
    client.force_login(office.user)
    for page in (
        "enclosure/",
        f"asset/{box.pk}/tindakan/",
    ):
        text = client.get(f"/admin/infrastructure/{page}").content.decode()
        assert box.asset.code in text and "TETANGGA" not in text and "tidak terbaca" in text


def test_the_example_names_no_link_by_its_ends() -> None:
    KelurahanFactory.create_batch(2, parent=KecamatanFactory())
    make_city()
    for link in Link.objects.select_related("asset", "a", "b"):
        assert not {link.a.code, link.b.code} & set(link.asset.name.split()), link
