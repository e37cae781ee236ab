"""The import engine: an importer says how a row is stored, the engine does everything else."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import batched, takewhile
from pathlib import Path
from typing import Any, ClassVar, Literal

from django.db import DatabaseError, transaction
from django.utils import timezone

from egov.imports.faults import Line, UnreadableRow, refused
from egov.imports.faults import RowError as RowError
from egov.imports.models import ImportRun
from egov.imports.progress import progress
from egov.imports.readers import Row, UnreadableFile, read_path

Effect = Literal["created", "updated", "unchanged"]
AT_ONCE = 500  # rows between two writes
LONGEST_SENTENCE = 300  # letters of one fault
REPORTED = 500  # faults and remarks that a run keeps
STOP_AFTER = (
    20  # rows that the database itself refused: something is wrong with the file as a whole
)
# an e-mail address; a phone number, however it is parted; a NIK or a number of an account
_CONTACT = re.compile(r"\S+@\S+|(?<![\d.])(?:\+?62|0)[ .-]?\d[\d .-]{6,}\d|\d{13,}")


@dataclass(frozen=True)
class Fault:
    line: Line
    field: str
    code: str
    sentence: str
    stopping: bool = True  # a remark is told and stops nothing


class Importer:
    """One kind of table. `required` names the columns without which a file is refused as a whole.

    The engine calls `begin`, then for each batch of rows `store` a row and `flush` once. `store`
    sees rows in file order and checks before it writes or collects. A batch that the database
    refuses is rolled back and given again from a new `begin`, a row a batch. One that stores many
    rows as quickly as one overrides `store_many` instead.
    """

    kind: ClassVar[str] = ""
    required: ClassVar[tuple[str, ...]] = ()

    actor_id: int | None = None  # who gave the table; None for a command
    source: str = ""  # the table's name, as its run tells it
    remarks: list[RowError]  # of the present row

    def remark(self, field: str, code: str, sentence: str) -> None:
        """Tells of a value that was left out, while the row itself is kept."""
        self.remarks.append(RowError(field, code, sentence))

    def missing(self, row: Row) -> list[str]:
        """The required columns that a row lacks; one whose columns have other names too says so."""
        return [name for name in self.required if name not in row]

    def begin(self) -> None:
        """Loads what `store` needs to compare with, in a constant number of queries."""

    def store(self, row: Row) -> Effect:
        """Stores a row, or collects it for `flush`. Raises RowError."""
        raise NotImplementedError(f"{type(self).__name__}.store")

    def store_many(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        """What came of each row of a batch, in their order."""
        for row in rows:
            self.remarks = []
            try:
                effect: Effect | RowError = self.store(row)
            except RowError as error:
                effect = error
            yield effect

    def flush(self) -> None:
        """Writes what `store` collected, and forgets it."""

    def finish(self) -> None:
        """Writes what shows only when the whole file was read to its end."""


@dataclass
class Tally:
    """What came of the rows."""

    counts: Counter[Effect] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)  # the first; `bad` counts them all
    remarks: list[Fault] = field(default_factory=list)
    bad: int = 0
    refused: int = 0  # those of the bad ones that only the database refused
    ended: bool = False  # no further row is read

    def add(self, other: Tally) -> None:
        self.counts += other.counts
        self.bad += other.bad
        self.faults += other.faults[: REPORTED - len(self.faults)]
        self.remark(*other.remarks)
        self.ended = other.ended

    def fault(self, fault: Fault) -> None:
        self.bad += 1
        self.faults += [fault][: REPORTED - len(self.faults)]

    def remark(self, *remarks: Fault) -> None:
        self.remarks += remarks[: REPORTED - len(self.remarks)]


OUTCOME = (
    *("created", "updated", "unchanged", "bad"),
    *("errors", "complete", "applied", "finished_at"),
)


class _Undo(Exception):
    pass


def run_import(
    importer: Importer,
    rows: Iterable[tuple[Line, Row]],
    *,
    source: str,
    sha256: str = "",
    dry_run: bool = False,
    partial: bool = False,
    actor_id: int | None = None,
    quiet: bool = True,
) -> ImportRun:
    """Runs one import and returns its kept record; see `carry_out`."""
    run = ImportRun.objects.create(
        kind=importer.kind,
        source=source,
        sha256=sha256,
        dry_run=dry_run,
        partial=partial,
        started_by_id=actor_id,
    )
    carry_out(run, importer, progress(rows, label=importer.kind, quiet=quiet))
    return run


def carry_out(run: ImportRun, importer: Importer, rows: Iterable[tuple[Line, Row]]) -> None:
    """Does what the run says, and writes into it what came of it, in one transaction.

    Nothing is stored when dry, when the file cannot be read to its end, or when a row is bad and
    not `partial`. A fault of the importer itself rises, and nothing is stored.
    """
    tally = Tally()
    complete = True
    importer.actor_id, importer.source = run.started_by_id, run.source
    with transaction.atomic():
        try:
            with transaction.atomic():
                _store_all(importer, rows, tally)
                if run.dry_run or (tally.bad and not run.partial):
                    raise _Undo
                run.applied = True
        except UnreadableFile as unreadable:
            tally.fault(Fault(0, "", "unreadable", unreadable.sentence))
            complete = False
        except _Undo:
            pass
        _keep(run, tally, complete=complete and not tally.ended)


def _store_all(importer: Importer, rows: Iterable[tuple[Line, Row]], tally: Tally) -> None:
    importer.begin()
    for batch in batched(rows, AT_ONCE):
        _store_batch(importer, batch, tally)
        if tally.ended:
            return
    importer.finish()
    if not tally.bad and not tally.counts.total():
        sentence = "Berkas ini tidak berisi baris. Periksa apakah berkasnya benar."
        tally.fault(Fault(0, "", "empty", sentence))


def _store_batch(importer: Importer, batch: Sequence[tuple[Line, Row]], tally: Tally) -> None:
    """One savepoint and one write a batch; row by row only where the database refuses it."""
    try:
        tally.add(_stored(importer, batch))
    except DatabaseError:
        importer.begin()
        for line, row in batch:
            _store_alone(importer, line, row, tally)
            if tally.ended:
                break


def _store_alone(importer: Importer, line: Line, row: Row, tally: Tally) -> None:
    try:
        tally.add(_stored(importer, [(line, row)]))
    except DatabaseError:
        importer.begin()
        tally.fault(Fault(_reportable_line(line), "", "not_storable", NOT_STORABLE))
        tally.refused += 1
        tally.ended = tally.refused >= STOP_AFTER


NOT_STORABLE = "Baris ini tidak dapat disimpan. Periksa panjang isi dan nilai yang kembar."


def _stored(importer: Importer, batch: Sequence[tuple[Line, Row]]) -> Tally:
    tally = Tally()
    whole = list(takewhile(lambda item: not _missing(importer, item[1]), batch))
    with transaction.atomic():
        importer.remarks = []
        readable = [row for _, row in whole if not isinstance(row, UnreadableRow)]
        effects = iter(importer.store_many(readable))
        for line, row in whole:
            effect = refused(row) or next(effects)
            if isinstance(effect, RowError):
                tally.fault(_fault(line, effect))
            else:
                tally.counts[effect] += 1
            tally.remark(*(_fault(line, remark, stopping=False) for remark in importer.remarks))
        if len(whole) < len(batch):
            line, row = batch[len(whole)]
            missing = _missing(importer, row)
            sentence = f"Kolom {', '.join(missing)} tidak ada. Tambahkan ke berkas."
            tally.fault(Fault(_reportable_line(line), missing[0], "missing_column", sentence))
            tally.ended = True
        importer.flush()
    return tally


def _missing(importer: Importer, row: Row) -> list[str]:
    """The columns that a row lacks."""
    return [] if isinstance(row, UnreadableRow) else importer.missing(row)


def _fault(line: Line, error: RowError, *, stopping: bool = True) -> Fault:
    place = _reportable_line(line if error.line is None else _within(line, error.line))
    sentence = reportable(error.sentence)
    return Fault(place, error.field, error.code, sentence, stopping=stopping)


def _within(line: Line, inner: Line) -> Line:
    """The inner line in the same file of a ZIP."""
    return f"{line.rpartition(':')[0]}: {inner}" if isinstance(line, str) else inner


def _reportable_line(line: Line) -> Line:
    """Within a ZIP it holds the name of a file, which may be anything."""
    return reportable(line) if isinstance(line, str) else line


def reportable(sentence: str) -> str:
    """A report is kept and passed on: no address, phone number or NIK, and nothing unprintable."""
    printable = "".join(letter for letter in sentence if letter.isprintable())
    return textwrap.shorten(_CONTACT.sub("…", printable), LONGEST_SENTENCE, placeholder=" …")


def _keep(run: ImportRun, tally: Tally, *, complete: bool) -> None:
    run.created, run.updated = tally.counts["created"], tally.counts["updated"]
    run.unchanged = tally.counts["unchanged"]
    run.bad, run.complete = tally.bad, complete
    run.errors = [asdict(fault) for fault in (tally.faults + tally.remarks)[:REPORTED]]
    run.finished_at = timezone.now()
    run.save(update_fields=OUTCOME)


def import_file(importer: Importer, path: Path, **options: Any) -> ImportRun:
    """Imports a file of this machine; see `run_import`."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return run_import(importer, read_path(path), source=path.name, sha256=digest, **options)


def report(run: ImportRun) -> str:
    """The record as a person reads it."""
    lines = [
        f"  baris {e['line']}, kolom {e['field'] or '-'}: {e['sentence']} [{e['code']}]"
        for e in run.errors[:50]
    ]
    if len(run.errors) > 50:
        lines.append(f"  … dan {len(run.errors) - 50} lagi; tersimpan di riwayat impor")
    return "\n".join([f"{run.kind}: {run.summary}", *lines])
