"""A story with most of its variables left open, and all that may happen in it.

Rules about an open variable may go either way, and so may a vote that reads one. So such a cut can do
whatever the story can, and perhaps more. Values of what is kept that nothing later can tell apart are
made one, as in the quotient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..play.layout import DECLARED, HUB, ROLE, SCENE, TAKEN, State
from ..play.predicates import variable
from ..play.program import BACK, Effect, Place, Program
from ..story.rules import RESULTS, All, Any, Not, Rule, Test, tests_of
from .claims import Claim
from .classes import backwards, refine
from .flow import controls
from .rules import table_of

if TYPE_CHECKING:
    from ..story.model import Way

Partial = tuple[int | None, ...]
"""A state in which variables that are not kept are ``None``."""
Open = list[int | None]
"""Such a state on its way to the next."""


class Cut:
    """One role's story as far as one claim goes, with only some variables kept."""

    def __init__(self, program: Program, role: str, claim: Claim) -> None:
        self.program = program
        self.layout = program.layout
        self.role = role
        self.claim = claim
        self.flow = controls(program, role, {} if claim.rule is None else {claim.at: [claim.rule]})
        self.order = backwards(self.flow)
        self.first = program.begin(role)
        self.kept: set[int] = set()
        self.alike: dict[int, list[list[int]]] = {}
        """For a variable, at each scene: what value stands for each of its values there."""
        self.merges: dict[int, list[tuple[int, int, list[int]]]] = {}

    def reads(self, rule: Rule | None) -> set[int]:
        return (
            {variable(test, self.layout) for test in tests_of(rule)} - {ROLE} if rule is not None else set()
        )

    def met_by(self, state: Partial, option: int, passed: list[Partial]) -> bool:
        """Return whether one step may meet the claim."""
        if self.claim.option is not None:
            return (
                self.claim.at == state[SCENE]
                and self.claim.option == option
                and self._maybe(self.claim.rule, state)
            )
        return any(self.meets(scene) for scene in passed)

    def meets(self, passed: Partial) -> bool:
        if (
            self.claim.option is not None
            or passed[SCENE] != self.claim.at
            or not self._maybe(self.claim.rule, passed)
        ):
            return False
        if not self.claim.result:
            return True
        return RESULTS[self.claim.result] in self._results(self.program.place(self.claim.at), passed)

    def _maybe(self, rule: Rule | None, state: Sequence[int | None]) -> bool:
        return self._holds(rule, state) is not False

    def _holds(self, rule: Rule | None, state: Sequence[int | None]) -> bool | None:
        """Return whether a rule holds; ``None`` if that hangs on a variable outside the slice."""
        match rule:
            case None:
                return True
            case Test():
                index = variable(rule, self.layout)
                value = state[index]
                if value is None:
                    return None
                if index == ROLE:
                    want = self.layout.value_of(rule)
                    return (value == want) == (rule.op == "is")
                place = self.layout.variable(index)
                return bool(table_of(rule, self.layout, place)[value - place.least])
            case Not(part):
                inner = self._holds(part, state)
                return None if inner is None else not inner
            case All(parts):
                held = [self._holds(part, state) for part in parts]
                return False if False in held else None if None in held else True
            case Any(parts):
                held = [self._holds(part, state) for part in parts]
                return True if True in held else None if None in held else False

    def cut(self, state: Sequence[int]) -> Partial:
        return self._merged([v if i < DECLARED or i in self.kept else None for i, v in enumerate(state)])

    def keep(self, kept: set[int]) -> None:
        self.kept = kept
        self.merges = {}

    def _merged(self, s: Open) -> Partial:
        """Return a state with each value replaced by the one that stands for all that are like it there."""
        scene = s[SCENE] or 0
        merges = self.merges.get(scene)
        if merges is None:
            merges = self.merges[scene] = [
                (index, least, alike)
                for index in sorted(self.kept)
                for least, alike in self._alike(index, scene)
            ]
        for index, least, alike in merges:
            value = s[index]
            if value is not None:
                s[index] = alike[value - least]
        return tuple(s)

    def _alike(self, index: int, scene: int) -> list[tuple[int, list[int]]]:
        """Return a variable's least value and what stands for each; nothing if all its values differ."""
        place = self.layout.variable(index)
        if index not in self.alike:
            classes = refine(self.flow, self.order, index, place.least, place.most - place.least + 1)
            self.alike[index] = [[found.index(c) + place.least for c in found] for found in classes]
        alike = self.alike[index][scene]
        return [] if alike == list(range(place.least, place.most + 1)) else [(place.least, alike)]

    def start(self) -> Iterator[tuple[Partial, Partial | None]]:
        passed: list[State] = []
        self.program.begin(self.role, None, passed)
        yield self.cut(self.first), None
        for state in passed:
            yield self.cut(self.first), self.cut(state)

    def steps(self, state: Partial) -> Iterator[tuple[int, str, Partial, list[Partial]]]:
        """Yield what may be taken: option, its id, the state after, and the states on the way."""
        scene = state[SCENE]
        assert scene is not None
        place = self.program.place(scene)
        sure = False
        turns = []
        for number, _ in place.guards:
            turn = place.turns[number]
            holds = self._holds(turn.condition, state)
            if turn.once is not None and state[turn.once] != 0:
                holds = False if state[turn.once] else None if holds is not False else False
            if place.pick and (state[TAKEN] or 0) >> number & 1:
                holds = False
            sure = sure or holds is True
            if holds is not False:
                turns.append(turn)
        if not sure:
            for number, _ in place.fallbacks:
                turn = place.turns[number]
                if self._maybe(turn.condition, state) and not (turn.once is not None and state[turn.once]):
                    turns.append(turn)
        for turn in turns:
            s = list(state)
            if turn.kind == "vote":
                begun = self._votes(place, s)
            elif turn.door:
                s[TAKEN] = (s[TAKEN] or 0) | turn.door
                begun = [(s, turn.ways[0][1])]
            else:
                self._change(s, turn.effects)
                if turn.once is not None and turn.once in self.kept:
                    s[turn.once] = 1
                begun = self._leave(place, s, turn.record.goto)
            for after, passed in self._flow(begun):
                yield turn.index, turn.id, after, passed

    def _change(self, s: Open, effects: Sequence[Effect]) -> None:
        for index, by, to, low, high in effects:
            before = s[index]
            if index in self.kept and before is not None:
                s[index] = to if to is not None else min(max(before + by, low), high)

    def _leave(self, place: Place, s: Open, goto: Sequence[Way]) -> list[tuple[Open, int]]:
        """Return every scene that leaving may lead to, each with its own copy of the state."""
        if place.visits is not None and place.visits in self.kept:
            s[place.visits] = min((s[place.visits] or 0) + 1, 2)
        found = []
        for way in goto:
            holds = self._holds(way.condition, s)
            if holds is not False:
                to = BACK if way.to == "back" else self.layout.scene_index[str(way.to)]
                found.append((list(s), to))
            if holds:
                break
        return found

    def _results(self, place: Place, state: Sequence[int | None]) -> list[str]:
        """Return what a vote may come to: one result if all it reads is in the slice."""
        assert place.ballot is not None
        reads = {v for v in self.flow[place.index].readings if v >= DECLARED}
        if reads <= self.kept and all(state[v] is not None for v in reads):
            full = [v if v is not None else self.first[i] for i, v in enumerate(state)]
            return [place.ballot.hold(full)[0]]
        return list(place.outcomes)

    def _votes(self, place: Place, s: Open) -> list[tuple[Open, int]]:
        assert place.ballot is not None
        found = []
        for result in self._results(place, s):
            record, effects, _ = place.outcomes[result]
            after = list(s)
            if place.ballot.variable.index in self.kept:
                after[place.ballot.variable.index] = RESULTS.index(result)
            self._change(after, effects)
            found += self._leave(place, after, record.goto)
        return found

    def _flow(self, begun: list[tuple[Open, int]]) -> Iterator[tuple[Partial, list[Partial]]]:
        """Follow scenes that do not wait to all the places where the story may wait."""
        work: list[tuple[Open, int, list[Partial]]] = [(s, to, []) for s, to in begun]
        while work:
            s, to, passed = work.pop()
            again = to == BACK
            place = self.program.place((s[HUB] or 0) - 1 if again else to)
            s[SCENE] = place.index
            if not again:
                self._change(s, place.effects)
                passed = [*passed, tuple(s)]
            if place.pick:
                if not again:
                    s[HUB], s[TAKEN] = place.index + 1, 0
                done = (s[TAKEN] or 0).bit_count() >= place.pick
                left = [
                    self._holds(turn.condition, s)
                    for turn in place.turns
                    if not (s[TAKEN] or 0) >> turn.index & 1
                ]
                sure = True in left
                if not done and (sure or None in left):
                    yield self._merged(list(s)), passed
                if done or not sure:
                    gone = list(s)
                    gone[HUB] = gone[TAKEN] = 0
                    assert place.scene.doors is not None
                    work += [(a, b, passed) for a, b in self._leave(place, gone, place.scene.doors.then)]
            elif place.ballot is not None and not place.turns:
                work += [(a, b, passed) for a, b in self._votes(place, s)]
            elif not place.turns and not place.ending:
                work += [(a, b, passed) for a, b in self._leave(place, list(s), place.scene.goto)]
            else:
                yield self._merged(s), passed
