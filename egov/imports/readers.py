"""Tables in: the rows of a file, whatever its format, as they are read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, Any

import yaml

from egov.imports.calendar import read_calendar
from egov.imports.faults import Line as Line
from egov.imports.faults import UnreadableFile as UnreadableFile
from egov.imports.faults import told as _told
from egov.imports.kml import BROKEN_KMZ, read_kml, read_kmz
from egov.imports.sheets import MAX_COLUMNS, plain
from egov.verbs.apart import Bounds, Stopped, messages
from egov.verbs.plain import plain_within

Row = dict[str, Any]
Rows = Iterator[tuple[Line, Row]]
Reader = Callable[[IO[bytes]], Rows]

MAX_WHOLE = 50_000_000  # bytes of JSON, which must be read whole before its first row
MAX_YAML = 5_000_000  # bytes: a megabyte takes seconds
MAX_UNPACKED = 500_000_000  # bytes of all that a ZIP or an XLSX holds
MAX_MEMBER = 200_000_000  # bytes of one of its files
MAX_FILES = 1000  # in a ZIP
LONGEST_LINE = 10_000_000  # bytes of one JSON line: a detailed outline of an area


def _text(stream: IO[bytes]) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")


NOT_UTF8 = "Berkas ini tidak dapat dibaca sebagai teks. Simpan ulang sebagai CSV UTF-8."
BROKEN_CSV = "Berkas CSV ini rusak: satu isiannya terlalu panjang. Periksa tanda kutipnya."


def read_csv(stream: IO[bytes]) -> Rows:
    """Columns by the names in the first line, parted by commas or semicolons."""
    with _told(NOT_UTF8, UnicodeDecodeError), _told(BROKEN_CSV, csv.Error):
        text = _text(stream)
        head = text.readline()
        delimiter = ";" if head.count(";") > head.count(",") else ","
        reader = csv.DictReader(chain([head], text), delimiter=delimiter)
        for row in reader:
            # a short row comes with None as values, a long one with None as a name
            yield reader.line_num, {k.strip(): (v or "").strip() for k, v in row.items() if k}


SHEETS = "egov.imports.sheets"
SHEET_BOUNDS = Bounds(seconds=300, megabytes=1024)  # a million rows of ten columns take half of it
LONGEST_ROW = 100_000_000  # bytes
TOO_WIDE = f"Lembar ini lebih dari {MAX_COLUMNS} kolom. Hapus kolom yang tidak dipakai."
TOO_COMPLEX = (
    "Berkas Excel ini terlalu besar atau terlalu rumit. "
    "Bagi menjadi beberapa berkas, atau simpan sebagai CSV."
)
READING_FAILED = (
    "Berkas ini gagal dibaca karena gangguan pada portal. Coba lagi nanti, atau simpan sebagai CSV."
)
DAMAGED_XLSX = "Berkas Excel ini rusak. Buka di Excel, simpan ulang sebagai .xlsx, lalu coba lagi."


def read_xlsx(stream: IO[bytes]) -> Rows:
    """The first sheet; columns by the names in its first row. Formulas as their last result."""
    with _told(DAMAGED_XLSX, zipfile.BadZipFile, OSError, ValueError):
        _require_small(zipfile.ZipFile(stream))
    stream.seek(0)
    head: list[str] = []
    try:
        for message in messages(SHEETS, stream.read(), SHEET_BOUNDS, longest=LONGEST_ROW):
            if refusal := message.get("refused"):
                raise UnreadableFile(TOO_WIDE if refusal == "too_wide" else DAMAGED_XLSX)
            if "head" in message:
                head = message["head"]
            elif "cells" in message:
                yield message["row"], dict(zip(head, plain(message["cells"]), strict=False))
    except Stopped as stopped:
        sentence = READING_FAILED if stopped.reason == "failed" else TOO_COMPLEX
        raise UnreadableFile(sentence) from None


def read_json(stream: IO[bytes]) -> Rows:
    """A list of objects, or GeoJSON: its properties, and the geometry under "geometry"."""
    sentence = "Berkas JSON ini rusak. Periksa kurung dan tanda komanya."
    with _told(sentence, ValueError, RecursionError):
        content = json.loads(_whole(stream, MAX_WHOLE, "JSON").decode("utf-8-sig"))
    return _items(content)


class Written(str):
    """A text of a YAML file that knows the line it stands on."""

    line: int


class _PlainYaml(yaml.SafeLoader):
    """YAML that is what is written: nothing that repeats itself, nothing that makes an object."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise UnreadableFile("Berkas YAML ini memakai rujukan (* dan &). Tulis isinya utuh.")
        return super().compose_node(parent, index)

    def written(self, node: yaml.ScalarNode) -> Written:
        text = Written(self.construct_scalar(node))
        text.line = node.start_mark.line + 1
        return text

    def refuse(self, node: yaml.Node) -> Any:
        line = node.start_mark.line + 1
        sentence = f"Baris {line} memakai penanda jenis (!). Hapus penandanya, tulis nilainya saja."
        raise UnreadableFile(sentence)


_PlainYaml.add_constructor("tag:yaml.org,2002:str", _PlainYaml.written)
_PlainYaml.add_constructor(None, _PlainYaml.refuse)


