"""A run told in ten lines: one to begin with, one for each day, and how it ended.

Of each day the decisions are told that changed most, by what they changed: a position on the table counts
three, a flag two, a mood or a fact one, and three more if the real man is recorded to have done otherwise.
That depends on the run and the story alone, so a week is told alike wherever it is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import FlagChanged, TableChanged
from ..play.run import diverges
from ..story.dates import day_words
from ..story.wording import capital, counted, inner, listed, number, sentence
from . import ballots

if TYPE_CHECKING:
    from .path import Decision, Held, Path

MOST_LINES = 8
"""Lines between the first and the last."""
DECISIONS_A_DAY, VOTES_A_DAY = 2, 2


def ten_lines(path: Path) -> tuple[str, ...]:
    """Return a run in ten lines or fewer."""
    return (_begun(path), *(_line(path, *group) for group in _groups(path)), _over(path))


def _begun(path: Path) -> str:
    made = sum(decision.kind == "choice" for decision in path.decisions)
    visits = sum(decision.kind == "door" for decision in path.decisions)
    parts = [counted(made, "decision")] + ([counted(visits, "visit")] if visits else [])
    parts += [counted(len(path.votes), "vote")] if path.votes else []
    days = [scene.when.day for scene in path.scenes if scene.when]
    since = f", {day_words(days[0])} to {day_words(days[-1])}" if days and days[0] != days[-1] else ""
    return f"You were {inner(path.name)}{since}: {listed(parts)}."


def _over(path: Path) -> str:
    if path.ended is None:
        return "It is not over yet."
    ended = f"It ended with “{path.ended.title}”"
    if path.ended.recorded:
        ended += ", as it did on the record" + (
            ", though you came there by another way" if path.run.left_record() else ""
        )
    goals = path.ended.goals
    met = sum(goal.result == "met" for goal in goals)
    return sentence(
        f"{ended}. Of your {counted(len(goals), 'goal')} you met {_of_all(met, len(goals))}"
        if goals
        else ended
    )


def _of_all(some: int, every: int) -> str:
    return "none" if not some else "all" if some == every > 1 else number(some)


Group = tuple[str, list["Decision"], list["Held"]]


def _groups(path: Path) -> list[Group]:
    """Return decisions and votes day by day; where all is one day, or none is named, scene by scene."""
    by_day = len({d.when.day for d in path.decisions if d.when}) > 1
    groups: dict[str, tuple[list[Decision], list[Held]]] = {}
    steps: dict[int, str] = {}
    label = ""
    for decision in path.decisions:
        label = day_words(decision.when.day) if by_day and decision.when else decision.title
        groups.setdefault(label, ([], []))[0].append(decision)
        steps[decision.step] = label
    for held in path.votes:
        own = day_words(held.when.day) if by_day and held.when else ""
        earlier = [name for step, name in steps.items() if step < held.after]
        name = own or (earlier[-1] if earlier else label)
        groups.setdefault(name, ([], []))[1].append(held)
    found = [(name, made, held) for name, (made, held) in groups.items()]
    found.sort(key=lambda group: min([d.step for d in group[1]] + [h.after - 0.5 for h in group[2]]))
    while len(found) > MOST_LINES:
        lightest = min(found, key=lambda group: (len(group[2]), sum(weight(path, d) for d in group[1])))
        found.remove(lightest)
    return found


def weight(path: Path, decision: Decision) -> int:
    """Return how much a decision changed, as the module says."""
    worth = 0
    for change in decision.changes:
        worth += 3 if isinstance(change, TableChanged) else 2 if isinstance(change, FlagChanged) else 1
    step = path.run.steps[decision.step]
    return worth + 3 * (step.kind == "choice" and diverges(path.run.program, path.run.role, step))


def _line(path: Path, label: str, made: list[Decision], held: list[Held]) -> str:
    choices = [decision for decision in made if decision.kind != "door"] or made
    told = sorted(choices, key=lambda decision: -weight(path, decision))[:DECISIONS_A_DAY]
    first_parts = [(decision.step, decision.cause) for decision in told]
    near = sorted(
        held, key=lambda one: (one.event.seen == "hearsay", abs(one.event.votes_for - one.event.against))
    )[:VOTES_A_DAY]
    # A vote of step n was held after what was decided in it, and before the next decision.
    votes = [(one.after - 0.5, capital(ballots.told(one.event))) for one in held if one in near]
    words = [said for _, said in sorted([*first_parts, *votes], key=lambda part: part[0])]
    return " ".join([f"{capital(label)}.", *words])
