"""What a scene gives to read at least and at most, where only some of what its texts hang on is known.

For everything else it is found out by branch and bound which of the values that are possible there, together,
make the longest reading and the shortest (Land and Doig, Econometrica 28, 1960).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from ..play.predicates import variable
from ..story.records import at
from ..story.rules import Rule, Test, tests_of
from ..story.text import words
from .rules import folded, table_of

if TYPE_CHECKING:
    from ..play.program import Place, Program, Turn
    from ..story import model
    from .values import Masks, Values

MOST_BRANCHES = 400
"""Past so many a bound is good enough."""
ALL_BRANCHES = 20_000
"""After so many in all, what each text by itself comes to is good enough."""

Bounds = tuple[int, int, int, int]
"""Least and most words, least and most quotations."""
NOTHING: Bounds = (0, 0, 0, 0)

Part = tuple[tuple[Rule | None, int, int], ...]
"""Wordings of which the first whose rule holds is read: rule, words, quotations."""


class Between:
    """Bounds on what a role reads; ``seen`` are for each scene the variables of which it is known, of a
    state in which the story waits there or passes through, what all comparisons there say."""

    def __init__(self, program: Program, values: Values, seen: Mapping[int, Set[int]]) -> None:
        self.program = program
        self.layout = program.layout
        self.values = values
        self.seen = seen
        self._alike: dict[tuple[int, int, int], int] = {}
        self._known: dict[object, Bounds] = {}
        self._branches = 0

    # -- what is read where --------------------------------------------------------------------

    def texts(self, scene: int) -> list[Part]:
        """Return what can be read on entering a scene, or at an ending."""
        place = self.program.place(scene)
        parts = [self._part(block) for block in place.scene.text]
        if place.ending:
            record = at(self.program.pack.files.endings, place.ending)
            parts += map(self._part, [*record.text, *record.later])
            parts += [
                tuple((wording.condition, words(str(wording.text)), 0) for wording in wordings)
                for wordings in record.judgement.values()
            ]
        return parts

    def reply(self, scene: int, option: int) -> list[Part]:
        """Return what can be read on taking an option, before a scene is entered."""
        turn = self.program.place(scene).turns[option]
        if turn.kind == "draw":
            return [((None, words(str(turn.record.text or "")), 0),)]
        return [self._part(block) for block in turn.record.reply] if turn.kind == "choice" else []

    def _part(self, block: model.Block) -> Part:
        if block.quote is not None:
            text, quoted = str(self.program.pack.evidence.quotes[block.quote].text), 1
        else:
            text, quoted = str(block.text or block.line or ""), 0
        always: Part = ((None, words(text), quoted),)
        return always if block.condition is None else ((block.condition, *always[0][1:]), (None, 0, 0))

    # -- bounds --------------------------------------------------------------------------------

    def waiting(self, state: Sequence[int], options: tuple[int, ...], *, entered: bool) -> Bounds:
        """Bound what is read until a state waits, once its scene is entered or come back to."""
        place = self.program.place(state[0])
        masks = self._masks(state)
        key = options, entered, state[0], masks
        if key not in self._known:
            masks = self._with_open(masks, place, options)
            said = self.read(self.texts(place.index), masks) if entered else NOTHING
            self._known[key] = summed((said, self._offer(place, options)))
        return self._known[key]

    def taking(self, state: Sequence[int], options: tuple[int, ...], option: int) -> Bounds:
        """Bound what is read on taking an option, before a scene is entered."""
        masks = self._masks(state)
        key = state[0], option, options, masks
        if key not in self._known:
            masks = self._with_open(masks, self.program.place(state[0]), options)
            self._known[key] = self.read(self.reply(state[0], option), masks)
        return self._known[key]

    def passing(self, state: Sequence[int]) -> Bounds:
        """Bound what is read in a scene that is passed through."""
        masks = self._masks(state)
        key = state[0], masks
        if key not in self._known:
            self._known[key] = self.read(self.texts(state[0]), masks)
        return self._known[key]

    def _masks(self, state: Sequence[int]) -> Masks:
        """Return what every variable may be in states that are, as far as is seen, like this one."""
        masks = self.values.at[state[0]]
        assert masks is not None
        seen = self.seen.get(state[0])
        if not seen:
            return masks
        known = list(masks)
        for index in seen:
            known[index] &= self._like(state[0], index, state[index])
        return tuple(known)

    def _like(self, scene: int, index: int, value: int) -> int:
        """Return the values of a variable that no comparison in a scene's texts can tell from one."""
        key = scene, index, value
        if key not in self._alike:
            place = self.layout.variable(index)
            tables = [table_of(test, self.layout, place) for test in self.tests(scene).get(index, ())]
            rows = list(zip(*tables, strict=True)) or [()] * (place.most - place.least + 1)
            own = rows[value - place.least]
            self._alike[key] = sum(1 << n for n, row in enumerate(rows) if row == own)
        return self._alike[key]

    def tests(self, scene: int) -> dict[int, list[Test]]:
        """Return by variable the comparisons that a scene's texts and replies hang on for this role."""
        found: dict[int, list[Test]] = {}
        settle = self.values.settle(scene)
        for part in self.parts(scene):
            for rule, _, _ in part:
                left = folded(rule, settle)
                for test in tests_of(left) if not isinstance(left, bool) else ():
                    found.setdefault(variable(test, self.layout), []).append(test)
        return found

    def parts(self, scene: int) -> list[Part]:
        """Return all that can be read in a scene."""
        turns = self.program.place(scene).turns
        return [*self.texts(scene), *(part for turn in turns for part in self.reply(scene, turn.index))]

    def _with_open(self, masks: Masks, place: Place, options: tuple[int, ...]) -> Masks:
        """Take away what cannot be where just these options are open."""
        for turn in place.turns:
            if turn.condition is None or (turn.index not in options and not _by_rule(turn)):
                continue
            masks = self.values.narrowed(masks, turn.condition, holds=turn.index in options) or masks
        return masks

    def _offer(self, place: Place, options: tuple[int, ...]) -> Bounds:
        """Bound what is on offer, with the question before a count."""
        low = 0
        if place.ballot is not None and place.scene.vote is not None:
            low = words(str(place.scene.vote.predict))
        high = low
        for turn in place.turns:
            if turn.kind in ("draw", "vote"):
                continue
            text, locked = words(str(turn.record.text)), words(str(turn.record.locked or ""))
            if turn.index in options:
                low, high = low + text, high + text
            elif locked and not getattr(turn.record, "fallback", False):
                high += text + locked
                low += 0 if turn.once is not None or turn.kind == "door" else text + locked
        return low, high, 0, 0

    def read(self, parts: Iterable[Part], masks: Masks) -> Bounds:
        """Bound what is read of some parts together."""
        counted = [[(rule, count) for rule, count, _ in part] for part in parts]
        quoted = [[(rule, count) for rule, _, count in part] for part in parts]
        return (*self._between(counted, masks), *self._between(quoted, masks))

    def _between(self, parts: list[list[tuple[Rule | None, int]]], masks: Masks) -> tuple[int, int]:
        least = self._most([[(rule, -count) for rule, count in part] for part in parts], masks)
        return -least, self._most(parts, masks)

    def _most(self, parts: list[list[tuple[Rule | None, int]]], masks: Masks) -> int:
        """Return the most that parts can come to together, whatever each variable is of what it may be."""
        todo: list[tuple[int, int, Masks, _Open]] = []
        born = 0
        self._branch(todo, born, 0, masks, parts)
        while True:
            bound, _, masks, (base, left) = heappop(todo)
            if not left or born > MOST_BRANCHES or self._branches > ALL_BRANCHES:
                self._branches += born
                return -bound
            widest = max(left, key=lambda part: abs(part[0][1] - part[-1][1]))
            rule = next(rule for rule, _ in widest if rule is not None)
            test = tests_of(rule)[0]
            for holds in (True, False):
                born += 1
                inside = self.values.narrowed(masks, test, holds=holds)
                if inside is not None:
                    self._branch(todo, born, base, inside, left)

    def _branch(
        self,
        todo: list[tuple[int, int, Masks, _Open]],
        number: int,
        base: int,
        masks: Masks,
        parts: list[list[tuple[Rule | None, int]]],
    ) -> None:
        """Add what may be where variables are so: the most that every part by itself can come to."""
        settle = self.values.settling(masks)
        left = []
        bound = 0
        for part in parts:
            may: list[tuple[Rule | None, int]] = []
            for rule, count in part:
                holds = folded(rule, settle)
                if holds is not False:
                    may.append((None if holds is True else holds, count))
                if holds is True:
                    break
            counts = {count for _, count in may}
            if len(counts) == 1:
                base += counts.pop()
            elif counts:
                left.append(may)
                bound += max(counts)
        heappush(todo, (-base - bound, number, masks, (base, left)))


def _by_rule(turn: Turn) -> bool:
    """Return whether only its rule can keep an option from being open."""
    return turn.once is None and turn.kind == "choice" and not turn.record.fallback


_Open = tuple[int, list[list[tuple[Rule | None, int]]]]
"""What is settled comes to so much; these parts are open."""


def summed(parts: Iterable[Bounds]) -> Bounds:
    """Return the bounds of several things that are all read."""
    a, b, c, d = zip(*parts, strict=True)
    return sum(a), sum(b), sum(c), sum(d)
