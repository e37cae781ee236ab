"""What the inventory shows on pages of applications, regulations and areas, and to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from infrastructure.models import Dependency
from infrastructure.panels import of_application, of_area, of_regulation
from infrastructure.vocabulary import AssetKind, Visibility
from regulations.vocabulary import BindingRole
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import (
    AssetFactory,
    DeploymentFactory,
    DeploymentGroupFactory,
    DeviceFactory,
)
from tests.factories.regulations import ApplicationFactory, BindingFactory

pytestmark = pytest.mark.django_db


def request_of(user: Any = None) -> Any:
    """As of somebody who is signed in; of a stranger without."""
    request = RequestFactory().get("/")
    if user is not None:
        request.COOKIES["sessionid"] = "x"
        request.user = user
    return request


@pytest.fixture(autouse=True)
def _session_cookie(settings: Any) -> None:
    settings.SESSION_COOKIE_NAME = "sessionid"


def test_an_application_shows_the_public_part_of_what_it_stands_on() -> None:
    group = DeploymentGroupFactory()
    for visibility in (Visibility.PUBLIC, Visibility.RESTRICTED):
        device = DeviceFactory(asset__code=f"VM-{visibility}", asset__visibility=visibility)
        DeploymentFactory(group=group, device=device)
    panel = of_application(request_of(), group.application)
    assert panel is not None
    assert [row.device.asset.code for row, _ in panel["members"]] == ["VM-public"]
    assert panel["members"][0][1] is None, "its site is restricted"
    assert panel["codes"] == "VM-public"
    operator = AppointmentFactory(role="infra_operator").user
    whole = of_application(request_of(operator), group.application)
    assert whole is not None
    assert len(whole["members"]) == 2
    assert whole["members"][0][1] is not None


def test_what_an_application_needs_of_others_is_for_who_assesses() -> None:
    need = Dependency.objects.create(
        consumer=ApplicationFactory(), application=ApplicationFactory(), need="hard"
    )
    for user in (None, UserFactory(), AppointmentFactory(role="lurah").user):
        assert of_application(request_of(user), need.consumer) is None
    operator = AppointmentFactory(role="infra_operator").user
    panel = of_application(request_of(operator), need.consumer)
    assert panel is not None
    assert panel["applications"] == [need]


def test_an_asset_that_is_needed_is_told_where_it_may_be_read() -> None:
    consumer = ApplicationFactory()
    for visibility in (Visibility.PUBLIC, Visibility.RESTRICTED):
        asset = AssetFactory(kind=AssetKind.CAMERA, visibility=visibility)
        Dependency.objects.create(consumer=consumer, asset=asset)
    panel = of_application(request_of(), consumer)
    assert panel is not None
    assert [need.asset.visibility for need in panel["needs"]] == ["public"]


def test_a_regulation_shows_the_applications_under_it_and_their_devices() -> None:
    binding = BindingFactory(role=BindingRole.UMBRELLA)
    group = DeploymentGroupFactory(application=binding.application)
    DeploymentFactory(group=group)
    assert of_regulation(request_of(), binding.regulation) is None
    shown = DeploymentFactory(
        group=group, device=DeviceFactory(asset__visibility=Visibility.PUBLIC)
    )
    panel = of_regulation(request_of(), binding.regulation)
    assert panel is not None
    assert panel["applications"] == [(binding.application, [shown.device.asset])]


def test_an_area_counts_what_stands_in_it_and_below() -> None:
    kecamatan = KecamatanFactory()
    village = KelurahanFactory(parent=kecamatan)
    public = {"visibility": Visibility.PUBLIC}
    AssetFactory(code="A-1", area=village, **public)
    AssetFactory(code="A-2", area=village)
    AssetFactory(code="A-3", area=kecamatan, kind=AssetKind.CAMERA, **public)
    AssetFactory(code="A-4", area=KelurahanFactory(), **public)
    panel = of_area(request_of(), kecamatan)
    assert panel is not None
    assert sorted(panel["figures"]) == [(AssetKind.CAMERA, 1), (AssetKind.SITE, 1)]
    assert [site.code for site in panel["sites"]] == ["A-1"]
    assert of_area(request_of(), kecamatan.parent) is None, "the whole region has its own page"


def test_pages_cost_the_same_with_one_and_with_three(client: Client) -> None:
    client.force_login(AppointmentFactory(role="infra_operator").user)
    binding = BindingFactory(role=BindingRole.UMBRELLA)
    village = KelurahanFactory()
    group = DeploymentGroupFactory(application=binding.application)
    addresses = [
        binding.application.get_absolute_url(),
        binding.regulation.get_absolute_url(),
        f"/wilayah/{village.path}/",
    ]
    client.get("/infrastruktur/")  # what is kept for some minutes is read once
    counts = []
    for _ in range(3):
        device = DeviceFactory(asset__area=village)
        DeploymentFactory(group=group, device=device)
        cache.clear()
        row = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                text = client.get(address).content.decode()
            assert device.asset.code in text or "Infrastruktur di sini" in text
            row.append(len(captured))
        counts.append(row)
    assert counts[0] == counts[1] == counts[2]
