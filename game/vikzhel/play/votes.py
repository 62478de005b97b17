"""Votes: blocs weigh a text in whole points, and the engine says why each voted as it did.

    points of the text + pressure of events + tilt of a mood (−1, 0, +1)  ≥  needs: for
    exactly one short: abstains; less, or any ``never`` crossed: against

Between two rival texts a bloc takes the one with the higher sum. A motion that is not about the
draft goes by each bloc's ``stance``. The same weighing gives the result and its explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from ..story.rules import Rule, band_name, tests_of
from .events import Record, Roll, VoteHeld
from .layout import Layout
from .predicates import Predicate, predicate, variable

if TYPE_CHECKING:
    from ..story import negotiation
    from ..story.diagnostics import Word
    from ..story.packs import Pack

Parts = tuple[tuple[str, int], ...]

TILT_FROM = 2
"""From this mood on (warm, or cold on the other side) a bloc is tilted by one point."""

_SHORT = ("", "One point", "Two points", "Three points", "Four points", "Five points", "Six points")


def tilt(mood: int) -> int:
    """Return how a mood −3..+3 tilts a bloc: −1, 0 or +1."""
    return (mood >= TILT_FROM) - (mood <= -TILT_FROM)


def outcome(votes_for: int, against: int, carry: str) -> str:
    """Return what a count comes to under the rule that carries it."""
    if carry == "two-thirds":
        return "carried" if votes_for and 3 * votes_for >= 2 * (votes_for + against) else "lost"
    if votes_for == against:
        return "tied"
    return "carried" if votes_for > against else "lost"


@dataclass(frozen=True, slots=True)
class _Weighed:
    parts: Parts
    refused: str

    @property
    def score(self) -> int:
        return sum(points for _, points in self.parts)


class _Bloc:
    """One bloc, ready to weigh texts."""

    def __init__(self, name: str, bloc: negotiation.Bloc, pack: Pack, layout: Layout) -> None:
        self.id = name
        self.name = str(bloc.name)
        self.needs = bloc.needs
        self.pressure = [(predicate(p.condition, layout), p.points, str(p.because)) for p in bloc.pressure]
        self.mood = layout["mood", str(bloc.mood)].index if bloc.mood is not None else None
        self.mood_name = ""
        if bloc.mood is not None:
            self.mood_name = pack.mood_name(bloc.mood)
        self.issues: list[tuple[int, str, list[int], list[str], list[bool], list[str]]] = []
        for issue, record in pack.files.table.items():
            points = bloc.points.get(issue, {})
            never = bloc.never.get(issue, [])
            reasons = bloc.reasons.get(issue, {})
            if points or never:
                self.issues.append(
                    (
                        layout["table", str(issue)].index,
                        str(issue),
                        [points.get(p, 0) for p in record.positions],
                        [f"the text says “{words}”" for words in record.positions.values()],
                        [p in never for p in record.positions],
                        [str(reasons.get(p, "")) for p in record.positions],
                    )
                )

    def weigh(self, state: Sequence[int], text: Mapping[str, int]) -> _Weighed:
        """Add up what a text (the draft with ``text`` laid over it) is worth to this bloc."""
        parts: list[tuple[str, int]] = []
        refused = ""
        for index, issue, points, words, never, reasons in self.issues:
            position = text.get(issue, state[index])
            if never[position] and not refused:
                refused = reasons[position] or words[position]
            if points[position]:
                parts.append((reasons[position] or words[position], points[position]))
        for holds, number, because in self.pressure:
            if holds is None or holds(state):
                parts.append((because, number))
        if self.mood is not None and (lean := tilt(state[self.mood])):
            parts.append((f"{self.mood_name} is {band_name(state[self.mood])} towards you", lean))
        return _Weighed(tuple(parts), refused)

    def vote(self, weighed: _Weighed) -> str:
        missing = self.needs - weighed.score
        if weighed.refused or missing > 1:
            return "against"
        return "abstain" if missing == 1 else "for"

    def why(self, weighed: _Weighed) -> str:
        """Say in one sentence what decided the bloc."""
        if weighed.refused:
            return f"A line it will not cross: {_inner(weighed.refused)}."
        missing = self.needs - weighed.score
        if missing <= 0:
            best = max(weighed.parts, key=lambda part: part[1], default=None)
            return (
                f"Enough for it: {_inner(best[0])}."
                if best and best[1] > 0
                else "Nothing in it stands in the way."
            )
        short = _SHORT[missing] if missing < len(_SHORT) else f"{missing} points"
        worst = min(weighed.parts, key=lambda part: part[1], default=None)
        if worst and worst[1] < 0:
            return f"{short} short: {_inner(worst[0])}."
        return f"{short} short: the text gives it too little."


class Ballot:
    """A vote of a story, ready to be held."""

    def __init__(self, name: str, vote: negotiation.Vote, pack: Pack, layout: Layout) -> None:
        self.id = name
        self.title = str(vote.title)
        body = pack.evidence.bodies[vote.body]
        self.body = str(body.short or body.name)
        self.carry = str(vote.carry or "majority")
        self.variable = layout["vote", name]
        self.recorded = None
        if vote.recorded:
            self.recorded = Record(
                _figure(vote.recorded.votes_for),
                _figure(vote.recorded.against),
                _figure(vote.recorded.abstain if vote.recorded.abstain is not None else "unknown"),
                tuple(map(str, vote.recorded.cites)),
                str(vote.recorded.note or ""),
            )
        self.blocs = [
            (_Bloc(b, pack.files.blocs[b], pack, layout), seats) for b, seats in vote.present.items()
        ]
        self.stance: dict[str, list[tuple[Predicate | None, str, str]]] | None = None
        if vote.stance is not None:
            self.stance = {
                str(bloc): [
                    (predicate(s.condition, layout), str(s.vote), str(s.because or "")) for s in stances
                ]
                for bloc, stances in vote.stance.items()
            }
        self.rivals = (str(vote.between.a.label), str(vote.between.b.label)) if vote.between else None
        self._seen: dict[object, tuple[str, int, int, int]] = {}
        self._inputs = _inputs(vote, pack, layout)
        self.text = _overlay(vote.between.a.on if vote.between else vote.on or {}, layout)
        self.other = _overlay(vote.between.b.on, layout) if vote.between else None

    def hold(self, state: Sequence[int]) -> tuple[str, int, int, int]:
        """Return the result and the votes for, against and abstaining.

        A vote reads few variables, so each count is made once for each of their values.
        """
        key = self._inputs(state)
        known = self._seen.get(key)
        if known is None:
            known = self._seen[key] = self._count(state)
        return known

    def _count(self, state: Sequence[int]) -> tuple[str, int, int, int]:
        tally = {"for": 0, "against": 0, "abstain": 0}
        for bloc, seats in self.blocs:
            tally[self._vote(bloc, state)[0]] += seats
        result = outcome(tally["for"], tally["against"], self.carry)
        return result, tally["for"], tally["against"], tally["abstain"]

    def voice(self, number: int, state: Sequence[int]) -> str:
        """Return how one of the blocs present votes: for, against or abstain."""
        return self._vote(self.blocs[number][0], state)[0]

    def _vote(self, bloc: _Bloc, state: Sequence[int]) -> tuple[str, _Weighed, _Weighed | None, str]:
        """Return a bloc's vote, what it weighed, the rival text's weight, and the reason in words."""
        if self.stance is not None:
            for holds, vote, because in self.stance[bloc.id]:
                if holds is None or holds(state):
                    return vote, _Weighed((), ""), None, _sentence(because)
        first = bloc.weigh(state, self.text)
        if self.other is None:
            return bloc.vote(first), first, None, bloc.why(first)
        second = bloc.weigh(state, self.other)
        if first.refused and second.refused:
            vote = "abstain"
        elif first.refused or second.refused:
            vote = "against" if first.refused else "for"
        else:
            vote = (
                "for"
                if first.score > second.score
                else "against"
                if first.score < second.score
                else "abstain"
            )
        return vote, first, second, self._why_rival(vote, first, second)

    def _why_rival(self, vote: str, first: _Weighed, second: _Weighed) -> str:
        assert self.rivals is not None
        if vote == "abstain" and first.refused and second.refused:
            return f"In both is a line it will not cross: {_inner(first.refused)}; {_inner(second.refused)}."
        if vote == "abstain":
            return "Neither text is worth more to it than the other."
        taken, left = (first, second) if vote == "for" else (second, first)
        label = self.rivals[0] if vote == "for" else self.rivals[1]
        if left.refused:
            return (
                f"It takes {_inner(label)}; in the other is a line it will not cross: {_inner(left.refused)}."
            )
        best = max(taken.parts, key=lambda part: part[1], default=None)
        return f"It takes {_inner(label)}: {_inner(best[0])}." if best else f"It takes {_inner(label)}."

    def explain(self, state: Sequence[int], seen: str) -> VoteHeld:
        """Return the vote as an event: every bloc's roll with its reasons, the count, the record."""
        result, votes_for, against, abstain = self.hold(state)
        rolls = []
        for bloc, seats in self.blocs:
            vote, first, second, why = self._vote(bloc, state)
            rolls.append(
                Roll(
                    bloc.id,
                    bloc.name,
                    seats,
                    vote,
                    first.parts,
                    bloc.needs,
                    first.refused,
                    None if second is None else second.score,
                    why,
                )
            )
        return VoteHeld(
            self.id,
            self.title,
            self.body,
            seen,
            tuple(rolls),
            votes_for,
            against,
            abstain,
            result,
            self.carry,
            self.recorded,
            self.rivals,
        )


