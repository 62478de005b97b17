"""Does one decision matter? Random plays with a single decision changed, and what then becomes of the ending.

The later options keep their ids where they are open, in their order; where none of them is, the play
goes on at random. A swap needs two plays at once, so it is drawn and not worked out: the figures come
with their standard errors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from ..play.layout import SCENE, State
from .players import LONGEST, shares
from .shares import Share

if TYPE_CHECKING:
    from ..play.program import Place, Program
    from .graph import Graph

Here = TypeVar("Here")


class Board(Protocol[Here]):
    """Something to play on: the engine, or the graph of a search, which is ten times as quick."""

    first: Here

    def place(self, here: Here) -> Place: ...
    def options(self, here: Here) -> Sequence[int]: ...
    def after(self, here: Here, number: int) -> Here: ...


class OnGraph:
    """Plays along the steps of a graph."""

    def __init__(self, program: Program, graph: Graph) -> None:
        self.first = graph.first
        self._program = program
        self._scenes, self._options, self._nexts = graph.scenes, graph.options, graph.nexts

    def place(self, here: int) -> Place:
        return self._program.place(self._scenes[here])

    def options(self, here: int) -> Sequence[int]:
        return self._options[here]

    def after(self, here: int, number: int) -> int:
        return self._nexts[here][number]


class OnEngine:
    """Plays on the engine itself."""

    def __init__(self, program: Program, role: str) -> None:
        self.first = program.begin(role)
        self._program = program

    def place(self, here: State) -> Place:
        return self._program.place(here[SCENE])

    def options(self, here: State) -> Sequence[int]:
        return self._program.open(here)

    def after(self, here: State, number: int) -> State:
        return self._program.take(here, self.options(here)[number])


@dataclass(frozen=True, slots=True)
class Swaps:
    """How often one swapped decision changes the ending: over the whole play, and day by day."""

    plays: int
    """Plays that ended and held a decision."""
    whole: Share
    days: dict[str, Share]


def swaps(board: Board[Here], dice: Random, plays: int, go_on: Callable[[], bool]) -> Swaps:
    """Draw random plays, swap one decision of each on every day, and see whether it ends otherwise.

    Each day counts for the whole by its share of the play's decisions, so the whole is the chance that
    a decision picked at random matters.
    """
    drawn = _Swapping(board, dice)
    whole: list[float] = []
    days: dict[str, list[float]] = {}
    for number in range(plays):
        if number and not number % 64 and not go_on():
            break
        changed = drawn.one()
        if changed:
            decisions = sum(count for count, _ in changed.values())
            whole.append(sum(count * other for count, other in changed.values()) / decisions)
            for day, (_, other) in changed.items():
                days.setdefault(day, []).append(other)
    return Swaps(
        len(whole), _share(whole), {day: _share(found) for day, found in sorted(days.items()) if day}
    )


def _share(values: list[float]) -> Share:
    if not values:
        return Share(0.0, 0.0)
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / len(values)
    return Share(mean, (max(spread, 1 / len(values)) / len(values)) ** 0.5)


class _Swapping(Generic[Here]):
    def __init__(self, board: Board[Here], dice: Random) -> None:
        self.board = board
        self.dice = dice
        self.known: dict[tuple[int, tuple[int, ...]], list[float]] = {}

    def one(self) -> dict[str, tuple[int, float]]:
        """Play once; return for each day its decisions and 1 if one of them, swapped, changes the ending."""
        board, dice = self.board, self.dice
        here, ids = board.first, list[str]()
        days: dict[str, list[tuple[int, Here, int]]] = {}
        for step in range(LONGEST):
            options = board.options(here)
            place = board.place(here)
            if not options:
                break
            number = self.draw(place, options)
            if len(options) > 1 and place.turns[options[0]].kind == "choice":
                when = place.scene.when
                day = when.day.isoformat() if when is not None else ""
                days.setdefault(day, []).append((step, here, number))
            ids.append(place.turns[options[number]].id)
            here = board.after(here, number)
        ending = board.place(here).ending
        if not ending:
            return {}
        found = {}
        for day, decisions in days.items():
            step, there, number = dice.choice(decisions)
            others = [n for n in range(len(board.options(there))) if n != number]
            other = self.again(board.after(there, dice.choice(others)), ids[step + 1 :])
            found[day] = len(decisions), float(other != ending)
        return found

    def again(self, here: Here, later: list[str]) -> str:
        """Play on with later ids kept where they are open; return the ending, or nothing if there is none."""
        at = 0
        for _ in range(LONGEST):
            options = self.board.options(here)
            place = self.board.place(here)
            if not options:
                return place.ending
            open_now = {place.turns[option].id: number for number, option in enumerate(options)}
            kept = next((n for n in range(at, len(later)) if later[n] in open_now), None)
            if kept is None:
                number = self.draw(place, options)
            else:
                number, at = open_now[later[kept]], kept + 1
            here = self.board.after(here, number)
        return ""

    def draw(self, place: Place, options: Sequence[int]) -> int:
        """Return the number, among the open options, of one taken at random."""
        key = place.index, tuple(options)
        sums = self.known.get(key)
        if sums is None:
            sums = self.known[key] = list(accumulate(shares([place.turns[o] for o in options], "")))
        return self.dice.choices(range(len(options)), cum_weights=sums)[0]
