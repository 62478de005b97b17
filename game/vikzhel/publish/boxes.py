"""The box of a scene: its words and its shape.

Shape and edge tell the evidence: square and heavy, documented; round, inferred; cut corners and dashes,
counterfactual; pointed and dotted, invented. A second frame marks an ending, a cross what is never reached, a tab
at the corner what a branch brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .brought import in_words, tab
from .days import clock
from .findings import RANDOM, percent
from .lettering import broken, escaped, number, shortened
from .sheet import BOX

if TYPE_CHECKING:
    from .chart import Arrow, Chart, Stop
    from .days import Grid, clock
from .findings import Findings

TITLE, INFO = 7.8, 6.2
PAD = 5.0
LEAST_HIGH = 24.4
"""So that a day's heading fits beside a single scene."""

FILLS = {"documented": "#ffffff", "inferred": "#f7f0dd", "counterfactual": "#dde7ee", "invented": "#f3dede"}


@dataclass(frozen=True)
class Box:
    """A scene's box: its lines of words, and how high it has to be."""

    stop: Stop
    title: tuple[str, ...]
    info: tuple[str, ...]

    @property
    def height(self) -> float:
        return max(LEAST_HIGH, 2 * PAD + 9.0 * len(self.title) + 7.4 * len(self.info) - 2)

    def drawn(self, x: float, top: float, high: float) -> Iterator[str]:
        """Draw the box with its middle at ``x``."""
        stop = self.stop
        left = x - BOX / 2
        name = f"{stop.id}: {stop.title}. {stop.grade}. {', '.join(self.info)}"
        if stop.brought or stop.inside:
            whole = (
                f"Scene {in_words(stop.brought)}"
                if stop.brought
                else f"Something in it {in_words(stop.inside)}"
            )
            name = f"{name}. {whole}"
        yield f"<g><title>{escaped(name)}</title>"
        yield outline_of(stop.grade, left, top, BOX, high, ending=bool(stop.ending), verdict=stop.verdict)
        y = top + (high - 9.0 * len(self.title) - 7.4 * len(self.info)) / 2 + 7
        for line in self.title:
            yield f'<text x="{number(x)}" y="{number(y)}" font-size="{TITLE}" font-weight="bold" class="m">{escaped(line)}</text>'
            y += 9.0
        for line in self.info:
            yield f'<text x="{number(x)}" y="{number(y - 0.8)}" font-size="{INFO}" class="m q">{escaped(line)}</text>'
            y += 7.4
        sign = "".join(one.sign for one in stop.brought or stop.inside)
        if sign:
            yield tab(sign, left - 4, top - 4.5, whole=bool(stop.brought))
        yield "</g>"


def box_of(stop: Stop, grid: Grid, chart: Chart, findings: Findings) -> Box:
    """Return the box of a scene, with those of its arrows that are told in words."""
    room = BOX - 2 * PAD - 4
    info = [" · ".join(part for part in (clock(stop.when), _kind(stop)) if part)]
    info += [_in_words(arrow, chart, grid) for arrow in grid.again.get(stop.id, ())]
    if stop.ending:
        info += list(_odds(stop.ending, chart.role, findings))
    if stop.verdict == "unreachable":
        info.append("never reached (proved)")
    elif stop.verdict == "undecided":
        info.append("reached? undecided")
    title = tuple(broken(stop.name, room, TITLE, 2, bold=True))
    return Box(stop, title, tuple(shortened(line, room + 4, INFO) for line in info if line))


def _kind(stop: Stop) -> str:
    if stop.kind == "choices":
        count = len(stop.exits)
        return f"{count} option{'' if count == 1 else 's'}"
    if stop.kind == "doors":
        return f"doors, {stop.pick} of {len(stop.options)}"
    return {"vote": "vote", "chance": "chance", "ending": "ending", "flow": ""}[stop.kind]


