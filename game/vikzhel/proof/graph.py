"""The smallest graph of a role's story: states that nothing later can tell apart are one.

States are gone through with all they lead to first; two are one if they are at the same scene with the
same open and each option leads to the same (hash-consing, as for acyclic automata: Revuz, Theor. Comput.
Sci. 92, 1992). States of one ring are refined until they are stable. Whoever chooses by what is open and
by what can come of it has the same odds here as on the whole space.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from .explore import EVERY, STATION, Block, Heed, Space, TooBig, unheeded
from .steps import Told

MOST_LEADING_BACK = 1_000_000
"""Past this many states at stations that lead back to one another it is not tried to tell rings apart."""
LARGEST_RING = 50_000

Row = tuple[Any, ...]
"""Where each option leads; at an ending, for each goal 1 if it is met there, else 0."""


Kind = tuple[int, tuple[int, ...], Told]
"""A scene, what is open in it, and what is told there."""


class Graph:
    """States with what is open and what that leads to.

    ``parts`` are the strongly connected parts, each after all it can lead to.
    """

    def __init__(self) -> None:
        self.first = 0
        self.kinds: dict[Kind, int] = {}
        """Every scene with what is open and told in it has a number, and ``kind`` is that of each state."""
        self.kind: list[int] = []
        self.scenes: list[int] = []
        self.options: list[tuple[int, ...]] = []
        self.nexts: list[tuple[int, ...]] = []
        self.goals: list[Row] = []
        self.parts: list[list[int]] = []

    def add(self, scene: int, options: tuple[int, ...], row: Row) -> int:
        """Add a state and return its number."""
        return self.extend((scene, options, ()), [row])

    def extend(self, kind: Kind, rows: Sequence[Row]) -> int:
        """Add states of a kind and return the number of the first."""
        first, count = len(self.kind), len(rows)
        scene, options, _ = kind
        self.kind += [self.kinds.setdefault(kind, len(self.kinds))] * count
        self.scenes += [scene] * count
        self.options += [options] * count
        self.nexts += rows if options else [()] * count
        self.goals += [()] * count if options else rows
        return first

    @cached_property
    def ending(self) -> list[int]:
        """For each state, 1 if an ending can be reached from it, else 0."""
        return self.ahead([int(not nexts) for nexts in self.nexts])

    def ahead(self, bits: Sequence[int]) -> list[int]:
        """Return for each state the bits of all that can be come to from it, its own among them."""
        found = [0] * len(self.nexts)
        for part in self.parts:
            together = 0
            for state in part:
                together |= bits[state]
                for to in self.nexts[state]:
                    together |= found[to]
            for state in part:
                found[state] = together
        return found

    def forwards(self, heed: Heed) -> Iterator[tuple[list[int], bool]]:
        """Yield each part before all it can lead to, and whether it leads back to itself."""
        for number, found in enumerate(zip(reversed(self.parts), reversed(self.rings), strict=True)):
            if not number % EVERY:
                heed()
            yield found

    @cached_property
    def rings(self) -> list[bool]:
        """For each part, whether it leads back to itself."""
        return [len(part) > 1 or part[0] in self.nexts[part[0]] for part in self.parts]


def components(nexts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components, each after all it can lead to.

    Tarjan, SIAM J. Comput. 1, 1972.
    """
    index = [-1] * len(nexts)
    low = [0] * len(nexts)
    on_stack = bytearray(len(nexts))
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in range(len(nexts)):
        if index[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            state, at = work.pop()
            if at == 0:
                index[state] = low[state] = count
                count += 1
                stack.append(state)
                on_stack[state] = 1
            onward = nexts[state]
            while at < len(onward):
                to = onward[at]
                at += 1
                if index[to] < 0:
                    work += [(state, at), (to, 0)]
                    break
                if on_stack[to]:
                    low[state] = min(low[state], index[to])
            else:
                if low[state] == index[state]:
                    part: list[int] = []
                    while not part or part[-1] != state:
                        part.append(stack.pop())
                        on_stack[part[-1]] = 0
                    found.append(part)
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[state])
    return found


