"""A small town for tests.

Two kecamatan, four kelurahan, eight RW, one holder of every office, one open channel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from egov.accounts.models import User
from egov.accounts.roles import Role
from egov.agencies.models import Agency
from egov.areas.models import Area
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR
from musrenbang.domain import deliberation
from musrenbang.domain.submission import Content
from musrenbang.models import (
    Channel,
    Cycle,
    Decision,
    KamusVariant,
    Proposal,
    Stage,
)
from musrenbang.vocabulary import BUDGET_TEAM, COMMUNITY, EDITOR, PARTNER, PLANNER, Tier
from news.vocabulary import CONTRIBUTOR, HOST
from regulations.vocabulary import LEGAL_OFFICER
from tests.factories.accounts import PASSWORD as PASSWORD
from tests.factories.accounts import AppointmentFactory, ResidenceFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.musrenbang import (
    ChannelFactory,
    CycleFactory,
    KamusEntryFactory,
    KamusVariantFactory,
    ProposalFactory,
    StageFactory,
)

HOUR = timedelta(hours=1)


@dataclass
class Town:
    region: Area
    areas: dict[str, Area]
    staff: dict[
        str, User
    ]  # by role, for the own area: the RW 35.78.01.1001/01 and what lies above it
    far: dict[str, User]  # the same offices of a neighbouring area or agency
    citizen: User
    neighbour: User
    stranger: User
    agency: Agency
    other_agency: Agency
    cycle: Cycle
    channel: Channel
    stages: dict[str, Stage]
    variant: KamusVariant
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def rw(self) -> Area:
        return self.areas["35.78.01.1001/01"]

    def content(self, **changes: Any) -> Content:
        values: dict[str, Any] = {
            "variant": self.variant,
            "area": self.rw,
            "address": "Gang 3, dekat balai",
            "title": "Paving gang 3",
            "problem": "Becek saat hujan.",
            "wish": "Dipaving.",
            "volume": Decimal(100),
        }
        return Content(**{**values, **changes})

    def proposal(
        self,
        tier: str = Tier.RW,
        *,
        rw: Area | None = None,
        agency: Agency | None = None,
        **changes: Any,
    ) -> Proposal:
        """A proposal that waits at a tier, written directly."""
        rw = rw or self.rw
        values: dict[str, Any] = {
            "stage": self.stages[tier],
            "proposer": self.citizen if rw == self.rw else self.neighbour,
            "rw": rw,
            "variant": self.variant,
            "agency": agency or self.agency,
        }
        return ProposalFactory(**{**values, **changes})


def user(login: str, name: str = "") -> User:
    return UserFactory(login=login, name=name) if name else UserFactory(login=login)


def fresh(person: User) -> User:
    """The same person, who remembers no office from before."""
    return User.objects.get(pk=person.pk)


def client_of(person: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend="egov.accounts.signing_in.ContactBackend")
    return client


def decide(*, actor: Any, proposal: Proposal, **given: Any) -> Decision:
    """The verb, by somebody who has read the newest decision; `seen` says otherwise."""
    if "seen" not in given:
        given["seen"] = Proposal.objects.get(pk=proposal.pk).decided
    return deliberation.decide(actor=actor, proposal=proposal, **given)


def at_the_city(town: Town) -> Proposal:
    """One that came by the whole path to the city."""
    proposal = town.proposal(Tier.RW)
    for who, act in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[who], proposal=proposal, outcome=act)
    return proposal


def with_opinion(town: Town, outcome: str = "feasible", **given: Any) -> Proposal:
    """The same, on which its OPD has spoken."""
    proposal = at_the_city(town)
    decide(actor=town.staff["verifier"], proposal=proposal, outcome=outcome, **given)
    return proposal


def appoint(
    person: User, role: str, area: Area | None = None, agency: Agency | None = None
) -> None:
    AppointmentFactory(user=person, role=role, area=area, agency=agency)


def reside(person: User, rw: Area, *, confirmed: bool = True) -> None:
    ResidenceFactory(user=person, rw=rw, **({} if confirmed else {"confirmed_at": None}))


def build_areas() -> dict[str, Area]:
    areas: dict[str, Area] = {}

    def area(code: str, level: str, kind: str, name: str, parent: Area | None) -> Area:
        areas[code] = Area.objects.create(
            code=code, level=level, kind=kind, name=name, parent=parent
        )
        return areas[code]

    region = area("35.78", "region", "kota", "Kota Surabaya", None)
    names = {"01": "Karang Pilang", "02": "Wonocolo"}
    for district, name in names.items():
        kecamatan = area(f"35.78.{district}", "kecamatan", "kecamatan", name, region)
        for number in ("1001", "1002"):
            village = area(
                f"{kecamatan.code}.{number}",
                "kelurahan",
                "kelurahan",
                f"{name} {number[-1]}",
                kecamatan,
            )
            for rw in ("01", "02"):
                area(f"{village.code}/{rw}", "rw", "rw", f"RW {rw}", village)
    return areas


def build_town() -> Town:
    areas = build_areas()
    region = areas["35.78"]
    agency, other = (AgencyFactory(code=code) for code in ("dsdabm", "dlh"))
    own = {
        "rw": areas["35.78.01.1001/01"],
        "kelurahan": areas["35.78.01.1001"],
        "kecamatan": areas["35.78.01"],
    }
    far = {
        "rw": areas["35.78.02.1001/01"],
        "kelurahan": areas["35.78.02.1001"],
        "kecamatan": areas["35.78.02"],
    }
    staff, away = {}, {}
    for place, offices, people, tag in ((own, agency, staff, ""), (far, other, away, "jauh-")):
        for role, reach in (
            (Role.KETUA_RW, "rw"),
            (Role.LURAH, "kelurahan"),
            (Role.OPERATOR_KELURAHAN, "kelurahan"),
            (COMMUNITY, "kelurahan"),
            (Role.CAMAT, "kecamatan"),
            (Role.OPERATOR_KECAMATAN, "kecamatan"),
        ):
            people[str(role)] = user(f"{tag}{role.replace('_', '-')}")
            appoint(people[str(role)], role, place[reach])
        for role in (Role.VERIFIER, AGENCY_OPERATOR, CONTRIBUTOR, HOST):
            people[str(role)] = user(f"{tag}{role.replace('_', '-')}")
            appoint(people[str(role)], role, agency=offices)
    for role in (
        PARTNER,
        BUDGET_TEAM,
        PLANNER,
        LEGAL_OFFICER,
        EDITOR,
        INFRA_OPERATOR,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    ):
        staff[str(role)] = user(role.replace("_", "-"))
        appoint(staff[str(role)], role)
    citizen, neighbour, stranger = (
        user("warga", "Siti Rekaan"),
        user("tetangga"),
        user("orang-lain"),
    )
    reside(citizen, own["rw"])
    reside(neighbour, far["rw"])
    entry = KamusEntryFactory(code="paving", agency=agency)
    variant = KamusVariantFactory(entry=entry)
    cycle = CycleFactory()
    channel = ChannelFactory(cycle=cycle, code="warga")
    stages = {tier: StageFactory(channel=channel, tier=tier) for tier in Tier if tier != Tier.RT}
    return Town(
        region,
        areas,
        staff,
        away,
        citizen,
        neighbour,
        stranger,
        agency,
        other,
        cycle,
        channel,
        {str(t): s for t, s in stages.items()},
        variant,
    )
