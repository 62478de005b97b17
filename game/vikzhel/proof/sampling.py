"""Random plays of the real engine: for moods and other things no search follows, and for stories too big to search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from ..play.events import Ended, Event
from ..play.layout import SCENE, State, Variable
from ..play.predicates import predicate
from ..play.program import Program
from .astray import Astray
from .claims import Claim
from .explore import Stopped, Watch, heeding
from .players import LONGEST, shares
from .reading import Read, began, read
from .shares import Share, drawn

OFTEN = 64
"""Plays without words between two looks at whether to go on."""
LEAST_PLAYS = 50
"""Plays that are made even when there is no time: they take a twentieth of a second."""


@dataclass
class Sample:
    """What a number of random plays came to."""

    plays: int
    """How many were made, before the time was up or somebody stopped it."""
    odds: dict[str, float]
    """The share of all plays that came to each ending: with ``unended`` they make 1."""
    error: float
    """The largest standard error of the odds."""
    unended: int
    """Plays given up after ``LONGEST`` steps; but for those of ``forever`` each might still have come to any
    ending."""
    forever: float = 0.0
    """The share of all plays given up where it is proved that no ending can be reached."""
    endless: list[tuple[str, ...]] = field(default_factory=list)
    """The paths on which such plays came where none can be: one for each scene."""
    goals: dict[str, float] = field(default_factory=dict)
    """The share of all plays that met each goal."""
    words: list[int] = field(default_factory=list)
    """Words read in each play that ended; likewise decisions, doors picked, and quotations."""
    decisions: list[int] = field(default_factory=list)
    doors: list[int] = field(default_factory=list)
    quotations: list[int] = field(default_factory=list)
    besides: list[int] = field(default_factory=list)
    """Words of causes, facts and reasons, which are not among the words."""
    saturated: dict[str, int] = field(default_factory=dict)
    """For each mood, in how many plays that ended it sits at its bound for half the play or more."""
    waits: list[int] = field(default_factory=list)
    """Decisions between a goal's ``lost:`` coming to hold and the player's being told."""

    @property
    def ended(self) -> int:
        """Return how many plays came to an ending."""
        return self.plays - self.unended

    @property
    def doom(self) -> tuple[int, int]:
        """Return the median and the most of ``waits``; (0, 0) if no goal was lost."""
        ordered = sorted(self.waits) or [0]
        return ordered[len(ordered) // 2], ordered[-1]


def sample(
    program: Program,
    role: str,
    claims: list[Claim],
    *,
    plays: int,
    seed: int,
    bot: str = "",
    go_on: Callable[[], bool] = lambda: True,
) -> Sample:
    """Play a role a number of times and count; a few times in any case, and then until told to stop.

    ``bot`` is whose preferences lean on the dice; without one every open option is as likely.
    """
    return Sampling(program, role, claims, seed=seed, bot=bot).draw(plays, go_on)


class Sampling:
    """Plays a role at random, and counts; can be told to go on where it ended."""

    def __init__(self, program: Program, role: str, claims: list[Claim], *, seed: int, bot: str = "") -> None:
        self._dice = Random(seed)
        watch = _Paths(program, claims)
        self.met = watch.found
        """For each of the claims that was met, the first path that met it."""
        self._one = _Playing(program, role, bot, watch)
        self._lost = _Lost(program)
        self._ends: dict[str, int] = {}
        self._goals = dict.fromkeys(map(str, program.pack.role(role).goals), 0)
        self._moods = [v for v in program.layout.variables if v.kind == "mood"]
        self._found = Sample(0, {}, 0.0, 0)
        self._found.saturated = {mood.name: 0 for mood in self._moods}

    def draw(self, plays: int, go_on: Callable[[], bool]) -> Sample:
        """Play until there are so many plays in all, or it is told to stop."""
        found = self._found
        while found.plays < plays and (found.plays < LEAST_PLAYS or go_on()):
            found.plays += 1
            self._count(self._one.play(self._dice), go_on)
        found.forever = self._lost.count / found.plays
        found.endless = list(self._lost.paths.values())
        found.odds = {name: count / found.plays for name, count in sorted(self._ends.items())}
        found.goals = {name: count / found.plays for name, count in self._goals.items()}
        found.error = max(((p * (1 - p) / found.plays) ** 0.5 for p in found.odds.values()), default=0.0)
        return found

    def _count(self, play: _Play, go_on: Callable[[], bool]) -> None:
        found = self._found
        if play.end is None:
            found.unended += 1
            self._lost.note(play, go_on)
            return
        self._ends[play.end.ending] = self._ends.get(play.end.ending, 0) + 1
        for judged in play.end.goals:
            self._goals[judged.goal] += judged.result == "met"
        for kept, value in (
            (found.words, play.words),
            (found.decisions, play.decisions),
            (found.doors, play.doors),
            (found.quotations, play.quotations),
            (found.besides, play.besides),
        ):
            kept.append(value)
        for mood in self._moods:
            found.saturated[mood.name] += _at_end(mood, play.states)
        found.waits += play.waits


@dataclass
class _Play:
    """One play."""

    states: list[State] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    end: Ended | None = None
    words: int = 0
    decisions: int = 0
    doors: int = 0
    quotations: int = 0
    besides: int = 0
    waits: list[int] = field(default_factory=list)

    def add(self, one: Read) -> None:
        self.words += one.words
        self.quotations += one.quotations
        self.besides += one.besides


class _Paths:
    """Remembers for each claim the first random path that met it."""

    def __init__(self, program: Program, claims: list[Claim]) -> None:
        self.met: dict[Claim, tuple[int, int]] = {}
        self.watch = Watch(program, claims, self.met)
        self.found: dict[Claim, tuple[str, ...]] = {}

    def note(self, ids: list[str]) -> None:
        if self.met:
            self.found.update(dict.fromkeys(self.met, tuple(ids)))
            self.met.clear()


class _Lost:
    """Counts the plays that came where no ending can be reached."""

    def __init__(self, program: Program) -> None:
        self.astray = Astray(program)
        self.count = 0
        self.paths: dict[int, tuple[str, ...]] = {}

    def note(self, play: _Play, go_on: Callable[[], bool]) -> None:
        """Look where a play was given up, while there is time."""
        try:
            if self.astray.stuck(play.states[-1], heeding(go_on)):
                self.count += 1
                first = self.astray.first(play.states, heeding(go_on))
                self.paths.setdefault(play.states[first][SCENE], tuple(play.ids[:first]))
        except Stopped:
            pass  # then it is only counted as given up


class _Playing:
    """Plays a role again and again, with what every play needs made ready."""

    def __init__(self, program: Program, role: str, bot: str, watch: _Paths) -> None:
        self.program = program
        self.role = role
        self.bot = bot
        self.paths = watch
        self.began = began(program, role)
        self.lost = [
            (str(name), predicate(goal.lost, program.layout))
            for name, goal in program.pack.role(role).goals.items()
            if goal.lost is not None
        ]
        self.shares: dict[tuple[int, tuple[int, ...]], tuple[float, ...]] = {}

    def play(self, dice: Random) -> _Play:
        play = _Play()
        passed: list[State] = []
        ids = play.ids
        state = self.program.begin(self.role, None, passed)
        self._entered(passed)
        self.paths.note(ids)
        play.add(self.began)
        told = set(self.began.told)
        since: dict[str, int] = {}
        log: list[Event] = []
        for _ in range(LONGEST):
            play.states.append(state)
            self._losses(play, state, told, since)
            options = self.program.open(state)
            if not options:
                if not log:  # a story that ends before anything is asked
                    self.program.begin(self.role, log)
                play.end = next(event for event in reversed(log) if isinstance(event, Ended))
                play.waits += [play.decisions - lost for goal, lost in since.items() if goal not in told]
                return play
            place = self.program.place(state[SCENE])
            option = self._drawn(place.index, options, dice)
            turn = place.turns[option]
            ids.append(turn.id)
            play.decisions += len(options) > 1 and turn.kind == "choice"
            play.doors += turn.kind == "door"
            log, passed = [], []
            before, state = state, self.program.take(state, option, log, passed)
            self.paths.watch.taken(before, option, (0, 0))
            self._entered(passed)
            self.paths.note(ids)
            one = read(log)
            play.add(one)
            told |= one.told
        return play

    def _entered(self, passed: list[State]) -> None:
        for entered in passed:
            self.paths.watch.entered(entered, (0, 0))

    def _losses(self, play: _Play, state: State, told: set[str], since: dict[str, int]) -> None:
        """Note goals that are lost now, and how long it took to tell those that are told."""
        for goal, holds in self.lost:
            if goal not in since and holds is not None and holds(state):
                since[goal] = play.decisions
                if goal in told:
                    play.waits.append(0)
            elif goal in since and goal in told and since[goal] >= 0:
                play.waits.append(play.decisions - since[goal])
        for goal in told & since.keys():
            since[goal] = -1

    def _drawn(self, scene: int, options: Sequence[int], dice: Random) -> int:
        key = scene, tuple(options)
        if key not in self.shares:
            turns = self.program.place(scene).turns
            self.shares[key] = shares([turns[option] for option in options], self.bot)
        return dice.choices(options, self.shares[key])[0]


# -- moods at the end of their scale ---------------------------------------------------------------


def saturation(
    program: Program,
    role: str,
    counts: Mapping[str, int],
    plays: int,
    most: int,
    near: Callable[[Mapping[str, Share]], bool],
    go_on: Callable[[], bool],
) -> dict[str, Share]:
    """Return for each mood the share of plays in which it stands at the end of its scale for half a play or more.

    A few plays cannot tell that, but plays that need no words are cheap: they are doubled until every share
    lies clear of its limit, and added to those counted.

    ``near`` says of shares whether more plays are needed to judge them; after ``most`` it is left.
    20,000 plays of a week take some five seconds.
    """
    moods = [variable for variable in program.layout.variables if variable.kind == "mood"]
    total, made, dice = dict(counts), plays, Random(1905)

    def found() -> dict[str, Share]:
        return {name: drawn(count / plays, plays) for name, count in total.items()}

    while near(found()) and made < most:
        for number in range(min(made, most - made)):
            if not number % OFTEN and not go_on():
                return found()
            made += 1
            states = _wordless(program, role, dice)
            if states:
                plays += 1
                for mood in moods:
                    total[mood.name] += _at_end(mood, states)
    return found()


def _at_end(mood: Variable, states: Sequence[State]) -> bool:
    """Return whether a mood stands at the end of its scale in half of some states or more."""
    return 2 * sum(state[mood.index] in (mood.least, mood.most) for state in states) >= len(states)


def _wordless(program: Program, role: str, dice: Random) -> list[State]:
    """Return the states in which a random play waited, its ending the last; nothing if it came to none."""
    states = [program.begin(role)]
    for _ in range(LONGEST):
        options = program.open(states[-1])
        if not options:
            return states
        turns = program.place(states[-1][SCENE]).turns
        draw = turns[options[0]].kind == "draw"
        weights = shares([turns[option] for option in options], "") if draw else None
        states.append(program.take(states[-1], dice.choices(options, weights)[0]))
    return []
