"""Exploring a story: every class of states a role can reach, and what a player could meet on the way."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from ..play.layout import SCENE, State
from ..play.predicates import Predicate, predicate, variable
from ..play.program import Program
from ..story.rules import RESULTS, Rule, tests_of
from .claims import Claim
from .classes import Quotient
from .flow import Control
from .steps import Fork, Steps

if TYPE_CHECKING:
    from .bounds import Between

Progress = Callable[[int, int], bool]
"""Told how many states are known and how many are done; says whether to go on."""

Heed = Callable[[], None]
"""Called now and then where work is long; raises ``Stopped`` if it is to end."""

EVERY = 4096
AT_ONCE = 65_536
"""So many states are taken through a step together; in between the search can be stopped."""

STATION = 32
"""A state is numbered by its station, shifted by so many bits, and its place among the states there."""


class TooBig(Exception):
    """There are more classes of states than were allowed; ``space`` is what was searched of them."""

    def __init__(self, message: str, space: Space | None = None) -> None:
        super().__init__(message)
        self.space = space


class Stopped(Exception):
    """The work was told to end."""


def heeding(go_on: Callable[[], bool]) -> Heed:
    """Return what stops the work when it is not to go on."""

    def heed() -> None:
        if not go_on():
            raise Stopped

    return heed


def unheeded() -> None:
    """Go on whatever happens."""


class Block:
    """States of one station with the same open, in the order they were found, and what each option leads to.

    ``states`` are numbered within the station; ``nexts`` has for each path of ``fork`` the states that it
    leads to, numbered within its target.
    """

    __slots__ = ("fork", "nexts", "states", "station")

    def __init__(self, station: int, fork: Fork) -> None:
        self.station = station
        self.fork = fork
        self.states = array("i")
        self.nexts = [array("i") for _ in fork.paths]


class Space:
    """What a search found: blocks of states, and for each claim that was met the state and option that meet it.

    Option −1 is arriving in the state, state −1 is before the start.
    """

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.blocks: list[Block] = []
        self.sizes: list[int] = []
        """How many states each station has."""
        self.births: list[list[tuple[int, Block | None, int, int]]] = []
        """For each station, from which of its states on the states were first reached from where:
        a block, which of its paths, and from where on to look there."""
        self.met: dict[Claim, tuple[int, int]] = {}
        self.whole = True
        """False if the search was stopped before its end: then only what was met is known."""

    def __len__(self) -> int:
        return sum(self.sizes)


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
                (claim, holds) for claim, holds in waiting if not self.arrived(claim, holds, state, came)
            ]

    def taken(self, state: State, option: int, came: tuple[int, int]) -> None:
        waiting = self.taking[state[SCENE]]
        if waiting:
            self.taking[state[SCENE]] = [
                (claim, holds)
                for claim, holds in waiting
                if not self._tick(claim, claim.option == option and (holds is None or holds(state)), came)
            ]

    def arrived(self, claim: Claim, holds: Predicate | None, state: State, came: tuple[int, int]) -> bool:
        """Return whether entering a state meets a claim, and tick it off if so."""
        return self._tick(claim, (holds is None or holds(state)) and self._came_out(claim, state), came)

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
    claims: Sequence[Claim] = (),
    goals: Sequence[Rule] = (),
    between: Between | None = None,
    most: int = 8_000_000,
    go_on: Progress | None = None,
) -> Space:
    """Search all classes of states a role can reach, nearest first, by what the engine says of steps.

    ``claims`` and ``goals`` must be ones whose rules the quotient observes, and ``between``, which bounds
    what is read, must see no more than it does. Raises ``TooBig`` past ``most`` states.
    """
    search = _Search(program, Steps(program, quotient, role, claims, goals, between), claims, most, go_on)
    search.run()
    return search.space


class _Search:
    """One search; ``known`` numbers the states of each station, by the order in which they are asked for."""

    def __init__(
        self,
        program: Program,
        steps: Steps,
        claims: Sequence[Claim],
        most: int,
        go_on: Progress | None,
    ) -> None:
        self.program = program
        self.steps = steps
        self.space = Space(steps)
        self.watch = Watch(program, claims, self.space.met)
        self.most = most
        self.go_on = go_on
        self.known: list[dict[int, int]] = []
        self.blocks: dict[tuple[int, Fork], Block] = {}
        self.ahead = _ahead(self.steps.flow)
        self.count = self.done = self.told = 0

        passed: list[State] = []
        first = program.begin(program.layout.roles[steps.role], None, passed)
        for state in passed:
            self.watch.entered(state, (-1, -1))
        at = self.steps.station(first)
        self._grow()
        assert self.known[at][self.steps.number(at, first)] == 0
        self.space.births[at].append((0, None, 0, 0))
        self.space.sizes[at] = self.count = 1

    def run(self) -> None:
        """Take one layer of states after another, so that all are reached by the fewest steps."""
        begun: list[int] = []
        sizes = self.space.sizes
        while True:
            begun += [0] * (len(sizes) - len(begun))
            layer = [(at, begun[at], size) for at, size in enumerate(sizes) if begun[at] < size]
            if not layer:
                return
            self._forget([at for at, _, _ in layer])
            for at, start, end in layer:
                begun[at] = end
                for here in range(start, end, AT_ONCE):
                    if not self._may_go_on():
                        self.space.whole = False
                        return
                    self._step(at, here, min(end, here + AT_ONCE))

    def _forget(self, waiting: list[int]) -> None:
        """Let go of the states' numbers at stations that nothing still waiting can lead to."""
        scenes = [station.scene for station in self.steps.stations]
        ahead = {scene for at in waiting for scene in (scenes[at], *self.ahead[scenes[at]])}
        for at, scene in enumerate(scenes):
            if scene not in ahead:
                self.known[at] = {}

    def _may_go_on(self) -> bool:
        if self.go_on is None or (self.done and self.done - self.told < EVERY):
            return True
        self.told = self.done
        return self.go_on(self.count, self.done)

    def _grow(self) -> None:
        for _ in range(len(self.steps.stations) - len(self.known)):
            self.known.append(defaultdict(count().__next__))
            self.space.births.append([])
            self.space.sizes.append(0)

    def _step(self, at: int, start: int, end: int) -> None:
        """Take some states of a station to wherever their options lead."""
        numbers = list(islice(self.known[at], start, end))
        self._arrive(at, start, numbers)

        def learned(which: int, state: State, option: int, passed: list[State]) -> None:
            came = at << STATION | start + which, option
            self.watch.taken(state, option, came)
            for entered in passed:
                if self.steps.flows_on(entered[SCENE]):
                    self.watch.entered(entered, came)

        for fork, members, led in self.steps.onward(at, numbers, learned):
            self._grow()
            block = self.blocks.get((at, fork))
            if block is None:
                block = self.blocks[at, fork] = Block(at, fork)
                self.space.blocks.append(block)
            offset = len(block.states)
            block.states.extend([start + which for which in members])
            for which, (path, onward) in enumerate(zip(fork.paths, led, strict=True)):
                known = self.known[path.target]
                before = len(known)
                block.nexts[which].extend(map(known.__getitem__, onward))
                if len(known) > before:
                    self.space.births[path.target].append((before, block, which, offset))
                    self.space.sizes[path.target] = len(known)
                    self.count += len(known) - before
            if self.count > self.most:
                raise TooBig(f"more than {self.most:,} classes of states", self.space)
        self.done += end - start

    def _arrive(self, at: int, start: int, numbers: Sequence[int]) -> None:
        """Tick off what is met on entering states: a few first, and then all, as most is met by any."""
        station = self.steps.stations[at]
        if station.taken and self.program.place(station.scene).pick:
            return  # come back to, not entered
        first, size = 0, 1
        while first < len(numbers) and self.watch.entering[station.scene]:
            part = numbers[first : first + size]
            self.watch.entering[station.scene] = [
                (claim, holds)
                for claim, holds in self.watch.entering[station.scene]
                if not any(
                    self.watch.arrived(
                        claim,
                        holds,
                        self.steps.state(at, part[which]),
                        (at << STATION | start + first + which, -1),
                    )
                    for which in self._different(at, claim, part)
                )
            ]
            first, size = first + size, size * 8

    def _different(self, at: int, claim: Claim, numbers: Sequence[int]) -> Iterator[int]:
        """Yield which of some states differ in what a claim reads."""
        reads = (
            {variable(test, self.program.layout) for test in tests_of(claim.rule)} if claim.rule else set()
        )
        if claim.result:
            reads |= self.steps.flow[claim.at].readings.keys()
        digits = [digit for digit in self.steps.stations[at].digits if digit.index in reads]
        if not digits:
            return iter((0,))
        columns = [[number // digit.stride % digit.radix for number in numbers] for digit in digits]
        seen: dict[tuple[int, ...], int] = {}
        for which, row in enumerate(zip(*columns, strict=True)):
            seen.setdefault(row, which)
        return iter(seen.values())


def _ahead(flow: Sequence[Control]) -> list[set[int]]:
    """Return for each scene all that it can lead to."""
    found: list[set[int]] = []
    for scene in range(len(flow)):
        seen: set[int] = set()
        todo = [scene]
        while todo:
            onward = {to for way in flow[todo.pop()].exits for to, _ in way.targets} - seen
            seen |= onward
            todo += onward
        found.append(seen)
    return found


def path(program: Program, space: Space, state: int, option: int = -1) -> list[str]:
    """Return the ids of the options that lead to a state, and then that of one taken in it."""
    ids: list[str] = []
    at, here = state >> STATION, state & (1 << STATION) - 1
    while state >= 0:
        turns = program.place(space.steps.stations[at].scene).turns
        if option >= 0:
            ids.append(turns[option].id)
        births = space.births[at]
        _, block, which, offset = births[bisect_right(births, here, key=itemgetter(0)) - 1]
        if block is None:
            break
        source = block.nexts[which].index(here, offset)
        at, here, option = block.station, block.states[source], block.fork.options[which]
    return ids[::-1]
