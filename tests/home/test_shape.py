"""The limits of the house: 100 columns, 300 lines a file, 40 a function; exceptions have a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import DateField

from egov.accounts.models import User

BASE = Path(settings.BASE_DIR)
CODE = ("egov", "infrastructure", "musrenbang", "news", "regulations")
WIDTH, FILE, FUNCTION = 100, 300, 40
LONG_FILES = {
    "egov/settings.py": "every setting of the portal on one page, read from the top",
}
LONG_FUNCTIONS = {}


def sources() -> Iterator[tuple[str, str]]:
    """(path, text) of the code, without what is written once: migrations."""
    for folder in CODE:
        for path in sorted((BASE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(BASE)), path.read_text(encoding="utf-8")


def functions(name: str, text: str) -> Iterator[tuple[str, int]]:
    """(path:function, lines), decorators and docstring included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_line_is_wider_than_a_page() -> None:
    tests = [p for p in (BASE / "tests").rglob("*.py") if "migrations" not in p.parts]
    everything = [*sources(), *((str(p), p.read_text(encoding="utf-8")) for p in tests)]
    # one word without a space cannot be broken
    wide = [
        f"{name}:{number}"
        for name, text in everything
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > WIDTH
        and " " in line.strip()
        and "noqa: E501" not in line
        and "# type: ignore" not in line
    ]
    assert wide == []


def test_no_file_outgrows_its_room() -> None:
    long = {name for name, text in sources() if len(text.splitlines()) > FILE}
    assert long == set(LONG_FILES)
    assert len(LONG_FILES) <= 8


def test_no_function_does_too_much() -> None:
    long = {
        function
        for name, text in sources()
        for function, lines in functions(name, text)
        if lines > FUNCTION
    }
    assert long == set(LONG_FUNCTIONS)
    assert len(LONG_FUNCTIONS) <= 8


# whose the row is or what is to come, no act; `last_login` and `date_joined` are Django's names
PARTIES = {"user", "owner", "proposer", "speaker"}
DAYS = {"return_until", "deadline", "last_login", "date_joined", "visible_from", "visible_until"}
DAYS |= {"paused_until"}


def test_columns_say_what_was_done() -> None:
    """`<verb>_by`, `<verb>_at`, `<verb>_on` (docs/arsitektur.md)."""
    names = set()
    for model in apps.get_models():
        ours = model.__module__.startswith(tuple(f"{folder}." for folder in CODE))
        if not ours or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.local_concrete_fields:
            of_day = isinstance(field, DateField) and not field.name.endswith(("_at", "_on"))
            of_person = field.related_model is User and not field.name.endswith("_by")
            if of_day or of_person:
                names.add(field.name)
    assert names == PARTIES | DAYS
