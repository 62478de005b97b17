"""The quotient: for each scene and variable, the values that nothing later can tell apart.

Two values of a variable are alike at a scene if every rule, vote and way read there treats them
alike, and every exit takes them to values that are alike at the scenes it leads to. That is partition
refinement towards the coarsest bisimulation (Paige and Tarjan, SIAM J. Comput. 16, 1987, by plain
iteration), done for one variable at a time because nothing in the language compares two. A variable
that is not read later has one class, so live-variable analysis is a special case. Exploring one
state per tuple of classes is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..play.program import Effect, Program
from ..story.rules import Rule
from .flow import Control, controls, skeleton
from .values import Values

Classes = list[int]
"""For each value of a variable from its least on, the number of its class; −1 if it cannot be."""


class Quotient:
    """Which values matter where for a role, of those that are possible there."""

    def __init__(
        self,
        program: Program,
        role: str,
        observed: Mapping[int, Sequence[Rule]] | None = None,
        values: Values | None = None,
        towards: Iterable[int] | None = None,
    ) -> None:
        """``towards`` are scenes: then only what may decide whether and how they are come to matters."""
        self.values = Values(program, role, skeleton(program, role)) if values is None else values
        flow = controls(program, role, observed, self.values)
        if towards is not None:
            leading = _leading(flow, towards)
            flow = [control if at in leading else Control() for at, control in enumerate(flow)]
        order = backwards(flow)
        self.classes: list[dict[int, Classes]] = [{} for _ in flow]
        """For each scene, the variables that matter there."""
        for variable in program.layout.variables:
            if any(_reads(control, variable.index) for control in flow):
                size = variable.most - variable.least + 1
                for scene, found in enumerate(refine(flow, order, variable.index, variable.least, size)):
                    masks = self.values.at[scene]
                    if masks is not None:
                        possible = _renumbered(found, masks[variable.index])
                        if max(possible):
                            self.classes[scene][variable.index] = possible


def _renumbered(classes: Classes, mask: int) -> Classes:
    """Return the classes of values that are possible, numbered anew; −1 for other values."""
    numbers: dict[int, int] = {}
    return [
        numbers.setdefault(number, len(numbers)) if mask >> value & 1 else -1
        for value, number in enumerate(classes)
    ]


def _leading(flow: list[Control], scenes: Iterable[int]) -> set[int]:
    """Return some scenes and all that can lead to them."""
    found, size = set(scenes), 0
    while len(found) > size:
        size = len(found)
        found |= {
            at
            for at, control in enumerate(flow)
            if any(to in found for way in control.exits for to, _ in way.targets)
        }
    return found


def _reads(control: Control, variable: int) -> bool:
    return variable in control.readings or any(variable in way.readings for way in control.exits)


def backwards(flow: list[Control]) -> list[int]:
    """Return the scenes so that most come after those they lead to."""
    seen: set[int] = set()
    order: list[int] = []
    for root in range(len(flow)):
        stack = [(root, False)]
        while stack:
            scene, done = stack.pop()
            if done:
                order.append(scene)
            elif scene not in seen:
                seen.add(scene)
                stack.append((scene, True))
                stack += [(to, False) for way in flow[scene].exits for to, _ in way.targets]
    return order


def refine(flow: list[Control], order: list[int], variable: int, least: int, size: int) -> list[Classes]:
    """Return the classes of one variable at every scene, refined until they are stable."""
    values = range(size)
    found: list[Classes] = [[0] * size for _ in flow]
    stable = False
    while not stable:
        stable = True
        for scene in order:
            control, old = flow[scene], found[scene]
            if max(old) == size - 1:
                continue
            columns: list[Sequence[object]] = [old, *control.readings.get(variable, ())]
            for way in control.exits:
                after = _moved(way.effects.get(variable), values, least)
                for reading in way.readings.get(variable, ()):
                    columns.append([reading[value] for value in after])
                for target, entered in way.targets:
                    classes = found[target]
                    if max(classes):
                        there = _moved(flow[target].effects.get(variable) if entered else None, after, least)
                        columns.append([classes[value] for value in there])
            numbers: dict[tuple[object, ...], int] = {}
            new = [numbers.setdefault(row, len(numbers)) for row in zip(*columns, strict=True)]
            if new != old:
                found[scene] = new
                stable = False
    return found


def _moved(effect: Effect | None, values: Sequence[int], least: int) -> Sequence[int]:
    """Return where values (counted from the least) are after an effect."""
    if effect is None:
        return values
    _, by, to, low, high = effect
    if to is not None:
        return [to - least] * len(values)
    return [min(max(value + least + by, low), high) - least for value in values]
