"""Rules made fast: each becomes a Python function of the state.

The function's text is generated from indexes and small numbers alone, never from words of a file,
so a pack cannot put code into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import eq, ge, le, ne

from ..story.rules import All, Any, Not, Rule, Test
from .layout import ROLE, Layout

Predicate = Callable[[Sequence[int]], bool]

_OPERATORS = {"is": "==", "is not": "!=", "at least": ">=", "at most": "<="}
_COMPARED = {"is": eq, "is not": ne, "at least": ge, "at most": le}


def predicate(rule: Rule | None, layout: Layout, *, once: int | None = None) -> Predicate | None:
    """Compile a rule (and, if given, that the ``once`` variable is unused); ``None`` if always true."""
    parts = [] if once is None else [f"s[{once:d}]==0"]
    if rule is not None:
        parts.append(expression(rule, layout))
    return _function(" and ".join(parts)) if parts else None


def expression(rule: Rule, layout: Layout) -> str:
    """Return a rule as a Python expression over ``s``, made of numbers, comparisons and brackets."""
    match rule:
        case Test():
            return f"s[{variable(rule, layout):d}]{_OPERATORS[rule.op]}{layout.value_of(rule):d}"
        case Not(part):
            return f"(not {expression(part, layout)})"
        case All(parts):
            return "(" + " and ".join(expression(part, layout) for part in parts) + ")"
        case Any(parts):
            return "(" + " or ".join(expression(part, layout) for part in parts) + ")"


def variable(test: Test, layout: Layout) -> int:
    """Return where in a state the variable stands that a comparison reads."""
    return ROLE if test.kind == "role" else layout[test.kind, str(test.name)].index


def _function(text: str) -> Predicate:
    function: Predicate = eval(f"lambda s: {text}", {"__builtins__": {}})
    return function


def interpret(rule: Rule, layout: Layout, state: Sequence[int]) -> bool:
    """Evaluate a rule without compiling it, for one that is asked once; the yardstick for ``predicate`` in the tests."""
    match rule:
        case Test():
            return bool(_COMPARED[rule.op](state[variable(rule, layout)], layout.value_of(rule)))
        case Not(part):
            return not interpret(part, layout, state)
        case All(parts):
            return all(interpret(part, layout, state) for part in parts)
        case Any(parts):
            return any(interpret(part, layout, state) for part in parts)
