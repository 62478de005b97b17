"""Runs held against each other: where they part, what came of it, and why they ended as they did.

A comparison always names a cause. Where weeks ended differently it is the decision after which the one
could no longer come to the other's ending (or that moved the odds of it most), and the blocs that voted
otherwise; where they ended alike, it is what each ending was reached by.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from ..story.rules import band_name
from ..story.wording import capital, counted, listed, sentence
from .consequences import Pair, went
from .effects import what_changed
from .gather import THE_RECORD
from .path import Path, ending_title
from .record import unsaid
from .sheet import percent
from .turning import may_be_out, times

if TYPE_CHECKING:
    from ..proof.onward import Fork, Onward
    from .gather import Gathered
    from .path import Decision

MOST_RUNS = 8
"""Runs that can be read side by side; a class has a report of its own."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the runs compared; ``odds`` are ``None`` where they could not be worked out."""

    label: str
    path: Path
    odds: Onward | None

    @property
    def first(self) -> str:
        """Return the label to begin a sentence with: a code keeps its small letters."""
        return capital(self.label) if " " in self.label else self.label

    @property
    def ending(self) -> str:
        return self.path.ended.ending if self.path.ended else ""

    @property
    def ended(self) -> str:
        """Return the ending's title, or that it is not over."""
        return self.path.ended.title if self.path.ended else "not over"

    def decision(self, scene: str, again: int = 0) -> Decision | None:
        """Return what was decided in a scene the ``again``-th time (0: the first)."""
        there = [d for d in self.path.decisions if d.scene == scene]
        return there[again] if again < len(there) else None


