"""How much is read on a path, least and most: a search that follows what texts hang on, as far as it pays.

Variables that nothing but texts read are followed scene by scene, those first that make many words certain
and few more states, until there would be too many. What the rest come to is bounded, so least and most
are true of every path, and exact where all could be followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING

from ..play.predicates import variable
from ..story.rules import tests_of
from .bounds import Between
from .classes import Quotient, backwards, refine
from .explore import TooBig, explore
from .flow import controls
from .rules import table_of

if TYPE_CHECKING:
    from ..play.program import Program
    from ..story.rules import Test
    from .explore import Heed, Progress, Space
    from .rules import Table
    from .values import Masks, Values

MOST_STATES = 3_000_000
"""Past so many classes of states fewer variables are followed, if control alone has not as many."""
MOST_READINGS = 2048
"""In so many ways the texts of one scene may be told apart; each is bounded by itself, in about a thousandth of a second."""
WIDER = (7.0, 1.5)
"""How many times the states of control may be expected, at the first try and after: flags are set together,
so what is expected comes out several times too high."""


def followed(
    program: Program,
    role: str,
    values: Values,
    sizes: Mapping[int, int],
    most: int,
    go_on: Progress,
    heed: Heed,
) -> Space | None:
    """Return a search that knows or bounds what is read on each step.

    ``sizes`` are how many states a search of control has at each scene. ``None`` if there are more than
    ``most``, or ``MOST_STATES``.
    """
    control = sum(sizes.values())
    most = min(most, max(MOST_STATES, control + control // 2))
    for wider in WIDER:
        seen = chosen(program, role, values, sizes, max(wider * control, MOST_STATES / 15), heed)
        between = Between(program, values, seen)
        asked = {at: [test for v in indexes for test in between.tests(at)[v]] for at, indexes in seen.items()}
        quotient = Quotient(program, role, asked, values)
        with suppress(TooBig):
            return explore(program, quotient, role, between=between, most=most, go_on=go_on)
    return None


def chosen(
    program: Program,
    role: str,
    values: Values,
    sizes: Mapping[int, int],
    most: float,
    heed: Heed,
) -> dict[int, set[int]]:
    """Return which variables are to be followed for the texts of which scenes."""
    flow = controls(program, role, None, values)
    order = backwards(flow)
    between = Between(program, values, {})

    def radices(index: int) -> list[int]:
        """Return how many classes of a variable matter at each scene that has states."""
        place = program.layout.variable(index)
        found = refine(flow, order, index, place.least, place.most - place.least + 1)
        return [len(set(compress(found[at], possible))) for at, possible in may[index]]

    come_to = [at for at, masks in enumerate(values.at) if masks is not None]
    wanted = [(at, index, tests) for at in come_to for index, tests in between.tests(at).items()]
    may = {
        index: [(at, _bits(masks, index)) for at in sizes if (masks := values.at[at])]
        for _, index, _ in wanted
    }
    now = {index: radices(index) for index in may}
    states = [float(sizes[at]) for at in sizes]
    tried = []
    for at, index, tests in wanted:
        heed()
        before = flow[at].readings.get(index, [])
        flow[at].readings[index] = [*before, *_tables(program, tests)]
        more = sum(n * new / old for n, new, old in zip(states, radices(index), now[index], strict=True))
        flow[at].readings[index] = before
        tried.append(((more - sum(states)) / max(1, _gap(between, at, index)), at, index, tests))
    seen: dict[int, set[int]] = {}
    ways = dict.fromkeys(come_to, 1)
    for _, at, index, tests in sorted(tried, key=itemgetter(0, 1, 2)):
        heed()
        before = flow[at].readings[index]
        alike = len(set(zip(*_tables(program, tests), strict=True)))
        if ways[at] * alike > MOST_READINGS:
            continue
        flow[at].readings[index] = [*before, *_tables(program, tests)]
        radix = radices(index)
        wider = [n * new / old for n, new, old in zip(states, radix, now[index], strict=True)]
        if sum(wider) <= most:
            states, now[index] = wider, radix
            ways[at] *= alike
            seen.setdefault(at, set()).add(index)
        else:
            flow[at].readings[index] = before
    return seen


def _tables(program: Program, tests: Sequence[Test]) -> list[Table]:
    return [table_of(test, program.layout, program.layout[test.kind, str(test.name)]) for test in tests]


def _bits(masks: Masks, index: int) -> list[bool]:
    return [bit == "1" for bit in reversed(f"{masks[index]:b}")]


def _gap(between: Between, at: int, index: int) -> int:
    """Return how many words of a scene hang on a variable."""
    return sum(
        max(count for _, count, _ in part) - min(count for _, count, _ in part)
        for part in between.parts(at)
        if any(
            variable(test, between.layout) == index
            for rule, _, _ in part
            for test in (tests_of(rule) if rule is not None else ())
        )
    )
