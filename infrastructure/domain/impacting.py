"""What a cut takes with it, told: in offices, applications with their law, people, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from infrastructure.domain.expansion import Cut, expand
from infrastructure.domain.impact.engine import Impact, impact, when
from infrastructure.domain.impact.function import State, Verdict
from infrastructure.domain.network import current_graph
from infrastructure.models import Asset, Site
from infrastructure.vocabulary import AssetKind
from regulations.domain.law.states import force_of
from regulations.models import Application, Binding
from regulations.vocabulary import BindingRole, Force

SHOWN = (AssetKind.SITE, AssetKind.DEVICE, AssetKind.CAMERA, AssetKind.ACCESS_POINT)


@dataclass(frozen=True)
class Law:
    """An application's umbrella on the day: the regulation and whether it is in force."""

    regulation: Any
    force: Force


@dataclass(frozen=True)
class Stopped:
    """An application that stops or runs with less: its law, and the chain from the cut to it."""

    application: Application
    state: State
    laws: tuple[Law, ...]
    chain: tuple[Any, ...]


@dataclass(frozen=True)
class Darkened:
    """A site, device, camera or access point: after how many minutes, and the chain to it."""

    asset: Asset
    minutes: int
    chain: tuple[Any, ...]


@dataclass(frozen=True)
class Report:
    """All that a page, a PDF or the API tells of one cut, as it was on `on`."""

    on: date
    cut: tuple[Asset, ...]
    sites: tuple[Darkened, ...]
    by_area: tuple[tuple[str, int], ...]  # sites by the area they lie in, most first
    by_owner: tuple[tuple[str, int], ...]
    things: tuple[Darkened, ...]
    counts: tuple[tuple[str, int], ...]
    applications: tuple[Stopped, ...]
    alone: tuple[Asset, ...]
    points: tuple[Asset, ...]
    people: int
    people_unknown: int  # sites of which nobody knows how many they serve
    hidden: int  # things that this reader may not read


def assess(*, user: User, cut: Cut, on: date | None = None) -> Report:
    """The report of a cut for one reader: what he may not read is only counted as hidden."""
    on = on or timezone.localdate()
    gone = expand(cut)
    result = impact(current_graph(), gone.assets, gone.because)
    teller = Teller(user, result, cut)
    sites = teller.darkened((AssetKind.SITE,))
    people = Site.objects.filter(pk__in=[row.asset.pk for row in sites])
    served = list(people.values_list("population", flat=True))
    return Report(
        on=on,
        cut=teller.known(cut.assets),
        sites=sites,
        by_area=_counted(row.asset.area.label if row.asset.area else "" for row in sites),
        by_owner=_counted(row.asset.owner.short_name if row.asset.owner else "" for row in sites),
        things=teller.darkened(SHOWN[1:]),
        counts=teller.counts(),
        applications=teller.stopped(on),
        alone=tuple(a for a in teller.known(result.alone) if a.kind == AssetKind.SITE),
        points=teller.known(result.points),
        people=sum(many for many in served if many is not None),
        people_unknown=served.count(None),
        hidden=teller.hidden,
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(word or "belum diketahui" for word in words).most_common())


class Teller:
    """Reads, in a few queries, the rows that an impact names, as far as its reader may."""

    def __init__(self, user: User, result: Impact, cut: Cut) -> None:
        self.result = result
        self.gone = {**result.lost, **result.dark}
        named = {*self.gone, *result.alone, *result.points, *cut.assets}
        for step in result.because.values():
            named.add(step)
        for verdict in result.applications.values():
            if verdict.because.asset:
                named.add(verdict.because.asset)
        rows = Asset.objects.visible_to(user).filter(pk__in=named)
        self.assets = {asset.pk: asset for asset in rows.select_related("owner", "area")}
        self.hidden = len(self.gone.keys() - self.assets.keys())

    def known(self, keys: Any) -> tuple[Asset, ...]:
        return tuple(
            sorted((self.assets[k] for k in keys if k in self.assets), key=lambda a: a.code)
        )

    def darkened(self, kinds: Sequence[AssetKind]) -> tuple[Darkened, ...]:
        rows = [
            Darkened(asset, int(when(self.result, asset.pk)), self.chain(asset.pk))
            for asset in self.known(self.gone)
            if asset.kind in kinds
        ]
        return tuple(sorted(rows, key=lambda row: (row.minutes, row.asset.code)))

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each kind, most first."""
        kinds = Counter(asset.kind for asset in self.known(self.gone))
        return tuple((AssetKind(kind).label, many) for kind, many in kinds.most_common())

    def chain(self, asset: int) -> tuple[Any, ...]:
        """From the cut to the asset, without what the reader may not read."""
        steps = self.result.chain(asset)
        return tuple(self.assets[step] for step in steps if step in self.assets)

    def stopped(self, on: date) -> tuple[Stopped, ...]:
        verdicts = self.result.applications
        applications = Application.objects.select_related("owner").in_bulk(verdicts)
        laws = _laws(list(verdicts), on)
        rows = [
            Stopped(
                application,
                verdicts[key].state,
                tuple(laws.get(key, ())),
                self._chain_to(key, verdicts, applications),
            )
            for key, application in applications.items()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.state, row.application.name)))

    def _chain_to(
        self, key: int, verdicts: dict[int, Verdict] | Any, applications: dict[int, Application]
    ) -> tuple[Any, ...]:
        """Through the applications it needs to the first that lost a thing, then up to the cut."""
        names: list[Any] = []
        while key in verdicts and applications[key] not in names:
            names.insert(0, applications[key])
            because = verdicts[key].because
            if because.asset is not None:
                return (*self.chain(because.asset), *names)
            key = because.application or 0
        return tuple(names)


def _laws(applications: list[int], on: date) -> dict[int, list[Law]]:
    """The umbrellas of these applications on a day, in the same few queries for all."""
    bound = Binding.objects.standing_on(on).filter(
        application__in=applications, role=BindingRole.UMBRELLA
    )
    laws: dict[int, list[Law]] = {}
    for binding in bound.with_law():
        force = force_of(binding.regulation, on, binding.provision)
        laws.setdefault(binding.application_id, []).append(Law(binding.regulation, force))
    return laws
