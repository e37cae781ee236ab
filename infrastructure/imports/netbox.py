"""NetBox's own export tables: sites, racks, device types, devices, cables, as 4.x heads them.

Headings and field names are both read: "IPv4 Address" is `ipv4_address`. What the inventory has no
place for is named once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from egov.verbs.permission import may
from infrastructure.domain.planning import record_many
from infrastructure.domain.reading import CODE
from infrastructure.imports.as_built import effect_of
from infrastructure.imports.assets import ActorImporter
from infrastructure.models import Asset, DeviceRole, DeviceType
from infrastructure.vocabulary import AssetKind, AssetStatus, Medium, SiteKind

LONGEST = 40
STATES = {
    "planned": AssetStatus.PLANNED,
    "staging": AssetStatus.PLANNED,
    "staged": AssetStatus.INSTALLED,
    "reserved": AssetStatus.PLANNED,
    "available": AssetStatus.INSTALLED,
    "inventory": AssetStatus.PLANNED,
    "offline": AssetStatus.MAINTENANCE,
    "failed": AssetStatus.MAINTENANCE,
    "active": AssetStatus.ACTIVE,
    "connected": AssetStatus.ACTIVE,
}
# of no use here, and part of every export
LEFT = {"id", "created", "last_updated", "devices", "space", "power", "actions", "comments"}
FACES = {"front": "depan", "rear": "belakang"}


class Misread(Exception):
    """A value of the row that nothing can be made of."""

    def __init__(self, field: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.error = RowError(field, code, sentence)


def heading(name: Any) -> str:
    return re.sub(r"[^a-z0-9]+", "_", str(name).strip().lower()).strip("_")


def code_of(text: str, field: str = "name") -> str:
    """A name of NetBox as a code: itself where it can be one."""
    text = text.strip()
    if len(text) <= LONGEST and CODE.fullmatch(text):
        return text
    word = slugify(text).upper()[:LONGEST].rstrip("-")
    if not word:
        raise Misread(field, "no_name", "Tulis namanya; dari nama itu dibuat kodenya.")
    return word


def named(code: str, name: str) -> Row:
    return {"code": code} | ({"name": name} if name and name != code else {})


def kept(**values: str) -> Row:
    """Those that say something: an empty cell of NetBox empties nothing here."""
    return {name: value for name, value in values.items() if value}


def site(given: Mapping[str, str]) -> Row:
    name = given["name"]
    code = code_of(given.get("slug", "").upper() or name)
    return {
        **named(code, name),
        "kind": SiteKind.OFFICE.value,
        **kept(latitude=given.get("latitude", ""), longitude=given.get("longitude", "")),
    }


def rack(given: Mapping[str, str]) -> Row:
    height = given.get("height") or given.get("u_height", "")
    return {
        **named(code_of(given["name"]), ""),
        "site": code_of(given.get("site", ""), "site"),
        **kept(u_height=height.upper().removesuffix("U"), asset_code=given.get("asset_tag", "")),
    }


def device(given: Mapping[str, str]) -> Row:
    role = slugify(given.get("role") or given.get("device_role", ""))
    address = given.get("ip_address") or given.get("ipv4_address") or given.get("primary_ip4", "")
    place = given.get("rack", "")
    position = given.get("position", "")
    face = given.get("face", "").lower()
    return {
        **named(code_of(given["name"]), given.get("description", "")),
        **kept(
            role=role[:40],
            site="" if place else code_of(given["site"], "site") if given.get("site") else "",
            rack=code_of(place, "rack") if place else "",
            position=position.removesuffix(".0"),
            face=FACES.get(face, "") if position else "",
            serial=given.get("serial_number") or given.get("serial", ""),
            mgmt_ip=address.partition("/")[0],
            asset_code=given.get("asset_tag", ""),
        ),
    }


def cable(given: Mapping[str, str]) -> Row:
    """What NetBox calls a cable between two devices is a link here."""
    ends = [given.get(f"device_{end}", "") or given.get(f"side_{end}_device", "") for end in "ab"]
    for end, name in zip("ab", ends, strict=True):
        if not name or "," in name:
            sentence = "Kabel tanpa tepat satu perangkat di tiap ujung tidak dibaca."
            raise Misread(f"device_{end}", "no_device", sentence)
    own = given.get("label") or (f"NB-{given['id']}" if given.get("id") else "")
    if not own:
        raise Misread("label", "no_name", "Kabel ini tanpa label dan tanpa ID. Ekspor juga ID.")
    kind = given.get("type", "").lower()
    copper = re.search(r"cat|dac|coax|mrj|passive", kind)
    medium = Medium.COPPER if copper else Medium.FIBRE
    return {
        **named(code_of(own, "label"), given.get("description", "")),
        "a": code_of(ends[0], "device_a"),
        "b": code_of(ends[1], "device_b"),
        "medium": medium.value,
    }


@dataclass(frozen=True)
class Export:
    """One of NetBox's tables: how a row of it is read, what it may hold, what must be there."""

    title: str
    kind: AssetKind
    read: Callable[[Mapping[str, str]], Row]
    must: tuple[str, ...]
    known: frozenset[str]


