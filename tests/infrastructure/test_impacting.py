"""A cut in the database: what it takes along, with its law and why, and who may read it."""

from __future__ import annotations

import pytest

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, NotAllowed
from infrastructure.domain.cutting import read_cut
from infrastructure.domain.expansion import Cut, expand
from infrastructure.domain.impact.function import State
from infrastructure.domain.impacting import Report, assess
from infrastructure.domain.network import forget_graph
from infrastructure.vocabulary import Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import (
    AccessPointFactory,
    CableFactory,
    CableRouteFactory,
    CoreFactory,
    DeploymentFactory,
    DeviceFactory,
    DuctFactory,
    EnclosureFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    SegmentFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> None:
    forget_graph()


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


class Chain:
    """DC == TL-1 (core 1 of FO-1, in duct 1 of SEG-1) == KEC, on which an application runs."""

    def __init__(self) -> None:
        self.dc = SiteFactory(asset__code="DC", is_root=True)
        self.kec = SiteFactory(asset__code="KEC-07", population=4200)
        self.segment = SegmentFactory(asset__code="SEG-1")
        self.duct = DuctFactory(segment=self.segment, number=1)
        self.cable = CableFactory(asset__code="FO-1")
        CableRouteFactory(cable=self.cable, segment=self.segment, duct=self.duct)
        self.core = CoreFactory(cable=self.cable)
        self.link = LinkFactory(asset__code="TL-1", a=self.dc.asset, b=self.kec.asset)
        path = OpticalPathFactory(link=self.link)
        PathElementFactory(path=path, asset=self.cable.asset, core=self.core)
        self.closure = EnclosureFactory(structure=self.segment.b)
        PathElementFactory(path=path, asset=self.closure.asset)
        self.server = DeviceFactory(site=self.kec)
        self.application = DeploymentFactory(device=self.server).group.application


@pytest.fixture
def chain() -> Chain:
    return Chain()


def report(user: User, text: str) -> Report:
    return assess(user=user, cut=read_cut(user=user, text=text))


@pytest.mark.parametrize("text", ["SEG-1#1", "seg-1", "FO-1", "TL-1"])
def test_from_anything_on_the_way(chain: Chain, operator: User, text: str) -> None:
    told = report(operator, text)
    assert [row.asset.code for row in told.sites] == ["KEC-07"]
    assert told.people == 4200
    (stopped,) = told.applications
    assert stopped.application == chain.application
    assert stopped.state == State.DOWN
    assert str(stopped.chain[-1]) == str(chain.application)
    codes = [str(step) for step in stopped.chain]
    assert codes.index("TL-1") < codes.index("KEC-07")


def test_the_chain_begins_with_what_was_cut(chain: Chain, operator: User) -> None:
    (stopped,) = report(operator, "SEG-1").applications
    codes = [str(step) for step in stopped.chain[:4]]
    assert codes == ["SEG-1", "FO-1", "TL-1", "KEC-07"]


def test_a_pole_takes_its_segments_and_what_hangs_on_it(chain: Chain) -> None:
    gone = expand(Cut(assets=frozenset({chain.segment.b_id})))
    assert {
        chain.segment.pk,
        chain.cable.pk,
        chain.closure.pk,
        chain.link.pk,
    } <= gone.assets


def test_a_core_takes_only_its_own_link(chain: Chain) -> None:
    gone = expand(Cut(cores=frozenset({chain.core.pk})))
    assert gone.assets == {chain.link.pk}


def test_six_queries_whatever_is_cut(chain: Chain, django_assert_max_num_queries: object) -> None:
    everything = Cut(
        assets=frozenset({chain.segment.pk, chain.segment.a_id, chain.kec.pk}),
        ducts=frozenset({chain.duct.pk}),
        cores=frozenset({chain.core.pk}),
    )
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        expand(everything)


def test_what_is_not_known_is_refused_by_its_code(chain: Chain, operator: User) -> None:
    for text, code in (("", "nothing_cut"), ("ABC", "unknown_code"), ("SEG-1#9", "unknown_code")):
        with pytest.raises(Invalid) as refused:
            read_cut(user=operator, text=text)
        assert refused.value.code == code


@pytest.mark.parametrize("role", ["lurah", "camat", "verifier", "ketua_rw", "legal_officer"])
def test_no_other_office_asks(chain: Chain, role: str) -> None:
    with pytest.raises(NotAllowed):
        read_cut(user=AppointmentFactory(role=role).user, text="SEG-1")


def test_nobody_else_asks(chain: Chain) -> None:
    with pytest.raises(NotAllowed):
        read_cut(user=UserFactory(), text="SEG-1")


def test_an_agency_reads_its_own_and_is_told_that_there_is_more(chain: Chain) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    chain.link.asset.owner = office.agency
    chain.link.asset.save()
    told = report(office.user, "TL-1")
    assert told.sites == ()
    assert told.hidden == 2, "the site and its server"


def test_what_the_public_may_read_an_agency_may(chain: Chain) -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    chain.link.asset.owner = office.agency
    chain.link.asset.save()
    chain.kec.asset.visibility = Visibility.PUBLIC
    chain.kec.asset.save()
    told = report(office.user, "TL-1")
    assert [row.asset.code for row in told.sites] == ["KEC-07"]


def test_wifi_goes_dark_with_its_site_or_with_the_switch_that_powers_it() -> None:
    switch = DeviceFactory()
    with_site = AccessPointFactory(site=switch.site)
    powered = AccessPointFactory(powered_by=switch)
    operator = AppointmentFactory(role="infra_operator").user
    forget_graph()
    for asset, dark in ((switch.site.asset, {with_site, powered}), (switch.asset, {powered})):
        told = assess(user=operator, cut=Cut(assets=frozenset({asset.pk})))
        assert {row.asset for row in told.things} - {switch.asset} == {p.asset for p in dark}
