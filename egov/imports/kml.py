"""KML in, of whatever age and maker: placemark by placemark, in any namespace or none.

The XML is read without entities and without a DTD. One bad placemark is told and holds up no
other. Points come before lines, so that what lines end at is there already.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from egov.imports.faults import UnreadableFile, UnreadableRow, told

LARGEST = 30_000_000  # bytes of the KML itself, unpacked
MOST_FILES = 1000
MOST_POINTS = 5000  # of one line
DEEPEST = 60  # folders within folders
SHAPES = ("Point", "LineString", "Polygon", "MultiGeometry", "LinearRing", "Model", "Track")
BROKEN = "Berkas KML ini rusak. Ekspor ulang dari programnya, lalu coba lagi."
BROKEN_KMZ = "Berkas KMZ ini rusak. Ekspor ulang sebagai KML, lalu coba lagi."
UNSAFE = (
    "Berkas KML ini memuat DTD atau entitas, yang tidak dibaca di sini. Ekspor ulang tanpa itu."
)
_COMMA = re.compile(r"\s*,\s*")


def read_kml(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number of the placemark, its row): `name`, `description`, `folder`, its data, `geometry`.

    The geometry is a GeoJSON Point, LineString or Polygon.
    """
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableFile("Isi KML ini lebih dari 30 MB. Bagi menjadi beberapa berkas.")
    with told(BROKEN, ParseError, ValueError, LookupError), told(UNSAFE, DefusedXmlException):
        root = fromstring(content, forbid_dtd=True)
    rows = [(n, _row(mark, folder)) for n, (mark, folder) in enumerate(_placemarks(root), start=1)]
    yield from sorted(rows, key=lambda row: _rank(row[1]))


def read_kmz(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The document of a KMZ: doc.kml, or the only .kml in it."""
    faults = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError)
    with told(BROKEN_KMZ, *faults):
        archive = zipfile.ZipFile(stream)
        members = archive.infolist()
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > 20 * LARGEST:
        raise UnreadableFile("Isi KMZ ini terlalu besar. Bagi menjadi beberapa berkas.")
    names = [m.filename for m in members if m.filename.lower().endswith(".kml")]
    if not names:
        raise UnreadableFile("Di dalam KMZ ini tidak ada berkas KML.")
    name = next((n for n in names if n.lower().endswith("doc.kml")), names[0])
    with told(BROKEN_KMZ, *faults), archive.open(name) as member:
        content = member.read(LARGEST + 1)  # never more, whatever the archive says of its size
    yield from read_kml(io.BytesIO(content))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _placemarks(root: Element) -> Iterator[tuple[Element, str]]:
    """Each with the name of the folder it lies in, in the order of the file."""
    waiting: list[tuple[Element, str, int]] = [(root, "", 0)]
    while waiting:
        element, folder, depth = waiting.pop()
        if local(element) == "Placemark":
            yield element, folder
            continue
        if depth > DEEPEST:
            raise UnreadableFile("Folder di KML ini terlalu dalam. Ratakan susunannya.")
        if local(element) == "Folder":
            folder = _text(element, "name") or folder
        waiting += [(child, folder, depth + 1) for child in reversed(element)]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child) == name]


def _text(element: Element, name: str) -> str:
    found = _children(element, name)
    return " ".join((found[0].text or "").split()) if found else ""


def _row(mark: Element, folder: str) -> dict[str, Any]:
    texts = {"name": _text(mark, "name"), "description": _text(mark, "description")}
    row: dict[str, Any] = {name: text for name, text in texts.items() if text}
    if folder:
        row["folder"] = folder
    row |= _data(mark)
    try:
        return {**row, "geometry": _geometry(mark)}
    except _BadShape as fault:
        return UnreadableRow(row, "geometry", fault.code, f"{_called(row)}: {fault}")


def _called(row: dict[str, Any]) -> str:
    return f"Placemark “{row['name'][:60]}”" if row.get("name") else "Placemark tanpa nama"


def _data(mark: Element) -> dict[str, str]:
    """ExtendedData, typed or not."""
    data: dict[str, str] = {}
    for extended in _children(mark, "ExtendedData"):
        for element in extended.iter():
            name = element.get("name")
            if not name:
                continue
            if local(element) == "Data":
                data[name.strip()] = _text(element, "value")
            elif local(element) == "SimpleData":
                data[name.strip()] = " ".join((element.text or "").split())
    return data


class _BadShape(Exception):
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def _geometry(mark: Element) -> dict[str, Any]:
    shapes = [child for child in mark if local(child) in SHAPES]
    while len(shapes) == 1 and local(shapes[0]) == "MultiGeometry":
        shapes = [child for child in shapes[0] if local(child) in SHAPES]
    if len(shapes) != 1:
        many = "beberapa bentuk; pisahkan" if shapes else "tidak ada titik atau garisnya"
        raise _BadShape("not_one_shape", f"{many}.")
    shape, kind = shapes[0], local(shapes[0])
    if kind == "Point":
        (place, *more) = _coordinates(shape)
        if more:
            raise _BadShape("bad_point", "titik ini punya lebih dari satu koordinat.")
        return {"type": "Point", "coordinates": place}
    if kind == "LineString":
        line = _coordinates(shape)
        if len(line) < 2:
            raise _BadShape("bad_line", "garis ini hanya punya satu titik.")
        return {"type": "LineString", "coordinates": line}
    if kind == "Polygon":
        rings = [ring for part in shape for ring in part.iter() if local(ring) == "LinearRing"]
        if not rings:
            raise _BadShape("bad_polygon", "area ini tidak punya garis tepi.")
        return {"type": "Polygon", "coordinates": [_coordinates(ring) for ring in rings]}
    raise _BadShape("unknown_shape", f"bentuk {kind} tidak dibaca. Ubah menjadi titik atau garis.")


def _coordinates(shape: Element) -> list[list[float]]:
    """[[longitude, latitude], ...]; a height is left out."""
    places = []
    for part in _COMMA.sub(",", _text(shape, "coordinates")).split():
        try:
            longitude, latitude = (float(value) for value in part.split(",")[:2])
        except ValueError:
            sentence = f"koordinat “{part[:40]}” bukan bujur,lintang."
            raise _BadShape("bad_coordinates", sentence) from None
        inside = abs(longitude) <= 180 and abs(latitude) <= 90
        if not inside or not math.isfinite(longitude + latitude):
            raise _BadShape("bad_coordinates", f"koordinat “{part[:40]}” tidak ada di bumi.")
        places.append([longitude, latitude])
    if not places:
        raise _BadShape("bad_coordinates", "koordinatnya kosong.")
    if len(places) > MOST_POINTS:
        raise _BadShape("too_many_points", f"lebih dari {MOST_POINTS} titik. Sederhanakan.")
    return places


def _rank(row: dict[str, Any]) -> int:
    geometry = row.get("geometry") or {}
    return 0 if geometry.get("type") == "Point" else 1
