"""Exploring a story: every class of states a role can reach, and what a player could meet on the way."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..play.layout import ROLE, SCENE, State
from ..play.predicates import Predicate, predicate
from ..play.program import Program
from ..story.rules import RESULTS
from .claims import Claim
from .classes import Quotient

Progress = Callable[[int, int], bool]
"""Told how many states are known and how many are done; says whether to go on."""

EVERY = 4096


@dataclass
class Space:
    """What a search found. States are numbered as they were discovered; number 0 is the start.

    ``options[n]`` are the numbers of what can be taken in state ``n`` and ``nexts[n]`` the states that
    leads to; an ending has none. ``came`` tells from which state and by which option a state was first
    reached. ``met`` gives for each claim that can be met the state and option that meet it.
    """

    role: str
    first: int = 0
    scenes: array[int] = field(default_factory=lambda: array("i"))
    keys: list[bytes] = field(default_factory=list)
    options: list[tuple[int, ...]] = field(default_factory=list)
    nexts: list[tuple[int, ...]] = field(default_factory=list)
    came: list[tuple[int, int]] = field(default_factory=list)
    met: dict[Claim, tuple[int, int]] = field(default_factory=dict)
    whole: bool = True
    """False if the search was stopped before its end: then only what was met is known."""


class TooBig(Exception):
    """There are more classes of states than were allowed."""


class Watch:
    """Ticks off claims as they are met; what has been met costs nothing more."""

    def __init__(self, program: Program, claims: Iterable[Claim], met: dict[Claim, tuple[int, int]]) -> None:
        self.program = program
        self.met = met
        size = len(program.layout.scenes)
        self.entering: list[list[tuple[Claim, Predicate | None]]] = [[] for _ in range(size)]
        self.taking: list[list[tuple[Claim, Predicate | None]]] = [[] for _ in range(size)]
        for claim in claims:
            kind = self.taking if claim.option is not None else self.entering
            kind[claim.at].append((claim, predicate(claim.rule, program.layout)))

    def entered(self, state: State, came: tuple[int, int]) -> None:
        waiting = self.entering[state[SCENE]]
        if waiting:
            self.entering[state[SCENE]] = [
                (claim, holds)
                for claim, holds in waiting
                if not self._tick(
                    claim, (holds is None or holds(state)) and self._came_out(claim, state), came
                )
            ]

    def taken(self, state: State, option: int, came: tuple[int, int]) -> None:
        waiting = self.taking[state[SCENE]]
        if waiting:
            self.taking[state[SCENE]] = [
                (claim, holds)
                for claim, holds in waiting
                if not self._tick(claim, claim.option == option and (holds is None or holds(state)), came)
            ]

    def _came_out(self, claim: Claim, state: State) -> bool:
        """Return whether a vote held on entering this state has the claimed result."""
        if not claim.result:
            return True
        ballot = self.program.place(claim.at).ballot
        return ballot is not None and ballot.hold(state)[0] == RESULTS[claim.result]

    def _tick(self, claim: Claim, met: bool, came: tuple[int, int]) -> bool:
        if met:
            self.met[claim] = came
        return met


def explore(
    program: Program,
    quotient: Quotient,
    role: str,
    *,
    claims: Iterable[Claim] = (),
    most: int = 8_000_000,
    go_on: Progress | None = None,
) -> Space:
    """Search all classes of states a role can reach, breadth first, on the engine itself.

    ``claims`` must be ones whose rules the quotient observes. Raises ``TooBig`` past ``most`` states.
    """
    space = Space(role)
    watch = Watch(program, claims, space.met)
    take, open_now, pack, unpack = program.take, program.open, quotient.pack, quotient.unpack
    known: list[dict[bytes, int]] = [{} for _ in program.layout.scenes]
    scenes, keys, came = space.scenes, space.keys, space.came
    passed: list[State] = []
    same: dict[tuple[int, ...], tuple[int, ...]] = {}

    first = program.begin(role, None, passed)
    role_index = first[ROLE]
    for state in passed:
        watch.entered(state, (-1, -1))
    known[first[SCENE]][pack(first)] = 0
    scenes.append(first[SCENE])
    keys.append(pack(first))
    came.append((-1, -1))

    at = 0
    while at < len(keys):
        if go_on is not None and not at % EVERY and not go_on(len(keys), at):
            space.whole = False
            break
        state = unpack(scenes[at], role_index, keys[at])
        options = tuple(open_now(state))
        options = same.setdefault(options, options)
        nexts = []
        for option in options:
            passed.clear()
            after = take(state, option, None, passed)
            here = (at, option)
            watch.taken(state, option, here)
            for entered in passed:
                watch.entered(entered, here)
            scene, key = after[SCENE], pack(after)
            found = known[scene].get(key)
            if found is None:
                found = known[scene][key] = len(keys)
                scenes.append(scene)
                keys.append(key)
                came.append(here)
            nexts.append(found)
        space.options.append(options)
        space.nexts.append(tuple(nexts))
        at += 1
        if len(keys) > most:
            raise TooBig(f"more than {most:,} classes of states")
    return space


def path(program: Program, space: Space, state: int, option: int = -1) -> list[str]:
    """Return the ids of the options that lead to a state, and then that of one taken in it."""
    ids = [] if option < 0 else [program.place(space.scenes[state]).turns[option].id]
    while state > 0:
        state, taken = space.came[state]
        ids.append(program.place(space.scenes[state]).turns[taken].id)
    return ids[::-1]
