"""Deciding one claim when the whole story is too big: search a slice, and widen it where it lies.

A slice follows only some variables exactly and lets every rule about the others go either way. It
can do all that the story can and perhaps more, so what a slice cannot reach is proved unreachable.
What it can reach is replayed on the engine; the first step that is not possible there names the
variables that were missing, and the slice is searched again with them (counterexample-guided
refinement: Clarke, Grumberg, Jha, Lu and Veith, CAV 2000).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..play.layout import HUB, SCENE, TAKEN, State
from ..play.predicates import predicate, variable
from ..play.program import BACK, Effect, Place, Program
from ..story.rules import RESULTS, All, Any, Not, Rule, Test, tests_of
from .claims import Claim
from .classes import backwards, refine
from .explore import EVERY, Progress, Watch
from .flow import Control, controls, table_of

MOST_STATES = 400_000
MOST_ROUNDS = 100

Partial = tuple[int | None, ...]
"""A state in which variables outside the slice are ``None``."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A slice's answer: ``True`` with the path, ``False`` for proved unreachable, or ``None`` with why."""

    reachable: bool | None
    path: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a path through a slice: what was taken, and the state it led to."""

    name: str
    after: Partial


class _Stopped(Exception):
    """The search was told to stop."""


def decide(program: Program, role: str, claim: Claim, go_on: Progress | None = None) -> Decided:
    """Decide whether a role can meet a claim by slices that are widened as needed.

    ``go_on`` hears how many states are known and how many done, and can stop the search.
    """
    try:
        return _Slices(program, role, go_on).decide(claim)
    except _Stopped:
        return Decided(None, why="the search was stopped before this was settled")


def decide_all(
    program: Program, role: str, wanted: Iterable[Claim], go_on: Progress | None = None
) -> dict[Claim, Decided]:
    """Decide many claims, each path and each scene that cannot be reached for all it settles at once."""
    waiting = list(wanted)
    found: dict[Claim, Decided] = {}
    shut: dict[int, Decided] = {}
    for claim in waiting:
        if claim in found:
            continue
        found[claim] = decided = shut.get(claim.at) or decide(program, role, claim, go_on)
        if decided.reachable is False and claim.kind == "scene":
            shut[claim.at] = Decided(False, why="its scene cannot be reached")
        elif decided.reachable:
            others = [other for other in waiting if other not in found]
            for other, path in _along(program, role, decided.path, others).items():
                found[other] = Decided(True, path)
    return found


def _along(
    program: Program, role: str, path: tuple[str, ...], wanted: Iterable[Claim]
) -> dict[Claim, tuple[str, ...]]:
    """Return which claims a path meets on its way, each with the part of it that leads there."""
    met: dict[Claim, tuple[int, int]] = {}
    watch = Watch(program, wanted, met)
    passed: list[State] = []
    state = program.begin(role, None, passed)
    for entered in passed:
        watch.entered(entered, (0, -1))
    for number, name in enumerate(path, 1):
        turn = next(turn for turn in program.place(state[SCENE]).turns if turn.id == name)
        passed.clear()
        watch.taken(state, turn.index, (number, -1))
        state = program.take(state, turn.index, None, passed)
        for entered in passed:
            watch.entered(entered, (number, -1))
    return {claim: path[:number] for claim, (number, _) in met.items()}


class _Slices:
    def __init__(self, program: Program, role: str, go_on: Progress | None = None) -> None:
        self.program = program
        self.go_on = go_on
        self.layout = program.layout
        self.role = role
        self.flow: list[Control] = []
        self.order: list[int] = []
        self.first = program.begin(role)
        self.kept: set[int] = set()
        self.alike: dict[int, list[list[int]]] = {}
        """For a variable, at each scene: what value stands for each of its values there."""
        self.merges: dict[int, list[tuple[int, int, list[int]]]] = {}

    def decide(self, claim: Claim) -> Decided:
        self.flow = controls(self.program, {} if claim.rule is None else {claim.at: [claim.rule]})
        self.order = backwards(self.flow)
        self.kept = self._reads(claim.rule)
        if claim.option is not None:
            turn = self.program.place(claim.at).turns[claim.option]
            self.kept |= self._reads(getattr(turn.record, "condition", None))
        for _ in range(MOST_ROUNDS):
            found = self._search(claim)
            if found is None:
                return Decided(None, why=f"a slice of {len(self.kept)} variables has too many states")
            if not found:
                return Decided(
                    False, why=f"not even with everything but {len(self.kept)} variables left open"
                )
            if self._replay(found, claim) is None:
                return Decided(True, tuple(step.name for step in found if step.name))
            if not self._widen(found, claim):
                return Decided(None, why="the slice and the story disagree without a variable to blame")
        return Decided(None, why=f"still open after {MOST_ROUNDS} slices")

    def _widen(self, run: list[_Step], claim: Claim) -> bool:
        """Keep more variables, as few as will do, until the slice sees that a path does not meet the claim."""
        before = self.kept
        names = [step.name for step in run]
        while run:
            missing = self._replay(run, claim)
            if missing is None or missing <= self.kept:
                return False
            self._keep(self.kept | missing)
            run = self._retrace(names, claim)
        sizes = {v.index: v.most - v.least for v in self.layout.variables}
        for index in sorted(self.kept - before, key=lambda index: (-sizes[index], -index)):
            self._keep(self.kept - {index})
            if self._retrace(names, claim):
                self._keep(self.kept | {index})
        return True

    def _retrace(self, names: list[str], claim: Claim) -> list[_Step]:
        """Return how, by the same options, the slice still meets the claim; empty if it does not."""
        if not names[0]:
            return [_Step("", s) for s, met in self._start() if met is not None and self._meets(claim, met)][
                :1
            ]
        came: list[dict[Partial, Partial]] = []
        layer = {self._cut(self.first): self._cut(self.first)}
        for number, name in enumerate(names, 1):
            came.append(layer)
            layer = {}
            for state in came[-1]:
                for option, taken, after, scenes in self._steps(state):
                    if taken != name:
                        continue
                    if number == len(names) and self._met_by(claim, state, option, scenes):
                        return self._back(came, state, [_Step(name, after)], names)
                    layer.setdefault(after, state)
        return []

    def _back(
        self, came: list[dict[Partial, Partial]], state: Partial, run: list[_Step], names: list[str]
    ) -> list[_Step]:
        for number in range(len(came) - 1, 0, -1):
            run.append(_Step(names[number - 1], state))
            state = came[number][state]
        return run[::-1]

    def _reads(self, rule: Rule | None) -> set[int]:
        return {variable(test, self.layout) for test in tests_of(rule)} - {1} if rule is not None else set()

    # -- searching a slice ---------------------------------------------------------------------

    def _search(self, claim: Claim) -> list[_Step] | None:
        """Return a path that meets the claim; empty if there is none, ``None`` if there are too many states.

        A claim met before anything is taken has a path of one step without a name.
        """
        start = self._start()
        came: dict[Partial, tuple[Partial | None, str]] = {}
        todo: list[Partial] = []
        for state, met in start:
            if met is not None and self._meets(claim, met):
                return [_Step("", state)]
            if state not in came:
                came[state] = None, ""
                todo.append(state)
        at = 0
        while at < len(todo):
            if self.go_on is not None and not at % EVERY and not self.go_on(len(came), at):
                raise _Stopped
            state = todo[at]
            at += 1
            if len(came) > MOST_STATES:
                return None
            for option, name, after, scenes in self._steps(state):
                if self._met_by(claim, state, option, scenes):
                    return [*self._path(came, state), _Step(name, after)]
                if after not in came:
                    came[after] = state, name
                    todo.append(after)
        return []

    def _path(self, came: dict[Partial, tuple[Partial | None, str]], state: Partial) -> list[_Step]:
        path: list[_Step] = []
        at: Partial | None = state
        while at is not None:
            before, name = came[at]
            if before is not None:
                path.append(_Step(name, at))
            at = before
        return path[::-1]

    def _met_by(self, claim: Claim, state: Partial, option: int, passed: list[Partial]) -> bool:
        """Return whether one step may meet the claim."""
        if claim.option is not None:
            return claim.at == state[SCENE] and claim.option == option and self._maybe(claim.rule, state)
        return any(self._meets(claim, scene) for scene in passed)

    def _meets(self, claim: Claim, passed: Partial) -> bool:
        if claim.option is not None or passed[SCENE] != claim.at or not self._maybe(claim.rule, passed):
            return False
        if not claim.result:
            return True
        return RESULTS[claim.result] in self._results(self.program.place(claim.at), passed)

    def _maybe(self, rule: Rule | None, state: Partial) -> bool:
        return rule is None or self._holds(rule, state) is not False

    def _holds(self, rule: Rule, state: Partial) -> bool | None:
        """Return whether a rule holds; ``None`` if that hangs on a variable outside the slice."""
        match rule:
            case Test():
                index = variable(rule, self.layout)
                value = state[index]
                if value is None:
                    return None
                if index == 1:
                    want = self.layout.value_of(rule)
                    return (value == want) == (rule.op == "is")
                place = self.layout.variables[index - 4]
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

    def _cut(self, state: Sequence[int]) -> Partial:
        return self._merged(
            [*state[:4], *(v if i in self.kept else None for i, v in enumerate(state[4:], 4))]
        )

    def _keep(self, kept: set[int]) -> None:
        self.kept = kept
        self.merges = {}

    def _merged(self, s: list[int | None]) -> Partial:
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
        place = self.layout.variables[index - 4]
        if index not in self.alike:
            classes = refine(self.flow, self.order, index, place.least, place.most - place.least + 1)
            self.alike[index] = [[found.index(c) + place.least for c in found] for found in classes]
        alike = self.alike[index][scene]
        return [] if alike == list(range(place.least, place.most + 1)) else [(place.least, alike)]

    def _start(self) -> Iterator[tuple[Partial, Partial | None]]:
        passed: list[State] = []
        self.program.begin(self.role, None, passed)
        yield self._cut(self.first), None
        for state in passed:
            yield self._cut(self.first), self._cut(state)

    def _steps(self, state: Partial) -> Iterator[tuple[int, str, Partial, list[Partial]]]:
        """Yield what may be taken: option, its id, the state after, and the states on the way."""
        scene = state[SCENE]
        assert scene is not None
        place = self.program.place(scene)
        sure = False
        turns = []
        for number, _ in place.guards:
            turn = place.turns[number]
            condition = getattr(turn.record, "condition", None)
            holds = True if condition is None else self._holds(condition, state)
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
                condition = getattr(turn.record, "condition", None)
                if self._maybe(condition, state) and not (turn.once is not None and state[turn.once]):
                    turns.append(turn)
        for turn in turns:
            s = list(state)
            if turn.kind == "vote":
                begun = self._votes(place, s)
            elif turn.door:
                s[TAKEN] = (s[TAKEN] or 0) | turn.door
                begun = [(s, None, turn.ways[0][1])]
            else:
                self._change(s, turn.effects)
                if turn.once is not None and turn.once in self.kept:
                    s[turn.once] = 1
                begun = self._leave(place, s, turn.record.goto)
            for after, passed in self._flow(begun):
                yield turn.index, turn.id, after, passed

    def _change(self, s: list[int | None], effects: Sequence[Effect]) -> None:
        for index, by, to, low, high in effects:
            before = s[index]
            if index in self.kept and before is not None:
                s[index] = to if to is not None else min(max(before + by, low), high)

    def _leave(
        self, place: Place, s: list[int | None], goto: Sequence[object]
    ) -> list[tuple[list[int | None], None, int]]:
        """Return every scene that leaving may lead to, each with its own copy of the state."""
        if place.visits is not None and place.visits in self.kept:
            s[place.visits] = min((s[place.visits] or 0) + 1, 2)
        found: list[tuple[list[int | None], None, int]] = []
        for way in goto:
            condition = way.condition  # type: ignore[attr-defined]
            holds = True if condition is None else self._holds(condition, tuple(s))
            if holds is not False:
                to = way.to  # type: ignore[attr-defined]
                found.append((list(s), None, BACK if to == "back" else self.layout.scene_index[str(to)]))
            if holds:
                break
        return found

    def _results(self, place: Place, state: Partial) -> list[str]:
        """Return what a vote may come to: one result if all it reads is in the slice."""
        assert place.ballot is not None
        reads = {v for v in self.flow[place.index].readings if v >= 4}
        if reads <= self.kept and all(state[v] is not None for v in reads):
            full = [v if v is not None else self.first[i] for i, v in enumerate(state)]
            return [place.ballot.hold(full)[0]]
        return list(place.outcomes)

    def _votes(self, place: Place, s: list[int | None]) -> list[tuple[list[int | None], None, int]]:
        assert place.ballot is not None
        found = []
        for result in self._results(place, tuple(s)):
            record, effects, _ = place.outcomes[result]
            after = list(s)
            if place.ballot.variable.index in self.kept:
                after[place.ballot.variable.index] = RESULTS.index(result)
            self._change(after, effects)
            found += self._leave(place, after, record.goto)
        return found

    def _flow(
        self, begun: list[tuple[list[int | None], None, int]]
    ) -> Iterator[tuple[Partial, list[Partial]]]:
        """Follow scenes that do not wait to all the places where the story may wait."""
        work = [(s, to, []) for s, _, to in begun]  # type: list[tuple[list[int | None], int, list[Partial]]]
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
                    True if turn.record.condition is None else self._holds(turn.record.condition, tuple(s))
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
                    work += [(a, b, passed) for a, _, b in self._leave(place, gone, place.scene.doors.then)]
            elif place.ballot is not None and not place.turns:
                work += [(a, b, passed) for a, _, b in self._votes(place, s)]
            elif not place.turns and not place.ending:
                work += [(a, b, passed) for a, _, b in self._leave(place, list(s), place.scene.goto)]
            else:
                yield self._merged(s), passed

    # -- replaying on the engine ---------------------------------------------------------------

    def _replay(self, path: list[_Step], claim: Claim) -> set[int] | None:
        """Play a path on the engine; return ``None`` if it meets the claim, else the variables to blame.

        Up to the step that is to blame the slice and the story agree on all that is kept, so something
        not kept is read there.
        """
        state = self.first
        passed: list[State] = []
        self.program.begin(self.role, None, passed)
        if not path[0].name:
            return None if self._met(claim, passed, None, state) else self._blame(claim, state, passed)
        blamed: set[int] | None = None
        for number, step in enumerate(path):
            turn = next((t for t in self.program.place(state[SCENE]).turns if t.id == step.name), None)
            if turn is None or turn.index not in self.program.open(state):
                return blamed or self._blame(claim, state, [])
            before, passed = state, []
            state = self.program.take(state, turn.index, None, passed)
            if number == len(path) - 1 and self._met(claim, passed, turn.index, before):
                return None
            if blamed is None and (number == len(path) - 1 or self._cut(state) != step.after):
                blamed = self._blame(claim, before, [*passed, state])
        return blamed

    def _met(self, claim: Claim, passed: list[State], option: int | None, before: State) -> bool:
        holds = predicate(claim.rule, self.layout)
        if claim.option is not None:
            return option == claim.option and before[SCENE] == claim.at and (holds is None or holds(before))
        for state in passed:
            if state[SCENE] == claim.at and (holds is None or holds(state)):
                ballot = self.program.place(claim.at).ballot
                if not claim.result or (ballot and ballot.hold(state)[0] == RESULTS[claim.result]):
                    return True
        return False

    def _blame(self, claim: Claim, state: State, passed: list[State]) -> set[int]:
        """Return all that is read in a state's scene, in those passed after it, and by the claim."""
        scenes = {state[SCENE], *(after[SCENE] for after in passed)}
        scenes |= {after[HUB] - 1 for after in (state, *passed) if after[HUB]}
        found = self._reads(claim.rule)
        for scene in scenes:
            control = self.flow[scene]
            found |= set(control.readings).union(*(way.readings for way in control.exits))
        return {index for index in found if index >= 4}
