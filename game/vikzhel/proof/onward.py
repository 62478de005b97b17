"""What each decision of a run did to the odds: how the story would end from there, left to somebody else.

Two players go on in his stead: one who takes any open option alike, and the man's own bot, who takes what
suits his first goal three times in four. The rest of a story is worked out exactly, from its end
backwards, on the quotient that observes control: states that nothing later can tell apart are one, and so
are states whose options lead to the same (hash-consing, as in ``graph``). What is still too long for that
when the time is up is played out at random instead, each play only as far as what is known exactly
(conditional Monte Carlo: the mean stays, the spread gets less), and has its standard error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from ..play.layout import HUB, SCENE, TAKEN, State
from ..play.program import Program
from . import players
from .classes import Quotient
from .otherwise import LONGEST, Otherwise, otherwise

MOST_CLASSES = 1_500_000
"""Past this many states, the rest of a story counts as too big; they take some 250 MB."""
FIRST_ROUND, ROUND = 2, 8
"""Plays of one option before the next has its turn; the first round is played whatever the time."""
EVERY = 1024

Row = tuple[float, ...]
"""For each player in turn, the share of each ending."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One option of a decision, and the odds after it: for each player, of each ending.

    ``plays`` is 0 where they are exact; else ``error`` is the largest standard error among them.
    """

    option: str
    odds: tuple[Row, ...]
    plays: int
    error: float


@dataclass(frozen=True, slots=True)
class Fork:
    """A step of the run at which more than one thing could be taken.

    ``before`` are the odds if the players had this decision too; ``taken`` is the branch that was.
    """

    step: int
    kind: str
    taken: int
    before: tuple[Row, ...]
    branches: tuple[Branch, ...]

    @property
    def after(self) -> tuple[Row, ...]:
        """Return the odds after what was taken."""
        return self.branches[self.taken].odds

    @property
    def exact(self) -> bool:
        """True if no branch had to be played out."""
        return not any(branch.plays for branch in self.branches)

    @property
    def error(self) -> float:
        """Return the largest standard error of its branches."""
        return max(branch.error for branch in self.branches)

    def moved(self, player: int = 0) -> float:
        """Return how far the decision moved the odds: the share of plays that it sends elsewhere (0–1).

        That is the total variation distance between the odds before and after it.
        """
        pairs = zip(self.before[player], self.after[player], strict=True)
        return sum(abs(before - after) for before, after in pairs) / 2


@dataclass(frozen=True, slots=True)
class Onward:
    """The odds along a run. ``players`` are “” (at random) and a goal or bot; ``endings`` name the columns.

    ``otherwise`` tells what votes would have brought that had gone the other way. ``complete`` is false while some branches are still only estimated, though more time might tell them.
    """

    players: tuple[str, ...]
    endings: tuple[str, ...]
    forks: tuple[Fork, ...]
    otherwise: tuple[Otherwise, ...]
    complete: bool


def own_player(program: Program, role: str) -> str:
    """Return whom the man's own bot plays for: his first goal that any option suits, else a bot, else nobody."""
    goals = [str(goal) for goal in program.pack.role(role).goals]
    return next(
        (name for name in [*goals, *map(str, program.pack.files.bots)] if players.suited(program, name)), ""
    )


def onward(
    program: Program,
    role: str,
    taken: Sequence[int],
    *,
    exact: float = 1.0,
    drawn: float = 0.85,
    turned: float = 0.2,
    more: float = 0.0,
    seed: int = 1917,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Onward]:
    """Yield the odds along a run, and once more if ``more`` seconds made any of them exact.

    ``taken`` are the numbers of what was taken, as ``Program.open`` gives them. ``exact`` seconds go
    into working backwards, then ``drawn`` seconds into plays of what is left, and ``turned`` into votes
    that go the other way.
    """
    along = _Along(program, role, taken, clock)
    along.work_back(exact)
    left = along.open_branches()
    if left:
        along.play_out(left, drawn, Random(seed))
    along.turn_votes(turned, Random(seed))
    yield along.told(complete=not left or not more)
    if left and more:
        along.work_back(more)
        yield along.told(complete=True)


