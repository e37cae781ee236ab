"""The inventory in figures, for who comes to learn from it: counted as far as a reader may know.

Of closed classes others are told the total of the whole region alone, and only of those that an
officer released by name and day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum

from infrastructure.domain.figure_groups import Group, Row
from infrastructure.domain.figures_of_age import GONE, ages, contracts, warranties
from infrastructure.models import (
    Asset,
    Camera,
    Check,
    Core,
    DailyUptime,
    FigureRelease,
    Link,
    Segment,
    Site,
    reads_restricted,
    visible_assets,
)
from infrastructure.vocabulary import (
    CLOSED_KINDS,
    AssetKind,
    Connectivity,
    CoreState,
    SiteKind,
)
from infrastructure.vocabulary_monitoring import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

UPTIME_DAYS = 90


def figures_for(user: User | AnonymousUser | None, on: date) -> tuple[Group, ...]:
    """Those groups that have something to tell; a constant number of queries."""
    whole = reads_restricted(user)
    released = {row.kind: row for row in _released()}
    told = set(AssetKind) if whole else set(released)
    groups = [
        _sites(user),
        things(user, whole, released),
        *_of_fibre(told, released if not whole else {}),
        _cameras(user),
        _uptime(user, on),
        ages(user, on),
        warranties(user, on),
        contracts(user, on),
    ]
    return tuple(group for group in groups if group.rows)


def _seen(user: Any, prefix: str = "asset__") -> Q:
    return visible_assets(user, prefix) & ~Q(**{f"{prefix}status__in": GONE})


def _sites(user: Any) -> Group:
    counted = Site.objects.filter(_seen(user)).order_by().values_list("kind")
    rows = sorted(counted.annotate(Count("pk")), key=lambda row: -row[1])
    told = (Row(SiteKind(kind).label, many) for kind, many in rows)
    return Group("lokasi", "Lokasi menurut macamnya", tuple(told))


def _of_fibre(told: set[Any], released: Mapping[str, FigureRelease]) -> Iterator[Group]:
    """Totals of ways, cores and second ways, each where its class may be told."""
    if {AssetKind.SEGMENT, AssetKind.CABLE} & told:
        yield _ways(told, released)
    if AssetKind.CABLE in told:
        yield _cores(released)
    if AssetKind.LINK in told:
        yield _second_ways(released)


def region_figures(user: User | AnonymousUser | None) -> Group:
    """The first of the groups, for a panel."""
    return things(user, reads_restricted(user), {row.kind: row for row in _released()})


def things(user: Any, whole: bool, released: Mapping[str, FigureRelease]) -> Group:
    """How many of each kind; of closed ones to others what was released, of the whole region."""
    assets = Asset.objects.exclude(status__in=GONE).order_by()
    counted: dict[str, int] = dict(
        assets.filter(visible_assets(user, "")).values_list("kind").annotate(Count("pk"))
    )
    totals: dict[str, int] = {}
    if released and not whole:
        kinds = assets.filter(kind__in=released)
        totals = dict(kinds.values_list("kind").annotate(Count("pk")))
    rows = []
    for kind in AssetKind:
        if kind in CLOSED_KINDS and not whole:
            if kind in released:
                rows.append(Row(kind.label, totals.get(kind, 0), released=_by(released[kind])))
            continue
        if counted.get(kind):
            rows.append(Row(kind.label, counted[kind]))
    return Group("aset", "Yang tercatat", tuple(rows))


def _released() -> list[FigureRelease]:
    return list(FigureRelease.objects.standing().select_related("released_by"))


def _by(release: FigureRelease | None) -> str:
    if release is None:
        return ""
    day = release.released_on
    return f"dibuka {release.released_by.name}, {day.day}-{day.month}-{day.year}"


def _ways(told: set[Any], released: Mapping[str, FigureRelease]) -> Group:
    """Kilometres of ways, of cables in them, and of the fibre in those."""
    segments = Segment.objects.exclude(asset__status__in=GONE)
    ways = segments.aggregate(metres=Sum("length_m"))["metres"] or 0
    routes = segments.filter(routes__isnull=False).order_by().values("routes__cable")
    per_cable = dict(routes.annotate(metres=Sum("length_m")).values_list("routes__cable", "metres"))
    cables = sum(metres or 0 for metres in per_cable.values())
    rows = [
        Row(word, _km(total), "km", _by(released.get(kind)))
        for kind, word, total in (
            (AssetKind.SEGMENT, "Ruas jalur", ways),
            (AssetKind.CABLE, "Kabel serat optik", cables),
        )
        if kind in told and total
    ]
    return Group("jalur", "Panjang jaringan", tuple(rows))


def _km(metres: float) -> float:
    return round(metres / 1000, 1)


def _cores(released: Mapping[str, FigureRelease]) -> Group:
    counted = Core.objects.exclude(cable__asset__status__in=GONE).order_by().values_list("state")
    many = dict(counted.annotate(Count("pk")))
    by = _by(released.get(AssetKind.CABLE))
    told = (Row(s.label, many[s], released=by) for s in CoreState if many.get(s))
    return Group("inti", "Inti serat optik", tuple(told))


def _second_ways(released: Mapping[str, FigureRelease]) -> Group:
    """Links that others are a backup of, and those that stand alone."""
    links = Link.objects.exclude(asset__status__in=GONE).filter(backup_of=None)
    counted = links.aggregate(
        all=Count("pk", distinct=True),
        second=Count("pk", filter=Q(backups__isnull=False), distinct=True),
    )
    if not counted["all"]:
        return Group("cadangan", "Jalan kedua", ())
    by = _by(released.get(AssetKind.LINK))
    rows = (
        Row("Tautan dengan cadangan", counted["second"], released=by),
        Row("Tautan tanpa cadangan", counted["all"] - counted["second"], released=by),
    )
    return Group("cadangan", "Jalan kedua", rows)


def _cameras(user: Any) -> Group:
    counted = Camera.objects.filter(_seen(user)).order_by().values_list("connectivity")
    many = dict(counted.annotate(Count("pk")))
    told = (Row(word.label, many[word]) for word in Connectivity if many.get(word))
    note = "Tidak tersambung bukan berarti rusak."
    return Group("kamera", "Kamera", tuple(told), note)


def _uptime(user: Any, on: date) -> Group:
    """Of each owner, how much of the last 90 whole days what is watched of it answered."""
    days = DailyUptime.objects.filter(
        visible_assets(user, "of_check__target__"),
        counted_on__gte=on - timedelta(days=UPTIME_DAYS),
        counted_on__lt=on,
        of_check__target__owner__isnull=False,
    )
    alive = Sum("up_s") + Sum("degraded_s")
    counted = days.order_by().values_list("of_check__target__owner__short_name")
    rows = counted.annotate(alive=alive, whole=alive + Sum("down_s")).order_by()
    told = sorted((name, 100 * up / whole) for name, up, whole in rows if whole)
    watched = Check.objects.filter(
        visible_assets(user, "target__"), target__kind=AssetKind.CAMERA, ended_at=None
    )
    many = watched.aggregate(
        all=Count("target", distinct=True),
        up=Count("target", distinct=True, filter=Q(now__state__in=[State.UP, State.DEGRADED])),
    )
    cameras = Row(f"Kamera yang menjawab, dari {many['all']} yang dipantau", many["up"])
    note = "Pemeliharaan dan saat tidak terjangkau tidak ikut dihitung."
    shares = tuple(Row(name, int(share * 100) / 100, "%") for name, share in told)
    return Group(
        "ketersediaan",
        "Ketersediaan 90 hari menurut pemilik",
        (*shares, *((cameras,) if many["all"] else ())),
        note,
    )
