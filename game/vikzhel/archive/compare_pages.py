"""A comparison set as a sheet: where the runs part and why, then everything side by side."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ..play.events import VoteHeld
from ..story.wording import capital, counted, inner, listed, sentence
from . import ballots
from .compare import moods, positions
from .crossing import ENDING
from .gather import THE_RECORD
from .path import ending_title
from .record import unsaid
from .sheet import Block, Chart, Lines, Part, Point, Row, Sheet, Table, percent
from .turning import may_be_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compare import Comparison, Side
    from .consequences import Pair
    from .crossing import Fact
    from .path import Decision

NOWHERE, SAME = "did not come to this", "the same"
OUR_READING = "(Not on record: our reading of him.)"
MOST_ASKED = 6


def sheet(comparison: Comparison) -> Sheet:
    """Return a comparison as a sheet of three parts."""
    sides = comparison.sides
    lead = [
        f"{side.first}: {inner(side.path.name)}, {f'ended with “{side.ended}”' if side.ending else 'not over'}."
        for side in sides
    ]
    parts = [
        Part("Where they part, and why they came out so", (Lines("", comparison.causes),)),
        Part("How one thing led to another", tuple(_consequences(comparison))),
        Part("How they came out", tuple(_outcomes(comparison))),
        Part("The ways they took", tuple(_ways(comparison))),
        Part("To talk over", tuple(_questions(comparison))),
    ]
    names = listed(side.label for side in sides)
    return Sheet(
        f"{capital(counted(len(sides), 'run'))} side by side",
        (f"{sides[0].path.pack.manifest.title}: {names}.", *lead, *comparison.troubles),
        tuple(part for part in parts if part.blocks),
    )


# -- what only both together tell ------------------------------------------------------------------


def _consequences(comparison: Comparison) -> list[Block]:
    blocks: list[Block] = []
    for pair in comparison.pairs:
        who = "" if len(comparison.pairs) == 1 else f"{pair.sides[0].first} beside {pair.sides[1].label}. "
        chain, (lead, *weighed) = pair.chain(), pair.weighed() or ("",)
        if chain:
            blocks.append(Lines(f"{who}After they parted", chain, listed=True))
        if weighed:
            blocks += [
                Lines(f"{who}What mattered, and what did not", (lead,)),
                Lines("", tuple(weighed), listed=True),
            ]
    return blocks


def _questions(comparison: Comparison) -> list[Block]:
    asked = dict.fromkeys(question for pair in comparison.pairs for question in pair.questions())
    return [Lines("", tuple(asked)[:MOST_ASKED], listed=True)] if asked else []


# -- side by side ----------------------------------------------------------------------------------


def _row(comparison: Comparison, what: str, cells: list[str], fact: Fact | None = None) -> Row:
    """Return a row that has a cell for each run; spoken, runs with the same are named together.

    Of two runs, what a difference goes back to stands in a cell of its own.
    """
    sides = comparison.sides
    groups: dict[str, list[str]] = {}
    for side, cell in zip(sides, cells, strict=True):
        groups.setdefault(cell, []).append(side.label)
    cause = [""] * (fact is not None and len(comparison.pairs) == 1)
    if len(groups) == 1:
        shown = [cells[0]] + [SAME] * (len(cells) - 1)
        both = "in both" if len(sides) == 2 else "in all"
        return Row((what, *shown, *cause), f"{what}: {both}, {sentence(cells[0])}")
    said = " ".join(f"In {listed(who)}: {sentence(cell)}" for cell, who in groups.items())
    if cause and fact is not None and (back := comparison.pairs[0].goes_back(fact)):
        cause, said = [back], f"{said} It goes back to {sentence(back)}"
    return Row((what, *cells, *cause), f"{what}. {said}")


def _table(
    comparison: Comparison, heading: str, what: str, rows: Iterable[Row], last: str = "Goes back to"
) -> list[Block]:
    kept = tuple(rows)
    columns = (what, *(side.label for side in comparison.sides))
    if kept and len(kept[0].cells) > len(columns):
        columns += (last,)
    return [Table(heading, columns, kept, whole=True)] if kept else []


def _outcomes(comparison: Comparison) -> list[Block]:
    sides = comparison.sides
    ended = [side.path.ended for side in sides]
    blocks = _table(
        comparison, "The ending", "", [_row(comparison, "It ended with", [s.ended for s in sides], ENDING)]
    )
    labels = dict.fromkeys(line.label for end in ended if end for line in end.judgements)
    judged = [{line.label: line.text for line in end.judgements} if end else {} for end in ended]
    rows = [
        _row(comparison, label, [of.get(label, "–") for of in judged], ("judged", label)) for label in labels
    ]
    blocks += _table(comparison, "Judged", "Line", rows)
    if comparison.one_role:
        words = {"met": "met", "lost": "lost"}
        goals = [
            {g.text: words.get(g.result, "still open") for g in end.goals} if end else {} for end in ended
        ]
        wanted = dict.fromkeys(text for of in goals for text in of)
        rows = [
            _row(comparison, text, [of.get(text, "–") for of in goals], ("goal", text)) for text in wanted
        ]
        blocks += _table(comparison, "What he wanted", "Goal", rows)
    drafts = [positions(side) for side in sides]
    rows = [_row(comparison, q, [of[q] for of in drafts], ("draft", q)) for q in drafts[0]]
    blocks += _table(comparison, "The draft at the end", "Question", rows)
    stand = [moods(side) for side in sides]
    named = {who: name for of in stand for who, (name, _) in of.items()}
    rows = [
        _row(comparison, name, [of[who][1] if who in of else "played" for of in stand], ("mood", who))
        for who, name in named.items()
    ]
    blocks += _table(comparison, "How they stood at the end", "Who", rows)
    return blocks + _votes(comparison)


def _votes(comparison: Comparison) -> list[Block]:
    sides = comparison.sides
    held: list[dict[str, VoteHeld]] = [
        {one.event.vote: one.event for one in side.path.votes} for side in sides
    ]
    rows = []
    for vote in dict.fromkeys(vote for votes in held for vote in votes):
        event = next(votes[vote] for votes in held if vote in votes)
        cells = [
            f"{votes[vote].result} {ballots.figures(votes[vote])}" if vote in votes else "not held"
            for votes in held
        ]
        rows.append(_row(comparison, f"{ballots.bare(event.title)} ({event.body})", cells, ("vote", vote)))
    return _table(comparison, "The votes", "Vote", rows)


# -- the ways --------------------------------------------------------------------------------------


def _ways(comparison: Comparison) -> list[Block]:
    sides = comparison.sides
    blocks: list[Block] = []
    if comparison.one_role:
        blocks += _decisions(comparison)
    blocks += _charts(sides)
    return blocks


def _decisions(comparison: Comparison) -> list[Block]:
    """Return what each run decided, scene by scene, in the order in which any of them came there."""
    sides, parting = comparison.sides, comparison.parting
    rows = []
    for key in _scenes(sides):
        made = [side.decision(*key) for side in sides]
        first = next(decision for decision in made if decision)
        cells = [decision.text if decision else NOWHERE for decision in made]
        if len(set(cells)) > 1:
            cells = [
                f"{cell} {OUR_READING}"
                if one and side.label == THE_RECORD and unsaid(side.path, one)
                else cell
                for side, one, cell in zip(sides, made, cells, strict=True)
            ]
        row = _row(comparison, first.place, cells)
        if len(comparison.pairs) == 1:
            row = _with_swap(row, comparison.pairs[0], made)
        here = parting is not None and any(
            chosen is not None and chosen is decision
            for chosen, decision in zip(parting.chosen, made, strict=True)
        )
        if here:
            row = Row(row.cells, f"Here they part. {row.spoken}", "here they part")
        rows.append(row)
    return _table(comparison, "Decision by decision", "When and where", rows, "Swapped alone")


def _with_swap(row: Row, pair: Pair, made: list[Decision | None]) -> Row:
    """Add to a decision what would have changed if only that had been swapped."""
    said = pair.swapped(made[0]) if made[0] and made[1] else ""
    spoken = f"{row.spoken} Swapped alone. {said}" if said else row.spoken
    return Row((*row.cells, said), spoken, row.mark)


def _scenes(sides: tuple[Side, ...]) -> list[tuple[str, int]]:
    """Return every scene decided in, with which time it was, each after all that came before it in some run."""
    found: list[tuple[str, int]] = []
    for side in sides:
        times: dict[str, int] = {}
        at = 0
        for decision in side.path.decisions:
            key = decision.scene, times.get(decision.scene, 0)
            times[decision.scene] = key[1] + 1
            if key in found:
                at = found.index(key) + 1
            else:
                found.insert(at, key)
                at += 1
    return found


def _charts(sides: tuple[Side, ...]) -> list[Block]:
    """Return for each ending that came the odds of it along every run, one curve over the other."""
    known = [side for side in sides if side.odds and side.odds.forks]
    if not known:
        return []
    blocks: list[Block] = []
    pack = sides[0].path.pack
    for ending in dict.fromkeys(side.ending for side in sides if side.ending):
        curves = [(side, _curve(side, ending)) for side in known]
        points = [
            Point("At the start" if not number else f"After decision {number}", tuple(shares))
            for number, shares in enumerate(zip_longest(*(curve for _, curve in curves)))
        ]
        title = ending_title(pack, ending)
        spoken = tuple(
            f"{side.first}, how often in 100 tries, at the start and after each decision: {', '.join(map(percent, curve))}."
            for side, curve in curves
        )
        blocks.append(
            Chart(
                f"The odds of “{title}”, if the rest were left to chance",
                tuple(side.label for side in known),
                tuple(points),
                spoken,
                may_be_out([side.odds for side in known if side.odds]),
                stacked=False,
            )
        )
    return blocks


def _curve(side: Side, ending: str) -> list[float]:
    assert side.odds is not None
    column = side.odds.endings.index(ending)
    return [side.odds.forks[0].before[0][column], *(fork.after[0][column] for fork in side.odds.forks)]


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data for other programs."""
    parting = comparison.parting
    return {
        "story": str(comparison.sides[0].path.pack.manifest.id),
        "runs": [_side(side) for side in comparison.sides],
        "edited_since": list(comparison.troubles),
        "parting": None
        if parting is None
        else {
            "after_steps": parting.steps,
            "scene": parting.scene,
            "chosen": [decision and decision.id for decision in parting.chosen],
        },
        "causes": list(comparison.causes),
        "beside": [
            {
                "runs": [side.label for side in pair.sides],
                "consequences": list(pair.chain()),
                "weighed": list(pair.weighed()),
                "questions": pair.questions(),
            }
            for pair in comparison.pairs
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    ended = side.path.ended
    return {
        "label": side.label,
        "role": side.path.run.role,
        "ending": side.ending,
        "judgements": {line.line: line.text for line in ended.judgements} if ended else {},
        "goals": {goal.goal: goal.result for goal in ended.goals} if ended else {},
        "table": {issue: side.path.run.position(str(issue)) for issue in side.path.pack.files.table},
        "moods": {who: side.path.run.mood(str(who)) for who in side.path.pack.files.moods},
        "votes": {
            one.event.vote: [one.event.result, one.event.votes_for, one.event.against, one.event.abstain]
            for one in side.path.votes
        },
        "decisions": [
            {"step": d.step, "kind": d.kind, "scene": d.scene, "id": d.id, "text": d.text}
            for d in side.path.decisions
        ],
        "odds": None
        if side.odds is None
        else {
            "player": "at random",
            "endings": list(side.odds.endings),
            "after": [
                {"step": fork.step, "odds": list(fork.after[0]), "standard_error": fork.error}
                for fork in side.odds.forks
            ],
        },
    }
