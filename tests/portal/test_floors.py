"""The floors know no app: nothing under egov/ imports one, names one, or holds its path."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

BASE = Path(settings.BASE_DIR)
APPS = [name for name in settings.INSTALLED_APPS if (BASE / name / "portal.py").is_file()]
JOINS = ("egov/settings.py", "egov/urls.py")  # INSTALLED_APPS and one include an app
# values that a model carries itself, as a default, a validator or an expression: their names and
# what they do are frozen, for old migrations speak of them
FROZEN = {
    "egov.accounts.models.user",
    "egov.areas.models",
    "egov.areas.profile",
    "egov.search.text",
    "musrenbang.models.cycle",
}


def sources(folder: str) -> list[Path]:
    return sorted(p for p in (BASE / folder).rglob("*.py") if "migrations" not in p.parts)


def imported(tree: ast.AST) -> list[str]:
    """Dotted names of all modules that a file imports."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names


def labels() -> set[str]:
    return {apps.get_app_config(name.rpartition(".")[2]).label for name in APPS if "." not in name}


def names_app(text: str) -> bool:
    """Whether a text is the label of an app or a path into one: "musrenbang.tasks.count"."""
    first, dot, rest = text.partition(".")
    return first in labels() and (not dot or rest[:1].isidentifier())


def test_there_are_apps_to_ask_about() -> None:
    assert {"infrastructure", "musrenbang", "news", "regulations"} <= labels()


@pytest.mark.parametrize("path", sources("egov"), ids=lambda p: str(p.relative_to(BASE)))
def test_no_floor_knows_an_app(path: Path) -> None:
    if str(path.relative_to(BASE)) in JOINS:
        pytest.skip("where apps join")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [name for name in imported(tree) if name.partition(".")[0] in labels()] == []
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if names_app(text)] == []


def test_settings_name_apps_once() -> None:
    tree = ast.parse((BASE / "egov/settings.py").read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert sorted(t for t in texts if isinstance(t, str) and names_app(t)) == sorted(labels())


def test_migrations_import_nothing_of_ours_that_can_change() -> None:
    """Else an old database migrates to something else than it did on the day it was written."""
    ours = ("egov", *labels())
    imports = {
        name
        for path in BASE.glob("**/migrations/*.py")
        if ".venv" not in path.parts
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if name.partition(".")[0] in ours
    }
    assert imports <= FROZEN


def test_a_squashed_migration_replaces_all_that_came_before_it() -> None:
    folder = BASE / "regulations" / "migrations"
    (squashed,) = folder.glob("0001_squashed_*.py")
    last = squashed.stem.removeprefix("0001_squashed_")
    names = {path.stem for path in folder.glob("0*.py")} - {squashed.stem}
    before = {name for name in names if name <= last}
    text = squashed.read_text(encoding="utf-8")
    assert last in before and len(before) == int(last[:4])
    assert {name for name in names if f"('regulations', '{name}')" in text} == before
