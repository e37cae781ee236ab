"""A street of fibre to an office, for what a cut takes with it; and who asks."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from egov.accounts.models import User
from infrastructure.domain.cutting import Selection
from infrastructure.domain.runs import save_run
from infrastructure.models import ImpactRun
from infrastructure.vocabulary import Visibility
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import (
    CableFactory,
    CableRouteFactory,
    CoreFactory,
    DeploymentFactory,
    DeviceFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)

NUMBER = "0812-0000-0000"
HOSTILE = "<script>alert(1)</script>\"'& #let x = 1 *tebal*"


class Street:
    """DC == FO-1 in SEG-1 == KEC, which runs an application; FO-2 leads around by another site."""

    def __init__(self, name: str = "Kantor contoh") -> None:
        self.dc, self.kec, self.third = (
            SiteFactory(asset__code=code, asset__visibility=Visibility.PUBLIC)
            for code in ("DC", "KEC", "KEL")
        )
        self.dc.is_root = True
        self.dc.save()
        self.kec.population, self.kec.contact = 4200, NUMBER
        self.kec.save()
        self.kec.asset.name = name
        self.kec.asset.save()
        self.link, self.cable, self.segment = self.lay("1", self.dc, self.kec)
        self.server = DeviceFactory(site=self.kec)
        self.application = DeploymentFactory(device=self.server).group.application

    def lay(self, number: str, a: Any, b: Any) -> tuple[Any, Any, Any]:
        ends = {end: StructureFactory(site=site) for end, site in (("a", a), ("b", b))}
        segment = SegmentFactory(
            asset__code=f"SEG-{number}", geometry=[[112.7, -7.3], [112.71, -7.31]], **ends
        )
        cable = CableFactory(asset__code=f"FO-{number}")
        CableRouteFactory(cable=cable, segment=segment)
        CoreFactory.create_batch(2, cable=cable)
        link = LinkFactory(asset__code=f"TL-{number}", a=a.asset, b=b.asset)
        path = OpticalPathFactory(link=link)
        core = CoreFactory(cable=cable, state="used")
        PathElementFactory(path=path, asset=cable.asset, core=core)
        return link, cable, segment


def person(role: str) -> Any:
    if role == "stranger":
        return AnonymousUser()
    return UserFactory() if role == "citizen" else AppointmentFactory(role=role).user


def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


def save(actor: Any, **changes: Any) -> ImpactRun:
    values = {"selection": Selection(codes="SEG-1"), "title": "Galian", "key": "k"}
    return save_run(actor=actor, now=timezone.now(), **{**values, **changes})