class Merging:
    """Makes the smallest graph of a space, and keeps which of its states those of the space are.

    Raises ``TooBig`` for rings of more than ``LARGEST_RING`` states.
    """

    def __init__(self, space: Space, heed: Heed = unheeded) -> None:
        self.space = space
        self._heed = heed
        self.graph = Graph()
        self.like = [array("i", bytes(4 * size)) for size in space.sizes]
        """For each station, the state of the graph that each of its states is."""
        self._same: dict[Kind, dict[Row, int]] = {}
        self._blocks: list[list[Block]] = [[] for _ in space.sizes]
        for block in space.blocks:
            self._blocks[block.station].append(block)
        leads = [
            sorted({path.target for block in blocks for path in block.fork.paths}) for blocks in self._blocks
        ]
        for part in components(leads):
            if len(part) == 1 and part[0] not in leads[part[0]]:
                for block in self._blocks[part[0]]:
                    heed()
                    self._merge(block)
            else:
                self._round(part)
        self.graph.first = self.like[0][0]

    def example(self, state: int) -> int:
        """Return a state of the space, as it is numbered there, that a state of the graph stands for."""
        for at, like in enumerate(self.like):
            if self.space.steps.stations[at].scene == self.graph.scenes[state] and state in like:
                return at << STATION | like.index(state)
        raise KeyError(state)

    def _kind(self, block: Block) -> Kind:
        return self.space.steps.stations[block.station].scene, block.fork.options, block.fork.told

    def _numbered(self, kind: Kind, rows: Iterable[Row]) -> dict[Row, int]:
        """Return the numbers of the states of a kind by their rows, these rows among them."""
        same = self._same.setdefault(kind, {})
        new = [row for row in dict.fromkeys(rows) if row not in same]
        first = self.graph.extend(kind, new)
        same.update(zip(new, range(first, first + len(new)), strict=True))
        self.graph.parts += [[number] for number in range(first, first + len(new))]
        return same

    def _merge(self, block: Block) -> None:
        """Number the states of a block whose options all lead to states that have their numbers."""
        paths, like, kind = block.fork.paths, self.like[block.station], self._kind(block)
        columns = [
            map(self.like[path.target].__getitem__, column)
            for path, column in zip(paths, block.nexts, strict=True)
        ]
        rows: list[Row] = (
            list(zip(*columns, strict=True)) if paths else [block.fork.goals] * len(block.states)
        )
        numbers = self._numbered(kind, rows)
        for here, row in zip(block.states, rows, strict=True):
            like[here] = numbers[row]

    def _round(self, stations: list[int]) -> None:
        """Number the states of stations that lead back to one another, ring by ring."""
        begin, count = {}, 0
        for at in stations:
            begin[at] = count
            count += self.space.sizes[at]
        if count > MOST_LEADING_BACK:
            raise TooBig(f"more than {MOST_LEADING_BACK:,} states may lead back to one another")
        kinds: list[Kind] = [(0, (), ())] * count
        leads: list[list[int]] = [[] for _ in range(count)]
        for block in (block for at in stations for block in self._blocks[at]):
            first, kind = begin[block.station], self._kind(block)
            for here in block.states:
                kinds[first + here] = kind
            for path, column in zip(block.fork.paths, block.nexts, strict=True):
                there, like = begin.get(path.target), self.like[path.target]
                for here, to in zip(block.states, column, strict=True):
                    leads[first + here].append(~like[to] if there is None else there + to)
        # From here on a number below zero is a state of the graph turned round, others are in the round.
        done: list[int] = [0] * count
        for part in components([[to for to in onward if to >= 0] for onward in leads]):
            self._heed()
            for state in part:
                leads[state] = [done[to] if to >= 0 and done[to] else to for to in leads[state]]
            if len(part) == 1 and part[0] not in leads[part[0]]:
                state = part[0]
                row = tuple(~to for to in leads[state])
                done[state] = ~self._numbered(kinds[state], [row])[row]
            else:
                self._ring(part, kinds, leads, done)
        for at in stations:
            like = self.like[at]
            for here in range(len(like)):
                like[here] = ~done[begin[at] + here]

    def _ring(self, part: list[int], kinds: list[Kind], leads: list[list[int]], done: list[int]) -> None:
        """Number the states of a ring: refined until what they lead to tells no more of them apart."""
        if len(part) > LARGEST_RING:
            raise TooBig(f"a ring of more than {LARGEST_RING:,} states")
        numbers: dict[object, int] = {}
        same = {state: numbers.setdefault(kinds[state], len(numbers)) for state in part}
        known = 0
        while known < len(numbers):
            self._heed()
            known, numbers = len(numbers), {}
            rows = {
                state: (same[state], *(to if to < 0 else same[to] for to in leads[state])) for state in part
            }
            same = {state: numbers.setdefault(row, len(numbers)) for state, row in rows.items()}
        first = len(self.graph.scenes)
        ring = {number: state for state, number in same.items()}
        for number in range(len(ring)):
            row = tuple(~to if to < 0 else first + same[to] for to in leads[ring[number]])
            self.graph.extend(kinds[ring[number]], [row])
        self.graph.parts.append(list(range(first, first + len(ring))))
        for state in part:
            done[state] = ~(first + same[state])
