"""A city's own list of cameras, under whatever names its columns go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from shapely import Point

from egov.areas.models import Area, Level, MapShape
from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from infrastructure.domain.columns import by_name
from infrastructure.domain.polygons import AROUND, region_box
from infrastructure.imports.assets import AssetImporter
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind, AssetStatus, CameraPurpose, Visibility

# what lists of cities call what the register calls otherwise
CALLED = {
    "id": ("id", "uuid", "no_cctv", "id_cctv", "kode_cctv"),
    "name": ("nama", "nama_cctv", "nama_kamera", "lokasi_cctv", "titik", "title", "alamat"),
    "latitude": ("lat", "latitude", "lintang", "y"),
    "longitude": ("lng", "lon", "long", "longitude", "bujur", "x"),
    "district": ("kecamatan", "kec", "district"),
    "city": ("kota", "kabupaten", "city"),
    "type": ("type", "tipe", "jenis_lokasi"),
    "public": ("is_public", "publik", "public"),
}
LEFT = {"is_intersection", "status", "created_at", "updated_at", "no", "geometry", "folder"}
UNKNOWN = {"", "-", "unknown", "tidak diketahui", "null", "none"}
# a road or a crossing is watched for its traffic; of any other place nobody said why
PURPOSES = {"jalan": CameraPurpose.TRAFFIC, "persimpangan": CameraPurpose.TRAFFIC}
TRUE, FALSE = {"1", "true", "ya", "yes", "y"}, {"0", "false", "tidak", "no", "t", "n"}
PREFIX, LONGEST, DIGITS = "CCTV-", 40, 10
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
KEPT = frozenset(by_name(AssetKind.CAMERA)) - {"status", "keadaan", "kind", "lokasi"}


class CityCameraImporter(AssetImporter):
    """By the list's own id, else by its name: new ones are planned as standing, others corrected.

    Whether a camera answers now is no part of the register, and is not read.
    """

    required = ()

    def __init__(self) -> None:
        super().__init__(AssetKind.CAMERA)
        self.kind: Any = "daftar kamera kota"  # type: ignore[misc]
        names = {name for called in CALLED.values() for name in called}
        self.known = frozenset({*KEPT, *names, *LEFT})

    def begin(self) -> None:
        super().begin()
        districts = Area.objects.current().level(Level.DISTRICT)
        self.districts = {_key(area.name): area.code for area in districts}
        self.box = region_box().buffer(AROUND) if MapShape.objects.exists() else None
        self.city = settings.REGION_PROFILE.name

    def _unread(self, rows: Sequence[Row]) -> Iterable[RowError]:
        """Names are read as they are meant: spaces and capitals are the same."""
        return super()._unread([{_plain(name): None for name in row} for row in rows[:1]])

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        told = [self._told(row) for row in rows]
        good = [row for row in told if not isinstance(row, RowError)]
        self._say_new(good)
        effects = iter(super().record(good))
        for row, given in zip(told, rows, strict=True):
            if isinstance(row, RowError):
                yield row
                continue
            effect = next(effects)
            self._remark_district(given, row)
            yield effect

    def _told(self, row: Row) -> Row | RowError:
        """The row in the register's columns."""
        given = {_plain(name): value for name, value in row.items()}
        values = {name: given[name] for name in given if name in KEPT}
        found = {meant: _first(given, names) for meant, names in CALLED.items()}
        _place(found, given.get("geometry"))
        fault = self._elsewhere(found)
        if fault is not None:
            return fault
        values |= {name: found[name] for name in ("latitude", "longitude") if found[name]}
        if not values.get("name"):
            values["name"] = found["name"]
        values |= self._meant(found, values)
        if not values.get("code"):
            code = given.get("kode") or _code(found["id"], str(values["name"] or ""))
            if not code:
                sentence = "Kamera ini tanpa nama dan tanpa id. Isi salah satunya."
                return RowError("name", "no_name", sentence)
            values["code"] = code
        return values

    def _meant(self, found: Mapping[str, str], values: Mapping[str, Any]) -> Row:
        """What the list says in its own words."""
        meant: Row = {}
        if not {"purpose", "tujuan"} & values.keys():
            purpose = PURPOSES.get(found["type"].lower(), CameraPurpose.UNSTATED)
            meant["purpose"] = purpose.value
        public = found["public"].lower()
        if public in TRUE | FALSE and not {"visibility", "dapat_dibaca"} & values.keys():
            level = Visibility.PUBLIC if public in TRUE else Visibility.RESTRICTED
            meant["visibility"] = level.value
        district = self.districts.get(_key(found["district"]))
        if district and not {"area", "wilayah"} & values.keys():
            meant["area"] = district
        return meant

    def _elsewhere(self, found: Mapping[str, str]) -> RowError | None:
        """Another region's camera is refused, by the city it names or by its point."""
        city = found["city"]
        if city.lower() not in UNKNOWN and _key(city) != _key(self.city):
            sentence = (
                f"Kamera ini ada di {city[:60]}, bukan di {self.city}. Hapus barisnya dari berkas."
            )
            return RowError("kota", "other_region", sentence)
        try:
            point = Point(float(found["longitude"]), float(found["latitude"]))
        except ValueError:
            return None  # the column's own reader says what is wrong with it
        if self.box is None or self.box.contains(point):
            return None
        if self.box.contains(Point(point.y, point.x)):
            return RowError("lat", "swapped", "Lintang dan bujur tertukar. Tukar kedua kolomnya.")
        sentence = f"Titik ini di luar {self.city}. Periksa koordinatnya, atau hapus barisnya."
        return RowError("lat", "other_region", sentence)

    def _say_new(self, rows: Sequence[Row]) -> None:
        """A camera on a city's list stands; of known ones the state is not the list's to say."""
        codes = [str(row["code"]) for row in rows]
        known = set(Asset.objects.filter(code__in=codes).values_list("code", flat=True))
        for row in rows:
            if str(row["code"]) not in known:
                row["status"] = AssetStatus.ACTIVE.value

    def _remark_district(self, given: Row, row: Row) -> None:
        told = _first({_plain(name): v for name, v in given.items()}, CALLED["district"])
        if "area" in row or "wilayah" in row or told.lower() in UNKNOWN:
            return
        sentence = f"Kecamatan {told[:60]} tidak dikenal di {self.city}; wilayahnya dikosongkan."
        self.remarks = [*self.remarks, RowError("kecamatan", "unknown_district", sentence)]


