"""Importers of areas, RW and boundaries."""

import json
import re
from typing import Any

from django.conf import settings
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.validation import explain_validity

from egov.areas.models import Area, AreaBoundary, Level
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row

CODE = re.compile(r"\d\d\.\d\d(\.\d\d(\.\d{4})?)?")
DEPTH = {1: Level.REGION, 2: Level.DISTRICT, 3: Level.VILLAGE}


class AreaImporter(Importer):
    """code, name[, kind, parent]; the level follows from the code. Parents come before their children.

    A row without a code is matched by its name inside `parent` (a code).
    """

    kind = "wilayah"
    required = ("code", "name")

    def begin(self) -> None:
        self.known = {area.code: area for area in Area.objects.current().select_related("parent")}
        self.seen: set[str] = set()

    def store(self, row: Row) -> Effect:
        profile = settings.REGION_PROFILE
        code, name = str(row["code"]).strip(), " ".join(str(row["name"]).split())
        if not code and row.get("parent"):
            code = self._by_name(str(row["parent"]).strip(), name)
        if not CODE.fullmatch(code):
            raise RowError("code", "bad_code", f"Kode “{code}” tidak berbentuk PP.KK.CC.VVVV.")
        if code != profile.code and not code.startswith(f"{profile.code}."):
            raise RowError(
                "code", "other_region", f"Kode {code} bukan bagian {profile.name} ({profile.code})."
            )
        if not name:
            raise RowError("name", "no_name", f"Nama untuk kode {code} kosong.")
        if len(name) > 120:
            raise RowError("name", "name_too_long", f"Nama untuk kode {code} lebih dari 120 huruf.")
        if code in self.seen:
            raise RowError(
                "code", "duplicate", f"Kode {code} sudah ada di atas. Hapus salah satu barisnya."
            )
        self.seen.add(code)
        level = DEPTH[code.count(".")]
        parent = None
        if level != Level.REGION:
            parent = self.known.get(code.rsplit(".", 1)[0])
            if parent is None:
                raise RowError(
                    "code",
                    "no_parent",
                    f"Induk {code.rsplit('.', 1)[0]} belum ada. Taruh barisnya di atas baris ini.",
                )
        default = {Level.REGION: profile.kind.lower(), Level.DISTRICT: profile.district.lower()}
        kind = row.get("kind") or (
            profile.village_kind(code) if level == Level.VILLAGE else default[level]
        )
        area = self.known.get(code)
        if area is None:
            self.known[code] = Area.objects.create(
                code=code, level=level, kind=kind, name=name, parent=parent
            )
            return "created"
        if (area.name, area.kind) == (name, kind):
            return "unchanged"
        if area.name != name:
            area.aliases.get_or_create(name_key=area.name_key, defaults={"name": area.name})
        area.name, area.kind = name, kind
        area.save()
        return "updated"

    def _by_name(self, parent: str, name: str) -> str:
        """The code of an area given by its name inside a parent, in whatever spelling, aliases included."""
        above = self.known.get(parent)
        found = list(Area.objects.current().named(name, parent=above)[:2]) if above else []
        if len(found) != 1:
            raise RowError(
                "name",
                "no_such_name",
                f"“{name}” tidak dikenal, atau lebih dari satu, di dalam {parent}. Tulis kodenya.",
            )
        return found[0].code


class RwImporter(Importer):
    """code of the village and rw_numbers: the RW numbers parted by spaces ("1 2 5")."""

    kind = "RW"
    required = ("code", "rw_numbers")

    def begin(self) -> None:
        self.villages = {a.code: a for a in Area.objects.current().level(Level.VILLAGE)}
        self.known = set(Area.objects.current().level(Level.RW).values_list("code", flat=True))
        self.new: list[Area] = []

    def store(self, row: Row) -> Effect:
        code = str(row["code"]).strip()
        village = self.villages.get(code)
        if village is None:
            raise RowError(
                "code", "unknown_village", f"Tidak ada desa/kelurahan dengan kode {code}."
            )
        parts = str(row["rw_numbers"]).split()
        if not parts or not all(p.isdecimal() and 0 < int(p) < 1000 for p in parts):
            raise RowError(
                "rw_numbers",
                "bad_numbers",
                f"“{row['rw_numbers']}” bukan deretan nomor RW. Contoh: 1 2 3",
            )
        effect: Effect = "unchanged"
        for number in sorted({int(p) for p in parts}):
            rw_code = f"{code}/{number:02d}"
            if rw_code not in self.known:
                self.known.add(rw_code)
                area = Area(
                    code=rw_code, level=Level.RW, kind="rw", name=f"RW {number:02d}", parent=village
                )
                area.placeholder = bool(row.get("placeholder"))
                area.derive()
                self.new.append(area)
                effect = "created"
        return effect

    def flush(self) -> None:
        Area.objects.bulk_create(self.new, batch_size=1000)
        self.new = []


class BoundaryImporter(Importer):
    """GeoJSON features with a property `code` (Kemendagri) and a Polygon or MultiPolygon in WGS 84."""

    kind = "batas wilayah"
    required = ("code", "geometry")

    def __init__(self, source: str = "") -> None:
        self.source = source

    def begin(self) -> None:
        self.areas = {a.code: a for a in Area.objects.current()}
        self.known = {b.area_id: b for b in AreaBoundary.objects.all()}
        self.new: list[AreaBoundary] = []
        self.changed: list[AreaBoundary] = []

    def store(self, row: Row) -> Effect:
        code = str(row["code"]).strip()
        area = self.areas.get(code)
        if area is None:
            raise RowError("code", "unknown_area", f"Tidak ada wilayah dengan kode {code}.")
        geometry = self._outline(row["geometry"])
        held = self.known.get(area.pk)
        if held is not None and held.geometry == geometry:
            return "unchanged"
        if held is None:
            held = self.known[area.pk] = AreaBoundary(
                area=area, geometry=geometry, source=self.source
            )
            self.new.append(held)
            return "created"
        held.geometry, held.source = geometry, self.source
        if held.pk is not None:
            self.changed.append(held)
        return "updated"

    def flush(self) -> None:
        AreaBoundary.objects.bulk_create(self.new)
        AreaBoundary.objects.bulk_update(self.changed, ["geometry", "source"])
        self.new, self.changed = [], []

    @staticmethod
    def _outline(geometry: Any) -> dict[str, Any]:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind not in {"Polygon", "MultiPolygon"}:
            raise RowError(
                "geometry",
                "not_a_polygon",
                f"Geometri harus Polygon atau MultiPolygon, bukan {kind or 'kosong'}.",
            )
        try:
            outline = shape(geometry)
        except (ShapelyError, ValueError, TypeError, KeyError, IndexError):
            raise RowError(
                "geometry", "unreadable", "Titik-titik batas tidak dapat dibaca."
            ) from None
        west, south, east, north = outline.bounds
        if not (94 <= west <= east <= 142 and -12 <= south <= north <= 7):
            raise RowError(
                "geometry",
                "not_in_indonesia",
                "Batas ini di luar Indonesia. Periksa urutan bujur, lintang (WGS 84).",
            )
        if not outline.is_valid:
            mended = outline.buffer(0)
            if mended.is_empty or abs(mended.area - outline.area) > outline.area * 0.01:
                raise RowError(
                    "geometry",
                    "invalid",
                    f"Batas ini berpotongan dengan dirinya: {explain_validity(outline)}.",
                )
            outline = mended
        plain: dict[str, Any] = json.loads(
            json.dumps(mapping(outline))
        )  # tuples to lists, as the database gives them back
        return plain
