"""Random plays of the real engine: for what is counted along a path, and for stories too big to search."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from ..play.events import Ended, Event, Narration, Offered, Quotation, Speech
from ..play.layout import SCENE, State
from ..play.predicates import predicate
from ..play.program import Program
from ..story.text import words
from .claims import Claim
from .explore import Watch
from .players import role_record, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 400
"""Steps after which a play is given up: a story that can go round may never end at random."""


@dataclass
class Sample:
    """What a number of random plays came to."""

    plays: int
    odds: dict[str, float]
    error: float
    """The largest standard error of the odds."""
    unended: int
    words: tuple[int, int, int, int]
    """Words on a path: least, median, 95th percentile, most."""
    decisions: tuple[int, int, int, int]
    quotations: tuple[int, int, int, int]
    saturated: dict[str, float]
    """For each mood, the share of plays in which it sits at its bound for half the play or more."""
    swapped: float
    """The share of one-decision swaps that change the ending, later ids kept where they are open."""
    swapped_by_day: dict[str, float]
    doom: tuple[int, int]
    """Decisions between losing a goal and being told: median and most; (0, 0) if none was lost."""
    met: dict[Claim, tuple[str, ...]] = field(default_factory=dict)


def sample(program: Program, role: str, claims: list[Claim], *, plays: int, seed: int) -> Sample:
    """Play a role at random a number of times and count."""
    dice = Random(seed)
    watch = _Paths(program, claims)
    ends: dict[str, int] = {}
    lengths, decided, quoted, dooms = [], [], [], []
    saturated: dict[str, int] = {}
    swaps: dict[str, list[bool]] = {}
    unended = 0
    moods = [v for v in program.layout.variables if v.kind == "mood"]
    for _ in range(plays):
        play = _play(program, role, dice, watch)
        ending = play.ending
        if not ending:
            unended += 1
            continue
        ends[ending] = ends.get(ending, 0) + 1
        lengths.append(play.words)
        decided.append(play.decisions)
        quoted.append(play.quotations)
        for mood in moods:
            at_bound = sum(abs(state[mood.index]) == 3 for state in play.states)
            saturated[mood.name] = saturated.get(mood.name, 0) + (2 * at_bound >= len(play.states))
        dooms += play.dooms
        swapped = _swap(program, role, dice, play)
        if swapped is not None:
            swaps.setdefault(swapped[0], []).append(swapped[1])
    done = max(1, plays - unended)
    odds = {name: count / plays for name, count in sorted(ends.items())}
    changed = [value for values in swaps.values() for value in values]
    return Sample(
        plays=plays,
        odds=odds,
        error=max(((p * (1 - p) / plays) ** 0.5 for p in odds.values()), default=0.0),
        unended=unended,
        words=_spread(lengths),
        decisions=_spread(decided),
        quotations=_spread(quoted),
        saturated={name: count / done for name, count in saturated.items()},
        swapped=sum(changed) / len(changed) if changed else 0.0,
        swapped_by_day={day: sum(values) / len(values) for day, values in sorted(swaps.items()) if day},
        doom=(sorted(dooms)[len(dooms) // 2], max(dooms)) if dooms else (0, 0),
        met=watch.found,
    )


@dataclass
class _Play:
    """One random play."""

    taken: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    ending: str = ""
    words: int = 0
    decisions: int = 0
    quotations: int = 0
    dooms: list[int] = field(default_factory=list)


class _Paths:
    """Remembers for each claim the first random path that met it."""

    def __init__(self, program: Program, claims: list[Claim]) -> None:
        self.met: dict[Claim, tuple[int, int]] = {}
        self.watch = Watch(program, claims, self.met)
        self.found: dict[Claim, tuple[str, ...]] = {}

    def note(self, ids: list[str]) -> None:
        for claim in self.met:
            if claim not in self.found:
                self.found[claim] = tuple(ids)


def _play(program: Program, role: str, dice: Random, watch: _Paths) -> _Play:
    play = _Play()
    log: list[Event] = []
    passed: list[State] = []
    state = program.begin(role, log, passed)
    goals = {
        str(name): (predicate(goal.lost, program.layout) if goal.lost is not None else None)
        for name, goal in role_record(program, role).goals.items()
    }
    lost: dict[str, int] = {}
    told: set[str] = set()
    for entered in passed:
        watch.watch.entered(entered, (0, 0))
    watch.note(play.ids)
    for _ in range(LONGEST):
        play.states.append(state)
        _count(play, log)
        told |= {event.goal for event in log if isinstance(event, Narration) and event.goal}
        for goal, rule in list(goals.items()):
            if rule is not None and goal not in lost and rule(state):
                lost[goal] = play.decisions
            if goal in told and goal in lost:
                play.dooms.append(play.decisions - lost.pop(goal))
                del goals[goal]
        options = program.open(state)
        if not options:
            play.ending = program.place(state[SCENE]).ending
            play.dooms += [play.decisions - since for since in lost.values()]
            return play
        option = _drawn(program, state, options, dice)
        place = program.place(state[SCENE])
        play.taken.append(option)
        play.ids.append(place.turns[option].id)
        if len(options) > 1 and not place.pick and place.turns[option].kind == "choice":
            play.decisions += 1
        log, passed = [], []
        before, state = state, program.take(state, option, log, passed)
        watch.watch.taken(before, option, (0, 0))
        for entered in passed:
            watch.watch.entered(entered, (0, 0))
        watch.note(play.ids)
    return play


def _drawn(program: Program, state: State, options: Sequence[int], dice: Random) -> int:
    turns = program.place(state[SCENE]).turns
    return dice.choices(list(options), shares([turns[option] for option in options], ""))[0]


def _count(play: _Play, log: list[Event]) -> None:
    for event in log:
        match event:
            case Narration(text=text) | Speech(line=text):
                play.words += words(text)
            case Quotation(text=text):
                play.words += words(text)
                play.quotations += 1
            case Offered(options=options):
                play.words += sum(words(option.text) for option in options)
            case Ended(judgements=judgements):
                play.words += sum(words(judgement.text) for judgement in judgements)


def _swap(program: Program, role: str, dice: Random, play: _Play) -> tuple[str, bool] | None:
    """Change one decision of a play, keep the later ids where they are open; did the ending change?"""
    turning = [
        number
        for number, state in enumerate(play.states[: len(play.taken)])
        if len(program.open(state)) > 1
        and program.place(state[SCENE]).turns[play.taken[number]].kind == "choice"
    ]
    if not turning:
        return None
    at = dice.choice(turning)
    others = [option for option in program.open(play.states[at]) if option != play.taken[at]]
    when = program.place(play.states[at][SCENE]).scene.when
    state = program.take(play.states[at], dice.choice(others))
    later = play.ids[at + 1 :]
    for _ in range(LONGEST):
        options = program.open(state)
        if not options:
            break
        turns = program.place(state[SCENE]).turns
        kept = next((o for name in later for o in options if turns[o].id == name), None)
        if kept is not None:
            del later[: later.index(turns[kept].id) + 1]
        state = program.take(state, _drawn(program, state, options, dice) if kept is None else kept)
    day = when.day.isoformat() if when is not None else ""
    return day, program.place(state[SCENE]).ending != play.ending


def _spread(values: list[int]) -> tuple[int, int, int, int]:
    ordered = sorted(values) or [0]
    last = len(ordered) - 1
    return ordered[0], ordered[len(ordered) // 2], ordered[round(0.95 * last)], ordered[last]
