"""Random weeks of the shipped story, and the weeks in which each man does what he did."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from vikzhel.places import pack_folder
from vikzhel.play.events import Ended, Event, Narration, Offered, Quotation, SceneEntered, Speech, VoteHeld
from vikzhel.play.layout import SCENE
from vikzhel.play.predicates import interpret
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack
from vikzhel.story.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES = ("kamenev", "riazanov", "martov")

TELLS_OF = (
    (r"an even vote let it stand", {("cc-last", "tied")}),
    (r"Committee let it stand", {("cc-last", "carried")}),
    (r"^The executive has repealed the press decree", {("press", "carried"), ("press-returned", "carried")}),
    (r"^It was carried by", {("press", "carried"), ("press-returned", "carried")}),
    (r"^The (?:press )?decree stands", {("press", "lost"), ("press-returned", "lost")}),
    (r"Committee's harder terms", {("cc-nov1", "carried")}),
    (r"by one vote", {("men-turn", "carried")}),
    (r"committee had voted not to treat with Bolsheviks", {("men-turn", "lost")}),
    (r"ratified an agreement", {("vt-ratify", "carried")}),
    (r"there was an agreement, and then", {("vt-ratify", "carried")}),
    (r"executive's softer text", {("vt-soft", "carried")}),
    (r"draft that the (?:Bolshevik )?Committee adopted", {("cc-draft", "carried")}),
    (r"had chosen the Left SRs' text|their own text beat", {("vt-nov1", "lost")}),
    (r"strike order on the key", {("vt-nov1", "carried")}),
)
"""Wordings that tell of a vote, each with the results one of which must have come before it."""


@dataclass
class Week:
    """What one random week came to. ``widest``: the most options offered at once; ``untold``:
    what it told of a vote that had not gone so."""

    role: str
    ending: str = ""
    decisions: int = 0
    length: int = 0
    widest: int = 0
    close: tuple[str, ...] = ()
    scenes: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    quoted: list[str] = field(default_factory=list)
    too_early: list[str] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    fits: dict[str, bool] = field(default_factory=dict)
    """For each reading of its ending that says which weeks it fits: whether it fits this one, by its source."""


@dataclass
class Weeks:
    """Random weeks, and what came after each result of each vote: the next scene, and all that was read."""

    weeks: list[Week] = field(default_factory=list)
    next_scenes: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    next_texts: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, role: str) -> list[Week]:
        return [week for week in self.weeks if week.role == role]


@cache
def program() -> Program:
    return Program(read_pack(pack_folder("talks")))


def drawn(each: int) -> Weeks:
    """Return ``each`` weeks of each man, in which every open option is as likely as any other."""
    found = Weeks()
    for number, role in enumerate(ROLES):
        dice = Random(1917 + number)
        found.weeks += [_week(role, dice, found) for _ in range(each)]
    return found


def _week(role: str, dice: Random, weeks: Weeks) -> Week:
    story, week = program(), Week(role)
    log: list[Event] = []
    state = story.begin(role, log)
    told: list[Event] = []
    while True:
        told += log
        options = story.open(state)
        if not options:
            break
        place = story.place(state[SCENE])
        number = dice.choice(list(options))
        week.decisions += len(options) > 1 and not place.pick and place.turns[number].kind == "choice"
        week.taken.add((place.name, place.turns[number].id))
        log = []
        state = story.take(state, number, log)
    week.ending = story.place(state[SCENE]).ending
    week.fits = {
        str(one.source): interpret(one.condition, story.layout, state)
        for one in story.pack.files.endings[week.ending].historians
        if one.condition is not None
    }
    week.length = sum(map(_length, told))
    _listen(week, told, weeks)
    return week


def _length(event: Event) -> int:
    """Count the words a player reads in an event, options and judgements included."""
    match event:
        case Narration(text=text) | Quotation(text=text) | Speech(line=text):
            return words(text)
        case Offered(options=options):
            return sum(words(option.text) for option in options)
        case Ended(judgements=judgements):
            return sum(words(judgement.text) for judgement in judgements)
    return 0


def _listen(week: Week, told: list[Event], weeks: Weeks) -> None:
    """Take down from everything told what the claims are about."""
    endings = program().pack.files.endings
    own = {str(b.text) for name, end in endings.items() if name == week.ending for b in end.text}
    later = {str(b.quote) for name, end in endings.items() if name == week.ending for b in end.later}
    day, after = None, None
    for event in told:
        match event:
            case SceneEntered(scene=scene, when=when):
                week.scenes.add(scene)
                day = when.day if when is not None else day
                if after is not None:
                    weeks.next_scenes[after].add(scene)
            case Narration(text=text):
                if text in own:
                    week.close += (text,)
                if after is not None:
                    weeks.next_texts[after].add(text)
                if _untrue(text, week):
                    week.untold.append(text)
            case Quotation(id=name, when=when):
                week.quoted.append(name)
                if day is not None and when.day > day and name not in later:
                    week.too_early.append(name)
            case VoteHeld(vote=vote, result=result):
                week.held[vote] = result
                after = (week.role, vote, result)
            case Offered(options=options):
                week.widest = max(week.widest, len(options))
                after = None


def _untrue(text: str, week: Week) -> bool:
    return any(
        re.search(words_, text) and not results & set(week.held.items()) for words_, results in TELLS_OF
    )


# -- the record ------------------------------------------------------------------------------------


def recorded_runs(role: str) -> Iterator[Run]:
    """Yield the runs in which a man does what he did, through any doors in any order.

    Behind a door, where the record says nothing of him, he does each thing that can be done there.
    """
    yield from _go_on(Run(program(), role))


def _go_on(run: Run) -> Iterator[Run]:
    if run.over:
        yield run
        return
    scene = next(scene for name, scene in program().pack.files.scenes.items() if name == run.scene)
    his = [str(choice.id) for choice in scene.choices if run.role in choice.really_chose]
    for name in his or [option.id for option in run.open]:
        run.take(name)
        yield from _go_on(run)
        run.undo(len(run.steps) - 1)
