"""Turning points: what each decision of a run did to the odds of the endings, in words and figures.

The odds come from ``proof/onward.py``. A share is told as so many times in a hundred; where it was
estimated, nothing is said of a difference smaller than twice its standard error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from ..story.records import at
from ..story.wording import counted, inner, listed, sentence
from .path import ending_title
from .sheet import ROUNDING, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..proof.onward import Branch, Fork, Onward
    from .path import Decision, Held, Path

LEAST = 0.015
"""A difference of less than this, not two weeks in a hundred, is not told: it would be read for more than it is."""
SHOWN = 5
"""Endings drawn in a chart: the one that came, and those that were ever the likeliest besides."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A decision and the odds before and after it, of the endings that ``Turning`` names.

    ``closed`` are the endings that were possible before it and not after it (said only where that is
    exact), ``others`` what each other option would have done, in sentences.
    """

    decision: Decision
    moved: float
    before: tuple[float, ...]
    after: tuple[float, ...]
    error: float
    closed: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return self.error == 0

    @property
    def surely(self) -> float:
        """Return how far it moved the odds at the least: two standard errors less than it seems."""
        return max(0.0, self.moved - 2 * self.error)


@dataclass(frozen=True, slots=True)
class Turning:
    """The odds along a run for one player. ``own`` is the column of the ending that came, if it is over."""

    player: str
    endings: tuple[str, ...]
    own: int | None
    turns: tuple[Turn, ...]
    complete: bool

    @property
    def most(self) -> Turn | None:
        """Return the decision that moved the odds most, by what is sure of it."""
        return max(self.turns, key=lambda turn: turn.surely, default=None)

    @property
    def earlier(self) -> Turn | None:
        """Return the decision that moved them most before the last one, where the last moved them most."""
        if not self.turns or self.most is not self.turns[-1]:
            return None
        return max(self.turns[:-1], key=lambda turn: turn.surely, default=None)

    @property
    def exact_from(self) -> int:
        """Return how many decisions at the end of the run have exact odds, one after another."""
        count = 0
        for turn in reversed(self.turns):
            if not turn.exact:
                break
            count += 1
        return count

    @property
    def error(self) -> float:
        return max((turn.error for turn in self.turns), default=0.0)

    @property
    def likely(self) -> Turn | None:
        """Return the decision after which the ending that came was always likelier than all others together."""
        if self.own is None:
            return None
        found = None
        for turn in reversed(self.turns):
            if turn.after[self.own] <= 0.5:
                break
            found = turn
        return found

    @property
    def drawn(self) -> tuple[int, ...]:
        """Return the columns worth drawing: the ending that came first, then those likeliest at their best."""
        best = [max((turn.after[c] for turn in self.turns), default=0.0) for c in range(len(self.endings))]
        if self.turns:
            best = [max(now, start) for now, start in zip(best, self.turns[0].before, strict=True)]
        others = sorted((c for c in range(len(best)) if c != self.own), key=lambda c: -best[c])
        return tuple(([] if self.own is None else [self.own]) + others)[:SHOWN]


def turning(path: Path, odds: Onward, player: int = 0) -> Turning:
    """Return the turning points of a run for one of the players the odds are known for."""
    ever = [
        column
        for column in range(len(odds.endings))
        if any(fork.before[player][column] or fork.after[player][column] for fork in odds.forks)
    ]
    titles = tuple(ending_title(path.pack, odds.endings[column]) for column in ever)
    own = None
    if path.ended is not None and path.ended.ending in odds.endings:
        column = odds.endings.index(path.ended.ending)
        own = ever.index(column) if column in ever else None
    turns = []
    for fork in odds.forks:
        decision = path.at_step(fork.step)
        if decision is not None and ever:
            turns.append(_turn(decision, fork, ever, titles, player))
    return Turning(_who(path, odds.players[player]), titles, own, tuple(turns), odds.complete)


def _who(path: Path, player: str) -> str:
    """Return who goes on in the player's stead, to stand after “as if the rest were played”."""
    if not player:
        return "at random, any open option as likely as any other"
    goals = {
        str(name): str(goal.text) for name, goal in at(path.pack.files.roles, path.run.role).goals.items()
    }
    if player in goals:
        what = f"by somebody who wants to {inner(goals[player][:1].lower() + goals[player][1:])}"
    else:
        what = f"by a player {inner(str(at(path.pack.files.bots, player).name))}"
    return f"{what}, and takes what suits that three times in four"


def _turn(decision: Decision, fork: Fork, ever: list[int], titles: tuple[str, ...], player: int) -> Turn:
    before = tuple(fork.before[player][column] for column in ever)
    after = tuple(fork.after[player][column] for column in ever)
    taken = fork.branches[fork.taken]
    closed: tuple[str, ...] = ()
    if not taken.plays:
        closed = tuple(t for t, was, now in zip(titles, before, after, strict=True) if was and not now)
    texts = {option.id: option.text for option in decision.others}
    others = tuple(
        _instead(texts[branch.option], branch, taken, ever, titles, player)
        for branch in fork.branches
        if branch.option in texts
    )
    return Turn(decision, fork.moved(player), before, after, fork.error, closed, others)


