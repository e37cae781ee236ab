"""What a mutant changes: a choice of cosmic-ray's operators, and ours for what a verb forgets.

cosmic-ray swaps operators, numbers and keywords. What it does not do is leave something out, and
that is how a rule goes missing: a refusal, one half of a condition, one argument of a query, one
kind of a list.

Left out of cosmic-ray's own: decorators (a lost `@transaction.atomic` shows only between two
connections, which is the work of the slow tests), `==` to `is`, and arithmetic that only raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python.tree import Keyword
from parso.python.tree import Operator as Comma

Position = tuple[tuple[int, int], tuple[int, int]]

FROM_COSMIC_RAY = (
    "AddNot",
    "ExceptionReplacer",
    "NumberReplacer",
    "ReplaceAndWithOr",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_Div_Mul",
    "ReplaceBinaryOperator_Mul_Div",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBreakWithContinue",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_Gt_Lt",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_GtE_LtE",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceComparisonOperator_Lt_Gt",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_LtE_GtE",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    "ZeroIterationForLoop",
)
QUERIES = {"filter", "exclude", "get", "update", "Q"}


class LeavingOut(Operator):
    """Takes one child of a node away; `parts` says which may go."""

    def parts(self, node: Any) -> list[Any]:
        raise NotImplementedError

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        for part in self.parts(node):
            yield part.start_pos, part.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        part = self.parts(node)[index]
        siblings = part.parent.children
        place = siblings.index(part)
        gone = [part]
        if place + 1 < len(siblings) and siblings[place + 1].type in ("operator", "keyword"):
            gone.append(siblings[place + 1])  # its comma, or the `and` after it
        elif place > 0:
            gone.append(siblings[place - 1])
        prefix = siblings[0].get_first_leaf().prefix
        part.parent.children = [child for child in siblings if child not in gone]
        part.parent.children[0].get_first_leaf().prefix = prefix
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class OperandAway(LeavingOut):
    """`a and b` becomes `a`, or `b`."""

    def parts(self, node: Any) -> list[Any]:
        return node.children[::2] if node.type in ("and_test", "or_test") else []


class QueryArgumentAway(LeavingOut):
    """`filter(a=1, b=2)` becomes `filter(a=1)`, or `filter(b=2)`."""

    def parts(self, node: Any) -> list[Any]:
        if node.type != "arglist" or node.parent.type != "trailer":
            return []
        call = node.parent.get_previous_sibling()
        if call is None or call.get_last_leaf().value not in QUERIES:
            return []
        return [c for c in node.children if c.type == "argument" and c.children[1] == "="]


class MemberAway(LeavingOut):
    """One name of a list, tuple or set of names is missing."""

    def parts(self, node: Any) -> list[Any]:
        if node.type not in ("testlist_comp", "dictorsetmaker"):
            return []
        members = node.children[::2]
        names = all(m.type in ("name", "atom_expr") and m.get_last_leaf() != ")" for m in members)
        commas = all(comma == "," for comma in node.children[1::2])
        return members if names and commas and len(members) > 1 else []

    def mutate(self, node: Any, index: int) -> Any:
        super().mutate(node, index)
        if len(node.children) == 1:  # a tuple of one stays a tuple
            node.children.append(Comma(",", node.end_pos))
        return node


class ComprehensionConditionAway(Operator):
    """`[x for x in y if z]` becomes `[x for x in y]`."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        if node.type in ("comp_if", "old_comp_if"):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> None:
        return None

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class StatementAway(Operator):
    """A refusal, a call or the setting of an attribute does not happen."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        if node.type != "simple_stmt":
            return
        statement = node.children[0]
        written = statement.type == "expr_stmt" and statement.children[0].type == "atom_expr"
        if written or statement.type in ("raise_stmt", "atom_expr", "del_stmt"):
            yield statement.start_pos, statement.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        first = node.children[0].get_first_leaf()
        node.children[0] = Keyword("pass", first.start_pos, first.prefix)
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class ConditionFixed(Operator):
    """The condition of an `if` never holds, or always."""

    VALUES = ("False", "True")

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        if node.type == "if_stmt":
            for _ in self.VALUES:
                yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        node.children[1] = parso.parse(f" {self.VALUES[index]}")
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


OURS = (
    OperandAway,
    QueryArgumentAway,
    MemberAway,
    ComprehensionConditionAway,
    StatementAway,
    ConditionFixed,
)


def operators() -> list[Operator]:
    provider = OperatorProvider()
    return [provider[name]() for name in FROM_COSMIC_RAY] + [operator() for operator in OURS]
