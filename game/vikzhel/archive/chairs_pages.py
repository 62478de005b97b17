"""The weeks of different men, set as blocks of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dates import day_words
from ..story.wording import capital, listed, number, sentence
from . import ballots
from .chairs import HEARD
from .crossing import ENDING
from .sheet import Block, Lines, Row, Table

if TYPE_CHECKING:
    from .chairs import Chair, Hands, Learnt
    from .compare import Comparison
    from .path import Decision

MOST_NAMED = 3
NEVER, OUT_OF_HIS_HANDS = "never", "Out of his hands"


def blocks(comparison: Comparison) -> list[Block]:
    """Return what only the weeks together tell: whose hands a vote lay in, what each knew, how they stood."""
    chairs = comparison.chairs
    found: list[Block] = [Lines("In whose hands the ending lay", tuple(map(_ending, chairs)), listed=True)]
    rows = tuple(_vote(chairs, vote) for vote in shared(chairs))
    columns = tuple(label(chair, chairs) for chair in chairs)
    if rows:
        note = (
            "Each choice was made otherwise by itself, and the rest of that week played again as it had been. What no such "
            "choice moves by a single figure is out of his hands."
        )
        found.append(Table("The same vote from each chair", ("Vote", *columns), rows, note, whole=True))
    known = _known(chairs)
    if known:
        found.append(
            Table("What one came to know, and another did not", ("What", *columns), known, whole=True)
        )
    stood = [words for chair in chairs for other in chairs if (words := _stood(chair, other, chairs))]
    if stood:
        found.append(Lines("How they stood to one another", tuple(stood), listed=True))
    return found


def days(comparison: Comparison) -> list[Block]:
    """Return day by day, and hour by hour, what each decided."""
    chairs = comparison.chairs
    made: dict[str, dict[int, list[Decision]]] = {}
    order: dict[str, int] = {}
    for n, chair in enumerate(chairs):
        for decision in chair.side.path.decisions:
            name = day_words(decision.when.day) if decision.when else "No day"
            made.setdefault(name, {}).setdefault(n, []).append(decision)
            order.setdefault(name, decision.when.day.toordinal() if decision.when else 0)
    rows = []
    for day in sorted(made, key=order.__getitem__):
        cells = ["; ".join(map(_at, made[day].get(n, []))) or "nothing to decide" for n in range(len(chairs))]
        said = " ".join(
            f"{label(chair, chairs)}: {sentence(cell)}" for chair, cell in zip(chairs, cells, strict=True)
        )
        rows.append(Row((day, *cells), f"{day}. {said}"))
    columns = ("Day", *(label(chair, chairs) for chair in chairs))
    return [Table("Day by day, what each decided", columns, tuple(rows), whole=True)] if rows else []


def questions(comparison: Comparison) -> list[str]:
    """Return questions for a class that only these weeks together raise."""
    chairs = comparison.chairs
    asked = []
    power = [sum(bool(chair.hands(("vote", vote)).turned) for vote in chair.votes) for chair in chairs]
    if max(power) != min(power):
        told = listed(
            f"{label(chair, chairs)} of {number(many) if many else 'none'}"
            for chair, many in zip(chairs, power, strict=True)
        )
        asked.append(
            f"By a single choice of his own, each could have given another result to some votes of his week: {told}. What gave "
            "the one more power: his post, his party, what he knew, or the hour at which he was asked?"
        )
    fact = next(iter(_only(chairs)), None)
    if fact is not None:
        who, learnt = fact
        rest = listed((label(c, chairs) for c in chairs if c is not who), "or")
        asked.append(
            f"{label(who, chairs)} came to know this ({learnt.place}): {learnt.text}. It never reached {rest}. What might he have "
            "done otherwise, had he known it?"
        )
    for vote in shared(chairs):
        held = [chair.votes[vote] for chair in chairs if vote in chair.votes]
        if len({event.result for event in held}) > 1:
            went = listed(
                f"{chair.votes[vote].result} in {chair.side.label}" for chair in chairs if vote in chair.votes
            )
            asked.append(
                f"“{ballots.bare(held[0].title)}” was {went}. Which of the men had done more to bring that about, and which of them "
                "could have known?"
            )
            break
    return asked


def shared(chairs: tuple[Chair, ...]) -> list[str]:
    """Return the votes that more than one of the weeks held, in the order of the first."""
    every = dict.fromkeys(vote for chair in chairs for vote in chair.votes)
    return [vote for vote in every if sum(vote in chair.votes for chair in chairs) > 1]


def label(chair: Chair, chairs: tuple[Chair, ...]) -> str:
    """Return what a chair is called: by the man, unless two weeks are the same man's."""
    same = sum(other.name == chair.name for other in chairs) > 1
    return f"{chair.name} ({chair.side.label})" if same else chair.name