def read_yaml(stream: IO[bytes]) -> Rows:
    """A list of mappings, or one mapping; each with the line that it begins on."""
    sentence = "Berkas YAML ini rusak. Periksa lekukan barisnya."
    with _told(sentence, yaml.YAMLError, ValueError, RecursionError):
        loader = _PlainYaml(_whole(stream, MAX_YAML, "YAML").decode("utf-8-sig"))
        node = loader.get_single_node()
        content = None if node is None else loader.construct_document(node)
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    items = [content] if isinstance(content, dict) else content
    for place, (_, row) in zip(nodes, _items(items), strict=True):
        yield place.start_mark.line + 1, row


def read_json_lines(stream: IO[bytes]) -> Rows:
    """An object a line."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        sentence = f"Baris {number} bukan objek JSON. Periksa berkasnya."
        with _told(sentence, ValueError, RecursionError):
            item = json.loads(line.decode("utf-8-sig")) if line.strip() else None
        if item is not None:
            yield number, item if isinstance(item, dict) else {}


BROKEN_ZIP = "Berkas ZIP ini rusak. Buat ulang, lalu coba lagi."


def read_zip(stream: IO[bytes]) -> Rows:
    """Every readable file in it, one after the other, by name."""
    sentence = BROKEN_ZIP
    with _told(sentence, zipfile.BadZipFile, OSError):
        archive = zipfile.ZipFile(stream)
        _require_small(archive)
    names = sorted(n for n in archive.namelist() if _suffix(n) in TABLES and _suffix(n) != ".zip")
    if not names:
        raise UnreadableFile(f"Di dalam ZIP ini tidak ada berkas {FORMATS}.")
    for name in names:
        with _told(sentence, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            member = io.BytesIO(archive.read(name))
        for line, row in READERS[_suffix(name)](member):
            yield f"{name}: {line}", row


WRAPPED = ("hosts", "devices", "result", "results", "hasil")  # what programs lay a list in


def _unwrapped(content: Any) -> Any:
    """The list that an export of another program lies in, as monitors give theirs."""
    inner = content.get("zabbix_export", content) if isinstance(content, dict) else content
    if not isinstance(inner, dict):
        return content
    return next((inner[key] for key in WRAPPED if isinstance(inner.get(key), list)), content)


def _items(content: Any) -> Rows:
    content = _unwrapped(content)
    if isinstance(content, dict) and content.get("type") == "FeatureCollection":
        features = content.get("features")
        content = [_feature(f) for f in features] if isinstance(features, list) else None
    if not isinstance(content, list):
        raise UnreadableFile("Isi berkas ini bukan daftar. Berikan daftar objek atau GeoJSON.")
    for number, item in enumerate(content, start=1):
        yield number, item if isinstance(item, dict) else {}


def _feature(feature: Any) -> Row:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    known = properties if isinstance(properties, dict) else {}
    return {**known, "geometry": feature.get("geometry")}


def _whole(stream: IO[bytes], most: int, kind: str) -> bytes:
    content = stream.read(most + 1)
    if len(content) > most:
        size = f"Berkas {kind} ini lebih dari {most // 1_000_000} MB."
        raise UnreadableFile(f"{size} Pakai CSV atau JSON Lines (.jsonl).")
    return content


def _require_small(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    largest = max((m.file_size for m in members), default=0)
    whole = sum(m.file_size for m in members)
    if len(members) > MAX_FILES or largest > MAX_MEMBER or whole > MAX_UNPACKED:
        raise UnreadableFile("Isi berkas ini terlalu besar. Bagi menjadi beberapa berkas.")


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".txt": read_csv,
    ".xlsx": read_xlsx,
    ".json": read_json,
    ".geojson": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".zip": read_zip,
    ".ics": read_calendar,
    ".kml": read_kml,
    ".kmz": read_kmz,
}
PLACES = (".geojson", ".kml", ".kmz")  # what holds places
# what holds rows of any kind
TABLES = tuple(suffix for suffix in READERS if suffix not in (".ics", ".kml", ".kmz"))
FORMATS = "CSV, XLSX, JSON, GeoJSON, JSON Lines, atau YAML"


ARCHIVES = {".xlsx": DAMAGED_XLSX, ".zip": BROKEN_ZIP, ".kmz": BROKEN_KMZ}
STREAMED = {".csv", ".txt", ".jsonl", ".ndjson"}  # the first row costs next to nothing


def require_readable(stream: IO[bytes], name: str) -> None:
    """Raises UnreadableFile for what shows at once, unpacking nothing and reading no file whole.

    The stream is closed afterwards, or stands anywhere.
    """
    suffix = _suffix(name)
    if suffix in ARCHIVES:
        sentence = ARCHIVES[suffix]
        with _told(sentence, zipfile.BadZipFile, OSError, ValueError):
            _require_small(zipfile.ZipFile(stream))
    elif suffix in STREAMED:
        next(iter(READERS[suffix](stream)), None)


def read_rows(stream: IO[bytes], name: str) -> Rows:
    """(line, row) of a file by the ending of its name. Raises UnreadableFile, also on the way."""
    reader = READERS.get(_suffix(name))
    if reader is None:
        raise UnreadableFile(f"Jenis berkas ini tidak dikenal. Pakai {FORMATS}, atau ZIP isinya.")
    for line, row in reader(stream):
        row.update({name: plain_within(value) for name, value in row.items()})
        yield line, row


def read_path(path: Path) -> Iterable[tuple[Line, Row]]:
    """The rows of a file on this machine, read as they are asked for."""
    with _told(f"Berkas {path.name} tidak dapat dibuka.", OSError):
        stream = path.open("rb")
    with stream:
        yield from read_rows(stream, path.name)
