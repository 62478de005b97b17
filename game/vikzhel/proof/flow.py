"""A story's control as data: for each scene what is read there, what changes, and where it can lead.

The engine runs functions; the proof must look inside them. Everything here is taken from the same
records the engine compiles, one variable at a time, because a rule compares one variable with one
constant and an effect changes one variable by a constant. Only a vote reads several together; what it
reads of each is worked out in ``weighing``.

It is the control of one role: what hangs on the role alone is settled, and ways that are not his are
left out. Where it is known what values variables may have, so is what hangs on those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..play.program import Effect, Program
from ..story.rules import RESULTS, Rule, tests_of
from .rules import Readings, Settle, folded, of_role, table_of
from .weighing import weighed

if TYPE_CHECKING:
    from ..story import model
    from .values import Values


class Exit:
    """One way out of a scene: on what it hangs, what it changes, what is read after that, and where it leads."""

    __slots__ = ("effects", "guard", "once", "readings", "result", "targets", "ways")

    def __init__(self, guard: Rule | None, effects: Sequence[Effect], *, once: int | None = None) -> None:
        self.guard = guard
        self.once = once
        """A variable that must be 0 and is 1 afterwards."""
        self.result = 0
        """Of a vote: the result that leads this way."""
        changes = [*effects, (once, 0, 1, 0, 1)] if once is not None else effects
        self.effects = _by_variable(changes)
        self.readings: Readings = defaultdict(list)
        self.ways: list[tuple[Rule | None, list[tuple[int, bool]]]] = []
        """The first whose rule holds is taken; scene indexes, ``False`` with one come back to, not entered."""
        self.targets: list[tuple[int, bool]] = []


class Control:
    """One scene: effects on entering, what is read while it waits, and its exits."""

    __slots__ = ("effects", "exits", "readings", "vote")

    def __init__(self) -> None:
        self.effects: dict[int, Effect] = {}
        self.readings: Readings = defaultdict(list)
        self.exits: list[Exit] = []
        self.vote = ""


def controls(
    program: Program,
    role: str,
    observed: Mapping[int, Sequence[Rule]] | None = None,
    values: Values | None = None,
) -> list[Control]:
    """Return every scene's control for a role; ``observed`` adds rules read at a scene (texts, judgements).

    With ``values`` only what can be so is reckoned with. Scenes that he cannot come to have no exits.
    """
    found = skeleton(program, role)
    for at, control in enumerate(found):
        if values is not None and values.at[at] is None:
            found[at] = Control()
            continue
        settle = of_role(role) if values is None else values.settle(at)
        for rule in (observed or {}).get(at, ()):
            _read(program, rule, settle, control.readings)
        if control.vote:
            may = None if values is None else values.at[at]
            readings, results = weighed(program, role, control.vote, may)
            for index, tables in readings.items():
                control.readings[index] += tables
            control.exits = [way for way in control.exits if RESULTS[way.result] in results]
        control.exits = [way for way in control.exits if _opened(program, way, settle, control)]
        for way in control.exits:
            after = settle if values is None else values.after(at, way)
            _lead(program, way, after)
    return found


def _read(program: Program, rule: Rule | None, settle: Settle, into: Readings) -> bool | None:
    """Note everything a rule reads; return whether it always or never holds, ``None`` if that is open."""
    left = folded(rule, settle)
    if isinstance(left, bool):
        return left
    for test in tests_of(left):
        variable = program.layout[test.kind, str(test.name)]
        into[variable.index].append(table_of(test, program.layout, variable))
    return None


def _opened(program: Program, way: Exit, settle: Settle, control: Control) -> bool:
    """Note what opens an exit; return whether anything can."""
    if _read(program, way.guard, settle, control.readings) is False:
        return False
    if way.once is not None:
        control.readings[way.once].append((False, True))
    return True


def _lead(program: Program, way: Exit, settle: Settle) -> None:
    """Note where an exit can lead, and what decides that."""
    for rule, targets in way.ways:
        holds = _read(program, rule, settle, way.readings)
        if holds is not False:
            way.targets += targets
        if holds:
            return


def skeleton(program: Program, role: str) -> list[Control]:
    """Return every scene's effects and exits with their rules, of which nothing is read yet."""
    return _Flow(program, role).all()


