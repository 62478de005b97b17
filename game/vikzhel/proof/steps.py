"""Steps between classes of states, many at a time.

A state of the quotient is one number: its classes as the digits of a mixed radix. A rule compares one
variable with one constant and an effect changes one variable by a constant, so a step takes each digit
that nothing reads on the way somewhere of its own, whatever the others are. What a step does is asked of
the engine: once for each combination of the digits that are read, and for the others once for each of
their values. After that a step is a sum of table entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import add
from typing import TYPE_CHECKING, Any

from ..play.layout import DECLARED, HUB, SCENE, TAKEN, State
from ..play.predicates import predicate, variable
from ..play.program import Program
from ..story.rules import Rule, tests_of
from .bounds import summed
from .classes import Quotient
from .flow import controls
from .reading import goals_told

if TYPE_CHECKING:
    from ..play.events import Event
    from ..play.predicates import Predicate
    from .bounds import Between
    from .claims import Claim

LARGEST_TABLE = 4096
"""Digits that nothing reads are looked up together while there are at most so many combinations."""

Told = tuple[Any, ...]
"""Bounds of what is read on coming to a state and on taking each of its options, or for each of its options the
goals whose loss that tells."""

Learned = Callable[[int, State, int, list[State]], None]
"""Told of each step asked of the engine: for which of the states, a state like it in all that is read,
the option, and the states passed."""


class Digit:
    """One variable of a station's states: its classes, the value that stands for each, and its weight."""

    __slots__ = ("classes", "index", "least", "radix", "stride", "values")

    def __init__(self, index: int, least: int, classes: Sequence[int], stride: int) -> None:
        self.index = index
        self.least = least
        self.classes = classes
        self.radix = max(classes) + 1
        self.values = [classes.index(number) + least for number in range(self.radix)]
        self.stride = stride

    def of(self, state: Sequence[int]) -> int:
        """Return what this digit adds to a state's number."""
        return self.stride * self.classes[state[self.index] - self.least]


class Digits:
    """Some digits side by side that nothing reads: the number they make up, and which they are."""

    __slots__ = ("digits", "size", "stride")

    def __init__(self, stride: int) -> None:
        self.stride = stride
        self.size = 1
        self.digits: list[tuple[int, Digit]] = []


class Path:
    """What taking an option does: the station it leads to, and what each part of a number adds to the next."""

    __slots__ = ("read", "target", "unread", "worth")

    def __init__(self, target: int, worth: list[list[int]], tables: int) -> None:
        self.target = target
        self.worth = worth
        """For each digit that nothing reads, what each of its classes adds."""
        self.read: dict[int, int] = {}
        self.unread: list[dict[int, int]] = [{} for _ in range(tables)]


class Fork:
    """What is open in a state and where each option leads; at an ending, for each goal 1 if it is met.

    ``told`` is empty if nobody asks.
    """

    __slots__ = ("goals", "options", "paths", "told")

    def __init__(
        self,
        options: tuple[int, ...],
        paths: tuple[Path, ...],
        goals: tuple[float, ...],
        told: Told,
    ) -> None:
        self.options = options
        self.paths = paths
        self.goals = goals
        self.told = told


class Station:
    """Where the story waits: a scene, with the doors hub and the doors taken there.

    The digits that decide what can be taken and where it leads come first; ``low`` is their product.
    """

    __slots__ = (
        "digits",
        "forks",
        "free",
        "hub",
        "kinds",
        "low",
        "paths",
        "scene",
        "tables",
        "taken",
        "unread",
    )

    def __init__(self, scene: int, hub: int, taken: int, digits: list[Digit], read: int) -> None:
        self.scene = scene
        self.hub = hub
        self.taken = taken
        self.digits = digits
        self.unread = digits[read:]
        self.free = frozenset(digit.index for digit in self.unread)
        """The variables that nothing reads on the way to the next station."""
        self.low = digits[read - 1].stride * digits[read - 1].radix if read else 1
        self.forks: dict[int, Fork] = {}
        self.kinds: dict[object, Fork] = {}
        self.paths: dict[object, Path] = {}
        self.tables: list[Digits] = []
        for number, digit in enumerate(self.unread):
            if not self.tables or self.tables[-1].size * digit.radix > LARGEST_TABLE:
                self.tables.append(Digits(digit.stride))
            self.tables[-1].size *= digit.radix
            self.tables[-1].digits.append((number, digit))


