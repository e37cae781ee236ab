"""What a cut takes with it, told: in offices, applications with their law, people, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, Count, OuterRef, Prefetch, QuerySet, Subquery, When
from django.utils import timezone

from egov.accounts.models import User
from infrastructure.domain.expansion import Cut, Expanded, expand
from infrastructure.domain.impact.engine import Impact, impact, when
from infrastructure.domain.impact.function import Verdict
from infrastructure.domain.network import current
from infrastructure.domain.report import Darkened, Law, Spare, Stopped
from infrastructure.domain.report import Report as Report
from infrastructure.domain.spares import detours
from infrastructure.models import Asset, Core
from infrastructure.vocabulary import AssetKind, CoreState
from regulations.domain.law.states import force_of
from regulations.models import Application, Binding, Regulation
from regulations.vocabulary import BindingRole, Force

# of thousands of assets what no report says, and what would have to be read into objects
UNTOLD = ("valid", "tags", "extra", "verified_at", "verified_by", "area__valid", "owner__valid")
SHOWN = (AssetKind.SITE, AssetKind.DEVICE, AssetKind.CAMERA, AssetKind.ACCESS_POINT)


def assess(*, user: User | None, cut: Cut, on: date | None = None) -> Report:
    """The report of a cut for one reader: what he may not read is only counted as hidden.

    For no reader it is whole: it is kept, and each who reads it sees his part (`readable`).

    Eight queries at most, while the network is in memory.
    """
    on = on or timezone.localdate()
    network = current()
    gone = expand(cut)
    result = impact(network.graph, gone.assets, gone.because)
    cables = network.touches.keys()
    ways = detours(network.touches, gone.assets & cables, gone.touched & cables)
    alone = result.alone & network.graph.network.sites.keys()
    teller = Teller(user, result, gone, ways, alone)
    return Report(
        on=on,
        version=network.version,
        cut=teller.known(cut.assets),
        sites=teller.darkened((AssetKind.SITE,)),
        things=teller.darkened(SHOWN[1:]),
        counts=teller.counts(),
        applications=teller.stopped(on),
        alone=teller.known(alone),
        points=teller.known(result.points),
        spares=teller.spares(),
        hidden=teller.hidden,
    )


class Teller:
    """Reads, in one query, the assets that an impact names, as far as its reader may."""

    def __init__(
        self,
        user: User | None,
        result: Impact,
        physical: Expanded,
        ways: dict[int, list[int]],
        alone: Set[int],
    ) -> None:
        self.result, self.physical, self.ways = result, physical, ways
        self.gone = {**result.lost, **result.dark}
        named = {*self.gone, *alone, *result.points, *result.because.values()}
        named |= physical.assets | ways.keys()
        for way in ways.values():
            named.update(way)
        for verdict in result.applications.values():
            if verdict.because.asset:
                named.add(verdict.because.asset)
        seen = Asset.objects.all() if user is None else Asset.objects.visible_to(user)
        rows = with_spare(seen.filter(pk__in=named))
        rows = rows.select_related("owner", "area", "site").defer(*UNTOLD)
        self.assets = {row.pk: row for row in rows}
        self.hidden = len(self.gone.keys() - self.assets.keys())

    def known(self, keys: Any) -> tuple[Asset, ...]:
        return tuple(
            sorted((self.assets[k] for k in keys if k in self.assets), key=lambda a: a.code)
        )

    def darkened(self, kinds: Sequence[AssetKind]) -> tuple[Darkened, ...]:
        rows = [
            Darkened(
                asset,
                int(when(self.result, asset.pk)),
                self.chain(asset.pk),
                getattr(getattr(asset, "site", None), "population", None),
            )
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

    def spares(self) -> tuple[Spare, ...]:
        rows = []
        for cable, way in self.ways.items():
            if cable not in self.assets:
                continue
            readable = all(step in self.assets for step in way)
            steps = [self.assets[step] for step in way] if readable else []
            here = self.assets[cable]
            rows.append(
                Spare(
                    here,
                    whole=cable in self.physical.assets,
                    here=_spare(here),
                    way=tuple((step, _spare(step)) for step in steps),
                )
            )
        return tuple(sorted(rows, key=lambda row: row.cable.code))

    def stopped(self, on: date) -> tuple[Stopped, ...]:
        verdicts = self.result.applications
        if not verdicts:
            return ()
        applications = Application.objects.select_related("owner").in_bulk(verdicts)
        laws = laws_of(list(verdicts), on)
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


def with_spare(assets: Any) -> Any:
    """With `spare`, the dark cores of each that is a cable; None for other kinds."""
    cores = Core.objects.filter(cable=OuterRef("pk"), state=CoreState.SPARE).order_by()
    many = cores.values("cable").annotate(many=Count("id")).values("many")
    return assets.annotate(spare=Case(When(kind=AssetKind.CABLE, then=Subquery(many))))


def _spare(cable: Any) -> int:
    return cable.spare or 0


@lru_cache(maxsize=8)
def _regulations_on(on: date) -> QuerySet[Regulation]:
    """Asked for and not yet read: to build the question takes longer than to answer it."""
    return Regulation.objects.with_force(on).select_related("kind")


def laws_of(applications: list[int], on: date) -> dict[int, list[Law]]:
    """The umbrellas of these applications on a day, in two queries.

    A few more where one stands on a single pasal: its force is asked of its own events.
    """
    bound = Binding.objects.standing_on(on).filter(
        application__in=applications, role=BindingRole.UMBRELLA
    )
    regulations = _regulations_on(on).all()
    laws: dict[int, list[Law]] = {}
    parts = []
    for binding in bound.prefetch_related(Prefetch("regulation", regulations)):
        if binding.provision_id is not None:
            parts.append(binding.pk)
            continue
        law = Law(binding.regulation, Force(binding.regulation.force))
        laws.setdefault(binding.application_id, []).append(law)
    for binding in Binding.objects.filter(pk__in=parts).with_law() if parts else ():
        force = force_of(binding.regulation, on, binding.provision)
        laws.setdefault(binding.application_id, []).append(Law(binding.regulation, force))
    return laws
