"""Deciding one claim when the whole story is too big: search a slice, and widen it where it lies.

A slice follows only some variables exactly and lets every rule about the others go either way. It
can do all that the story can and perhaps more, so what a slice cannot reach is proved unreachable.
What it can reach is replayed on the engine; the first step that is not possible there names the
variables that were missing, and the slice is searched again with them (counterexample-guided
refinement: Clarke, Grumberg, Jha, Lu and Veith, CAV 2000).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..play.layout import DECLARED, HUB, SCENE, State
from ..play.predicates import predicate
from ..play.program import Program
from ..story.rules import RESULTS
from .claims import Claim
from .cuts import Cut, Partial
from .explore import EVERY, Progress, Stopped, Watch

MOST_STATES = 400_000
MOST_ROUNDS = 100


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


def decide(program: Program, role: str, claim: Claim, go_on: Progress | None = None) -> Decided:
    """Decide whether a role can meet a claim by slices that are widened as needed.

    ``go_on`` hears how many states are known and how many done, and can stop the search.
    """
    try:
        return _Slices(program, role, claim, go_on).decide()
    except Stopped:
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
            others = [other for other in waiting if other not in found or found[other].reachable is None]
            for other, path in along(program, role, decided.path, Watch(program, others, {})).items():
                found[other] = Decided(True, path)
    return found


def along(program: Program, role: str, path: tuple[str, ...], watch: Watch) -> dict[Claim, tuple[str, ...]]:
    """Return which of the claims watched for a path meets on its way, each with the part of it that leads there."""
    watch.met.clear()
    passed: list[State] = []
    state = program.begin(role, None, passed)
    for entered in passed:
        watch.entered(entered, (0, -1))
    for number, name in enumerate(path, 1):
        option = program.place(state[SCENE]).numbered(name)
        passed.clear()
        watch.taken(state, option, (number, -1))
        state = program.take(state, option, None, passed)
        for entered in passed:
            watch.entered(entered, (number, -1))
    return {claim: path[:number] for claim, (number, _) in watch.met.items()}


class _Slices(Cut):
    """The search for one claim, wider from round to round."""

    def __init__(self, program: Program, role: str, claim: Claim, go_on: Progress | None = None) -> None:
        super().__init__(program, role, claim)
        self.go_on = go_on

    def decide(self) -> Decided:
        claim = self.claim
        self.kept = self.reads(claim.rule)
        if claim.option is not None:
            turn = self.program.place(claim.at).turns[claim.option]
            self.kept |= self.reads(turn.condition)
        for _ in range(MOST_ROUNDS):
            found = self._search()
            if found is None:
                return Decided(None, why=f"a slice of {len(self.kept)} variables has too many states")
            if not found:
                return Decided(
                    False, why=f"not even with everything but {len(self.kept)} variables left open"
                )
            if self._replay(found) is None:
                return Decided(True, tuple(step.name for step in found if step.name))
            if not self._widen(found):
                return Decided(None, why="the slice and the story disagree without a variable to blame")
        return Decided(None, why=f"still open after {MOST_ROUNDS} slices")

    def _widen(self, run: list[_Step]) -> bool:
        """Keep more variables, as few as will do, until the slice sees that a path does not meet the claim."""
        before = self.kept
        names = [step.name for step in run]
        while run:
            missing = self._replay(run)
            if missing is None or missing <= self.kept:
                return False
            self.keep(self.kept | missing)
            run = self._retrace(names)
        sizes = {v.index: v.most - v.least for v in self.layout.variables}
        for index in sorted(self.kept - before, key=lambda index: (-sizes[index], -index)):
            self.keep(self.kept - {index})
            if self._retrace(names):
                self.keep(self.kept | {index})
        return True

    def _retrace(self, names: list[str]) -> list[_Step]:
        """Return how, by the same options, the slice still meets the claim; empty if it does not."""
        if not names[0]:
            return [_Step("", s) for s, met in self.start() if met is not None and self.meets(met)][:1]
        came: list[dict[Partial, Partial]] = []
        layer = {self.cut(self.first): self.cut(self.first)}
        for number, name in enumerate(names, 1):
            came.append(layer)
            layer = {}
            for state in came[-1]:
                for option, taken, after, scenes in self.steps(state):
                    if taken != name:
                        continue
                    if number == len(names) and self.met_by(state, option, scenes):
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

    def _search(self) -> list[_Step] | None:
        """Return a path that meets the claim; empty if there is none, ``None`` if there are too many states.

        A claim met before anything is taken has a path of one step without a name.
        """
        start = self.start()
        came: dict[Partial, tuple[Partial | None, str]] = {}
        todo: list[Partial] = []
        for state, met in start:
            if met is not None and self.meets(met):
                return [_Step("", state)]
            if state not in came:
                came[state] = None, ""
                todo.append(state)
        at = 0
        while at < len(todo):
            if self.go_on is not None and not at % EVERY and not self.go_on(len(came), at):
                raise Stopped
            state = todo[at]
            at += 1
            if len(came) > MOST_STATES:
                return None
            for option, name, after, scenes in self.steps(state):
                if self.met_by(state, option, scenes):
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

    # -- replaying on the engine ---------------------------------------------------------------

    def _replay(self, path: list[_Step]) -> set[int] | None:
        """Play a path on the engine; return ``None`` if it meets the claim, else the variables to blame.

        Up to the step that is to blame the slice and the story agree on all that is kept, so something
        not kept is read there.
        """
        state = self.first
        passed: list[State] = []
        self.program.begin(self.role, None, passed)
        if not path[0].name:
            return None if self._met(passed, None, state) else self._blame(state, passed)
        blamed: set[int] | None = None
        for number, step in enumerate(path):
            option = self.program.place(state[SCENE]).numbered(step.name)
            if option not in self.program.open(state):
                return blamed or self._blame(state, [])
            before, passed = state, []
            state = self.program.take(state, option, None, passed)
            if number == len(path) - 1 and self._met(passed, option, before):
                return None
            if blamed is None and (number == len(path) - 1 or self.cut(state) != step.after):
                blamed = self._blame(before, [*passed, state])
        return blamed

    def _met(self, passed: list[State], option: int | None, before: State) -> bool:
        holds = predicate(self.claim.rule, self.layout)
        if self.claim.option is not None:
            return (
                option == self.claim.option
                and before[SCENE] == self.claim.at
                and (holds is None or holds(before))
            )
        for state in passed:
            if state[SCENE] == self.claim.at and (holds is None or holds(state)):
                ballot = self.program.place(self.claim.at).ballot
                if not self.claim.result or (ballot and ballot.hold(state)[0] == RESULTS[self.claim.result]):
                    return True
        return False

    def _blame(self, state: State, passed: list[State]) -> set[int]:
        """Return all that is read in a state's scene, in those passed after it, and by the claim."""
        scenes = {state[SCENE], *(after[SCENE] for after in passed)}
        scenes |= {after[HUB] - 1 for after in (state, *passed) if after[HUB]}
        found = self.reads(self.claim.rule)
        for scene in scenes:
            control = self.flow[scene]
            found |= set(control.readings).union(*(way.readings for way in control.exits))
        return {index for index in found if index >= DECLARED}