SITES = Export(
    "lokasi dari NetBox", AssetKind.SITE, site, ("name",),
    frozenset({"name", "slug", "status", "latitude", "longitude"}),
)  # fmt: skip
RACKS = Export(
    "rak dari NetBox", AssetKind.RACK, rack, ("name", "site"),
    frozenset({"name", "site", "status", "height", "u_height", "asset_tag"}),
)  # fmt: skip
DEVICES = Export(
    "perangkat dari NetBox", AssetKind.DEVICE, device, ("name",),
    frozenset({
        "name", "status", "role", "device_role", "manufacturer", "type", "device_type", "site",
        "rack", "position", "face", "serial_number", "serial", "asset_tag", "ip_address",
        "ipv4_address", "primary_ip4", "description",
    }),
)  # fmt: skip
CABLES = Export(
    "kabel dari NetBox", AssetKind.LINK, cable, ("device_a", "device_b"),
    frozenset({
        "label", "device_a", "device_b", "termination_a", "termination_b", "type", "status",
        "description", "site_a", "site_b", "rack_a", "rack_b",
    }),
)  # fmt: skip


class NetBoxImporter(ActorImporter):
    def __init__(self, export: Export) -> None:
        self.export = export
        self.kind: Any = export.title  # type: ignore[misc]
        self.known = export.known | LEFT

    def begin(self) -> None:
        super().begin()
        self.catalogues = may(self.actor, "infrastructure.keep_catalogue")

    def _unread(self, rows: Sequence[Row]) -> Iterable[RowError]:
        return super()._unread([{heading(name): None for name in row} for row in rows[:1]])

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        given = [{heading(n): " ".join(str(v or "").split()) for n, v in r.items()} for r in rows]
        results: dict[int, Effect | RowError] = {}
        told: dict[int, Row] = {}
        for number, row in enumerate(given):
            try:
                told[number] = self._told(row)
            except Misread as misread:
                results[number] = misread.error
        self._complete(given, told)
        outcomes = record_many(
            actor=self.actor,
            kind=self.export.kind,
            rows=list(told.values()),
            reason=self.reason,
        )
        results |= {n: effect_of(o) for n, o in zip(told, outcomes, strict=True)}
        return [results[number] for number in range(len(rows))]

    def _told(self, given: Mapping[str, str]) -> Row:
        missing = [name for name in self.export.must if name not in given]
        if missing:
            sentence = f"Kolom {', '.join(missing)} tidak ada. Sertakan saat mengekspor NetBox."
            raise Misread(missing[0], "missing_column", sentence)
        return self.export.read(given)

    def _complete(self, given: Sequence[Mapping[str, str]], told: Mapping[int, Row]) -> None:
        """What stands only in a new one: its state, and for a site what kind it is held to be."""
        codes = [row["code"] for row in told.values()]
        known = set(Asset.objects.filter(code__in=codes).values_list("code", flat=True))
        for number, row in told.items():
            if row["code"] in known:
                if self.export.kind == AssetKind.SITE:
                    row.pop("kind")  # NetBox knows none; what somebody stated here stays
                continue
            state = STATES.get(given[number].get("status", "").lower())
            if state is not None:
                row["status"] = state.value
        if self.export is DEVICES:
            self._roles({given[n].get("role") or given[n].get("device_role", "") for n in told})
            self._types({n: given[n] for n in told}, told)

    def _roles(self, names: Iterable[str]) -> None:
        """Roles that NetBox has and the inventory not yet, for who keeps the catalogue."""
        wanted = {slugify(name)[:40]: name[:80] for name in names if slugify(name)}
        if self.catalogues:
            DeviceRole.objects.bulk_create(
                [DeviceRole(code=code, name=name) for code, name in wanted.items()],
                ignore_conflicts=True,
            )

    def _types(self, given: Mapping[int, Mapping[str, str]], told: Mapping[int, Row]) -> None:
        """A type by its maker and model; one that nobody imported is left out, and said."""
        models = {row.get("type") or row.get("device_type", "") for row in given.values()}
        found = DeviceType.objects.filter(model__in=models - {""}).select_related("manufacturer")
        known = {(kind.manufacturer.name.lower(), kind.model): kind.code for kind in found}
        by_model = {kind.model: kind.code for kind in found}
        for number, row in given.items():
            model = row.get("type") or row.get("device_type", "")
            maker = row.get("manufacturer", "").lower()
            code = known.get((maker, model)) if maker else by_model.get(model)
            if code:
                told[number]["type"] = code