def _inputs(vote: negotiation.Vote, pack: Pack, layout: Layout) -> Callable[[Sequence[int]], object]:
    """Return what picks out of a state the variables that a vote reads."""
    blocs = [pack.files.blocs[name] for name in vote.present]
    rules: list[Rule | None] = [p.condition for bloc in blocs for p in bloc.pressure]
    rules += [stance.condition for stances in (vote.stance or {}).values() for stance in stances]
    indexes = {variable(test, layout) for rule in rules if rule is not None for test in tests_of(rule)}
    for bloc in blocs:
        indexes |= {layout["table", str(issue)].index for issue in (*bloc.points, *bloc.never)}
        if bloc.mood is not None:
            indexes.add(layout["mood", str(bloc.mood)].index)
    return itemgetter(*sorted(indexes)) if indexes else lambda state: None


def _overlay(text: Mapping[Word, Word], layout: Layout) -> dict[str, int]:
    return {str(issue): layout.positions[str(issue)].index(str(position)) for issue, position in text.items()}


def _figure(value: int | str) -> int | str:
    return value if isinstance(value, int) else str(value)


def _sentence(words: str) -> str:
    """Return an author's words as a sentence of their own."""
    return words and f"{words[0].upper()}{_inner(words[1:])}."


def _inner(words: str) -> str:
    """Return words fit for the inside of a sentence: no full stop at the end."""
    return words.rstrip(". ")
