"""What stands beside a preview: why each option is open or not, what the rules did, how votes add up, the state.

All of it in the words of the files (``mood.dan at least warm``), for who is writing them, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..play.events import VoteHeld
from ..play.layout import SCENE, TAKEN
from ..play.predicates import interpret
from ..proof.why import spelled
from ..story.diagnostics import Mark
from ..story.records import at
from ..story.resolve import rules_below
from ..story.rules import tests_of
from .trace import (
    CHANGED,
    LEFT_OUT,
    MET,
    NO_CHANGE,
    NOT_MET,
    NOT_THERE,
    SHOWN,
    STANCE,
    WENT,
    Fired,
    failing,
    stances,
    value_words,
)

if TYPE_CHECKING:
    from ..play.events import Roll
    from ..play.layout import State
    from ..play.program import Place, Program, Turn
    from ..play.run import Run
    from ..story.packs import Pack

SAID_WHOLE = ("mood", "table", "count")
"""Of these there are few, and each is told; of flags and facts still as at the start, those that the scene reads."""
OPEN, LOCKED, HIDDEN = "open", "locked", "hidden"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a word that says what it is, the thing itself, what is to be said beneath it, and where it is written."""

    word: str
    text: str
    notes: tuple[str, ...] = ()
    at: str = ""
    """``file:line``, or nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the panel. ``none`` is said where there are no rows."""

    title: str
    rows: tuple[Row, ...]
    none: str = ""


def panel(run: Run, steps: list[list[Fired]]) -> list[Part]:
    """Return everything there is to say of where a run stands; ``steps`` is what each of its steps did."""
    program, state, fired = run.program, run.state, steps[-1]
    place = program.place(state[SCENE])
    parts = [
        Part("What can be done", tuple(_options(program, place, state)), _nothing(run, place)),
        *_votes(run, place, fired),
        Part(
            "What changed on the way in",
            tuple(_fired(fired, CHANGED, NO_CHANGE)),
            "Nothing.",
        ),
        Part(
            "What hung on a rule",
            tuple(_fired(fired, SHOWN, LEFT_OUT, WENT, NOT_THERE, MET, NOT_MET)),
            "Nothing: every text here is always shown.",
        ),
        Part(
            "Where everything stands",
            tuple(_state(run, steps)),
            "This story declares nothing that can change.",
        ),
    ]
    return [replace(part, rows=tuple(_as_typed(row, program.pack) for row in part.rows)) for part in parts]


def _as_typed(row: Row, pack: Pack) -> Row:
    """Return a row with the ids of the branch that is previewed as its own files have them."""
    return replace(
        row, text=as_typed(row.text, pack), notes=tuple(as_typed(note, pack) for note in row.notes)
    )


def as_typed(words: str, pack: Pack) -> str:
    """Return words with the ids of the branch that was named as its own files have them."""
    prefix = pack.names.prefix if pack.names is not None else ""
    return re.sub(rf"(?<![\w-]){re.escape(prefix)}(?=[a-z0-9])", "", words) if prefix else words


def _nothing(run: Run, place: Place) -> str:
    return f"The story ends here, with {place.ending}." if run.over else "Nothing: chance or a count decides."


def where(mark: Mark) -> str:
    """Return a place as an editor takes it: ``file:line``."""
    return f"{mark.source.name}:{mark.line + 1}"


# -- options ---------------------------------------------------------------------------------------


def _options(program: Program, place: Place, state: State) -> Iterator[Row]:
    opened = program.open(state)
    number = 0
    for turn in place.turns:
        mark: Mark = turn.record.mark
        if turn.index in opened:
            number += 1
            weight = f", weight {turn.weight}" if turn.kind == "draw" else ""
            leads = f"leads to {', '.join(_leads(program, state, turn))}{weight}"
            rule = turn.condition
            said = (f"if {spelled(rule)}",) if rule is not None else ()
            only = ("only because nothing else is open",) if getattr(turn.record, "fallback", False) else ()
            yield Row(OPEN, f"{number}. {turn.id} {leads}", (*only, *said), where(mark))
            continue
        locked = turn.kind in ("choice", "door") and turn.record.locked
        reasons = tuple(_why_not(program, place, turn, state))
        told = (f"told: {turn.record.locked}",) if locked else ()
        used = _used(turn, state)
        yield Row(LOCKED if locked and not used else HIDDEN, turn.id, (*reasons, *told), where(mark))


def _used(turn: Turn, state: State) -> str:
    if turn.once is not None and state[turn.once]:
        return "once: it has been taken"
    if turn.door and state[TAKEN] & turn.door:
        return "this door has been gone through"
    return ""


def _why_not(program: Program, place: Place, turn: Turn, state: State) -> Iterator[str]:
    """Say why something that a scene has cannot be taken now."""
    used = _used(turn, state)
    rule = turn.condition
    if used:
        yield used
    if rule is not None:
        yield f"if {spelled(rule)}"
        yield from (f"fails: {part}" for part in failing(rule, program.layout, state))
    if (
        not used
        and getattr(turn.record, "fallback", False)
        and (rule is None or interpret(rule, program.layout, state))
    ):
        yield "fallback: something else is open"


