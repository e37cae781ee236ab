"""No value of a JSON file breaks an importer: it is stored, or refused with a sentence."""

from __future__ import annotations

import io
from typing import Any

import pytest

from egov.agencies.importers import AgencyImporter
from egov.areas.importers import AreaImporter, BoundaryImporter, RwImporter
from egov.imports.engine import Importer, run_import
from egov.imports.readers import read_rows
from regulations.domain.exchange.jdihn_import import JdihnImporter
from tests.town import Town

ODD: list[Any] = [None, True, 7, 1.5, -1, "", " ", "\0", "x" * 5000, "²", [], [1], {}, {"a": []}]
GOOD: dict[type[Importer], dict[str, Any]] = {
    AgencyImporter: {"code": "uji", "short_name": "Uji", "name": "Dinas Uji", "basis": "Perda 1"},
    AreaImporter: {"code": "35.78.03", "name": "Rungkut", "kind": "kecamatan", "parent": "35.78"},
    RwImporter: {"code": "35.78.01.1001", "rw_numbers": "1 2", "placeholder": ""},
    BoundaryImporter: {
        "code": "35.78",
        "source": "Dinas contoh",
        "geometry": {"type": "Polygon", "coordinates": [[[112, -7], [113, -7], [113, -8]]]},
    },
    JdihnImporter: {
        "jenis": "Peraturan Daerah",
        "singkatanJenis": "PERDA",
        "noPeraturan": "1",
        "judul": "Contoh Tahun 2020 tentang Contoh",
        "tanggal_penetapan": "2020-01-02",
        "tanggal_pengundangan": "2020-01-03",
        "tahun_pengundangan": "2020",
        "sumber": "LD 2020",
        "tempatTerbit": "Surabaya",
        "subjek": "contoh",
        "status": "Berlaku",
        "urlDownload": "https://contoh.example/a.pdf",
    },
}


@pytest.mark.parametrize("kind", GOOD)
def test_an_odd_value_is_stored_or_refused(town: Town, kind: type[Importer]) -> None:
    good = GOOD[kind]
    rows = [{**good, name: odd} for name in good for odd in ODD]
    rows += [
        {**good, "geometry": {"type": "Polygon", "coordinates": odd}}
        for odd in ([[None]], [[["a", "b"]]], [[[1]]], [[]], "x", [[[float("nan"), 1]] * 4])
        if "geometry" in good
    ]
    run = run_import(kind(), enumerate(rows, start=1), source="uji", partial=True)
    assert run.created + run.updated + run.unchanged + run.bad == len(rows)
    assert all(e["sentence"] and len(e["sentence"]) <= 300 for e in run.errors)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.yaml"])
def test_half_a_letter_is_left_out_wherever_it_stands(name: str) -> None:
    line = b'{"name": "Uji\\ud800\\u0000 kota", "parts": [{"of": "\\udc00x"}]}'
    content = b"[" + line + b"]" if name == "a.json" else line
    if name == "a.yaml":
        content = b'- name: "Uji\\0 kota"\n  parts: [{of: x}]\n'
    rows = [row for _, row in read_rows(io.BytesIO(content), name)]
    assert rows == [{"name": "Uji kota", "parts": [{"of": "x"}]}]
