"""The turning points of a debrief, set as a part: what moved the odds, in what hands, and how near the votes were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.wording import counted, listed
from .sheet import Block, Chart, Lines, Part, Point, Row, Table, percent
from .turning import how_sure, moved_words, times, turned

if TYPE_CHECKING:
    from .ballots import Margin
    from .debrief import Debrief
    from .turning import Turn, Turning

TOLD = 4
"""Turning points that are told in full; the others stand in the table."""
LEAST_TOLD = 0.02
"""A decision that surely moved less than this is told in the table only."""
NEAR = 3
"""Votes told by how near they were."""
NARROW = 3
"""A vote carried with no more votes to spare is told as a narrow success."""


def turning_points(debrief: Debrief) -> Part:
    title = "Turning points"
    near = _near(debrief)
    if not debrief.turnings:
        return Part(title, (Lines("", ("The odds of this run have not been worked out.",)), *near))
    at_random, *own = debrief.turnings
    if not at_random.turns:
        nothing = "No way on from here was found that comes to an ending."
        if not debrief.path.decisions:
            nothing = "There was one way only through this run, so nothing turned on you."
        return Part(title, (Lines("", (nothing,)), *near))
    blocks: list[Block] = [Lines("", _summary(at_random))]
    blocks.append(_chart(at_random))
    blocks.append(Lines("What turned it most", _most(at_random), listed=True))
    blocks += [_by_own(turning) for turning in own]
    return Part(title, (*blocks, *near), (_every(at_random),))


def _summary(turning: Turning) -> tuple[str, ...]:
    first = turning.turns[0]
    order = sorted(range(len(turning.endings)), key=lambda column: -first.before[column])
    top = [
        f"“{turning.endings[c]}” {times(first.before[c], bare=True)}" for c in order[:3] if first.before[c]
    ]
    more = sum(bool(first.before[c]) for c in order[3:])
    lines = [
        f"Suppose that from some point on the rest were played {turning.player}. How would it end? That shows how much was "
        "still open in this story, and not what was likely in its time.",
        f"From the very start, in 100 tries: {listed(top)}"
        + (f", and {counted(more, 'other ending')} in the rest." if more else "."),
    ]
    if turning.own is not None:
        lines.append(_settled(turning, turning.own))
    return (*lines, how_sure(turning))


def _settled(turning: Turning, own: int) -> str:
    title, likely = turning.endings[own], turning.likely
    if turning.turns[0].before[own] > 0.5 and likely is turning.turns[0]:
        return f"“{title}” was likelier than all other endings together from the start."
    if likely is None:
        return f"“{title}” was never likelier than all other endings together."
    which = turning.turns.index(likely) + 1
    late = (
        " only with your last decision"
        if which == len(turning.turns)
        else f" with your decision at {likely.decision.place}"
    )
    return f"Your ending, “{title}”, became likelier than all others together{late}."


def _most(turning: Turning) -> tuple[str, ...]:
    most, earlier = turning.most, turning.earlier
    assert most is not None
    chosen = sorted(turning.turns, key=lambda turn: -turn.surely)[:TOLD]
    lines = []
    if earlier is not None and most.moved:
        lines.append(
            f"Your last decision settled it, as last decisions do. {moved_words(turning, most)} {_all(most)}"
        )
        lines.append(
            f"Before that, nothing moved the odds more than this. {moved_words(turning, earlier)} {_all(earlier)}"
        )
    elif most.moved:
        lines.append(f"Nothing moved the odds more than this. {moved_words(turning, most)} {_all(most)}")
    else:
        return ("Whatever you had chosen, the odds would have stayed as they were.",)
    rest = [turn for turn in chosen if turn not in (most, earlier) and turn.surely >= LEAST_TOLD]
    lines += [f"{moved_words(turning, turn)} {_all(turn)}" for turn in rest]
    return tuple(line.strip() for line in lines)


def _all(turn: Turn) -> str:
    return " ".join(turn.others)


def _chart(turning: Turning) -> Chart:
    drawn = turning.drawn
    first = turning.turns[0]
    start = Point("At the start", tuple(first.before[c] for c in drawn))
    points = [
        Point(
            f"{turn.decision.number}. {turn.decision.place}",
            tuple(turn.after[c] for c in drawn),
            "moved most" if turn is turning.most and turn.moved else "",
        )
        for turn in turning.turns
    ]
    spoken = []
    if turning.own is not None:
        title = turning.endings[turning.own]
        steps = [
            percent(first.before[turning.own]),
            *(percent(turn.after[turning.own]) for turn in turning.turns),
        ]
        spoken.append(
            f"“{title}”, how often in 100 tries, at the start and after each decision: {', '.join(steps)}."
        )
    note = (
        ""
        if len(drawn) == len(turning.endings)
        else "The rest of each bar is the endings that are not drawn."
    )
    return Chart(
        "The odds after each decision",
        tuple(turning.endings[c] for c in drawn),
        (start, *points),
        tuple(spoken),
        note,
    )


def _by_own(turning: Turning) -> Lines:
    """Return what the man's own bot would have made of it, in short."""
    lines = [f"Now suppose the rest were played {turning.player}."]
    if turning.own is not None and turning.turns:
        first = turning.turns[0].before[turning.own]
        lines[0] += f" Then “{turning.endings[turning.own]}” would have come {times(first)} from the start."
    before_last = turning.turns[:-1] if turning.earlier is not None else turning.turns
    most = max(before_last, key=lambda turn: turn.surely, default=None)
    if most is not None and most.surely >= LEAST_TOLD:
        lead = "Before your last decision" if turning.earlier is not None else "In such hands"
        lines.append(f"{lead}, this is what moved the odds most. {moved_words(turning, most)}")
    return Lines("In the hands of somebody with a purpose", tuple(lines))