def _in_words(arrow: Arrow, chart: Chart, grid: Grid) -> str:
    label = f"{arrow.label}: " if arrow.label else ""
    if arrow.end == arrow.start:
        return f"{label}here again ↻"
    to = chart.stops.get(arrow.end)
    if to is None:
        return f"{label}back to the doors ↑"
    down = grid.row[arrow.end] > grid.row[arrow.start]
    return f"{label}{'on' if down else 'back'} to {to.name} {'↓' if down else '↑'}"


def _odds(ending: str, role: str, findings: Findings) -> Iterator[str]:
    """Return an ending's odds at random, and for whoever plays for the goal that brings it most often."""
    odds = findings.odds(role, RANDOM, ending)
    if odds is None:
        yield "odds not worked out"
        return
    about = "about " if findings.estimated(role) else ""
    yield f"at random {about}{percent(odds)}"
    aimed = findings.aimed(role, ending)
    if aimed is not None:
        yield f"informed {about}{percent(aimed[0])}"


def outline_of(
    grade: str, left: float, top: float, wide: float, high: float, *, ending: bool = False, verdict: str = ""
) -> str:
    """Return the outline of a box: its evidence by shape and edge, its verdict by a cross."""
    fill = FILLS.get(grade, FILLS["invented"])
    edge = {"documented": "1.5", "inferred": ".8", "counterfactual": "1"}.get(grade, "1.1")
    dash = {"counterfactual": ' stroke-dasharray="5 2.2"', "documented": "", "inferred": ""}.get(
        grade, ' stroke-dasharray="1.2 2"'
    )
    said = f'<path class="b" d="{_shape(grade, left, top, wide, high)}" fill="{fill}" stroke-width="{edge}"{dash}/>'
    if ending:
        inner = _shape(grade, left + 2.4, top + 2.4, wide - 4.8, high - 4.8)
        said += f'<path class="b" d="{inner}" fill="none" stroke-width=".6"/>'
    if verdict == "unreachable":
        cross = f"M{number(left)} {number(top)}l{number(wide)} {number(high)}m0 {number(-high)}l{number(-wide)} {number(high)}"
        said += f'<path d="{cross}" stroke="#bbb" stroke-width=".8" fill="none"/>'
    elif verdict == "undecided":
        said += (
            f'<circle cx="{number(left + wide)}" cy="{number(top)}" r="5" fill="#fff" class="b" stroke-width=".8"/>'
            f'<text x="{number(left + wide)}" y="{number(top + 2.6)}" font-size="7" font-weight="bold" class="m">?</text>'
        )
    return said


def _shape(grade: str, x: float, y: float, w: float, h: float) -> str:
    n = number
    if grade == "documented":
        return f"M{n(x)} {n(y)}h{n(w)}v{n(h)}h{n(-w)}z"
    if grade == "inferred":
        r = min(10.0, h / 2)
        return (
            f"M{n(x + r)} {n(y)}h{n(w - 2 * r)}a{n(r)} {n(r)} 0 0 1 {n(r)} {n(r)}v{n(h - 2 * r)}"
            f"a{n(r)} {n(r)} 0 0 1 {n(-r)} {n(r)}h{n(2 * r - w)}a{n(r)} {n(r)} 0 0 1 {n(-r)} {n(-r)}"
            f"v{n(2 * r - h)}a{n(r)} {n(r)} 0 0 1 {n(r)} {n(-r)}z"
        )
    if grade == "counterfactual":
        c = min(7.0, h / 3)
        return (
            f"M{n(x + c)} {n(y)}h{n(w - 2 * c)}l{n(c)} {n(c)}v{n(h - 2 * c)}l{n(-c)} {n(c)}"
            f"h{n(2 * c - w)}l{n(-c)} {n(-c)}v{n(2 * c - h)}z"
        )
    p = 6.0
    return f"M{n(x + p)} {n(y)}h{n(w - 2 * p)}l{n(p)} {n(h / 2)}l{n(-p)} {n(h / 2)}h{n(2 * p - w)}l{n(-p)} {n(-h / 2)}z"