class Steps:
    """The stations of one role's story, and the steps between them."""

    def __init__(
        self,
        program: Program,
        quotient: Quotient,
        role: str,
        claims: Sequence[Claim],
        goals: Sequence[Rule],
        between: Between | None = None,
    ) -> None:
        self.program = program
        self.layout = program.layout
        self.quotient = quotient
        self.role = self.layout.roles.index(role)
        self.stations: list[Station] = []
        self._number: dict[tuple[int, int, int], int] = {}
        self.flow = controls(program, role, None, quotient.values)
        self._usual = [
            []
            if masks is None
            else [
                variable.least + (mask & -mask).bit_length() - 1
                for variable, mask in zip(self.layout.variables, masks[DECLARED:], strict=True)
            ]
            for masks in quotient.values.at
        ]
        """For each scene a value that each variable may have there, for those that do not matter."""
        self._goals: list[Predicate | None] = [predicate(rule, self.layout) for rule in goals]
        self._goal_reads = {index for rule in goals for index in self._tests(rule)}
        self._entering: list[set[int]] = [set() for _ in self.flow]
        self._taking: list[set[int]] = [set() for _ in self.flow]
        self._arriving: list[set[int]] = [set() for _ in self.flow]
        """For each scene, what decides which goals' loss is told on entering it."""
        self._tells = any(claim.tells for claim in claims)
        for claim in claims:
            reads = self._entering if claim.option is None else self._taking
            reads[claim.at] |= self._tests(claim.rule)
            if claim.tells and claim.option is None:
                self._arriving[claim.at] |= self._tests(claim.rule)
        self._between = between
        for at, indexes in between.seen.items() if between is not None else ():
            self._entering[at] |= indexes
            self._taking[at] |= indexes

    def _tests(self, rule: Rule | None) -> set[int]:
        return {variable(test, self.layout) for test in tests_of(rule)} if rule is not None else set()

    # -- stations ------------------------------------------------------------------------------

    def station(self, state: Sequence[int]) -> int:
        """Return the number of the station at which a state waits."""
        place = state[SCENE], state[HUB], state[TAKEN]
        number = self._number.get(place)
        if number is None:
            number = self._number[place] = len(self.stations)
            self.stations.append(self._built(*place))
        return number

    def _built(self, scene: int, hub: int, taken: int) -> Station:
        reads = self._reads(scene, hub)
        classes = self.quotient.classes[scene]
        order = [*(v for v in classes if v in reads), *(v for v in classes if v not in reads)]
        digits: list[Digit] = []
        stride = 1
        for index in order:
            digit = Digit(index, self.layout.variable(index).least, classes[index], stride)
            stride *= digit.radix
            digits.append(digit)
        return Station(scene, hub, taken, digits, sum(v in reads for v in classes))

    def _reads(self, scene: int, hub: int) -> set[int]:
        """Return all that is read from a station to the next one, or at an ending by the goals."""
        if self.program.place(scene).ending:
            return self._goal_reads | self._taking[scene]
        found = set(self.flow[scene].readings) | self._taking[scene]
        todo = list(self.flow[scene].exits)
        seen: set[tuple[int, bool]] = set()
        while todo:
            leaving = todo.pop()
            found |= set(leaving.readings)
            for target, entered in leaving.targets:
                if (target, entered) in seen or not (entered or target == hub - 1):
                    continue
                seen.add((target, entered))
                found |= self._arriving[target]
                if self.flows_on(target):
                    control = self.flow[target]
                    found |= set(control.readings) | self._entering[target]
                    todo += control.exits[-1:] if self.program.place(target).pick else control.exits
        return found

    def flows_on(self, scene: int) -> bool:
        """Return whether a scene may be passed through: it does not wait, or has doors but none open."""
        place = self.program.place(scene)
        return bool(place.pick) or not (place.turns or place.ending)

    def number(self, at: int, state: Sequence[int]) -> int:
        """Return the number of a state at its station."""
        return sum(digit.of(state) for digit in self.stations[at].digits)

    def state(self, at: int, number: int) -> State:
        """Return a state that stands for its class."""
        station = self.stations[at]
        state = [station.scene, self.role, station.hub, station.taken]
        state += self._usual[station.scene]
        for digit in station.digits:
            state[digit.index] = digit.values[number // digit.stride % digit.radix]
        return tuple(state)

    # -- steps ---------------------------------------------------------------------------------

    def onward(
        self, at: int, numbers: Sequence[int], learned: Learned | None = None
    ) -> Iterator[tuple[Fork, Sequence[int], Iterator[Iterator[int]]]]:
        """Take some states of a station to wherever their options lead, fork by fork.

        Yields a fork, which of the states are at it, and for each of its options the numbers of the
        states that it leads to, at the target of its path.
        """
        station = self.stations[at]
        reads = [number % station.low for number in numbers]
        first = dict(zip(reversed(reads), range(len(reads) - 1, -1, -1), strict=True))
        for which, read in sorted((first[read], read) for read in first.keys() - station.forks.keys()):
            station.forks[read] = self._learn(at, station, read, which, learned)
        columns = [[number // t.stride % t.size for number in numbers] for t in station.tables]
        groups: dict[Fork, list[int]] = {}
        forks = [station.forks[read] for read in reads]
        if len(set(forks)) == 1:
            yield forks[0], range(len(numbers)), self._led(station, forks[0], reads, columns)
            return
        for which, fork in enumerate(forks):
            groups.setdefault(fork, []).append(which)
        for fork, members in groups.items():
            mine = [[column[which] for which in members] for column in columns]
            yield fork, members, self._led(station, fork, [reads[which] for which in members], mine)

    def _led(
        self, station: Station, fork: Fork, reads: list[int], columns: list[list[int]]
    ) -> Iterator[Iterator[int]]:
        """Yield for each option of a fork the numbers of the states it leads to."""
        parts = [set(column) for column in columns]
        for path in fork.paths:
            led: Iterator[int] = map(path.read.__getitem__, reads)
            for table, column, here, known in zip(station.tables, columns, parts, path.unread, strict=True):
                for part in here - known.keys():
                    known[part] = sum(
                        path.worth[number][part // (digit.stride // table.stride) % digit.radix]
                        for number, digit in table.digits
                    )
                led = map(add, led, map(known.__getitem__, column))
            yield led

    def _learn(self, at: int, station: Station, read: int, which: int, learned: Learned | None) -> Fork:
        """Ask the engine what is open where these digits are read, and what taking it does."""
        state = self.state(at, read)
        options = tuple(self.program.open(state))
        told = self._told(state, options)
        if not options:
            goals = tuple(float(rule is None or rule(state)) for rule in self._goals)
            return station.kinds.setdefault((goals, told), Fork((), (), goals, told))
        paths = []
        for option in options:
            passed: list[State] = []
            log: list[Event] | None = [] if self._tells else None
            after = self.program.take(state, option, log, passed)
            if learned is not None:
                learned(which, state, option, passed)
            if self._between is not None:
                through = passed if self._come_back(after) else passed[:-1]
                said = self._between.taking(state, options, option)
                told += (summed((said, *map(self._between.passing, through))),)
            if log is not None:
                told += (goals_told(log),)
            paths.append(self._path(at, station, read, state, option, passed, after))
        kind = options, told, *map(id, paths)
        return station.kinds.setdefault(kind, Fork(options, tuple(paths), (), told))

    def _told(self, state: State, options: tuple[int, ...]) -> Told:
        """Bound what is read on coming to a state."""
        if self._between is None:
            return ()
        return (self._between.waiting(state, options, entered=not self._come_back(state)),)

    def _come_back(self, state: State) -> bool:
        """Return whether a state's scene is come back to, not entered: doors are left of which some were taken."""
        return bool(state[TAKEN] and self.program.place(state[SCENE]).pick)

    def _path(
        self,
        at: int,
        station: Station,
        read: int,
        state: State,
        option: int,
        passed: list[State],
        after: State,
    ) -> Path:
        """Return the path of an option, the same for all states that go the same way.

        That is: the same scenes, the same results of the votes there, the same done to the least values.
        """
        target = self.station(after)
        place = self.program.place(station.scene)
        held = [state] if place.turns[option].kind == "vote" else []
        held += [entered for entered in passed if not self.program.place(entered[SCENE]).turns]
        ballots = [(self.program.place(entered[SCENE]).ballot, entered) for entered in held]
        results = [ballot.hold(entered)[0] for ballot, entered in ballots if ballot is not None]
        scenes = [entered[SCENE] for entered in passed]
        key = option, target, *scenes, *results, *(after[index] for index in station.free)
        path = station.paths.get(key)
        if path is None:
            path = station.paths[key] = self._probe(at, station, read, option, target)
        path.read[read] = sum(
            digit.of(after) for digit in self.stations[target].digits if digit.index not in station.free
        )
        return path

    def _probe(self, at: int, station: Station, read: int, option: int, target: int) -> Path:
        """Take an option once for each value of the digits that nothing reads, all of them at once."""
        arriving = {digit.index: digit for digit in self.stations[target].digits}
        worth: list[list[int]] = [[] for _ in station.unread]
        for value in range(max((digit.radix for digit in station.unread), default=0)):
            number = read + sum(min(value, digit.radix - 1) * digit.stride for digit in station.unread)
            after = self.program.take(self.state(at, number), option)
            for digit, found in zip(station.unread, worth, strict=True):
                if value < digit.radix:
                    there = arriving.get(digit.index)
                    found.append(there.of(after) if there is not None else 0)
        return Path(target, worth, len(station.tables))
