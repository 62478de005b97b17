"""Goals that are lost: that the player is told, and not before it is so.

A text whose own rule reads more than the goal's ``lost:`` gives a reason of its own: whether that is true only a search of
the story tells, so it is left to the proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..diagnostics import Word
from ..model import Block, Change, Choice, Effects, Way
from ..rules import Rule, Test, tests_of
from .desk import Desk
from .flow import Case, Flow, May


class _Telling(NamedTuple):
    """A text that says a goal is lost: where it stands, and after what it is so."""

    block: Block
    scene: str
    choice: Choice | None


def lost(desk: Desk) -> None:
    tellings: dict[str, list[_Telling]] = {}
    for telling in _tellings(desk):
        tellings.setdefault(str(telling.block.tells), []).append(telling)
    flow = desk.flow
    for role_id, role in desk.pack.files.roles.items():
        states: dict[str, May] | None = None
        for goal_id, goal in role.goals.items():
            if goal.lost is None:
                continue
            if str(goal_id) not in tellings:
                _never_told(desk, goal_id)
                continue
            if flow is None:
                continue
            states = flow.run(str(role_id)) if states is None else states
            for telling in tellings[str(goal_id)]:
                if _reads(telling.block.condition) - _reads(goal.lost):
                    continue
                _look(desk, flow, states, role_id, goal_id, goal.lost, telling)


def _reads(rule: Rule | None) -> set[tuple[str, str]]:
    return set() if rule is None else {(test.kind, str(test.name)) for test in tests_of(rule)}


def _tellings(desk: Desk) -> Iterator[_Telling]:
    for scene_id, scene in desk.scenes.items():
        yield from (_Telling(block, str(scene_id), None) for block in scene.text if block.tells)
        for choice in scene.choices:
            yield from (_Telling(block, str(scene_id), choice) for block in choice.reply if block.tells)
    for ending in desk.pack.files.endings.values():
        yield from (_Telling(block, "", None) for block in [*ending.text, *ending.later] if block.tells)


def _never_told(desk: Desk, goal_id: Word) -> None:
    desk.report.add(
        "V835",
        goal_id.mark,
        f"The goal “{goal_id}” can be lost, and no text ever tells the player so.",
        f"Add to a text where it is lost  tells: {goal_id}",
    )


def _look(
    desk: Desk,
    flow: Flow,
    states: dict[str, May],
    role_id: Word,
    goal_id: Word,
    lost: Rule,
    telling: _Telling,
) -> None:
    """Report a text that says a goal is lost where that is not so, as far as it can be seen without playing."""
    scene = next((scene for name, scene in desk.scenes.items() if name == telling.scene), None)
    if scene is None or telling.scene not in states:
        return  # It stands in an ending, or this man never comes there.
    choice, block = telling.choice, telling.block
    given = [rule for rule in (block.condition, choice.condition if choice else None) if rule is not None]
    state = flow.entered(scene, states[telling.scene])
    for rule in given:
        state = flow.narrowed(state, rule)
    cases = flow.cases(state, [lost, *given], str(role_id))
    if cases is None:
        return
    effects = [*([choice] if choice else []), *_entered_next(desk, choice.goto if choice else scene.goto)]
    surely, surely_not = flow.sure(lost, state)
    so: set[bool] = set()
    for case in cases:
        before = flow.holds(lost, case)
        if not (surely_not if before else surely) and all(flow.holds(rule, case) for rule in given):
            so.add(_is_lost(desk, flow, lost, case, effects))
    if False not in so:
        return
    if True not in so:
        what = f"This text says that the goal “{goal_id}” is lost, and where it stands that cannot be so."
    else:
        what = f"This text says that the goal “{goal_id}” is lost, and may be shown where that is not so."
    desk.report.add(
        "V836",
        (block.tells or goal_id).mark,
        what,
        "Let the choice do what the rule under “lost” asks for, or tell it in the next scene with that rule as its  if:"
        if choice
        else "Show it only where the rule under “lost” holds: write that rule as its  if:",
    )


def _entered_next(desk: Desk, ways: list[Way]) -> list[Effects]:
    """Return the scenes that follow without fail and without a stop: what they change is part of it."""
    found: list[Effects] = []
    while len(ways) == 1 and ways[0].condition is None:
        scene = desk.scenes.get(ways[0].to)
        if scene is None or scene in found:
            break
        found.append(scene)
        ways = scene.goto
    return found


def _is_lost(desk: Desk, flow: Flow, lost: Rule, case: Case, effects: list[Effects]) -> bool:
    after = dict(case)
    for test in tests_of(lost):
        key = test.kind, str(test.name)
        values = desk.values(test)
        at = values.index(case[key])
        for effect in effects:
            at = _changed(effect, test, at, values)
        after[key] = values[at]
    return flow.holds(lost, after)


def _changed(effects: Effects, test: Test, at: int, values: list[str]) -> int:
    """Return which of its values a variable has after some effects."""
    if test.kind == "flag":
        return 0 if test.name in effects.unflag else 1 if test.name in effects.flag else at
    if test.kind == "knows":
        return 1 if test.name in effects.learn else at
    tables: dict[str, dict[Word, Change]] = {
        "mood": effects.mood,
        "table": {**effects.table},
        "count": {**effects.count},
    }
    change = tables.get(test.kind, {}).get(test.name)
    if change is None:
        return at
    shift = change.change
    if shift.to is not None:
        return values.index(str(shift.to))
    return max(0, min(len(values) - 1, at + shift.by))
