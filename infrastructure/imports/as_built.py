"""What a contractor built, as KML or GeoJSON: points are poles and chambers, lines lie between."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from geographiclib.geodesic import Geodesic

from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from infrastructure.domain.items import Outcome
from infrastructure.domain.planning import record_many
from infrastructure.domain.reading import CODE
from infrastructure.imports.assets import ActorImporter, as_row_error
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind, AssetStatus, SegmentKind, StructureKind

NEAR_METRES = 30  # from the end of a line to what it ends at
NEAR_DEGREES = 0.0004
LONGEST = 40
# by what contractors write in names and folders; the first that fits
STRUCTURES = (
    (re.compile(r"hand\s*hole|\bhh\b|bak kecil"), StructureKind.HANDHOLE),
    (re.compile(r"man\s*hole|\bmh\b|bak besar"), StructureKind.MANHOLE),
    (re.compile(r"kabinet|cabinet|\bodc\b|\bodp\b"), StructureKind.CABINET),
    (re.compile(r"menara|tower"), StructureKind.TOWER),
    (re.compile(r"gedung|kantor|building|\bbe\b"), StructureKind.BUILDING_ENTRY),
    (re.compile(r"tiang|pole|\btn\b|\btl\b"), StructureKind.POLE),
)
SEGMENTS = (
    (re.compile(r"udara|aerial|\bka\b"), SegmentKind.AERIAL),
    (re.compile(r"jembatan|bridge"), SegmentKind.BRIDGE),
    (re.compile(r"tanam|buried"), SegmentKind.BURIED),
    (re.compile(r"pipa|duct|hdpe|subduct"), SegmentKind.DUCT),
)
READ = frozenset({"name", "description", "folder", "geometry", "code", "kode", "kind", "macam"})
OTHERWISE = "Ubah di berkas: titik untuk tiang dan bak, garis untuk jalur."


@dataclass(frozen=True)
class Spot:
    code: str
    longitude: float
    latitude: float
    kind: str

    def metres_to(self, place: Sequence[float]) -> float:
        line = Geodesic.WGS84.Inverse(self.latitude, self.longitude, place[1], place[0])
        return float(line["s12"])


class AsBuiltImporter(ActorImporter):
    """Each placemark by itself; a line that ends at nothing known is told and left out."""

    kind = "hasil pembangunan"
    known = READ

    def begin(self) -> None:
        super().begin()
        self.spots: list[Spot] = []
        self.codes: set[str] = set()

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        results: dict[int, Effect | RowError] = {}
        points: dict[int, Row] = {}
        lines: dict[int, Row] = {}
        for number, row in enumerate(rows):
            told = self._told(row)
            if isinstance(told, RowError):
                results[number] = told
            else:
                (lines if "geometry" in told else points)[number] = told
        results |= self._store(AssetKind.STRUCTURE, points)
        good = {n: row for n, row in points.items() if not isinstance(results[n], RowError)}
        self.spots += [
            Spot(row["code"], row["longitude"], row["latitude"], row["kind"])
            for row in good.values()
        ]
        for number, row in list(lines.items()):
            fault = self._end(row)
            if fault is not None:
                results[number] = fault
                del lines[number]
        results |= self._store(AssetKind.SEGMENT, lines)
        return [results[number] for number in range(len(rows))]

    def _store(self, kind: AssetKind, rows: dict[int, Row]) -> dict[int, Effect | RowError]:
        """New ones stand; what is known already keeps the state that it has."""
        codes = [row["code"] for row in rows.values()]
        known = set(Asset.objects.filter(code__in=codes).values_list("code", flat=True))
        for row in rows.values():
            if row["code"] not in known:
                row["status"] = AssetStatus.INSTALLED.value
        outcomes = record_many(
            actor=self.actor, kind=kind, rows=list(rows.values()), reason=self.reason
        )
        return {n: effect_of(outcome) for n, outcome in zip(rows, outcomes, strict=True)}

    def _told(self, row: Row) -> Row | RowError:
        geometry = row.get("geometry")
        shape = geometry.get("type") if isinstance(geometry, dict) else None
        if shape not in ("Point", "LineString"):
            return RowError("geometry", "no_place", f"Bukan titik dan bukan garis. {OTHERWISE}")
        assert isinstance(geometry, dict)
        code = _code(row)
        if not code or code in self.codes:
            sentence = (
                "Nama ini dipakai dua kali di berkas. Beri nama lain."
                if code
                else ("Placemark ini tanpa nama. Beri nama, karena namanya menjadi kodenya.")
            )
            return RowError("name", "duplicate" if code else "no_name", sentence)
        self.codes.add(code)
        name = str(row.get("name") or "").strip()
        told: Row = {"code": code} | ({"name": name} if name and name != code else {})
        words = " ".join(str(row.get(key) or "") for key in ("folder", "name", "description"))
        written = row.get("kind") or row.get("macam")
        if shape == "Point":
            longitude, latitude = geometry["coordinates"][:2]
            kind = written or _meant(STRUCTURES, words) or StructureKind.POLE.value
            return told | {"longitude": longitude, "latitude": latitude, "kind": kind}
        kind = written or _meant(SEGMENTS, words)
        return told | {"geometry": geometry["coordinates"], "kind": kind}

    def _end(self, row: Row) -> RowError | None:
        """Fills what a line begins and ends at."""
        ends = []
        for place in (row["geometry"][0], row["geometry"][-1]):
            spot = self._nearest(place)
            if spot is None:
                sentence = (
                    f"Ujung jalur di {place[1]:.5f}, {place[0]:.5f} tidak dekat tiang atau bak "
                    f"(paling jauh {NEAR_METRES} m). Tambahkan titiknya."
                )
                return RowError("geometry", "no_end", sentence)
            ends.append(spot)
        row["a"], row["b"] = (spot.code for spot in ends)
        if not row["kind"]:
            poles = all(spot.kind == StructureKind.POLE for spot in ends)
            row["kind"] = (SegmentKind.AERIAL if poles else SegmentKind.DUCT).value
        return None

    def _nearest(self, place: Sequence[float]) -> Spot | None:
        """Among what the file brought and what stands there already."""
        near = [
            spot
            for spot in self.spots
            if abs(spot.longitude - place[0]) < NEAR_DEGREES
            and abs(spot.latitude - place[1]) < NEAR_DEGREES
        ]
        if not near:
            found = Asset.objects.visible_to(self.actor).filter(
                kind=AssetKind.STRUCTURE,
                longitude__range=(place[0] - NEAR_DEGREES, place[0] + NEAR_DEGREES),
                latitude__range=(place[1] - NEAR_DEGREES, place[1] + NEAR_DEGREES),
            )
            columns = ("code", "longitude", "latitude", "structure__kind")
            near = [Spot(*values) for values in found.values_list(*columns)]
        best = min(near, key=lambda spot: spot.metres_to(place), default=None)
        return best if best is not None and best.metres_to(place) <= NEAR_METRES else None


def effect_of(outcome: Outcome) -> Effect | RowError:
    if outcome.refusal is not None:
        return as_row_error(outcome.refusal)
    assert outcome.effect is not None
    return outcome.effect


def _meant(words: Iterable[tuple[re.Pattern[str], Any]], text: str) -> str:
    found = (kind.value for pattern, kind in words if pattern.search(text.lower()))
    return next(found, "")


def _code(row: Row) -> str:
    """Its own where it has one, else made of its name; the same each time."""
    own = str(row.get("code") or row.get("kode") or row.get("name") or "").strip()
    if len(own) <= LONGEST and CODE.fullmatch(own):
        return own
    word = slugify(own).upper()
    if len(word) <= LONGEST:
        return word
    digest = hashlib.sha256(word.encode()).hexdigest()[:8].upper()
    return f"{word[: LONGEST - 9].rstrip('-')}-{digest}"
