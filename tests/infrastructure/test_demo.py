"""The example network: it stands in any region, and what is to be found in it is found."""

from __future__ import annotations

import pytest

from infrastructure.demo.city import is_empty, make_city
from infrastructure.domain.expansion import Cut
from infrastructure.domain.impact.function import State
from infrastructure.domain.impacting import Report, assess
from infrastructure.domain.network import forget_graph
from infrastructure.models import Asset, Cable, Camera, Link, OpticalPath, Segment, Site
from tests.factories.accounts import AppointmentFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.regulations import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _city() -> None:
    for _ in range(3):
        kecamatan = KecamatanFactory()
        KelurahanFactory.create_batch(3, parent=kecamatan)
    ApplicationFactory.create_batch(3)
    assert is_empty()
    make_city()
    forget_graph()


def cut(*codes: str) -> Report:
    operator = AppointmentFactory(role="infra_operator").user
    assets = Asset.objects.filter(code__in=codes).values_list("pk", flat=True)
    assert len(assets) == len(codes)
    return assess(user=operator, cut=Cut(assets=frozenset(assets)))


@pytest.mark.usefixtures("_city")
def test_everything_is_reached_and_said_to_be_an_example() -> None:
    assert not is_empty()
    assert Site.objects.count() == 1 + 3 + 9 + 2
    assert cut("RW-001").alone == ()
    named = Asset.objects.filter(kind="site").exclude(name__icontains="contoh")
    assert not named.exists()


@pytest.mark.usefixtures("_city")
def test_a_cut_of_the_ring_leaves_everybody_connected_and_one_of_a_branch_does_not() -> None:
    ring = cut("SEG-002")
    assert ring.sites == ()
    assert ring.alone, "there is no backup left"
    branch = cut(
        Segment.objects.get(
            a__site__asset__code="KEC-02",
            routes__cable__type__code="fo-12",
            b__site__asset__code="KEL-004",
        ).asset.code
    )
    assert [row.asset.code for row in branch.sites] == ["KEL-004"]


@pytest.mark.usefixtures("_city")
def test_the_backup_in_the_same_duct_helps_nobody() -> None:
    backup = Link.objects.get(backup_of__isnull=False, medium="fibre")
    cables = Cable.objects.filter(
        asset__path_elements__path__link__in=[backup.pk, backup.backup_of_id]
    ).distinct()
    assert cables.count() == 1
    lost = [row.asset.code for row in cut(cables.get().asset.code).sites]
    assert "KEL-001" in lost


@pytest.mark.usefixtures("_city")
def test_an_application_goes_with_the_duct_that_its_server_hangs_on() -> None:
    segment = Segment.objects.get(b__site__asset__code="KEL-001")
    told = cut(segment.asset.code)
    assert next(row.asset.code for row in told.sites) == "KEL-001"
    assert {row.state for row in told.applications} == {State.DOWN}
    assert [step.code for step in told.applications[0].chain[:1]] == [segment.asset.code]


@pytest.mark.usefixtures("_city")
def test_two_of_three_servers() -> None:
    machines = sorted(
        Asset.objects.filter(code__startswith="VM-", code__endswith="-3").values_list(
            "code", flat=True
        )
    )
    base = machines[0][:-2]
    one, two = cut(f"{base}-1"), cut(f"{base}-1", f"{base}-2")
    assert one.applications[0].state == State.DEGRADED
    assert two.applications[0].state == State.DOWN


@pytest.mark.usefixtures("_city")
def test_light_stays_within_its_budget_and_without_points_nothing_has_coordinates() -> None:
    assert not OpticalPath.objects.filter(complete=False).exists()
    assert not Asset.objects.filter(latitude__isnull=False).exists(), "no region was drawn here"


@pytest.mark.usefixtures("_city")
def test_half_of_the_cameras_are_an_rws_own_and_go_dark_with_nothing() -> None:
    assert Camera.objects.count() == 2000
    own = Camera.objects.filter(connectivity="local_only")
    assert own.count() == 1000 and not own.filter(site__isnull=False).exists()
    assert not Asset.objects.filter(kind="camera").exclude(name__icontains="contoh").exists()
    dark = {row.asset.code for row in cut("SW-KEL-001").things if row.asset.kind == "camera"}
    in_office = Camera.objects.filter(site__asset__code="KEL-001")
    assert dark == set(in_office.values_list("asset__code", flat=True)) != set()
