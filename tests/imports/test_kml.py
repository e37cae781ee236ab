"""KML of any maker: any namespace or none, placemark by placemark; hostile files by a sentence."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from egov.imports.engine import Effect, Importer, run_import
from egov.imports.faults import UnreadableRow
from egov.imports.readers import UnreadableFile, read_rows

BODY = """<Document><Folder><name>Handhole</name>
<Placemark><name>Garis</name><LineString><coordinates>112.7,-7.2,0 112.71 , -7.21,0
</coordinates></LineString></Placemark>
<Placemark><name>HH-1</name><description>dekat pasar</description>
<ExtendedData><Data name="pemilik"><value>diskominfo</value></Data>
<SchemaData><SimpleData name="tahun">2024</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>112.7,-7.2</coordinates></Point></Placemark>
<Placemark><name>Rusak</name><Point><coordinates>di sini</coordinates></Point></Placemark>
<Placemark><name>Kosong</name></Placemark>
</Folder></Document>"""
NAMESPACES = ("http://www.opengis.net/kml/2.2", "http://earth.google.com/kml/2.1", "")


def kml(body: str = BODY, namespace: str = NAMESPACES[0], head: str = "") -> bytes:
    of = f' xmlns="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml{of}>{body}</kml>'.encode()


def kmz(content: bytes, name: str = "doc.kml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def rows(content: bytes, name: str = "x.kml") -> list[Any]:
    return list(read_rows(io.BytesIO(content), name))


@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize("packed", [False, True])
def test_points_then_lines_and_bad_ones_by_themselves(namespace: str, packed: bool) -> None:
    content = kml(namespace=namespace)
    read = rows(kmz(content), "x.kmz") if packed else rows(content)
    assert [number for number, _ in read] == [2, 1, 3, 4]
    assert read[0][1] == {
        "name": "HH-1",
        "description": "dekat pasar",
        "folder": "Handhole",
        "pemilik": "diskominfo",
        "tahun": "2024",
        "geometry": {"type": "Point", "coordinates": [112.7, -7.2]},
    }
    assert read[1][1]["geometry"]["coordinates"] == [[112.7, -7.2], [112.71, -7.21]]
    bad = [row for _, row in read[2:]]
    assert [(type(row), row.code) for row in bad] == [
        (UnreadableRow, "bad_coordinates"),
        (UnreadableRow, "not_one_shape"),
    ]
    assert "“Rusak”" in bad[0].sentence


BILLION = """<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
OUTSIDE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (kml(head=BILLION, body="<Placemark><name>&c;</name></Placemark>"), "x.kml", "DTD"),
        (kml(head=OUTSIDE, body="<Placemark><name>&x;</name></Placemark>"), "x.kml", "DTD"),
        (kml(head="<!DOCTYPE kml>"), "x.kml", "DTD"),
        (kmz(kml(head=BILLION)), "x.kmz", "DTD"),
        (b"<kml>", "x.kml", "rusak"),
        (b"\x00\x01", "x.kml", "rusak"),
        (b"PK kosong", "x.kmz", "rusak"),
        (kmz(b"x", "foto.png"), "x.kmz", "tidak ada berkas KML"),
        (kmz(b" " * 31_000_000), "x.kmz", "lebih dari 30 MB"),
        (kml("<Folder>" * 70 + "</Folder>" * 70), "x.kml", "terlalu dalam"),
    ],
)
def test_a_hostile_file_is_a_sentence(content: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        rows(content, name)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(monkeypatch: Any) -> None:
    monkeypatch.setattr("egov.imports.kml.LARGEST", 1000)
    content = bytearray(kmz(b" " * 15_000))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):  # says that it holds ten bytes
        place = content.index(mark) + (22 if mark.endswith(b"\x04") else 24)
        content[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableFile):
        rows(bytes(content), "x.kmz")


class Keeping(Importer):
    kind = "uji"

    def begin(self) -> None:
        self.kept: list[str] = []

    def store(self, row: dict[str, Any]) -> Effect:
        self.kept.append(row["name"])
        return "created"


@pytest.mark.django_db
def test_the_engine_tells_bad_rows_and_asks_the_importer_about_none() -> None:
    importer = Keeping()
    source = read_rows(io.BytesIO(kml()), "x.kml")
    run = run_import(importer, source, source="x.kml", partial=True)
    assert importer.kept == ["HH-1", "Garis"]
    assert (run.created, run.bad, run.applied) == (2, 2, True)
    assert [(e["line"], e["field"]) for e in run.errors] == [(3, "geometry"), (4, "geometry")]