def _every(turning: Turning) -> Table:
    title = turning.endings[turning.own] if turning.own is not None else ""
    rows = []
    for turn in turning.turns:
        own = turning.own
        change = f"{percent(turn.before[own])} → {percent(turn.after[own])}" if own is not None else ""
        d = turn.decision
        mark = "moved most" if turn is turning.most and turn.moved else ""
        rows.append(
            Row(
                (
                    f"{d.number}",
                    d.place,
                    d.text,
                    _moved(turn),
                    change,
                    " ".join(turn.others),
                ),
                f"{moved_words(turning, turn)} {_all(turn)}",
                mark,
            )
        )
    columns = (
        "",
        "When and where",
        "You chose",
        "Moved, in 100",
        f"“{title}”, before → after" if title else "",
        "Instead",
    )
    note = "“Moved” is how many tries in 100 a decision sends to another ending than before it."
    return Table("Every decision, and what else was open", columns, tuple(rows), note)


def _moved(turn: Turn) -> str:
    """Return how far a decision moved the odds, with how far that may be out."""
    if turn.exact:
        return percent(turn.moved)
    if not turn.surely:
        return "little"
    return f"{percent(turn.moved)} ±{max(1, round(200 * turn.error))}"


def _near(debrief: Debrief) -> tuple[Block, ...]:
    missed = [margin for margin in debrief.margins if margin.missed]
    held = [margin for margin in debrief.margins if not margin.missed]
    lines = []
    if missed:
        first, *others = missed[:NEAR]
        lines.append(f"The nearest miss. {_margin(debrief, first, 2)}")
        lines += [_margin(debrief, other, 1) for other in others]
    if held and held[0].votes <= NARROW:
        lines.append(f"The narrowest success. {_margin(debrief, held[0], 0)}")
    return (Lines("How near the votes were", tuple(lines), listed=True),) if lines else ()


def _margin(debrief: Debrief, margin: Margin, blocs: int) -> str:
    """Tell how near a vote was, who could have turned it, and what would have come of that."""
    after = turned(debrief.path, debrief.odds, margin.held)
    return " ".join(filter(None, [margin.words, *margin.blocs[:blocs], after]))
