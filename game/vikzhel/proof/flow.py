"""A story's control as data: for each scene what is read there, what changes, and where it can lead.

The engine runs functions; the proof must look inside them. Everything here is taken from the same
records the engine compiles, one variable at a time, because a rule compares one variable with one
constant and an effect changes one variable by a constant. Only a vote reads several together; what it
reads of each is worked out in ``weighing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..play.program import BACK, Effect, Program, Ways
from ..story.rules import RESULTS, Rule, tests_of
from .truth import Readings, table_of
from .weighing import weighed

if TYPE_CHECKING:
    from ..story import model


class Exit:
    """One way out of a scene: what it changes, what is read after that, and the scenes it can reach."""

    __slots__ = ("effects", "readings", "targets")

    def __init__(
        self, effects: dict[int, Effect], readings: Readings, targets: list[tuple[int, bool]]
    ) -> None:
        self.effects = effects
        self.readings = readings
        self.targets = targets
        """Scene indexes; ``False`` with one that is come back to, not entered."""


class Control:
    """One scene: effects on entering, what is read while it waits, and its exits."""

    __slots__ = ("effects", "exits", "readings")

    def __init__(self) -> None:
        self.effects: dict[int, Effect] = {}
        self.readings: Readings = defaultdict(list)
        self.exits: list[Exit] = []


def controls(program: Program, observed: Mapping[int, Sequence[Rule]] | None = None) -> list[Control]:
    """Return every scene's control; ``observed`` adds rules read at a scene (its text, its judgements)."""
    return _Flow(program).all(observed or {})


class _Flow:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.layout = program.layout
        self.scenes = list(program.pack.files.scenes.values())
        self.hubs = [index for index, scene in enumerate(self.scenes) if scene.doors]

    def all(self, observed: Mapping[int, Sequence[Rule]]) -> list[Control]:
        found = [self.control(index) for index in range(len(self.scenes))]
        for index, rules in observed.items():
            for rule in rules:
                self.read(rule, found[index].readings)
        return found

    def read(self, rule: Rule | None, into: Readings) -> None:
        """Note everything a rule reads."""
        for test in tests_of(rule) if rule is not None else []:
            if test.kind != "role":
                variable = self.layout[test.kind, str(test.name)]
                into[variable.index].append(table_of(test, self.layout, variable))

    def control(self, index: int) -> Control:
        scene, place = self.scenes[index], self.program.place(index)
        control = Control()
        control.effects = _by_variable(place.effects)
        leaving: list[Effect] = [] if place.visits is None else [(place.visits, 1, None, 0, 2)]
        if scene.doors:
            for door in scene.doors.of:
                self.read(door.condition, control.readings)
                target = self.layout.scene_index[str(door.to)]
                control.exits.append(Exit({}, {}, [(target, True)]))
            control.exits.append(self.exit(leaving, scene.doors.then, place.ways))
        elif scene.vote:
            assert place.ballot is not None
            for read, tables in weighed(self.program, str(scene.vote.hold)).items():
                control.readings[read] += tables
            held = place.ballot.variable.index
            for number, result in enumerate(RESULTS[1:], 1):
                record, effects, ways = place.outcomes[result]
                set_result: Effect = (held, 0, number, 0, len(RESULTS) - 1)
                control.exits.append(self.exit([set_result, *effects, *leaving], record.goto, ways))
        elif place.turns:
            for turn in place.turns:
                self.read(getattr(turn.record, "condition", None), control.readings)
                changes = [*turn.effects, *leaving]
                if turn.once is not None:
                    control.readings[turn.once].append((False, True))
                    changes.append((turn.once, 0, 1, 0, 1))
                control.exits.append(self.exit(changes, turn.record.goto, turn.ways))
        elif not place.ending:
            control.exits.append(self.exit(leaving, scene.goto, place.ways))
        return control

    def exit(self, effects: Sequence[Effect], goto: list[model.Way], ways: Ways) -> Exit:
        readings: Readings = defaultdict(list)
        for way in goto:
            self.read(way.condition, readings)
        targets: list[tuple[int, bool]] = []
        for _, target in ways:
            targets += [(hub, False) for hub in self.hubs] if target == BACK else [(target, True)]
        return Exit(_by_variable(effects), readings, targets)


def _by_variable(effects: Sequence[Effect]) -> dict[int, Effect]:
    """Return effects by variable; of two on one variable (a flag set and cleared) the later counts."""
    found: dict[int, Effect] = {}
    for effect in effects:
        found[effect[0]] = effect
    return found