def _plain(name: Any) -> str:
    """ "Nama CCTV" is nama_cctv."""
    return re.sub(r"[\s.-]+", "_", str(name).strip().lower())


def _first(given: Mapping[str, Any], names: Iterable[str]) -> str:
    values = (given.get(name) for name in names)
    value = next((value for value in values if value not in (None, "")), "")
    return " ".join(str(value).split())


def _place(found: dict[str, str], geometry: Any) -> None:
    """A point of GeoJSON or KML, where no column says it."""
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Point":
        return
    place = geometry.get("coordinates")
    if isinstance(place, list | tuple) and len(place) >= 2:
        found["longitude"] = found["longitude"] or str(place[0])
        found["latitude"] = found["latitude"] or str(place[1])


def _key(name: str) -> str:
    return " ".join(name.lower().split()).removeprefix("kota ").removeprefix("kabupaten ")


def _code(own: str, name: str) -> str:
    """The same for the same camera each time; "" where nothing tells it from others."""
    if _UUID.fullmatch(own):
        return f"{PREFIX}{own.replace('-', '')[:DIGITS]}".upper()
    word = slugify(own or name).upper()
    code = f"{PREFIX}{word}"
    if len(code) <= LONGEST:
        return code if word else ""
    digest = hashlib.sha256(word.encode()).hexdigest()[:8].upper()
    return f"{code[: LONGEST - 9].rstrip('-')}-{digest}"
