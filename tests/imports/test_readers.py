"""Rows of every format, and a sentence for every file that cannot be read."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from egov.imports import readers
from egov.imports.readers import READERS, UnreadableFile, read_rows
from egov.verbs.apart import Bounds

WANTED = [{"kode": "a", "nama": "Satu"}, {"kode": "b", "nama": "Dua"}]


def xlsx() -> bytes:
    book = Workbook()
    assert book.active is not None
    for cells in (["kode", "nama"], ["a", "Satu"], [None, None], ["b", "Dua"]):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


CSV = b"kode,nama\na,Satu\nb,Dua\n"
GOOD: dict[str, bytes] = {
    "x.csv": CSV,
    "x.CSV": b"\xef\xbb\xbfkode;nama\r\na;Satu\r\nb;Dua\r\n",
    "x.xlsx": xlsx(),
    "x.json": json.dumps(WANTED).encode(),
    "x.jsonl": b"".join(json.dumps(item).encode() + b"\n\n" for item in WANTED),
    "x.yaml": b"- {kode: a, nama: Satu}\n- {kode: b, nama: Dua}\n",
    "x.zip": packed(a_csv=b"kode,nama\na,Satu\n", b_json=json.dumps(WANTED[1:]).encode()),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_format_gives_the_same_rows(name: str) -> None:
    assert [row for _, row in read_rows(io.BytesIO(GOOD[name]), name)] == WANTED


def test_yaml_is_one_mapping_or_a_list_with_its_lines() -> None:
    one = list(read_rows(io.BytesIO(b"---\nkode: a\nporta:\n  - name: x\n"), "x.yaml"))
    assert one == [(2, {"kode": "a", "porta": [{"name": "x"}]})]
    assert one[0][1]["porta"][0]["name"].line == 4
    assert [line for line, _ in read_rows(io.BytesIO(GOOD["x.yaml"]), "x.yaml")] == [1, 2]


def test_geojson_keeps_its_geometry() -> None:
    point = {"type": "Point", "coordinates": [112.7, -7.2]}
    feature = {"type": "Feature", "properties": {"kode": "a"}, "geometry": point}
    content = json.dumps({"type": "FeatureCollection", "features": [feature, None]}).encode()
    rows = [row for _, row in read_rows(io.BytesIO(content), "x.geojson")]
    assert rows == [{"kode": "a", "geometry": point}, {}]


def test_lines_are_those_a_person_sees() -> None:
    assert [line for line, _ in read_rows(io.BytesIO(xlsx()), "x.xlsx")] == [2, 4]
    assert [line for line, _ in read_rows(io.BytesIO(CSV), "x.csv")] == [2, 3]
    assert [line for line, _ in read_rows(io.BytesIO(GOOD["x.zip"]), "x.zip")] == [
        "a.csv: 2",
        "b.json: 1",
    ]


BAD: dict[str, tuple[str, bytes]] = {
    "no text": ("x.csv", b"\xff\xfe\x00"),
    "an endless field": ("x.csv", b'a\n"' + b"x" * 140_000 + b'"\n'),
    "no workbook": ("x.xlsx", b"PK"),
    "a zip that is no workbook": ("x.xlsx", packed(a_txt=b"x")),
    "half a list": ("x.json", b"[{"),
    "no list": ("x.json", b"{}"),
    "no features": ("x.geojson", b'{"type": "FeatureCollection", "features": 7}'),
    "deep": ("x.json", b"[" * 100_000),
    "deep yaml": ("x.yaml", b"[" * 3000),
    "no yaml": ("x.yaml", b"a: [\n"),
    "an alias": ("x.yaml", b"- {a: &x [1, 2]}\n- {a: *x}\n"),
    "an object": ("x.yaml", b"- {a: !!python/object:os.system ls}\n"),
    "two documents": ("x.yaml", b"a: 1\n---\na: 2\n"),
    "a bad line": ("x.jsonl", b'{"a": 1}\n{\n'),
    "no zip": ("x.zip", b"PK"),
    "nothing in it": ("x.zip", packed(a_doc=b"x")),
    "a zip in a zip": ("x.zip", packed(a_zip=packed(a_csv=CSV))),
    "a letter": ("x.doc", b"x"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableFile) as told:
        list(read_rows(io.BytesIO(BAD[name][1]), BAD[name][0]))
    assert told.value.sentence.endswith(".")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_UNPACKED", 100_000)
    bomb = packed(a_csv=b"a\n" * 100_000)
    for name in ("x.zip", "x.xlsx"):
        with pytest.raises(UnreadableFile, match="terlalu besar"):
            list(read_rows(io.BytesIO(bomb), name))
    monkeypatch.setattr(readers, "MAX_WHOLE", 10)
    monkeypatch.setattr(readers, "MAX_YAML", 10)
    for name in ("x.json", "x.yaml"):
        with pytest.raises(UnreadableFile, match="Pakai CSV"):
            list(read_rows(io.BytesIO(b" " * 11), name))


def sheet_of(xml: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as book, zipfile.ZipFile(out, "w") as archive:
        for name in book.namelist():
            own = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, xml if own else book.read(name))
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData></worksheet>'
)
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
HEAD = f'<row r="1">{CELL.format("A1", "kode")}{CELL.format("B1", "nama")}</row>'


def test_a_sheet_is_as_wide_as_its_head_and_read_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    last = f'<row r="1048576">{CELL.format("A1048576", "a")}{CELL.format("XFD1048576", "z")}</row>'
    monkeypatch.setattr(readers, "SHEET_BOUNDS", Bounds(seconds=20, megabytes=400))
    rows = list(read_rows(io.BytesIO(sheet_of(SHEET.format(HEAD + last))), "x.xlsx"))
    assert rows == [(1048576, {"kode": "a", "nama": ""})]
    heads = "".join(CELL.format(f"{get_column_letter(n)}1", f"k{n}") for n in range(1, 502))
    wide = f'<row r="1">{heads}</row>'
    with pytest.raises(UnreadableFile, match="500 kolom"):
        list(read_rows(io.BytesIO(sheet_of(SHEET.format(wide))), "x.xlsx"))
    monkeypatch.setattr(readers, "SHEET_BOUNDS", Bounds(seconds=1, megabytes=400))
    full = "".join(f"<row>{CELL.format('', 'a' * 9) * 2}</row>" for _ in range(100_000))
    with pytest.raises(UnreadableFile, match="terlalu rumit"):
        list(read_rows(io.BytesIO(sheet_of(SHEET.format(HEAD + full))), "x.xlsx"))


def test_values_of_a_sheet_are_what_the_cells_hold() -> None:
    book = Workbook()
    assert book.active is not None
    moment = dt.datetime(2027, 1, 31, 14, 5)  # noqa: DTZ001 - as a sheet holds it
    values = [moment, dt.time(9, 30), 7, 2.5, True, "teks", None]
    for cells in (list("abcdefg"), values):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    ((line, row),) = read_rows(out, "x.xlsx")
    assert (line, list(row.values())) == (2, [*values[:-1], ""])


def test_rows_are_read_as_they_are_asked_for() -> None:
    class Counted(io.BytesIO):
        read_bytes = 0

        def read1(self, size: int | None = -1) -> bytes:
            part = super().read1(size or -1)
            self.read_bytes += len(part)
            return part

    stream = Counted(b"kode\n" + b"a\n" * 1_000_000)
    rows = read_rows(stream, "x.csv")
    assert next(iter(rows)) == (2, {"kode": "a"})
    assert stream.read_bytes < 100_000


def test_a_fault_of_ours_is_not_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(stream: Any) -> Any:
        raise AttributeError("ours")

    reader: Callable[[Any], Any] = broken
    monkeypatch.setitem(READERS, ".csv", reader)
    with pytest.raises(AttributeError):
        list(read_rows(io.BytesIO(CSV), "x.csv"))
