"""Perangkat daerah from a table: made, changed, refused by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.agencies.importers import AgencyImporter
from egov.agencies.models import Agency
from egov.imports.engine import import_file

pytestmark = pytest.mark.django_db
HEAD = "code,short_name,name,basis\n"


def write(folder: Path, text: str, head: str = HEAD) -> Path:
    path = folder / "opd.csv"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_the_shipped_list_comes_in_and_twice_changes_nothing() -> None:
    for region in ("35.78", "default"):
        path = Path("egov/agencies/data") / f"{region}.csv"
        import_file(AgencyImporter(), path)
        again = import_file(AgencyImporter(), path)
        assert again.applied
        assert (again.created, again.updated, again.bad) == (0, 0, 0)
        assert again.unchanged == len(path.read_text("utf-8").splitlines()) - 1


def test_a_new_name_is_written_over_and_history_keeps_the_old_one(tmp_path: Path) -> None:
    import_file(AgencyImporter(), write(tmp_path, "dlh,DLH,Dinas Lingkungan,\n"))
    run = import_file(AgencyImporter(), write(tmp_path, "dlh,DLH,Dinas Lingkungan Hidup,\n"))
    assert (run.created, run.updated) == (0, 1)
    agency = Agency.objects.get()
    assert agency.name == "Dinas Lingkungan Hidup"
    names = Agency.pgh_event_model.objects.order_by("pgh_id").values_list("name", flat=True)
    assert list(names) == ["Dinas Lingkungan", "Dinas Lingkungan Hidup"]


def test_what_is_wrong_is_told_by_line_and_column(tmp_path: Path) -> None:
    rows = ["d l h,DLH,Dinas,", "a,,Dinas,", f"b,B,{'x' * 201},", "c,C,Dinas,", "c,C,Dinas,"]
    run = import_file(AgencyImporter(), write(tmp_path, "\n".join(rows)))
    assert [(e["line"], e["field"]) for e in run.errors] == [
        (2, "code"),
        (3, "short_name"),
        (4, "name"),
        (6, "code"),
    ]
    assert not run.applied
    assert not Agency.objects.exists()


def test_queries_do_not_grow_with_rows(tmp_path: Path) -> None:
    def asked(name: str, count: int) -> int:
        path = write(tmp_path, "".join(f"{name}{n},{name}{n},Dinas {n},\n" for n in range(count)))
        with CaptureQueriesContext(connection) as seen:
            assert import_file(AgencyImporter(), path).created == count
        return len(seen)

    assert asked("a", 2) == asked("b", 90)


def test_the_command_says_that_nothing_was_stored(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Tidak ada yang disimpan"):
        call_command("import_agencies", str(write(tmp_path, "d h,D,Dinas,\n")), verbosity=0)
    call_command("import_agencies", str(write(tmp_path, "dh,D,Dinas,\n")), verbosity=0)
    assert Agency.objects.get().code == "dh"
