"""A plugin of pytest with two uses, each asked for by a variable of the environment.

`MUTANTS_MAP`: writes there which lines each test runs, how long it takes and whether it passes.
`MUTANTS_TESTS`: runs only the tests named in that file, in its order.

Lines come from `sys.monitoring`, which goes quiet on a line once it has been seen: the map costs
hardly more than the tests themselves.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

ROOT = f"{Path.cwd()}{os.sep}"
MAP, TESTS = os.environ.get("MUTANTS_MAP"), os.environ.get("MUTANTS_TESTS")
TOOL = sys.monitoring.COVERAGE_ID

_lines: dict[str, set[int]] = defaultdict(set)  # of the test that runs, by file
_tests: dict[str, dict[str, Any]] = {}


def _on_line(code: CodeType, line: int) -> object:
    if code.co_filename.startswith(ROOT):
        _lines[code.co_filename.removeprefix(ROOT)].add(line)
    return sys.monitoring.DISABLE


if MAP:
    sys.monitoring.use_tool_id(TOOL, "mutants")
    sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, _on_line)
    sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if not MAP:
        return (yield)
    _lines.clear()
    sys.monitoring.restart_events()
    entry = _tests[item.nodeid] = {"passed": True}
    began = time.monotonic()
    result = yield
    entry["seconds"] = time.monotonic() - began
    entry["lines"] = {
        path: sorted(lines)
        for path, lines in _lines.items()
        if not path.startswith(("tests/", ".venv/"))
    }
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if MAP and report.failed:
        _tests[report.nodeid]["passed"] = False


def pytest_sessionfinish() -> None:
    if MAP:
        Path(MAP).write_text(json.dumps(_tests))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not TESTS:
        return
    order = {name: at for at, name in enumerate(json.loads(Path(TESTS).read_text()))}
    items[:] = sorted(
        (item for item in items if item.nodeid in order),
        key=lambda item: (_empties_tables(item), order[item.nodeid]),
    )


def _empties_tables(item: pytest.Item) -> bool:
    """Such a test goes last: it leaves no row behind, not even those of the migrations."""
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & {"transactional_db", "live_server"}) or bool(
        marker and marker.kwargs.get("transaction")
    )