def _leads(program: Program, state: State, turn: Turn) -> list[str]:
    """Return the scenes that taking something leads through, up to where the story waits."""
    passed: list[State] = []
    after = program.take(state, turn.index, None, passed)
    names = [program.layout.scenes[one[SCENE]] for one in passed]
    last = program.layout.scenes[after[SCENE]]
    return names if names and names[-1] == last else [*names, f"the doors of {last}"]


# -- votes -----------------------------------------------------------------------------------------


def _votes(run: Run, place: Place, fired: list[Fired]) -> Iterator[Part]:
    held = [event for event in run.events(len(run.steps)) if isinstance(event, VoteHeld)]
    for event in held:
        by = {one.name: (one.mark, one.words) for one in fired if one.kind == STANCE}
        yield _vote(run, event, "was held", by)
    if place.ballot is not None and place.turns:
        event = place.ballot.explain(run.state, "room")
        now = stances(at(run.program.pack.files.votes, event.vote), run.program.layout, run.state)
        yield _vote(run, event, "would go now", {bloc: (one.mark, rule) for bloc, (one, rule) in now.items()})


_NEEDS = {"majority": "a majority decides", "two-thirds": "it needs two thirds"}


def _vote(run: Run, event: VoteHeld, when: str, by: dict[str, tuple[Mark, str]]) -> Part:
    """Return a vote as it adds up; ``by`` is the rule by which a bloc takes its stance, and where that is written."""
    figures = f"{event.votes_for} for, {event.against} against, {event.abstain} abstaining"
    rows = [Row(event.result, f"{figures}; {_NEEDS[event.carry]}")]
    for roll in event.rolls:
        if roll.bloc in by:
            mark, rule = by[roll.bloc]
            said = (rule, roll.why) if roll.why else (rule,)
            rows.append(Row(roll.vote, f"{roll.bloc}, {roll.seats}: by its stance", said, where(mark)))
        else:
            rows.append(Row(roll.vote, f"{roll.bloc}, {roll.seats}: {_sum(roll)}", _points(roll)))
    return Part(f"The vote {event.vote}, as it {when}", tuple(rows))


def _sum(roll: Roll) -> str:
    if roll.refused:
        return "refused whatever it is worth"
    if roll.rival is not None:
        return f"{roll.score} points against {roll.rival} for the other text"
    return f"{roll.score} points, and it needs {roll.needs}"


def _points(roll: Roll) -> tuple[str, ...]:
    refused = (f"never: {roll.refused}",) if roll.refused else ()
    return (*refused, *(f"{points:+d}  {words}".replace("-", "−", 1) for words, points in roll.parts))


# -- what fired ------------------------------------------------------------------------------------


def _fired(fired: list[Fired], *kinds: str) -> Iterator[Row]:
    for one in fired:
        if one.kind in kinds:
            rule = (f"if {one.rule}",) if one.rule else ()
            fails = tuple(f"fails: {part}" for part in one.fails)
            because = (one.because,) if one.because else ()
            yield Row(one.kind, one.words, (*rule, *fails, *because), where(one.mark))


# -- the state -------------------------------------------------------------------------------------


def _state(run: Run, steps: list[list[Fired]]) -> Iterator[Row]:
    """Yield every variable: one that has moved in a row with its last cause, those as at the start together."""
    layout = run.program.layout
    moved = {one.name: one for step in steps for one in step if one.kind == CHANGED}
    just = {one.name for one in steps[-1] if one.kind == CHANGED}
    place = run.program.place(run.state[SCENE])
    read = {(test.kind, str(test.name)) for rule in rules_below(place.scene) for test in tests_of(rule)}
    resting: dict[str, list[str]] = {}
    others: dict[str, int] = {}
    for variable in layout.variables:
        value = run.state[variable.index]
        words = value_words(variable, value, layout)
        name = f"{variable.kind}.{variable.name}"
        if name in moved or value != variable.start:
            last = moved.get(name)
            cause = (last.because,) if last and last.because else ()
            written = where(last.mark) if last else ""
            yield Row("just now" if name in just else "moved", f"{name}: {words}", cause, written)
        elif (variable.kind, variable.name) in read or variable.kind in SAID_WHOLE:
            alone = variable.kind in ("flag", "knows", "vote", "seen")
            resting.setdefault(variable.kind, []).append(
                variable.name if alone else f"{variable.name} {words}"
            )
        elif variable.kind != "once":
            others[variable.kind] = others.get(variable.kind, 0) + 1
    for kind in dict.fromkeys((*resting, *others)):
        said = list(resting.get(kind, []))
        more = others.get(kind, 0)
        if more:
            said.append(f"{more} more that nothing here reads" if said else f"{more} that nothing here reads")
        yield Row("as at first", f"{kind}: {', '.join(said)}")
