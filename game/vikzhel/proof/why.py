"""Why something can never be met: which part of its rule never holds where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..play.predicates import predicate
from ..story.rules import YES_OR_NO, All, Any, Not, Rule, Test
from .claims import Claim

if TYPE_CHECKING:
    from ..play.layout import State
    from ..play.program import Program
    from .walk import Walk


def spelled(rule: Rule, *, inside: bool = False) -> str:
    """Return a rule as an author would write it."""
    match rule:
        case Test(kind="role", op=op, value=value):
            return f"role {op} {value}"
        case Test(kind=kind, name=name, op="at least", value=value) if kind in YES_OR_NO and value == "1":
            return f"{kind}.{name}"
        case Test(kind=kind, name=name, op=op, value=value):
            return f"{kind}.{name} {op} {value}"
        case Not(part):
            return f"not {spelled(part, inside=True)}"
        case All(parts) | Any(parts):
            word = " and " if isinstance(rule, All) else " or "
            text = word.join(spelled(part, inside=True) for part in parts)
            return f"({text})" if inside and len(parts) > 1 else text


def rule_of(program: Program, claim: Claim) -> Rule | None:
    """Return what a claim hangs on besides its place: its own rule, or that of its option."""
    if claim.kind == "option" and claim.option is not None:
        return program.place(claim.at).turns[claim.option].condition
    return claim.rule


def parts_of(rule: Rule) -> list[Rule]:
    """Return what has to hold all at once."""
    return [part for whole in rule.parts for part in parts_of(whole)] if isinstance(rule, All) else [rule]


def explained(program: Program, walked: Walk, unmet: Iterable[Claim]) -> dict[Claim, str]:
    """Say of claims never met which part of their rule fails, where the story waits in their scene."""
    rules = {claim: rule for claim in unmet if (rule := rule_of(program, claim)) is not None}
    scenes = {claim.at for claim in rules}
    states: dict[int, list[State]] = {}
    for state, scene in zip(walked.states, walked.scenes, strict=True):
        if scene in scenes:
            states.setdefault(scene, []).append(state)
    found = {}
    for claim, rule in rules.items():
        if claim.at not in states:
            continue
        parts = parts_of(rule)
        holding = [predicate(part, program.layout) for part in parts]
        never = [
            part
            for part, holds in zip(parts, holding, strict=True)
            if holds is not None and not any(map(holds, states[claim.at]))
        ]
        found[claim] = _said(rule, parts, never)
    return found


def _said(rule: Rule, parts: list[Rule], never: list[Rule]) -> str:
    if len(parts) == 1:
        return f"Its rule never holds there:  {spelled(rule)}"
    if never:
        return f"This part of its rule never holds there:  {spelled(never[0])}"
    return f"Each part of its rule can hold there, but never all at once:  {spelled(rule)}"