class _Along:
    """The odds along one run, under way."""

    def __init__(self, program: Program, role: str, taken: Sequence[int], clock: Callable[[], float]) -> None:
        own = own_player(program, role)
        self.players = ("", own) if own else ("",)
        self.rest = Rest(program, role, self.players)
        self.program = program
        self.clock = clock
        self.states = [program.begin(role)]
        self.taken = list(taken)
        for number in taken:
            self.states.append(program.take(self.states[-1], number))
        self.sums: dict[State, _Sums] = {}
        self.otherwise: tuple[Otherwise, ...] = ()

    def work_back(self, seconds: float) -> None:
        """Work out the rest from the last state of the run, then from the one before, while there is time."""
        until = self.clock() + seconds
        for state in reversed(self.states):
            if not self.rest.solve(state, lambda: self.clock() < until):
                return

    def open_branches(self) -> list[State]:
        """Return the states after options along the run whose odds are not known exactly."""
        found = []
        for state in self.states:
            options = self.program.open(state)
            if len(options) > 1:
                after = [self.program.take(state, number) for number in options]
                found += [to for to in after if self.rest.row(to) is None]
        return list(dict.fromkeys(found))

    def play_out(self, left: list[State], seconds: float, dice: Random) -> None:
        """Play from each of these states by turns until the time is up, once round in any case."""
        until = self.clock() + seconds
        self.sums = {state: _Sums(len(self.players), len(self.rest.endings)) for state in left}
        plays = FIRST_ROUND
        while True:
            for state, sums in self.sums.items():
                if plays == ROUND and self.clock() >= until:
                    return
                for player in range(len(self.players)):
                    for _ in range(plays):
                        sums.add(player, self.rest.play(state, player, dice))
            plays = ROUND

    def turn_votes(self, seconds: float, dice: Random) -> None:
        """Play on from where each vote of the run would have led, had it gone the other way."""
        self.otherwise = otherwise(
            self.program, self.rest.endings, self.states, self.taken, seconds, dice, self.clock
        )

    def told(self, *, complete: bool) -> Onward:
        """Return what is known now."""
        forks = []
        for step, (state, number) in enumerate(zip(self.states, self.taken, strict=False)):
            options = list(self.program.open(state))
            if len(options) < 2:
                continue
            turns = [self.program.place(state[SCENE]).turns[option] for option in options]
            branches = tuple(
                self._branch(turn.id, self.program.take(state, option))
                for turn, option in zip(turns, options, strict=True)
            )
            before = tuple(
                _mixed(players.shares(turns, player), [branch.odds[column] for branch in branches])
                for column, player in enumerate(self.players)
            )
            forks.append(Fork(step, turns[0].kind, options.index(number), before, branches))
        return Onward(self.players, tuple(self.rest.endings), tuple(forks), self.otherwise, complete)

    def _branch(self, option: str, after: State) -> Branch:
        row = self.rest.row(after)
        if row is not None:
            size = len(self.rest.endings)
            return Branch(
                option, tuple(row[at * size : (at + 1) * size] for at in range(len(self.players))), 0, 0.0
            )
        sums = self.sums[after]
        return Branch(option, sums.means(), sums.plays, sums.error())


class _Sums:
    """What plays from one state came to, for each player."""

    def __init__(self, players: int, endings: int) -> None:
        self.plays = 0
        self._counts = [0] * players
        self._sums = [[0.0] * endings for _ in range(players)]
        self._squares = [[0.0] * endings for _ in range(players)]

    def add(self, player: int, row: Row | None) -> None:
        """Count one play; ``None`` is one that came to no end."""
        self._counts[player] += 1
        self.plays = min(self._counts)
        if row is not None:
            sums, squares = self._sums[player], self._squares[player]
            for at, share in enumerate(row):
                if share:
                    sums[at] += share
                    squares[at] += share * share

    def means(self) -> tuple[Row, ...]:
        return tuple(
            tuple(total / count for total in sums)
            for sums, count in zip(self._sums, self._counts, strict=True)
        )

    def error(self) -> float:
        """Return the largest standard error; at least that of an ending met once, as none seen proves none."""
        worst = 0.0
        for sums, squares, count in zip(self._sums, self._squares, self._counts, strict=True):
            for total, square in zip(sums, squares, strict=True):
                worst = max(worst, square / count - (total / count) ** 2, 0.0)
            worst = max(worst, (1 - 1 / count) / count)
        return float((worst / self.plays) ** 0.5)


