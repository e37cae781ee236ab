"""What the engine does with rows: batches, what the database refuses, and faults of our own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.agencies.models import Agency
from egov.imports import engine
from egov.imports.engine import Effect, Importer, RowError, run_import
from egov.imports.models import ImportRun


class Plain(Importer):
    """Agencies by their code, collected and written together, without a check of its own."""

    kind = "uji"
    required = ("code",)

    def begin(self) -> None:
        self.new: list[Agency] = []

    def store(self, row: dict[str, Any]) -> Effect:
        if row["code"] == "buruk":
            raise RowError("code", "bad", f"Kode ini salah: {row.get('contact', '')}")
        self.new.append(Agency(code=row["code"], short_name=row["code"], name=row["code"]))
        return "created"

    def flush(self) -> None:
        Agency.objects.bulk_create(self.new)
        self.new = []


def rows(*codes: str) -> list[tuple[int, dict[str, Any]]]:
    return [(line, {"code": code}) for line, code in enumerate(codes, start=2)]


def codes() -> set[str]:
    return set(Agency.objects.values_list("code", flat=True))


@pytest.mark.django_db
def test_a_programming_error_rises_and_stores_nothing() -> None:
    class Broken(Plain):
        def store(self, row: dict[str, Any]) -> Effect:
            super().store(row)
            raise KeyError("no such name")

    with pytest.raises(KeyError):
        run_import(Broken(), rows("a"), source="uji")
    assert codes() == set()


@pytest.mark.django_db
def test_what_the_database_refuses_is_told_by_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "AT_ONCE", 3)
    given = rows("a", "b", "b", "x" * 41, "c", "d")
    run = run_import(Plain(), given, source="uji", partial=True)
    assert [(e["line"], e["code"]) for e in run.errors] == [
        (4, "not_storable"),
        (5, "not_storable"),
    ]
    assert codes() == {"a", "b", "c", "d"}
    assert (run.created, run.bad, run.applied) == (4, 2, True)


@pytest.mark.django_db
def test_one_that_is_bad_stops_all_unless_partial() -> None:
    run = run_import(Plain(), rows("a", "a"), source="uji")
    assert (run.applied, codes()) == (False, set())
    assert [e["code"] for e in run.errors] == ["not_storable"]


@pytest.mark.django_db
def test_a_file_whose_rows_all_fail_is_given_up() -> None:
    Agency.objects.create(code="a", short_name="a", name="a")
    run = run_import(Plain(), rows(*["a"] * 1000), source="uji", partial=True)
    assert run.bad == engine.STOP_AFTER


@pytest.mark.django_db
def test_queries_grow_with_batches_not_with_rows() -> None:
    def asked(start: int, count: int) -> int:
        given = rows(*(f"k{n}" for n in range(start, start + count)))
        with CaptureQueriesContext(connection) as seen:
            assert run_import(Plain(), given, source="uji").created == count
        return len(seen)

    assert asked(0, 10) == asked(1000, 400)


@pytest.mark.django_db
def test_the_report_quotes_no_contact_and_no_nik() -> None:
    told = ["siti@contoh.example", "0812-3456-7890", "+62 812 3456 7890", "3578010101900001"]
    given = [(n, {"code": "buruk", "contact": contact}) for n, contact in enumerate(told)]
    run = run_import(Plain(), given, source="uji")
    assert [e["sentence"] for e in run.errors] == ["Kode ini salah: …"] * 4
    given = [(1, {"code": "buruk", "contact": "35.78.01.1001"})]
    assert "35.78.01.1001" in run_import(Plain(), given, source="uji").errors[0]["sentence"]


@pytest.mark.django_db
def test_a_missing_column_is_said_once() -> None:
    run = run_import(Plain(), [(2, {"kode": "a"}), (3, {"kode": "b"})], source="uji")
    assert [(e["line"], e["code"]) for e in run.errors] == [(2, "missing_column")]
    assert ImportRun.objects.get().bad == 1


@pytest.mark.django_db
def test_what_is_stored_and_its_record_stand_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before its record is written, an import has stored nothing either."""

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        run_import(Plain(), rows("a"), source="uji")
    assert codes() == set()


@pytest.mark.django_db
def test_faults_are_counted_and_only_the_first_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[engine.Tally] = []
    keep = engine._keep

    def look(run: ImportRun, tally: engine.Tally, **rest: Any) -> None:
        kept.append(tally)
        keep(run, tally, **rest)

    monkeypatch.setattr(engine, "_keep", look)
    run = run_import(Plain(), rows(*["buruk"] * 2000), source="uji", partial=True)
    assert (run.bad, len(run.errors), len(kept[0].faults)) == (2000, 500, 500)


@pytest.mark.django_db
def test_the_name_of_a_file_in_a_zip_is_no_way_into_the_report() -> None:
    given = [("data siti@contoh.example 3578010101900001.csv: 2", {"code": "buruk"})]
    run = run_import(Plain(), given, source="uji")
    assert [e["line"] for e in run.errors] == ["data … ….csv: 2"]


@pytest.mark.django_db
def test_a_run_says_whether_it_read_to_the_end() -> None:
    Agency.objects.create(code="a", short_name="a", name="a")
    assert run_import(Plain(), rows("b", "buruk"), source="uji", dry_run=True).complete
    assert not run_import(Plain(), rows(*["a"] * 100), source="uji", dry_run=True).complete
    assert not run_import(Plain(), [(1, {})], source="uji", dry_run=True).complete
