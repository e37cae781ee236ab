"""Which mutants there are, and a sample of them that stays the same while code moves about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator

from tests.mutants.operators import operators

# (end of the file's path, the change as the report prints it, why nobody could tell the difference)
EQUIVALENT: list[tuple[str, str, str]] = [
    (
        "versions.py",
        "kind__in=[EventKind.AMENDS, EventKind.REPEALS_PART, *ENDING], "
        "provision__isnull=False  ->  "
        "kind__in=[EventKind.AMENDS, EventKind.REPEALS_PART, *ENDING]",
        "events of the whole regulation stand under no part; they are only read for nothing",
    ),
    (
        "akn.py",
        "if kind and event.source and (event.takes_effect_on, kind, event.source.eli) "
        "not in dated:  ->  "
        "if kind and (event.takes_effect_on, kind, event.source.eli) not in dated:",
        "only events with a source are asked for; the word is for who checks types",
    ),
]


@dataclass(frozen=True)
class Mutant:
    path: str  # from the root
    line: int
    lines: range  # of the statement that it is in
    always: bool  # runs on import, whichever test asks
    operator: Operator
    occurrence: int
    rank: str  # its place in the draw
    change: str = ""  # in one line: what stood there  ->  what stands there now

    def code(self, root: Path) -> str:
        """The whole file, changed."""
        mutated = mutate_code((root / self.path).read_text(), self.operator, self.occurrence)
        assert mutated is not None, self
        return str(mutated)

    def with_change(self, root: Path) -> Mutant:
        before, after = (root / self.path).read_text(), self.code(root)
        difference = list(unified_diff(before.splitlines(), after.splitlines(), n=0))[3:]
        was, becomes = (
            " ".join(line[1:].strip() for line in difference if line.startswith(sign))
            for sign in "-+"
        )
        return replace(self, change=f"{was}  ->  {becomes}")


def sample(root: Path, paths: list[str], size: int, seed: int) -> list[Mutant]:
    """The first `size` of all places in a shuffled order, and at each place one change."""
    chosen: list[Mutant] = []
    places = [mutant for path in paths for mutant in _one_for_each_place(root, path, seed)]
    for place in sorted(places, key=lambda m: (m.rank, m.path, m.line)):
        if len(chosen) == size:
            break
        mutant = place.with_change(root)
        if not any(mutant.path.endswith(e[0]) and mutant.change == e[1] for e in EQUIVALENT):
            chosen.append(mutant)
    return chosen


def _one_for_each_place(root: Path, path: str, seed: int) -> Iterator[Mutant]:
    nodes = list(ast_nodes(get_ast((root / path).read_text())))
    places: dict[Any, list[tuple[Any, Operator, int]]] = defaultdict(list)
    for operator in operators():
        occurrence = -1
        for node in nodes:
            for start, stop in operator.mutation_positions(node):
                occurrence += 1
                if not _runs_never(node):
                    places[start, stop].append((node, operator, occurrence))
    seen: dict[str, int] = defaultdict(int)
    for (start, stop), ways in places.items():
        statement = _statement(ways[0][0], start)
        text = " ".join(statement.get_code(include_prefix=False).split())
        key = f"{seed} {Path(path).stem} {text} {_word(ways[0][0], start, stop)}"
        seen[key] += 1
        rank = _hash(f"{key} {seen[key]}")
        _, operator, occurrence = ways[int(_hash(rank), 16) % len(ways)]
        always, last = _runs_on_import(statement), statement.get_last_leaf()
        lines = range(statement.start_pos[0], last.start_pos[0] + 1)
        yield Mutant(path, start[0], lines, always, operator, occurrence, rank)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _word(node: Any, start: tuple[int, int], stop: tuple[int, int]) -> str:
    """The text between two positions of the module that the node is in."""
    lines = node.get_root_node().get_code().splitlines()[start[0] - 1 : stop[0]]
    if len(lines) == 1:
        return lines[0][start[1] : stop[1]]
    return "\n".join([lines[0][start[1] :], *lines[1:-1], lines[-1][: stop[1]]])


def _statement(node: Any, at: tuple[int, int]) -> Any:
    """The statement around a node; of one that has a body, the part of its head around `at`."""
    while node.type not in ("simple_stmt", "funcdef", "classdef"):
        if node.parent.type in ("file_input", "suite"):
            break
        node = node.parent
    if node.type == "simple_stmt":
        return node
    return next(c for c in node.children if c.start_pos <= at < c.end_pos)


def _runs_on_import(statement: Any) -> bool:
    function = statement.search_ancestor("funcdef", "lambdef")
    if function is not None and statement.parent == function:  # a default value of its own
        function = function.search_ancestor("funcdef", "lambdef")
    return function is None


def _runs_never(node: Any) -> bool:
    """A part of an annotation, import, decorator or `if TYPE_CHECKING`, the `*` of a signature."""
    if node.parent is not None and node.parent.type in ("parameters", "param"):
        return node.type == "operator"
    while node.parent is not None:
        parent, before = node.parent, node.get_previous_sibling()
        if parent.type in ("import_name", "import_from", "decorator"):
            return True
        if parent.type in ("annassign", "tfpdef") and before == ":":
            return True
        if parent.type == "funcdef" and before == "->":
            return True
        if parent.type == "argument" and parent.children[0].get_code().strip() == "no_key":
            return True  # which lock it is shows only between two connections
        if parent.type == "if_stmt" and parent.children[1].get_code().strip() == "TYPE_CHECKING":
            return True
        node = parent
    return False
