"""Rules looked into: what a comparison tells of each value of its variable, and what is left of a rule where
some of its comparisons are settled."""

from __future__ import annotations

from collections.abc import Callable

from ..play.layout import Layout, Variable
from ..story.rules import All, Any, Not, Rule, Test

Table = tuple[object, ...]
"""What a reading tells of each value of a variable, from its least value on."""

Readings = dict[int, list[Table]]
"""Variable index to the tables of everything that reads it at one place."""


def table_of(test: Test, layout: Layout, variable: Variable) -> Table:
    """Return whether a comparison holds for each value of its variable."""
    want = layout.value_of(test)
    values = range(variable.least, variable.most + 1)
    match test.op:
        case "is":
            return tuple(value == want for value in values)
        case "is not":
            return tuple(value != want for value in values)
        case "at least":
            return tuple(value >= want for value in values)
        case _:
            return tuple(value <= want for value in values)


Settle = Callable[[Test], bool | None]
"""Tells whether a comparison always or never holds; ``None`` if it may do either."""


def folded(rule: Rule | None, settle: Settle) -> Rule | bool:
    """Return what is left of a rule, or whether it always or never holds."""
    match rule:
        case None:
            return True
        case Test():
            settled = settle(rule)
            return rule if settled is None else settled
        case Not(part):
            inner = folded(part, settle)
            return not inner if isinstance(inner, bool) else Not(inner)
        case All(parts) | Any(parts):
            decisive = isinstance(rule, Any)
            left: list[Rule] = []
            for part in parts:
                found = folded(part, settle)
                if found is decisive:
                    return decisive
                if not isinstance(found, bool):
                    left.append(found)
            return type(rule)(tuple(left)) if left else not decisive


def known(rule: Rule | None, settle: Settle) -> bool | None:
    """Return whether a rule always or never holds; ``None`` if it may do either."""
    left = folded(rule, settle)
    return left if isinstance(left, bool) else None


def of_role(role: str) -> Settle:
    """Return what settles the comparisons of the role alone."""

    def settle(test: Test) -> bool | None:
        return (str(test.value) == role) == (test.op == "is") if test.kind == "role" else None

    return settle
