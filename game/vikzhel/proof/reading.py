"""What a player reads on the way: words, quotations, and which goals he is told are lost.

Counted from the engine's own events, so that a figure can never be of a text nobody is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..play.events import (
    CounterChanged,
    Drawn,
    Ended,
    Event,
    FactLearned,
    FlagChanged,
    MoodChanged,
    Narration,
    Offered,
    Option,
    Prediction,
    Quotation,
    Speech,
    TableChanged,
    VoteHeld,
)
from ..story.text import words

if TYPE_CHECKING:
    from ..play.program import Program

COUNTED = (
    "the role card and goals, narration, speech, quotations, every option offered (a locked one with its "
    "reason), questions before votes, and the judgements at the end"
)
"""What the words on a path are words of."""
NOT_COUNTED = "headings, sources, how votes were cast, and what changed and why"

_long = lru_cache(maxsize=None)(words)


@dataclass(frozen=True, slots=True)
class Read:
    """What is read in one step: words, quotations, and the goals whose loss is told.

    ``besides`` are words of causes, facts learned and reasons of votes: they hang on more than a
    quotient need tell apart, so they are counted in plays only and never among ``words``.
    """

    words: int
    quotations: int
    told: frozenset[str]
    besides: int = 0


def read(log: Iterable[Event]) -> Read:
    """Count what a stretch of events gives to read."""
    count = quotations = besides = 0
    told: set[str] = set()
    causes: set[str] = set()
    for event in log:
        match event:
            case Narration(text=text, goal=goal):
                count += _long(text)
                if goal:
                    told.add(goal)
            case Quotation(text=text):
                count += _long(text)
                quotations += 1
            case Speech(line=text) | Drawn(text=text) | Prediction(question=text):
                count += _long(text)
            case Offered(options=options):
                count += sum(map(_offer, options))
            case Ended(judgements=judgements):
                count += sum(_long(judgement.text) for judgement in judgements)
            case VoteHeld(rolls=rolls, seen=seen):
                besides += 0 if seen == "hearsay" else sum(_long(roll.why) for roll in rolls)
            case FactLearned(text=text, because=cause):
                besides += _long(text)
                causes.add(cause)
            case (
                MoodChanged(because=cause)
                | TableChanged(because=cause)
                | CounterChanged(because=cause)
                | FlagChanged(because=cause)
            ):
                causes.add(cause)
            case _:
                pass
    return Read(count, quotations, frozenset(told), besides + sum(map(_long, causes)))


def goals_told(log: Iterable[Event]) -> frozenset[str]:
    """Return the goals whose loss a stretch of events tells."""
    return frozenset(event.goal for event in log if isinstance(event, Narration) and event.goal)


def _offer(option: Option) -> int:
    """Count an option's words; a draw and a count that is awaited are not options to be read."""
    if option.kind in ("draw", "vote"):
        return 0
    return _long(option.text) + _long(option.locked)


def began(program: Program, role: str) -> Read:
    """Return what is read before the first thing is asked, the role's card and goals included."""
    log: list[Event] = []
    program.begin(role, log)
    one = read(log)
    record = program.pack.role(role)
    card = record.card
    lines = (card.who, card.want, card.fear, card.answers_to, card.cannot, card.deadline)
    own = sum(map(_long, lines)) + sum(_long(goal.text) for goal in record.goals.values())
    return Read(one.words + own, one.quotations, one.told, one.besides)
