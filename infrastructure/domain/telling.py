"""A report as plain values: what a page and a PDF show, and what a saved run keeps.

Nothing of a person is in it: whom to call is asked anew each time, for the page alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from egov.accounts.models import User
from infrastructure.domain.expansion import Cut
from infrastructure.domain.impact.function import State
from infrastructure.domain.report import Darkened, Report, Spare, Stopped
from infrastructure.models import Asset, Core, Duct, Segment, Site, reads_restricted
from infrastructure.vocabulary import AssetKind

MOST_ROWS = 500  # sites, things and applications that are told one by one
MOST_LINES = 200
LONGEST_CHAIN = 12
Told = dict[str, Any]


def tell(report: Report, cut: Cut) -> Told:
    """The whole report; one query, for the lines of what was cut, and one each for parts."""
    darkened = (*report.sites, *report.things)
    return {
        "on": report.on.isoformat(),
        "cut": [thing(asset) for asset in report.cut[:MOST_ROWS]],
        "parts": _parts(cut),
        "lines": _lines(cut),
        "figures": {
            "stopped": sum(row.state == State.DOWN for row in report.applications),
            "degraded": sum(row.state == State.DEGRADED for row in report.applications),
            "sites": len(report.sites),
            "things": len(report.things),
            "cameras": sum(row.asset.kind == AssetKind.CAMERA for row in darkened),
            "access_points": sum(row.asset.kind == AssetKind.ACCESS_POINT for row in darkened),
            "people": report.people,
            "people_unknown": report.people_unknown,
            "alone": len(report.alone),
            "hidden": report.hidden,
        },
        "moments": [list(moment) for moment in report.moments],
        "applications": [_application(row) for row in report.applications[:MOST_ROWS]],
        "sites": [_darkened(row) for row in report.sites[:MOST_ROWS]],
        "things": [_darkened(row) for row in report.things[:MOST_ROWS]],
        "owners": [[row.word, row.sites, row.people, row.unknown] for row in report.owners],
        "areas": [[row.word, row.sites, row.people, row.unknown] for row in report.areas],
        "counts": [list(row) for row in report.counts],
        "alone": [thing(asset) for asset in report.alone[:MOST_ROWS]],
        "points": [thing(asset) for asset in report.points[:MOST_ROWS]],
        "spares": [_spare(row) for row in report.spares],
    }


def thing(asset: Asset) -> Told:
    """An asset as it is named; `at` is [latitude, longitude] or None."""
    at = None if asset.latitude is None else [asset.latitude, asset.longitude]
    return {
        "code": asset.code,
        "name": asset.name,
        "kind": asset.kind,
        "word": asset.get_kind_display(),
        "url": asset.get_absolute_url(),
        "at": at,
    }


def _step(step: Any) -> Told:
    """One step of a chain: an asset with its code, or an application."""
    code = step.code if isinstance(step, Asset) else ""
    return {"text": str(step), "url": step.get_absolute_url(), "code": code}


def _chain(steps: Sequence[Any]) -> list[Told]:
    """Both ends of it; where it is long, how many steps lie between."""
    told = [_step(step) for step in steps]
    if len(told) <= LONGEST_CHAIN:
        return told
    half = LONGEST_CHAIN // 2
    between = {"text": f"{len(told) - 2 * half} langkah lain", "url": "", "code": ""}
    return [*told[:half], between, *told[-half:]]


def _darkened(row: Darkened) -> Told:
    asset = row.asset
    return {
        **thing(asset),
        "owner": asset.owner.short_name if asset.owner else "",
        "area": asset.area.label if asset.area else "",
        "minutes": row.minutes,
        "people": row.people,
        "chain": _chain(row.chain),
    }


def _application(row: Stopped) -> Told:
    owner = row.application.owner
    return {
        "name": row.application.name,
        "url": row.application.get_absolute_url(),
        "owner": owner.short_name if owner else "",
        "stopped": row.state == State.DOWN,
        "laws": [
            {
                "citation": law.regulation.citation,
                "url": law.regulation.get_absolute_url(),
                "force": law.force.value,
                "word": law.force.label,
            }
            for law in row.laws
        ],
        "chain": _chain(row.chain),
    }


def _spare(row: Spare) -> Told:
    way = [{**thing(cable), "spare": many} for cable, many in row.way]
    return {"cable": thing(row.cable), "whole": row.whole, "here": row.here, "way": way}


def _parts(cut: Cut) -> list[Told]:
    """Pipes and cores that were cut by themselves: "SEG-31#2", "FO-014/7"."""
    pipes = Duct.objects.filter(pk__in=cut.ducts).values_list("segment__asset__code", "number")
    cores = Core.objects.filter(pk__in=cut.cores).values_list("cable__asset__code", "number")
    rows = [(code, "#", number) for code, number in pipes] if cut.ducts else []
    rows += [(code, "/", number) for code, number in cores] if cut.cores else []
    return [{"code": code, "text": f"{code}{sign}{number}"} for code, sign, number in sorted(rows)]


def _lines(cut: Cut) -> list[Any]:
    """[[longitude, latitude], ...] of each segment that was cut, as far as it is drawn."""
    meant = Q(asset__in=cut.assets) | Q(ducts__in=cut.ducts)
    rows = Segment.objects.filter(meant, west__isnull=False).order_by("pk").distinct()
    return [[segment.asset_id, segment.geometry] for segment in rows[:MOST_LINES]]


def readable(told: Told, user: User) -> Told:
    """A kept report for another reader or another day: without what is closed to him now.

    Figures stay as they were told; one query, none for who reads everything.
    """
    if reads_restricted(user):
        return told
    codes = set(_codes(told))
    known = set(
        Asset.objects.visible_to(user).filter(code__in=codes).values_list("code", flat=True)
    )
    lines = Asset.objects.visible_to(user).filter(pk__in=[key for key, _ in told["lines"]])
    drawn = set(lines.values_list("pk", flat=True))
    plain = {name: _known(told[name], known) for name in ("cut", "parts", "alone", "points")}
    chained = {
        name: [{**row, "chain": _known(row["chain"], known)} for row in _known(told[name], known)]
        for name in ("sites", "things", "applications")
    }
    spares = [row for row in told["spares"] if row["cable"]["code"] in known]
    ways = [
        row if len(_known(row["way"], known)) == len(row["way"]) else {**row, "way": []}
        for row in spares
    ]
    shown = [[key, line] for key, line in told["lines"] if key in drawn]
    return {**told, **plain, **chained, "spares": ways, "lines": shown}


def _known(rows: Iterable[Told], known: set[str]) -> list[Told]:
    """Those that have no code of the inventory, or a known one."""
    return [row for row in rows if not row.get("code") or row["code"] in known]


def _codes(told: Told) -> Iterator[str]:
    for name in ("cut", "parts", "alone", "points", "sites", "things", "applications"):
        for row in told[name]:
            yield row.get("code", "")
            yield from (step["code"] for step in row.get("chain", ()))
    for row in told["spares"]:
        yield row["cable"]["code"]
        yield from (step["code"] for step in row["way"])


def to_call(told: Told, user: User) -> Sequence[Site]:
    """The sites of a kept report that have somebody to call, the most important first."""
    codes = [row["code"] for row in told["sites"]]
    sites = Site.objects.filter(
        asset__in=Asset.objects.visible_to(user).filter(code__in=codes)
    ).exclude(contact="")
    return list(sites.select_related("asset").order_by("criticality", "asset__code"))
