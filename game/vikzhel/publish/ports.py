"""Where lines leave and reach boxes: side by side in the order in which they run, so that none cross there."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from .lettering import width
from .rows import spaced
from .sheet import BOX, Column

LABEL = 6.6


@dataclass
class Ports:
    """For each line by its number, where it leaves and where it arrives."""

    out: dict[int, float] = field(default_factory=dict)
    into: dict[int, float] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    """What stands at the beginning of each line; of neighbours that say the same, one says it."""


def ports_of(column: Column) -> Ports:
    """Give each line its place on the edge of its boxes, as near as can be to where it comes from or goes."""
    things, lines = column.layout.things, column.layout.lines
    leaving: dict[int, list[int]] = {}
    arriving: dict[int, list[int]] = {}
    for index, route in enumerate(lines):
        leaving.setdefault(route[0], []).append(index)
        arriving.setdefault(route[-1], []).append(index)
    found = Ports()
    for at, mine in leaving.items():
        mine.sort(key=lambda index: (things[lines[index][1]].x, index))
        labels = _once([_label(column, index) for index in mine])
        found.labels.update(zip(mine, labels, strict=True))
        rooms = [max(9.0, width(label, LABEL) + 5) for label in labels]
        wanted = [things[lines[index][1]].x for index in mine]
        found.out.update(zip(mine, _along(things[at].x, things[at].width, wanted, rooms), strict=True))
    for at, mine in arriving.items():
        mine.sort(key=lambda index: (things[lines[index][-2]].x, index))
        wanted = [
            found.out[index] if len(lines[index]) == 2 else things[lines[index][-2]].x for index in mine
        ]
        found.into.update(
            zip(mine, _along(things[at].x, things[at].width, wanted, [9.0] * len(mine)), strict=True)
        )
    return found


def _label(column: Column, index: int) -> str:
    if index >= len(column.arrows):
        return ""
    arrow = column.arrows[index][0]
    return f"{arrow.label} never".lstrip() if arrow.never else arrow.label


def _once(labels: list[str]) -> list[str]:
    """Leave of neighbours that say the same only the middle one its label."""
    said = [""] * len(labels)
    begin = 0
    for end in range(1, len(labels) + 1):
        if end == len(labels) or labels[end] != labels[begin]:
            said[(begin + end - 1) // 2] = labels[begin]
            begin = end
    return said


def _along(middle: float, whole: float, wanted: list[float], rooms: list[float]) -> list[float]:
    """Return places along an edge, in order, each with its room, inside the edge if that is long enough."""
    if whole < BOX:
        return [middle] * len(wanted)
    gaps = [(a + b) / 2 for a, b in itertools.pairwise(rooms)]
    half = whole / 2 - 12
    if sum(gaps) > 2 * half:
        gaps = [gap * 2 * half / sum(gaps) for gap in gaps]
    inside = [min(max(want, middle - half), middle + half) for want in wanted]
    places = spaced(inside, [1.0] * len(inside), gaps)
    for at in reversed(range(len(places))):
        room = middle + half if at == len(places) - 1 else places[at + 1] - gaps[at]
        places[at] = min(places[at], room)
    for at in range(len(places)):
        room = middle - half if at == 0 else places[at - 1] + gaps[at - 1]
        places[at] = max(places[at], room)
    return places
