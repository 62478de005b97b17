"""Rings: states that lead back to one another, and what comes of going round in them.

States are eliminated one by one without any subtraction (Grassmann, Taksar and Heyman, Oper. Res. 33,
1985), so that nothing is lost even where a ring is hardly ever left; of those that are left the one with
the fewest ways through it goes first (minimum degree: Markowitz, Manage. Sci. 3, 1957). A ring in which
that is too much work is gone round until hardly any play is left in it, and how many are left is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from .explore import EVERY, Heed, unheeded

if TYPE_CHECKING:
    from .graph import Graph, Row

Weights = Callable[[int], Sequence[float]]
"""For a state of a graph, how likely each of its options is taken."""

MOST_WORK = 100_000_000
"""Ways to be put together before a ring is no longer solved: half a minute, for a ring of some 4,000
states that lead every way. A ring of 1,000 takes half a second."""
MOST_GONE = 2_000_000
"""Ways to be gone over before a ring is given up; about two seconds."""
HARDLY_ANY = 1e-13


class Ring:
    """A strongly connected part of a graph, for a player of given weights.

    ``left`` is the greatest share of plays in it that were given up; 0 where it was solved.
    """

    def __init__(self, graph: Graph, weights: Weights, part: Sequence[int], heed: Heed = unheeded) -> None:
        self.left = 0.0
        self._part = part
        self._heed = heed
        self._ways: dict[int, dict[int, float]] = {state: {} for state in part}
        self._out: dict[int, list[tuple[int, float]]] = {state: [] for state in part}
        for state in part:
            own = self._ways[state]
            for weight, to in zip(weights(state), graph.nexts[state], strict=True):
                if to in self._ways:
                    own[to] = own.get(to, 0.0) + weight
                else:
                    self._out[state].append((to, weight))
        self.closed = not any(self._out.values())
        """Nothing leads out: it goes round for ever."""
        self._order: list[int] = []
        self._onward: dict[int, dict[int, float]] = {}
        self._came: dict[int, list[tuple[int, float]]] = {}
        self._total: dict[int, float] = {}
        self.solved = not self.closed and self._eliminate()

    def _eliminate(self) -> bool:
        """Put every state's ways into those of the states that lead to it; return False if that is too much."""
        ways = {state: dict(own) for state, own in self._ways.items()}
        out = {state: sum(weight for _, weight in leads) for state, leads in self._out.items()}
        back: dict[int, set[int]] = {state: set() for state in self._part}
        for state, own in ways.items():
            for to in own:
                back[to].add(state)
        todo = [(len(ways[state]) * len(back[state]), state) for state in self._part]
        heapify(todo)
        work = heard = 0
        while todo:
            cost, state = heappop(todo)
            if state in self._total or cost != len(ways[state]) * len(back[state]):
                continue
            work += cost
            if work - heard > EVERY:
                heard = work
                self._heed()
            if work > MOST_WORK:
                return False
            own = ways.pop(state)
            came = back.pop(state)
            own.pop(state, None)
            came.discard(state)
            total = self._total[state] = sum(own.values()) + out[state]
            self._onward[state] = own = {to: share / total for to, share in own.items()}
            self._came[state] = [(other, ways[other].pop(state)) for other in came]
            self._order.append(state)
            for to in own:
                back[to].discard(state)
                back[to] |= came
            for other, share in self._came[state]:
                others = ways[other]
                for to, further in own.items():
                    others[to] = others.get(to, 0.0) + share * further
                out[other] += share * out[state] / total
            for other in came | own.keys():
                heappush(todo, (len(ways[other]) * len(back[other]), other))
        return True

    def worth(self, found: Sequence[Row], width: int) -> dict[int, Row]:
        """Return what each state is worth, from what is outside: the mean of what it leads to."""
        known = {state: [0.0] * width for state in self._part}
        for state, leads in self._out.items():
            for to, weight in leads:
                _add(known[state], weight, found[to])
        if not self.solved:
            return {} if self.closed else self._go_round(known, width)
        for state in self._order:
            own, total = known[state], self._total[state]
            own[:] = [value / total for value in own]
            for other, share in self._came[state]:
                _add(known[other], share, own)
        for state in reversed(self._order):
            for to, share in self._onward[state].items():
                _add(known[state], share, known[to])
        return {state: tuple(value) for state, value in known.items()}

    def _go_round(self, known: dict[int, list[float]], width: int) -> dict[int, Row]:
        """Let each state be worth what it leads to, again and again, until hardly any play is left inside."""
        for state, leads in self._out.items():
            known[state].append(sum(weight for _, weight in leads))
        found = {state: [0.0] * (width + 1) for state in self._part}
        sweeps = max(2, MOST_GONE // sum(map(len, self._ways.values())))
        for sweep in range(sweeps):
            self._heed()
            for state in self._part if sweep % 2 else reversed(self._part):
                value = known[state].copy()
                for to, share in self._ways[state].items():
                    _add(value, share, found[to])
                found[state] = value
            self.left = 1.0 - min(value[-1] for value in found.values())
            if self.left < HARDLY_ANY:
                break
        return {state: tuple(value[:-1]) for state, value in found.items()}

    def visits(self, flow: list[float]) -> None:
        """Turn how often each state is come to from outside the ring into how often it is visited.

        To the states outside is added how often they are come to from the ring. ``left`` are then the plays
        that were given up.
        """
        inflow = {state: flow[state] for state in self._part}
        total = self._rounds(inflow) if not self.solved else {}
        for state in self._order if self.solved else ():
            for to, share in self._onward[state].items():
                inflow[to] += inflow[state] * share
        for state in reversed(self._order) if self.solved else ():
            back = sum(total[other] * share for other, share in self._came[state])
            total[state] = (inflow[state] + back) / self._total[state]
        for state, visited in total.items():
            flow[state] = visited
            for to, weight in self._out[state]:
                flow[to] += visited * weight

    def _rounds(self, inflow: dict[int, float]) -> dict[int, float]:
        """Follow plays round a ring that is too big to solve."""
        total = dict(inflow)
        if self.closed:
            return total
        for _ in range(max(2, MOST_GONE // sum(map(len, self._ways.values())))):
            self.left = sum(inflow.values())
            if self.left < HARDLY_ANY:
                break
            self._heed()
            onward = dict.fromkeys(self._part, 0.0)
            for state, coming in inflow.items():
                if coming:
                    for to, weight in self._ways[state].items():
                        onward[to] += coming * weight
            for state, coming in onward.items():
                total[state] += coming
            inflow = onward
        return total


def _add(values: list[float], share: float, others: Sequence[float]) -> None:
    for column, other in enumerate(others):
        values[column] += share * other