class Rest:
    """The odds of how a role's story goes on from any state, remembered for classes of states."""

    def __init__(self, program: Program, role: str, bots: Sequence[str]) -> None:
        self.program = program
        self.bots = tuple(bots)
        self.endings = list(dict.fromkeys(map(str, program.pack.files.endings)))
        self.classes = 0
        self._least = {variable.index: variable.least for variable in program.layout.variables}
        self._quotient = Quotient(program, role)
        self._digits: dict[int, list[tuple[int, int, list[int]]]] = {}
        self._known: dict[tuple[int, int, int], dict[int, int]] = {}
        self._rows: list[Row] = []
        self._numbers: dict[Row, int] = {}
        self._same: dict[tuple[int, tuple[int, ...], tuple[int, ...]], int] = {}
        self._shares: dict[tuple[int, tuple[int, ...]], list[tuple[float, ...]]] = {}
        self._rings: set[tuple[tuple[int, int, int], int]] = set()

    def row(self, state: State) -> Row | None:
        """Return the odds from a state, if they are known exactly."""
        known = self._known.get((state[SCENE], state[HUB], state[TAKEN]))
        number = known.get(self._class(state)) if known else None
        return None if number is None else self._rows[number]

    def solve(self, first: State, go_on: Callable[[], bool]) -> bool:
        """Work out all that can follow from a state; return whether that was done.

        It is not if it was told to stop, if there are too many states, or if the story can go round there.
        """
        todo: list[tuple[State, tuple[int, ...] | None, list[State]]] = [(first, None, [])]
        under_way: set[tuple[tuple[int, int, int], int]] = set()
        count = 0
        while todo:
            state, options, after = todo.pop()
            station = state[SCENE], state[HUB], state[TAKEN]
            known = self._known.setdefault(station, {})
            number = self._class(state)
            if options is None:
                if number in known:
                    continue
                if (station, number) in under_way or (station, number) in self._rings:
                    self._rings.add((station, number))
                    return False
                count += 1
                if not count % EVERY and (not go_on() or self.classes > MOST_CLASSES):
                    return False
                options = tuple(self.program.open(state))
                after = [self.program.take(state, option) for option in options]
                under_way.add((station, number))
                todo.append((state, options, after))
                todo += [(to, None, []) for to in after]
            else:
                under_way.discard((station, number))
                known[number] = self._combined(state, options, after)
                self.classes += 1
        return True

    def play(self, state: State, player: int, dice: Random) -> Row | None:
        """Play on at random to an end, or to where the odds are known; ``None`` if it comes to neither."""
        size = len(self.endings)
        for _ in range(LONGEST):
            row = self.row(state)
            if row is not None:
                return row[player * size : (player + 1) * size]
            options = tuple(self.program.open(state))
            if not options:
                return self._ended(state)
            shares = self._shared(state[SCENE], options)[player]
            state = self.program.take(state, dice.choices(options, shares)[0])
        return None

    def _class(self, state: State) -> int:
        """Return the number of a state's class among those of its scene: a digit for each variable that matters."""
        scene = state[SCENE]
        digits = self._digits.get(scene)
        if digits is None:
            digits, stride = [], 1
            for index, classes in self._quotient.classes[scene].items():
                digits.append((index, self._least[index], [number * stride for number in classes]))
                stride *= max(classes) + 1
            self._digits[scene] = digits
        return sum([worth[state[index] - least] for index, least, worth in digits])

    def _combined(self, state: State, options: tuple[int, ...], after: list[State]) -> int:
        """Return the number of the odds of a state whose options' odds are known."""
        scene = state[SCENE]
        if not options:
            return self._number(self._ended(state) * len(self.bots))
        leads = tuple([self._known[to[SCENE], to[HUB], to[TAKEN]][self._class(to)] for to in after])
        key = scene, options, leads
        number = self._same.get(key)
        if number is None:
            size, row = len(self.endings), ()  # type: int, Row
            for at, shares in enumerate(self._shared(scene, options)):
                row += _mixed(shares, [self._rows[lead][at * size : (at + 1) * size] for lead in leads])
            number = self._same[key] = self._number(row)
        return number

    def _number(self, row: Row) -> int:
        number = self._numbers.get(row)
        if number is None:
            number = self._numbers[row] = len(self._rows)
            self._rows.append(row)
        return number

    def _ended(self, state: State) -> Row:
        ending = self.program.place(state[SCENE]).ending
        return tuple(float(ending == name) for name in self.endings)

    def _shared(self, scene: int, options: tuple[int, ...]) -> list[tuple[float, ...]]:
        """Return how likely each player takes each of some open options."""
        key = scene, options
        if key not in self._shares:
            turns = [self.program.place(scene).turns[option] for option in options]
            self._shares[key] = [players.shares(turns, bot) for bot in self.bots]
        return self._shares[key]


def _mixed(shares: Sequence[float], rows: Sequence[Row]) -> Row:
    """Return the mean of rows by weight."""
    return tuple(
        sum(share * value for share, value in zip(shares, column, strict=True))
        for column in zip(*rows, strict=True)
    )
