"""What each variable may be where, for one role: an over-approximation, one variable at a time.

Sets of values are carried along the ways of a story until nothing is added (Kildall, POPL 1973); a rule
on the way takes away what cannot be after it. Any state made of values that are possible at a scene, each
by itself, is reckoned with, so that the proof may stand such a state for one that is reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.layout import DECLARED, SCENE
from ..story.rules import RESULTS, All, Any, Not, Rule, Test
from .rules import Settle, folded, table_of
from .weighing import weighed

if TYPE_CHECKING:
    from ..play.layout import State
    from ..play.program import Effect, Program
    from .claims import Claim
    from .flow import Control, Exit

Masks = tuple[int, ...]
"""For each place of a state the values it may have: bit n for the n-th from the variable's least, and all bits before
the declared variables, of which nothing is worked out."""


class Values:
    """For each scene what its variables may be while it is there; ``None`` where the role cannot come."""

    def __init__(self, program: Program, role: str, flow: list[Control]) -> None:
        self.program = program
        self.layout = program.layout
        self.role = role
        self._tests: dict[Test, tuple[int, int]] = {}
        self._moves: dict[tuple[Effect, int], int] = {}
        self._results: dict[int, dict[str, dict[int, int]]] = {}
        """Once known, what the votes can come to, and of each variable the values with which they can."""
        self.at: list[Masks | None] = []
        before: object = None
        while self.at != before:
            before = self.at
            self._run(flow)
            for at, control in enumerate(flow):
                if control.vote and self.at[at] is not None:
                    self._results[at] = weighed(program, role, control.vote, self.at[at])[1]

    def settle(self, at: int) -> Settle:
        """Return what settles comparisons at a scene the role can come to."""
        masks = self.at[at]
        assert masks is not None
        return self.settling(masks)

    def after(self, at: int, way: Exit) -> Settle:
        """Return what settles comparisons on leaving a scene by a way."""
        masks = self.at[at]
        assert masks is not None
        after = self._left(at, masks, way)
        return self.settling(masks if after is None else after)

    def never(self, claim: Claim) -> str:
        """Return why values alone keep a claim from ever being met; nothing if they do not."""
        masks = self.at[claim.at]
        if masks is None:
            return "its scene cannot be reached"
        if claim.option is not None:
            turn = self.program.place(claim.at).turns[claim.option]
            masks = self.narrowed(masks, turn.condition, holds=True)
            if masks is None or (turn.once is not None and not masks[turn.once] & 1):
                return "its option is never open"
        if self.narrowed(masks, claim.rule, holds=True) is None:
            return "its rule never holds there"
        if claim.result and RESULTS[claim.result] not in self._results.get(claim.at, RESULTS):
            return "the vote never comes out so"
        return ""

    def _run(self, flow: list[Control]) -> None:
        self.at = [None] * len(flow)
        passed: list[State] = []
        self.program.begin(self.role, None, passed)
        first, todo = passed[0], [passed[0][SCENE]]
        may = (1 << first[variable.index] - variable.least for variable in self.layout.variables)
        self.at[first[SCENE]] = (*[-1] * DECLARED, *may)
        while todo:
            at = todo.pop()
            masks = self.at[at]
            assert masks is not None
            for way in flow[at].exits:
                for to, entered, arriving in self._onward(at, masks, way):
                    if entered:
                        arriving = self._moved(arriving, flow[to].effects)
                    known = self.at[to]
                    joined = arriving if known is None else _joined(known, arriving)
                    if joined != known:
                        self.at[to] = joined
                        todo.append(to)

    def _left(self, at: int, masks: Masks, way: Exit) -> Masks | None:
        """Return what may be once an exit is taken, before its ways part; ``None`` if it cannot be taken."""
        inside = self.narrowed(masks, way.guard, holds=True)
        if inside is None or (way.once is not None and not inside[way.once] & 1):
            return None
        if at in self._results:
            inside = self._counted(inside, self._results[at].get(RESULTS[way.result]))
        return None if inside is None else self._moved(inside, way.effects)

    def _counted(self, masks: Masks, may: dict[int, int] | None) -> Masks | None:
        """Return what may be where a vote comes out so; ``None`` if it cannot."""
        if may is None:
            return None
        after = list(masks)
        for index, values in may.items():
            after[index] &= values
        return tuple(after) if all(after) else None

    def _onward(self, at: int, masks: Masks, way: Exit) -> list[tuple[int, bool, Masks]]:
        found = []
        left = self._left(at, masks, way)
        for rule, targets in way.ways:
            if left is None:
                break
            taken = self.narrowed(left, rule, holds=True)
            if taken is not None:
                found += [(to, entered, taken) for to, entered in targets]
            left = self.narrowed(left, rule, holds=False)
        return found

    def _moved(self, masks: Masks, effects: dict[int, Effect]) -> Masks:
        if not effects:
            return masks
        after = list(masks)
        for index, effect in effects.items():
            before = masks[index]
            key = effect, before
            if key not in self._moves:
                self._moves[key] = _shifted(effect, before, self.layout.variable(index).least)
            after[index] = self._moves[key]
        return tuple(after)

    def _test(self, test: Test) -> tuple[int, int]:
        """Return the variable a comparison reads, and the values with which it holds."""
        if test not in self._tests:
            variable = self.layout[test.kind, str(test.name)]
            table = table_of(test, self.layout, variable)
            self._tests[test] = variable.index, sum(1 << n for n, holds in enumerate(table) if holds)
        return self._tests[test]

    def settling(self, masks: Masks) -> Settle:
        """Return what settles comparisons where variables may be so."""

        def settle(test: Test) -> bool | None:
            if test.kind == "role":
                return (str(test.value) == self.role) == (test.op == "is")
            variable, holding = self._test(test)
            may = masks[variable] & holding
            return False if not may else True if may == masks[variable] else None

        return settle

    def narrowed(self, masks: Masks, rule: Rule | None, *, holds: bool) -> Masks | None:
        """Return what may be where a rule holds, or does not; ``None`` if it cannot be so."""
        left = folded(rule, self.settling(masks))
        return (
            self._cut(masks, left, holds) if not isinstance(left, bool) else masks if left == holds else None
        )

    def _cut(self, masks: Masks, rule: Rule, holds: bool) -> Masks | None:
        match rule:
            case Test():
                variable, holding = self._test(rule)
                may = masks[variable] & (holding if holds else ~holding)
                return (*masks[:variable], may, *masks[variable + 1 :]) if may else None
            case Not(part):
                return self._cut(masks, part, not holds)
            case All(parts) | Any(parts) if isinstance(rule, All) == holds:
                found: Masks | None = masks
                for part in parts:
                    found = None if found is None else self.narrowed(found, part, holds=holds)
                return found
            case All(parts) | Any(parts):
                either: Masks | None = None
                for part in parts:
                    one = self.narrowed(masks, part, holds=holds)
                    if one is not None:
                        either = one if either is None else _joined(either, one)
                return either


def _joined(a: Masks, b: Masks) -> Masks:
    return tuple([x | y for x, y in zip(a, b, strict=True)])


def _shifted(effect: Effect, mask: int, least: int) -> int:
    """Return the values after an effect."""
    _, by, to, low, high = effect
    if to is not None:
        return 1 << to - least
    found, value = 0, least
    while mask:
        if mask & 1:
            found |= 1 << min(max(value + by, low), high) - least
        mask >>= 1
        value += 1
    return found
