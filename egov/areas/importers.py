"""Importers of areas, RW and boundaries."""

import json
import re
from typing import Any

from django.conf import settings
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.validation import explain_validity

from egov.areas.drawing import draw_map_soon
from egov.areas.models import Area, AreaBoundary, Level
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from egov.web.params import int_param

CODE = re.compile(r"\d\d\.\d\d(\.\d\d(\.\d{4})?)?")
DEPTH = {1: Level.REGION, 2: Level.DISTRICT, 3: Level.VILLAGE}


class AreaImporter(Importer):
    """code, name[, kind, parent]; the level follows from the code.

    Parents come before their children.
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
        self._check(code, name)
        self.seen.add(code)
        level = DEPTH[code.count(".")]
        parent = self._parent(code) if level != Level.REGION else None
        default = {Level.REGION: profile.kind.lower(), Level.DISTRICT: profile.district.lower()}
        own_kind = profile.village_kind(code) if level == Level.VILLAGE else default[level]
        kind = row.get("kind") or own_kind
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

    def flush(self) -> None:
        draw_map_soon()

    def _check(self, code: str, name: str) -> None:
        """Raises RowError for a code that is none of this region's, and for a name that is none."""
        profile = settings.REGION_PROFILE
        if not CODE.fullmatch(code):
            raise RowError("code", "bad_code", f"Kode “{code}” tidak berbentuk PP.KK.CC.VVVV.")
        if code != profile.code and not code.startswith(f"{profile.code}."):
            sentence = f"Kode {code} bukan bagian {profile.name} ({profile.code})."
            raise RowError("code", "other_region", sentence)
        if not name:
            raise RowError("name", "no_name", f"Nama untuk kode {code} kosong.")
        if len(name) > 120:
            raise RowError("name", "name_too_long", f"Nama untuk kode {code} lebih dari 120 huruf.")
        if code in self.seen:
            sentence = f"Kode {code} sudah ada di atas. Hapus salah satu barisnya."
            raise RowError("code", "duplicate", sentence)

    def _parent(self, code: str) -> Area:
        above = code.rsplit(".", 1)[0]
        parent = self.known.get(above)
        if parent is None:
            sentence = f"Induk {above} belum ada. Taruh barisnya di atas baris ini."
            raise RowError("code", "no_parent", sentence)
        return parent

    def _by_name(self, parent: str, name: str) -> str:
        """The code of an area given by its name inside a parent.

        In whatever spelling, aliases included.
        """
        above = self.known.get(parent)
        found = list(Area.objects.current().named(name, parent=above)[:2]) if above else []
        if len(found) != 1:
            sentence = (
                f"“{name}” tidak dikenal, atau lebih dari satu, di dalam {parent}. Tulis kodenya."
            )
            raise RowError("name", "no_such_name", sentence)
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
            sentence = f"Tidak ada desa/kelurahan dengan kode {code}."
            raise RowError("code", "unknown_village", sentence)
        parts = str(row["rw_numbers"]).split()
        if not parts or not all(0 < (int_param(p) or 0) < 1000 for p in parts):
            sentence = f"“{row['rw_numbers']}” bukan deretan nomor RW. Contoh: 1 2 3"
            raise RowError("rw_numbers", "bad_numbers", sentence)
        effect: Effect = "unchanged"
        for number in sorted({int(p) for p in parts}):
            rw_code = f"{code}/{number:02d}"
            if rw_code not in self.known:
                self.known.add(rw_code)
                name = f"RW {number:02d}"
                area = Area(code=rw_code, level=Level.RW, kind="rw", name=name, parent=village)
                area.placeholder = bool(row.get("placeholder"))
                area.derive()
                self.new.append(area)
                effect = "created"
        return effect

    def flush(self) -> None:
        Area.objects.bulk_create(self.new, batch_size=1000)
        self.new = []


class BoundaryImporter(Importer):
    """GeoJSON features with a property `code` (Kemendagri), in WGS 84.

    Each a Polygon or MultiPolygon; a property `source` says where it comes from.
    """

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
        source = " ".join(str(row.get("source") or self.source).split())
        if len(source) > 200:
            raise RowError("source", "source_too_long", "Sumber batas ini lebih dari 200 huruf.")
        held = self.known.get(area.pk)
        if held is not None and (held.geometry, held.source) == (geometry, source or held.source):
            return "unchanged"
        if held is None:
            held = self.known[area.pk] = AreaBoundary(area=area, geometry=geometry, source=source)
            self.new.append(held)
            return "created"
        held.geometry, held.source = geometry, source
        if held.pk is not None:
            self.changed.append(held)
        return "updated"

    def flush(self) -> None:
        AreaBoundary.objects.bulk_create(self.new)
        AreaBoundary.objects.bulk_update(self.changed, ["geometry", "source"])
        self.new, self.changed = [], []
        draw_map_soon()

    @staticmethod
    def _outline(geometry: Any) -> dict[str, Any]:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind not in {"Polygon", "MultiPolygon"}:
            sentence = f"Geometri harus Polygon atau MultiPolygon, bukan {kind or 'kosong'}."
            raise RowError("geometry", "not_a_polygon", sentence)
        try:
            outline = shape(geometry)
        except (ShapelyError, ValueError, TypeError, KeyError, IndexError):
            sentence = "Titik-titik batas tidak dapat dibaca."
            raise RowError("geometry", "unreadable", sentence) from None
        west, south, east, north = outline.bounds
        if not (94 <= west <= east <= 142 and -12 <= south <= north <= 7):
            sentence = "Batas ini di luar Indonesia. Periksa urutan bujur, lintang (WGS 84)."
            raise RowError("geometry", "not_in_indonesia", sentence)
        if not outline.is_valid:
            mended = outline.buffer(0)
            if mended.is_empty or abs(mended.area - outline.area) > outline.area * 0.01:
                sentence = f"Batas ini berpotongan dengan dirinya: {explain_validity(outline)}."
                raise RowError("geometry", "invalid", sentence)
            outline = mended
        # tuples to lists, as the database gives them back
        plain: dict[str, Any] = json.loads(json.dumps(mapping(outline)))
        return plain
