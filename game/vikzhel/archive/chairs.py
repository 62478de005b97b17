"""Weeks of different men side by side: what lay in whose hands, what each knew, and how they stood to one another.

Their decisions are not the same ones, so nothing can be put from one week into the other. But in each of them any
single choice can be made otherwise, and the rest played again as it was. What that changes lay in this man's hands;
what no single choice of his changes did not. Nothing is estimated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..play.events import FactLearned, MoodChanged, SceneEntered
from ..play.run import Run
from ..story.rules import band_name
from ..story.wording import inner
from .crossing import ENDING, LONGEST, CameOf

if TYPE_CHECKING:
    from ..play.events import VoteHeld
    from .compare import Side
    from .crossing import Fact
    from .path import Decision

HEARD = {"room": "in the room", "news": "told the figures", "hearsay": "by hearsay, without figures"}


class Hands(NamedTuple):
    """What of a man's choices, each by itself, would have given a fact another result, or only other figures."""

    turned: tuple[Decision, ...]
    shifted: tuple[Decision, ...]


class Learnt(NamedTuple):
    """Something a man came to know: in whose words, and where."""

    text: str
    place: str


class Chair:
    """One man's week, and what he could see, know and move in it."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.name = side.path.name
        self.came_of = CameOf(side.path.run)
        self.votes: dict[str, VoteHeld] = {held.event.vote: held.event for held in side.path.votes}
        self._tried = [
            (decision, CameOf(made_otherwise(side.path.run, decision.step, option.id)))
            for decision in side.path.decisions
            if decision.kind != "draw"
            for option in decision.others
        ]
        self._ruled_out = _ruled_out(side)
        """The steps at which another choice would have ruled out the ending that came, whatever came after."""

    def hands(self, fact: Fact) -> Hands:
        """Return what he could have done about a fact of his week, his decisions in order."""
        was = self.came_of.get(fact)
        turned: dict[int, Decision] = {}
        shifted: dict[int, Decision] = {}
        for decision, now in self._tried:
            so = now.get(fact)
            if fact == ENDING and decision.step in self._ruled_out:
                turned[decision.step] = decision
            elif so is not None and so != was:
                (turned if _result(so) != _result(was) or fact == ENDING else shifted)[decision.step] = (
                    decision
                )
        return Hands(
            tuple(turned.values()), tuple(one for step, one in shifted.items() if step not in turned)
        )

    def learnt(self) -> dict[str, Learnt]:
        """Return what he came to know, each with where."""
        found: dict[str, Learnt] = {}
        place = ""
        for log in self.side.path.logs:
            for event in log:
                if isinstance(event, SceneEntered):
                    title = event.title or event.where or event.scene
                    place = f"{event.when.words}, {title}" if event.when else title
                elif isinstance(event, FactLearned):
                    found.setdefault(event.fact, Learnt(inner(event.text), place))
        return found

    def stood(self, other: Chair) -> str:
        """Say how the other man, whom somebody else moved here, came to stand to him; nothing if the story has no such mood."""
        run, who = self.side.path.run, other.side.path.run.role
        if who == run.role or who not in run.program.pack.files.moods:
            return ""
        moves = [event for event in run.events() if isinstance(event, MoodChanged) and event.who == who]
        moves = [event for event in moves if event.before != event.after]
        now = band_name(run.mood(who))
        if not moves:
            return f"{other.name} was {now} to {self.name} from beginning to end: nothing that {self.name} did moved him."
        why = "; ".join(
            f"{'warmer' if event.after > event.before else 'colder'}, because “{inner(event.because)}”"
            for event in moves
            if event.because
        )
        return f"{other.name} began {band_name(moves[0].before)} to {self.name} and ended {now}" + (
            f": {why}." if why else "."
        )


def _ruled_out(side: Side) -> frozenset[int]:
    """Return the steps at which something else was open that no way leads on from to this run's ending."""
    if side.odds is None or not side.ending:
        return frozenset()
    own = side.odds.endings.index(side.ending)
    return frozenset(
        fork.step
        for fork in side.odds.forks
        if any(not (branch.plays or branch.odds[0][own]) for branch in fork.branches)
    )


def made_otherwise(run: Run, step: int, option: str) -> Run:
    """Return a run as it would have gone with one step taken otherwise; not over if nobody can say.

    Later choices are kept wherever he comes to the same place and they are open.
    """
    changed = Run(run.program, run.role)
    for taken in run.steps[:step]:
        changed.take(taken.id)
    changed.take(option)
    later: dict[str, list[str]] = {}
    for kept in run.steps[step + 1 :]:
        later.setdefault(kept.scene, []).append(kept.id)
    while not changed.over and len(changed.steps) < LONGEST:
        own, opened = later.get(changed.scene, []), [option.id for option in changed.open]
        wanted = next((name for name in own if name in opened), opened[0] if len(opened) == 1 else "")
        if not wanted:
            break
        if wanted in own:
            own.remove(wanted)
        changed.take(wanted)
    return changed


def _result(value: str | None) -> str:
    """Return what a vote came to, without its figures; empty where it was not held."""
    return (value or "").partition(" ")[0]