class _Flow:
    def __init__(self, program: Program, role: str) -> None:
        self.program = program
        self.layout = program.layout
        self.role = role
        self.settle = of_role(role)
        self.scenes = list(program.pack.files.scenes.values())
        self.backs: list[tuple[int, list[tuple[int, bool]]]] = []
        """The targets of ways that lead back to a hub, with the scenes they leave."""

    def all(self) -> list[Control]:
        found = [self.control(index) for index in range(len(self.scenes))]
        inside: dict[int, list[int]] = {}
        for hub, scene in enumerate(self.scenes):
            if scene.doors:
                doors = [to for way in found[hub].exits[:-1] for _, targets in way.ways for to, _ in targets]
                for behind in _beyond(found, doors):
                    inside.setdefault(behind, []).append(hub)
        for index, targets in self.backs:
            targets += [(hub, False) for hub in inside.get(index, ())]
        start = self.program.pack.role(self.role).start
        seen = _beyond(found, [self.layout.scene_index[str(start)]])
        return [control if index in seen else Control() for index, control in enumerate(found)]

    def control(self, index: int) -> Control:
        scene, place = self.scenes[index], self.program.place(index)
        control = Control()
        control.effects = _by_variable(place.effects)
        leaving: list[Effect] = [] if place.visits is None else [(place.visits, 1, None, 0, 2)]
        if scene.doors:
            for door in scene.doors.of:
                if folded(door.condition, self.settle) is not False:
                    through = Exit(door.condition, [])
                    through.ways = [(None, [(self.layout.scene_index[str(door.to)], True)])]
                    control.exits.append(through)
            control.exits.append(self.led(index, Exit(None, leaving), scene.doors.then))
        elif scene.vote:
            assert place.ballot is not None
            control.vote = str(scene.vote.hold)
            held = place.ballot.variable.index
            for number, result in enumerate(RESULTS[1:], 1):
                record, effects, _ = place.outcomes[result]
                way = Exit(None, [(held, 0, number, 0, len(RESULTS) - 1), *effects, *leaving])
                way.result = number
                control.exits.append(self.led(index, way, record.goto))
        elif place.turns:
            for turn in place.turns:
                if folded(turn.condition, self.settle) is not False:
                    way = Exit(turn.condition, [*turn.effects, *leaving], once=turn.once)
                    control.exits.append(self.led(index, way, turn.record.goto))
        elif not place.ending:
            control.exits.append(self.led(index, Exit(None, leaving), scene.goto))
        return control

    def led(self, index: int, leaving: Exit, goto: Sequence[model.Way]) -> Exit:
        for way in goto:
            holds = folded(way.condition, self.settle)
            if holds is False:
                continue
            targets: list[tuple[int, bool]] = []
            if way.to == "back":
                self.backs.append((index, targets))
            else:
                targets.append((self.layout.scene_index[str(way.to)], True))
            leaving.ways.append((None if holds is True else way.condition, targets))
            if holds is True:
                break
        return leaving


def _beyond(flow: list[Control], todo: list[int]) -> set[int]:
    """Return some scenes and all that they lead to."""
    seen = set(todo)
    while todo:
        exits = flow[todo.pop()].exits
        onward = {to for way in exits for _, targets in way.ways for to, _ in targets} - seen
        seen |= onward
        todo += onward
    return seen


def _by_variable(effects: Sequence[Effect]) -> dict[int, Effect]:
    """Return effects by variable; of two on one variable (a flag set and cleared) the later counts."""
    found: dict[int, Effect] = {}
    for effect in effects:
        found[effect[0]] = effect
    return found
