"""Rules as they stand where something is known of what they read."""

from __future__ import annotations

from collections.abc import Callable

from ..story.rules import All, Any, Not, Rule, Test

Settle = Callable[[Test], bool | None]
"""Tells whether a comparison always or never holds; ``None`` if it may do either."""


def folded(rule: Rule | None, settle: Settle) -> Rule | bool:
    """Return what is left of a rule, or whether it always or never holds."""
    match rule:
        case None:
            return True
        case Test():
            known = settle(rule)
            return rule if known is None else known
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


def of_role(role: str) -> Settle:
    """Return what settles the comparisons of the role alone."""

    def settle(test: Test) -> bool | None:
        return (str(test.value) == role) == (test.op == "is") if test.kind == "role" else None

    return settle