@dataclass(frozen=True, slots=True)
class Parting:
    """Where runs first part: after how many steps, in which scene, and what each then took.

    ``chosen`` has for each run its decision, ``None`` where it was already over or had no choice.
    """

    steps: int
    scene: str
    place: str
    chosen: tuple[Decision | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    sides: tuple[Side, ...]
    parting: Parting | None
    causes: tuple[str, ...]
    pairs: tuple[Pair, ...]
    """Each run beside the first, or beside the record if that is among them; none for different men."""
    troubles: tuple[str, ...] = ()
    """Of each run that the story's author has changed since: what was changed, in sentences."""

    @property
    def one_role(self) -> bool:
        """True if all are runs of the same man."""
        return len({side.path.run.role for side in self.sides}) == 1


def compare(found: list[Gathered], odds: list[Onward | None]) -> Comparison:
    """Compare two runs or more of one story, each with its odds if they are known."""
    sides = tuple(
        Side(gathered.label, Path(gathered.run), known)
        for gathered, known in zip(found, _agreed(found, odds), strict=True)
    )
    troubles = tuple(gathered.trouble for gathered in found if gathered.trouble)
    if len({side.path.run.role for side in sides}) > 1:
        return Comparison(sides, None, tuple(_causes(sides, None, ())), (), troubles)
    parting, pairs = _parting(sides), _pairs(sides)
    return Comparison(sides, parting, tuple(_causes(sides, parting, pairs)), pairs, troubles)


def _agreed(found: list[Gathered], odds: list[Onward | None]) -> list[Onward | None]:
    """Return the odds with the same figures wherever runs stood in the same place: of several estimates the surest."""
    places = [(gathered.run.role, *(step.id for step in gathered.run.steps)) for gathered in found]
    surest: dict[tuple[str, ...], Fork] = {}
    for place, known in zip(places, odds, strict=True):
        for fork in known.forks if known else ():
            here = place[: fork.step + 1]
            if here not in surest or fork.error < surest[here].error:
                surest[here] = fork

    def agreed(place: tuple[str, ...], fork: Fork) -> Fork:
        same, taken = surest[place[: fork.step + 1]], fork.branches[fork.taken].option
        options = [branch.option for branch in same.branches]
        return replace(fork, taken=options.index(taken), before=same.before, branches=same.branches)

    return [
        known and replace(known, forks=tuple(agreed(place, fork) for fork in known.forks))
        for place, known in zip(places, odds, strict=True)
    ]


def _pairs(sides: tuple[Side, ...]) -> tuple[Pair, ...]:
    first = next((side for side in sides if side.label == THE_RECORD), sides[0])
    if len(sides) == 2:
        return (Pair((sides[0], sides[1])),)
    return tuple(
        Pair((side, first) if first.label == THE_RECORD else (first, side))
        for side in sides
        if side is not first
    )


def _parting(sides: tuple[Side, ...]) -> Parting | None:
    """Return where runs of one role first took different things; ``None`` if they are the same."""
    ids = [[(step.scene, step.id) for step in side.path.run.steps] for side in sides]
    together = len(list(takewhile(lambda row: len(set(row)) == 1, zip(*ids, strict=False))))
    if all(len(steps) == together for steps in ids):
        return None
    chosen = tuple(side.path.at_step(together) for side in sides)
    made = next((decision for decision in chosen if decision), None)
    scene = next(steps[together][0] for steps in ids if len(steps) > together)
    return Parting(together, scene, made.place if made else scene, chosen)


# -- causes ----------------------------------------------------------------------------------------


def _causes(sides: tuple[Side, ...], parting: Parting | None, pairs: tuple[Pair, ...]) -> list[str]:
    """Return in sentences why the runs came out as they did; never nothing."""
    lines = []
    roles = {side.path.run.role for side in sides}
    if len(roles) > 1:
        names = listed(f"{side.label} as {side.path.name}" for side in sides)
        lines.append(
            f"Different men were played ({names}), so that no decision is the same one. What they share are the votes."
        )
    elif parting is None:
        return [
            "They are the same, step for step: nothing was done otherwise, and so nothing came out otherwise."
        ]
    else:
        lines += _parted(sides, parting)
    endings = {side.ending for side in sides}
    if len(endings) == 1:
        lines += _alike(sides)
    elif len(roles) == 1:
        lines += _closed(sides)
    if len(roles) == 1:
        lines += _met_again(sides)
    if len(pairs) == 1:
        lines += [*pairs[0].turned(0), *pairs[0].turned(1)]
    elif not pairs:
        lines += _shared_votes(sides)
    known = [side.odds for side in sides if side.odds and side.odds.forks]
    return [*lines, may_be_out(known)] if known and len(roles) == 1 else lines


def _parted(sides: tuple[Side, ...], parting: Parting) -> list[str]:
    """Say where runs part, what each took, and what that changed."""
    before = sum(decision.step < parting.steps for decision in sides[0].path.decisions)
    if before:
        same = f"{counted(before, 'decision')} are" if before > 1 else "decision is"
        lines = [f"Their first {same} the same. They part here: {parting.place}."]
    else:
        lines = [f"They part at once: {parting.place}."]
    groups: dict[str, list[tuple[Side, Decision]]] = {}
    for side, decision in zip(sides, parting.chosen, strict=True):
        if decision is None:
            lines.append(f"{side.first} {'ends' if side.path.run.over else 'stops'} there.")
        else:
            groups.setdefault(decision.id, []).append((side, decision))
    for group in groups.values():
        who, decision = listed([group[0][0].first, *(side.label for side, _ in group[1:])]), group[0][1]
        took = (
            "went to see" if decision.kind == "door" else "met with" if decision.kind == "draw" else "chose"
        )
        lines.append(
            f"{who} {took} “{decision.text.rstrip('.')}”. {what_changed(group[0][0].path, decision)}"
        )
    for side, decision in zip(sides, parting.chosen, strict=True):
        if side.label == THE_RECORD and decision is not None and unsaid(side.path, decision):
            lines.append("Of what he really did there nothing is known: that choice is our reading of him.")
    chance = any(decision is not None and decision.kind == "draw" for decision in parting.chosen)
    if chance:
        lines.append("Nobody decided that: it was chance.")
    return lines


def _closed(sides: tuple[Side, ...]) -> list[str]:
    """Say of each run by what decision it came away from the others' endings."""
    lines = []
    for side in sides:
        for other in dict.fromkeys(s.ending for s in sides if s.ending and s.ending != side.ending):
            said = _away(side, other)
            if said:
                lines.append(said)
    return lines


def _met_again(sides: tuple[Side, ...]) -> list[str]:
    """Say in which of the places that all came to they chose otherwise, and which of these moved the odds most."""
    met: list[list[Decision]] = []
    for decision in sides[0].path.decisions:
        made = [one for side in sides if (one := side.decision(decision.scene))]
        if decision.kind == "choice" and made[0] is decision and len(made) == len(sides):
            met.append(made)
    differ = [made for made in met if len({one.id for one in made}) > 1]
    if not differ or len(met) < 2:
        return []
    lead = f"They came to the same place {counted(len(met), 'time')}, and chose otherwise {counted(len(differ), 'time')}."
    weights = [max(_moved(side, one) for side, one in zip(sides, made, strict=True)) for made in differ]
    earlier = [
        (weight, made)
        for weight, made in zip(weights, differ, strict=True)
        if weight >= 0.02
        and any(one is not side.path.decisions[-1] for side, one in zip(sides, made, strict=True))
    ]
    if not earlier:
        return [lead]
    weight, made = max(earlier, key=lambda pair: pair[0])
    chose = "; ".join(
        f"{side.label}, “{one.text.rstrip('.')}”" for side, one in zip(sides, made, strict=True)
    )
    return [
        f"{lead} Before the last decision, the one of these that moved the odds most was {made[0].place}: {chose}. "
        f"It sent {percent(weight)} tries in 100 to another ending."
    ]


def _moved(side: Side, decision: Decision) -> float:
    forks = side.odds.forks if side.odds else ()
    return next((fork.moved() for fork in forks if fork.step == decision.step), 0.0)


def _away(side: Side, ending: str) -> str:
    """Say by which decision a run came away from an ending."""
    title = ending_title(side.path.pack, ending)
    if side.odds is None or not side.odds.forks:
        last = side.path.decisions[-1] if side.path.decisions else None
        if side.path.ended is None or last is None:
            return "" if side.path.ended else f"{side.first} is not over."
        said = f"The last thing that {side.label} decided before “{side.ended}” was at {last.place}"
        return f"{said}: “{last.text.rstrip('.')}”."
    column = side.odds.endings.index(ending)
    if side.path.ended is None and (left := _after(side.odds.forks[-1], column)):
        return f"{side.first} is not over. Left to chance, “{title}” would still come {times(left)}."
    shut = next(
        (fork for fork in side.odds.forks if _before(fork, column) and not _after(fork, column)), None
    )
    if shut is not None and not shut.branches[shut.taken].plays:
        return _words(
            side,
            shut,
            f"After this “{title}” could no longer come. Before it, it still would have, {times(_before(shut, column))}",
        )
    drop = max(side.odds.forks, key=lambda fork: _before(fork, column) - _after(fork, column))
    if _before(drop, column) <= _after(drop, column):
        return f"In {side.label}, “{title}” was never to be had: not one way on led there."
    return _words(
        side,
        drop,
        f"Before it “{title}” would have come {times(_before(drop, column))}, after it {times(_after(drop, column), bare=True)}",
    )


def _words(side: Side, fork: Fork, said: str) -> str:
    decision = side.path.at_step(fork.step)
    assert decision is not None
    return sentence(f"In {side.label}, what told was {decision.place}: “{decision.text.rstrip('.')}”. {said}")


def _before(fork: Fork, column: int) -> float:
    return fork.before[0][column]


def _after(fork: Fork, column: int) -> float:
    return fork.after[0][column]


def _alike(sides: tuple[Side, ...]) -> list[str]:
    """Say by what different reasons runs came to the same ending."""
    first = sides[0]
    if first.path.ended is None:
        return [f"{'Neither' if len(sides) == 2 else 'None'} of them is over yet."]
    lines = [
        f"{'Both' if len(sides) == 2 else 'All of them'} ended with “{first.ended}”. The same ending can have different reasons."
    ]
    reasons = []
    for index, judged in enumerate(first.path.ended.judgements):
        wordings: dict[str, list[str]] = {}
        for side in sides:
            assert side.path.ended is not None
            text = side.path.ended.judgements[index].text
            wordings.setdefault(text, []).append(side.label)
        if len(wordings) > 1:
            said = " ".join(f"In {listed(who)}: {sentence(text)}" for text, who in wordings.items())
            reasons.append(f"{judged.label}. {said}")
    drafts = [positions(side) for side in sides]
    differ = [label for label in drafts[0] if len({draft[label] for draft in drafts}) > 1]
    if differ:
        parts = [
            f"{label}, "
            + " and ".join(
                f"“{draft[label]}” in {side.label}" for side, draft in zip(sides, drafts, strict=True)
            )
            for label in differ
        ]
        reasons.append(sentence(f"The draft did not say the same at the end: {'; '.join(parts)}"))
    goals = [{goal.text: goal.result for goal in side.path.ended.goals} for side in sides if side.path.ended]
    for text in goals[0]:
        results = [of.get(text) for of in goals]
        if len(set(results)) > 1 and all(results):
            said = listed(
                f"{'still open' if r == 'open' else r} in {s.label}"
                for s, r in zip(sides, results, strict=True)
            )
            reasons.append(sentence(f"“{text.rstrip('.')}” was {said}"))
    reasons += filter(None, map(_brought, sides))
    if not reasons:
        reasons.append(
            "All that the ending judges came out alike. What was done otherwise on the way changed how people stood, "
            "and not what was decided."
        )
    return lines + reasons


def _brought(side: Side) -> str:
    """Say by which decision a run came nearest to the ending that it had; nothing if that is not known."""
    if side.odds is None or not side.odds.forks:
        return ""
    column = side.odds.endings.index(side.ending)
    rose = max(side.odds.forks, key=lambda fork: _after(fork, column) - _before(fork, column))
    if _after(rose, column) - _before(rose, column) <= 2 * rose.error:
        return ""
    return _words(
        side,
        rose,
        f"Before it this ending would have come {times(_before(rose, column))}, after it {times(_after(rose, column), bare=True)}",
    )


def positions(side: Side) -> dict[str, str]:
    """Return the draft at the end: for each issue its position in words."""
    run = side.path.run
    return {
        str(issue.label): str({str(k): v for k, v in issue.positions.items()}[run.position(str(name))])
        for name, issue in side.path.pack.files.table.items()
    }


def _shared_votes(sides: tuple[Side, ...]) -> list[str]:
    """Say which votes that all of them saw went otherwise, and which blocs made it so."""
    held = [{one.event.vote: one.event for one in side.path.votes} for side in sides]
    shared = [[votes[vote] for votes in held] for vote in held[0] if all(vote in votes for votes in held)]
    return [went(sides, es) for es in shared if len({(e.votes_for, e.against, e.abstain) for e in es}) > 1]


def moods(side: Side) -> dict[str, tuple[str, str]]:
    """Return for everybody but the man played his name and how he stands at the end of a run, in a word."""
    files = side.path.pack.files
    return {
        str(who): (str(mood.label or side.path.pack.name_of(who)), band_name(side.path.run.mood(str(who))))
        for who, mood in files.moods.items()
        if who != side.path.run.role
    }
