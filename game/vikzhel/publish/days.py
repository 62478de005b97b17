"""Days and half-days of a map, and the rows in which its scenes stand: time runs down, and so do the arrows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..story.dates import day_words, new_style
from .chart import BACK, drawn

if TYPE_CHECKING:
    from ..story.dates import Moment
    from .chart import Arrow, Chart

ABREAST = 4
"""The most scenes side by side in a row."""
FURTHEST = 24
"""The most rows that a line is drawn across; what leads further is told in words."""

_FROM = {
    "small-hours": 2,
    "morning": 9,
    "midday": 12,
    "afternoon": 15,
    "dusk": 17,
    "evening": 20,
    "night": 22,
    "midnight": 24,
}
"""About which hour a part of the day is."""


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A day Old Style, and whether its second half, from noon on. ``day`` is 1 January of the year 1 if none is known."""

    day: date
    late: bool

    @property
    def dated(self) -> bool:
        return self.day != date.min

    @property
    def words(self) -> str:
        """Return ``29 October (11 November New Style)``."""
        return both_styles(self.day) if self.dated else "No day given"


def both_styles(day: date) -> str:
    """Return ``29 October (11 November New Style)``."""
    return f"{day_words(day)} ({day_words(new_style(day))} New Style)"


UNDATED = HalfDay(date.min, False)


def clock(moment: Moment | None) -> str:
    """Return the hour or part of the day as it is shown: ``18:30``, ``small hours``; nothing if none is given."""
    return moment.time.replace("-", " ") if moment else ""


def hour(moment: Moment) -> float:
    """Return about which hour of its day a moment is."""
    if ":" in moment.time:
        hours, minutes = moment.time.split(":")
        return int(hours) + int(minutes) / 60
    return _FROM.get(moment.time, 0)


@dataclass
class Row:
    """Scenes side by side in one half-day."""

    half: HalfDay
    stops: list[str] = field(default_factory=list)


@dataclass
class Grid:
    """Where everything stands: rows from first to last, the arrows that run down, and those that do not."""

    rows: list[Row]
    down: list[Arrow]
    again: dict[str, list[Arrow]]
    """For each scene, its arrows that are told in words: to itself, to what came before, and very far down."""
    row: dict[str, int]
    hours: set[HalfDay]
    """The half-days of which some scene says its hour."""

    def half(self, half: HalfDay) -> str:
        """Return which half of its day it is, if that is known."""
        return "" if half not in self.hours else "from noon" if half.late else "before noon"

    def words(self, half: HalfDay) -> str:
        """Return ``29 October (11 November New Style), from noon``."""
        return ", ".join(filter(None, (half.words, self.half(half))))


def grid_of(chart: Chart) -> Grid:
    """Put every scene in a row.

    Within a half-day a scene stands below all that lead to it there, and at most ``ABREAST`` stand in a row
    (list scheduling after Coffman and Graham, 1972).
    """
    halves = _halves(chart)
    down, again = _split(chart, halves)
    before: dict[str, list[str]] = {at: [] for at in chart.stops}
    for arrow in down:
        before[arrow.end].append(arrow.start)
    rows: list[Row] = []
    row: dict[str, int] = {}
    for half in sorted(set(halves.values())):
        first = len(rows)
        for at in _in_order([at for at in chart.stops if halves[at] == half], before, halves, chart):
            earliest = max((row[one] + 1 for one in before[at] if row[one] >= first), default=first)
            while earliest < len(rows) and len(rows[earliest].stops) >= ABREAST:
                earliest += 1
            if earliest == len(rows):
                rows.append(Row(half))
            rows[earliest].stops.append(at)
            row[at] = earliest
    for arrow in down:
        if row[arrow.end] - row[arrow.start] > FURTHEST:
            again.setdefault(arrow.start, []).append(arrow)
    near = [a for a in down if row[a.end] - row[a.start] <= FURTHEST]
    hours = {halves[at] for at, stop in chart.stops.items() if stop.when and stop.when.time}
    return Grid(rows, near, again, row, hours)


def _halves(chart: Chart) -> dict[str, HalfDay]:
    """Return each scene's half-day; one without a day, or an hour, has that from which it is come to first."""
    found: dict[str, HalfDay] = {}
    waiting = [(chart.first, UNDATED)]
    for at, came in waiting:  # breadth first: the list grows while it is read
        if at in found:
            continue
        when = chart.stops[at].when
        if when is None:
            found[at] = came
        else:
            late = hour(when) >= 12 if when.time else came.late and came.day == when.day
            found[at] = HalfDay(when.day, late)
        ends = dict.fromkeys(to for one in chart.stops[at].exits for to, _ in one.ways)
        waiting += [(to, found[at]) for to in ends if to in chart.stops]
    return found


def _split(chart: Chart, halves: dict[str, HalfDay]) -> tuple[list[Arrow], dict[str, list[Arrow]]]:
    """Part the arrows that run down from those that go round: back in time, or to a scene on the way here."""
    again: dict[str, list[Arrow]] = {}
    onward: dict[str, list[Arrow]] = {at: [] for at in chart.stops}
    for arrow in drawn(chart):
        if arrow.end == BACK or halves[arrow.end] < halves[arrow.start]:
            again.setdefault(arrow.start, []).append(arrow)
        else:
            onward[arrow.start].append(arrow)
    down: list[Arrow] = []
    done: set[str] = set()
    for root in chart.stops:  # the first, and then what is come to only by going back in time
        if root in done:
            continue
        path = {root: list(onward[root])}
        while path:  # depth first; ``path`` holds the way here, and what is left to try of each scene on it
            at = next(reversed(path))
            if not path[at]:
                done.add(at)
                del path[at]
                continue
            arrow = path[at].pop(0)
            if arrow.end in path:
                again.setdefault(at, []).append(arrow)
                continue
            down.append(arrow)
            if arrow.end not in done:
                path[arrow.end] = list(onward[arrow.end])
    return down, again


def _in_order(
    members: list[str], before: dict[str, list[str]], halves: dict[str, HalfDay], chart: Chart
) -> list[str]:
    """Return a half-day's scenes so that each follows all that lead to it, the earlier hour first."""
    wanted = {at: sum(halves[one] == halves[at] for one in before[at]) for at in members}
    after: dict[str, list[str]] = {at: [] for at in members}
    for at in members:
        for one in before[at]:
            if one in after:
                after[one].append(at)
    place = {at: number for number, at in enumerate(members)}

    def key(at: str) -> tuple[float, int]:
        when = chart.stops[at].when
        return (hour(when) if when else 0.0, place[at])

    ready = sorted((at for at in members if not wanted[at]), key=key)
    found = []
    while ready:
        at = ready.pop(0)
        found.append(at)
        for one in after[at]:
            wanted[one] -= 1
            if not wanted[one]:
                ready.append(one)
        ready.sort(key=key)
    return found