def _instead(
    text: str, other: Branch, taken: Branch, ever: list[int], titles: tuple[str, ...], player: int
) -> str:
    """Say in a sentence what another option would have done to the odds."""
    least = max(LEAST, 2 * (other.error**2 + taken.error**2) ** 0.5)
    pairs = [
        (title, other.odds[player][column], taken.odds[player][column])
        for title, column in zip(titles, ever, strict=True)
    ]
    up = max(pairs, key=lambda pair: pair[1] - pair[2])
    down = min(pairs, key=lambda pair: pair[1] - pair[2])
    if not other.plays and up[1] > 1 - ROUNDING and up[2] < 1 - ROUNDING:
        return f"“{text.rstrip('.')}” would have led to “{up[0]}”, whatever came after."
    said = []
    if up[1] - up[2] > least:
        said.append(f"made “{up[0]}” likelier ({percent(up[1])} in 100 instead of {percent(up[2])})")
    if down[2] - down[1] > least:
        less = "ruled out" if not (down[1] or other.plays) else "made less likely"
        instead = (
            f"as it was, {percent(down[2])}"
            if less == "ruled out"
            else f"{percent(down[1])} instead of {percent(down[2])}"
        )
        said.append(f"{less} “{down[0]}” ({instead})")
    kept = [t for t, there, here in pairs if there and not here and t != up[0] and not taken.plays]
    if kept:
        said.append(f"kept {listed(f'“{title}”' for title in kept)} possible")
    name = f"“{text.rstrip('.')}”"
    if not said:
        same = not (other.plays or taken.plays) and all(abs(there - here) < 1e-9 for _, there, here in pairs)
        return f"{name} would have {'left the odds just the same' if same else 'changed the odds little or not at all'}."
    return sentence(f"{name} would have {listed(said)}")


def moved_words(turning: Turning, turn: Turn) -> str:
    """Say in two sentences what a decision did to the odds."""
    d = turn.decision
    verb = {"door": "you went to see", "draw": "chance brought"}.get(d.kind, "you chose")
    lead = f"{d.place}: {verb} “{d.text.rstrip('.')}”."
    column = _told_by(turning, turn)
    title = turning.endings[column]
    before, after = turn.before[column], turn.after[column]
    if percent(before) == percent(after):
        return f"{lead} It left the odds nearly as they were."
    closed = [other for other in turn.closed if other != title]
    then = _seldom(turn, after) or times(after, bare=True)
    if title in turn.closed:
        then = "it could no longer happen"
    said = f"Before it “{title}” would have come {_seldom(turn, before) or times(before)}, after it {then}"
    if closed:
        names = listed((f"“{other}”" for other in closed), "or" if title in turn.closed else "and")
        said += f"{', nor could' if title in turn.closed else '. After it'} {names}"
        said += "" if title in turn.closed else " could no longer happen"
    return f"{lead} {said}."


def times(share: float, *, bare: bool = False) -> str:
    """Return a share as ``12 times in 100``, or ``bare`` as ``12 times``."""
    words = {"0": "never", "100": "every time", "<1": "less than once", ">99": "nearly every time"}
    said = percent(share)
    if said in words and said != "<1":
        return words[said]
    many = words.get(said) or {"1": "once", "2": "twice"}.get(said, f"{said} times")
    return many if bare else f"{many} in 100"


def _seldom(turn: Turn, share: float) -> str:
    """Return what to say where no play came to an ending, and that does not prove that none can."""
    return "" if share or turn.exact else "hardly ever"


def turned(path: Path, odds: Onward | None, held: Held) -> str:
    """Say what would have come, left to chance, of a vote that had gone the other way; nothing if it is not known."""
    known = odds.otherwise if odds else ()
    found = next((o for o in known if o.vote == held.event.vote and o.step == held.after - 1), None)
    if odds is None or found is None:
        return ""
    moves = [there - here for there, here in zip(found.odds, found.was, strict=True)]
    least = max(LEAST, 2 * (0.5 / found.plays) ** 0.5)
    column = max(range(len(moves)), key=lambda at: abs(moves[at]))
    lead = f"Had it been {found.result}"
    if abs(moves[column]) < least:
        return f"{lead}, the odds would hardly have moved."
    title = ending_title(path.pack, odds.endings[column])
    return f"{lead}, “{title}” would have come {times(found.odds[column])}; as it was, {times(found.was[column], bare=True)}."


def _told_by(turning: Turning, turn: Turn) -> int:
    """Return the ending whose odds tell best what a decision did: the one that came, unless another moved twice as far."""
    moves = [abs(after - before) for before, after in zip(turn.before, turn.after, strict=True)]
    widest = max(range(len(moves)), key=moves.__getitem__)
    if turning.own is not None and 2 * moves[turning.own] >= moves[widest]:
        return turning.own
    return widest


def how_sure(turning: Turning) -> str:
    """Say which of the figures are exact, and how far the others may be out."""
    if turning.exact_from == len(turning.turns):
        return "All these figures are exact: every way on was followed to its end."
    exact = (
        f"The figures of the last {counted(turning.exact_from, 'decision')} are exact. "
        if turning.exact_from
        else ""
    )
    out = max(1, round(200 * turning.error))
    rest = "Earlier ones" if exact else "The figures"
    return f"{exact}{rest} are estimated from plays, and may be out by {out} in 100 or so."


def may_be_out(known: Sequence[Onward]) -> str:
    """Say of odds along several runs how far any of them may be out."""
    worst = max((fork.error for odds in known for fork in odds.forks), default=0.0)
    if not worst:
        return "All these figures are exact: every way on was followed to its end."
    return f"Figures of the first decisions are estimated from plays, and may be out by {max(1, round(200 * worst))} in 100 or so."