def _ending(chair: Chair) -> str:
    path = chair.side.path
    if path.ended is None:
        return f"{chair.side.first}, {chair.name}, is not over."
    turned = chair.hands(ENDING).turned
    lead = f"{chair.side.first}, {chair.name}, “{path.ended.title}”."
    if not turned:
        return f"{lead} No single choice of his, the rest left as it was, would have changed it."
    if len(turned) == 1:
        return f"{lead} One of his choices, made otherwise, would have changed it: {_places(turned)}."
    many = capital(number(len(turned)))
    return f"{lead} {many} of his choices, each made otherwise by itself, would have changed it: {_places(turned)}."


def _vote(chairs: tuple[Chair, ...], vote: str) -> Row:
    event = next(chair.votes[vote] for chair in chairs if vote in chair.votes)
    title = f"{ballots.bare(event.title)} ({event.body})"
    cells = [_seen(chair, vote) for chair in chairs]
    said = " ".join(
        f"{label(chair, chairs)}: {sentence(cell)}" for chair, cell in zip(chairs, cells, strict=True)
    )
    return Row((title, *cells), f"{title}. {said}")


def _seen(chair: Chair, vote: str) -> str:
    if vote not in chair.votes:
        return "not held"
    event = chair.votes[vote]
    return (
        f"{event.result} {ballots.figures(event)}; {HEARD[event.seen]}. {_hands(chair.hands(('vote', vote)))}"
    )


def _hands(hands: Hands) -> str:
    if hands.turned:
        lead = (
            "One choice of his"
            if len(hands.turned) == 1
            else f"Any of {number(len(hands.turned))} choices of his"
        )
        return f"{lead} could have turned it: {_places(hands.turned)}"
    if hands.shifted:
        return (
            f"By one choice he could have changed its figures, and not its result: {_places(hands.shifted)}"
        )
    return OUT_OF_HIS_HANDS


def _places(decisions: tuple[Decision, ...]) -> str:
    named = [decision.place for decision in decisions[-MOST_NAMED:]]
    more = len(decisions) - len(named)
    return ("; ".join(named)) + (f"; and {number(more)} before that" if more else "")


def _known(chairs: tuple[Chair, ...]) -> tuple[Row, ...]:
    """Return a row for everything that one came to know and another did not."""
    learnt = [chair.learnt() for chair in chairs]
    rows = []
    for fact in dict.fromkeys(fact for known in learnt for fact in known):
        cells = [known[fact].place if fact in known else NEVER for known in learnt]
        if NEVER in cells:
            text = next(known[fact].text for known in learnt if fact in known)
            who = [
                f"{label(c, chairs)}, {cell}" for c, cell in zip(chairs, cells, strict=True) if cell != NEVER
            ]
            without = listed(label(c, chairs) for c, cell in zip(chairs, cells, strict=True) if cell == NEVER)
            rows.append(
                Row(
                    (capital(text), *cells),
                    f"{sentence(capital(text))} {sentence('; '.join(who))} Never: {without}.",
                )
            )
    return tuple(rows)


def _only(chairs: tuple[Chair, ...]) -> list[tuple[Chair, Learnt]]:
    """Return what only one of them came to know, the latest first: it lies nearest to what was decided."""
    learnt = [chair.learnt() for chair in chairs]
    found = [
        (chair, one)
        for chair, known in zip(chairs, learnt, strict=True)
        for fact, one in known.items()
        if sum(fact in others for others in learnt) == 1
    ]
    return found[::-1]


def _stood(chair: Chair, other: Chair, chairs: tuple[Chair, ...]) -> str:
    words = chair.stood(other) if chair is not other else ""
    if not words:
        return ""
    first = next(one for one in chairs if one.name == other.name)
    return f"In {chair.side.label}: {words}" if first is other else ""


def _at(decision: Decision) -> str:
    time = f"{decision.when.words.partition(', ')[2]}, " if decision.when and decision.when.time else ""
    verb = {"door": "went to see ", "draw": "met with "}.get(decision.kind, "")
    return f"{time}{decision.title}: {verb}“{decision.text.rstrip('.')}”"
