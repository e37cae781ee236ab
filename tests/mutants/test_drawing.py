"""The tool itself: what our operators leave out, and that the sample stays."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray")

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.drawing import sample
from tests.mutants.operators import OURS

LEFT_OUT = {
    "x = a and b and c": ["x = a and b", "x = a and c", "x = b and c"],
    "rows.filter(a=1, b=2)": ["pass", "rows.filter(a=1)", "rows.filter(b=2)"],
    "ENDS = (K.A, K.B)": ["ENDS = (K.A,)", "ENDS = (K.B,)"],
    "ENDS = {K.A, K.B, f()}": [],
    "x = [a for a in b if a]": ["x = [a for a in b]"],
    "row.seen = 1": ["pass"],
    "if a:\n    raise No()": [
        "if False:\n    raise No()",
        "if True:\n    raise No()",
        "if a:\n    pass",
    ],
    "x = f(a=1, b=2)": [],
    '"""A docstring."""': [],
}


@pytest.mark.parametrize("code", LEFT_OUT)
def test_what_our_operators_leave_out(code: str) -> None:
    changed = []
    for operator in (kind() for kind in OURS):
        nodes = ast_nodes(get_ast(f"{code}\n"))
        count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        changed += [mutate_code(f"{code}\n", operator, number) for number in range(count)]
    assert sorted(_squeezed(c) for c in changed) == sorted(_squeezed(c) for c in LEFT_OUT[code])


def _squeezed(code: str) -> str:
    return " ".join(code.split())


def test_the_sample_stays_where_code_only_moves(tmp_path: Path) -> None:
    verb = "def act(a: int | None, b: int) -> int:\n    if a and b > 2:\n        raise No()\n"
    (tmp_path / "act.py").write_text(verb)
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "act.py").write_text(f'"""Moved."""\n\nimport this\n\n{verb}')
    before, after = (sample(tmp_path, [name], 3, 8) for name in ("act.py", "room/act.py"))
    assert [(m.change, m.line + 4) for m in before] == [(m.change, m.line) for m in after]
    everything = sample(tmp_path, ["act.py"], 99, 8)
    assert not [m for m in everything if m.line == 1]  # types are no place to change
