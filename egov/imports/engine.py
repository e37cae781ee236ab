"""The import engine. An importer says how to read a row and how to store it; the engine does everything else."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from egov.imports.models import ImportRun
from egov.imports.progress import progress

Row = dict[str, Any]
Effect = Literal["created", "updated", "unchanged"]


class RowError(Exception):
    """One bad value: the field's name, a code, and a sentence that says how to mend it."""

    def __init__(self, field: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.code, self.sentence = field, code, sentence


@dataclass(frozen=True)
class Fault:
    line: int
    field: str
    code: str
    sentence: str
    stopping: bool = True  # a remark is told and stops nothing


class Importer:
    """One kind of table. `required` names the columns without which the file is refused as a whole.

    `store` sees rows in file order, checks before it writes, and may raise RowError; it must be safe to repeat.
    """

    kind = ""
    required: tuple[str, ...] = ()

    remarks: list[RowError]  # of the present row

    def remark(self, field: str, code: str, sentence: str) -> None:
        """Tells of a value that was left out, while the row itself is kept."""
        self.remarks.append(RowError(field, code, sentence))

    def begin(self) -> None:
        """Loads what `store` needs to compare with, in a constant number of queries."""

    def store(self, row: Row) -> Effect:
        raise NotImplementedError(f"{type(self).__name__}.store")

    def finish(self) -> None:
        """Writes what `store` collected for bulk."""


UNREADABLE = (
    RowError,
    ValueError,
    OSError,
    KeyError,
    AttributeError,
    csv.Error,
    zipfile.BadZipFile,
    InvalidFileException,
)


class _Undo(Exception):
    pass


def read_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """(line, row) of a CSV, XLSX, JSON or GeoJSON file; GeoJSON properties with the geometry under "geometry"."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        sheet = load_workbook(path, read_only=True, data_only=True).active
        if sheet is None:
            return
        lines = sheet.iter_rows(values_only=True)
        head = [str(cell or "").strip() for cell in next(lines, ())]
        for number, cells in enumerate(lines, start=2):
            if any(cell is not None for cell in cells):
                yield (
                    number,
                    dict(zip(head, ("" if cell is None else cell for cell in cells), strict=False)),
                )
    elif suffix in {".json", ".geojson"}:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        if isinstance(content, dict) and content.get("type") == "FeatureCollection":
            content = [
                {**((f or {}).get("properties") or {}), "geometry": (f or {}).get("geometry")}
                for f in content.get("features") or []
            ]
        if not isinstance(content, list):
            raise RowError(
                "",
                "not_a_list",
                "Berkas JSON ini bukan daftar. Berikan daftar objek atau FeatureCollection.",
            )
        for number, item in enumerate(content, start=1):
            yield number, item if isinstance(item, dict) else {}
    else:
        text = path.read_text(encoding="utf-8-sig")
        delimiter = (
            ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
        )
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        for row in reader:
            # a short or long row comes as None values or under the key None
            yield (
                reader.line_num,
                {
                    (k or "").strip(): (v or "").strip() if isinstance(v, str) else ""
                    for k, v in row.items()
                    if k
                },
            )


def run_import(
    importer: Importer,
    rows: Iterable[tuple[int, Row]],
    *,
    source: str,
    sha256: str = "",
    dry_run: bool = False,
    partial: bool = False,
    actor_id: int | None = None,
    total: int | None = None,
    quiet: bool = True,
) -> ImportRun:
    """Runs one import and returns its kept record. Nothing is stored when dry, or when a row is bad and not `partial`."""
    run = ImportRun.objects.create(
        kind=importer.kind,
        source=source,
        sha256=sha256,
        dry_run=dry_run,
        partial=partial,
        actor_id=actor_id,
    )
    counts: dict[str, int] = {"created": 0, "updated": 0, "unchanged": 0}
    faults: list[Fault] = []
    remarks: list[Fault] = []
    try:
        with transaction.atomic():
            importer.remarks = []
            importer.begin()
            try:
                for line, row in progress(rows, label=importer.kind, total=total, quiet=quiet):
                    missing = [name for name in importer.required if name not in row]
                    try:
                        if missing:
                            raise RowError(
                                missing[0],
                                "missing_column",
                                f"Kolom {', '.join(missing)} tidak ada. Tambahkan ke berkas.",
                            )
                        with transaction.atomic():
                            counts[importer.store(row)] += 1
                    except DatabaseError:
                        faults.append(
                            Fault(
                                line,
                                "",
                                "not_storable",
                                "Baris ini tidak dapat disimpan. Periksa panjang isi dan nilai yang kembar.",
                            )
                        )
                    except RowError as error:
                        faults.append(Fault(line, error.field, error.code, error.sentence))
                        if missing:
                            break
                    remarks += [
                        Fault(line, r.field, r.code, r.sentence, stopping=False)
                        for r in importer.remarks
                    ]
                    importer.remarks.clear()
                if not faults or partial:
                    importer.finish()
            except UNREADABLE as error:  # the file itself cannot be read
                faults.append(Fault(0, "", "unreadable", f"Berkas tidak dapat dibaca: {error}"))
                raise _Undo from None
            if not faults and not sum(counts.values()):
                faults.append(
                    Fault(
                        0,
                        "",
                        "empty",
                        "Berkas ini tidak berisi baris. Periksa apakah berkasnya benar.",
                    )
                )
            if dry_run or (faults and not partial):
                raise _Undo
            run.applied = True
    except _Undo:
        pass
    run.created, run.updated, run.unchanged = (
        counts["created"],
        counts["updated"],
        counts["unchanged"],
    )
    run.bad = len(faults)
    run.errors = [asdict(fault) for fault in (faults + remarks)[:500]]
    run.finished_at = timezone.now()
    run.save()
    return run


def import_file(importer: Importer, path: Path, **options: Any) -> ImportRun:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return run_import(importer, read_rows(path), source=path.name, sha256=digest, **options)


def report(run: ImportRun) -> str:
    """The record as a person reads it."""
    word = (
        "diterapkan"
        if run.applied
        else "uji coba, tidak ada yang disimpan"
        if run.dry_run
        else "tidak ada yang disimpan"
    )
    head = f"{run.kind}: {run.created} dibuat, {run.updated} diubah, {run.unchanged} tetap, {run.bad} baris salah ({word})"
    lines = [
        f"  baris {e['line']}, kolom {e['field'] or '-'}: {e['sentence']} [{e['code']}]"
        for e in run.errors[:50]
    ]
    if len(run.errors) > 50:
        lines.append(f"  … dan {len(run.errors) - 50} lagi; tersimpan di riwayat impor")
    return "\n".join([head, *lines])
