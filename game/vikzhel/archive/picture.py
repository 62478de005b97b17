"""Charts as pictures for paper: SVG in black, white and greys, its text left as text; no style, no script, no address.

Shares of one whole are bars, a row for each point; curves that are looked at side by side are lines over the
number of the point. Each is told by its letter as well as by its shade or its dashes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..story.text import one_line
from .sheet import percent

if TYPE_CHECKING:
    from .sheet import Chart, Point

WIDTH = 680
"""Units that a picture is wide; the page scales it to its column."""
ROW, LABEL, FIGURE = 15, 250, 60
"""Of bars: how high a row is, how much room its label has, and what stands after the bar."""
HIGH, LEFT, RIGHT, BELOW = 210, 34, 24, 26
"""Of lines: how high the plot is, and the room around it."""
LETTER = 9
"""The least width of a bar that its letter stands in."""
LONGEST = 46
SHADES = (("#000", "#fff"), ("#fff", "#000"), ("#bbb", "#000"), ("#666", "#fff"), ("#e6e6e6", "#000"))
"""What a bar is filled with, and its letter."""
DASHES = ("", "6 3", "2 2", "9 3 2 3", "12 4", "4 2 1 2 1 2", "1 3", "9 2")


def svg(chart: Chart) -> str:
    """Return a chart as an ``svg`` element."""
    return _bars(chart) if chart.stacked else _lines(chart)


def _whole(height: float, parts: list[str], name: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{_safe(name)}" '
        f'font-family="Georgia, serif" font-size="10">\n' + "\n".join(parts) + "\n</svg>"
    )


def _bars(chart: Chart) -> str:
    parts = []
    for number, point in enumerate(chart.points):
        top = float(number * ROW)
        label = one_line(point.label)
        label = label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
        parts.append(_words(0, top + 11, label, 'font-weight="bold"' if point.mark else ""))
        parts += _bar(chart, point, top)
        own = percent(point.shares[0]) if point.shares and point.shares[0] is not None else ""
        parts.append(_words(WIDTH - FIGURE + 4, top + 11, f"A {own}" if own else ""))
    return _whole(len(chart.points) * ROW + 2, parts, chart.heading)


def _bar(chart: Chart, point: Point, top: float) -> list[str]:
    room, left, parts = WIDTH - LABEL - FIGURE, float(LABEL), []
    for number, (letter, share) in enumerate(zip(chart.letters, point.shares, strict=True)):
        wide = room * (share or 0.0)
        fill, ink = SHADES[number % len(SHADES)]
        if wide > 0.3:
            parts.append(
                f'<rect x="{left:.1f}" y="{top + 1}" width="{wide:.1f}" height="{ROW - 3}" fill="{fill}" stroke="#000" '
                'stroke-width="0.6"/>'
            )
        if wide >= LETTER:
            parts.append(_words(left + wide / 2, top + 11, letter, f'text-anchor="middle" fill="{ink}"'))
        left += wide
    parts.append(
        f'<rect x="{LABEL}" y="{top + 1}" width="{room}" height="{ROW - 3}" fill="none" stroke="#000" stroke-width="0.6"/>'
    )
    return parts


def _lines(chart: Chart) -> str:
    step = (WIDTH - LEFT - RIGHT) / max(1, len(chart.points) - 1)
    parts = []
    for share in (0, 25, 50, 75, 100):
        y = _y(share / 100)
        parts.append(f'<path d="M{LEFT} {y:g}H{WIDTH - RIGHT}" stroke="#999" stroke-width="0.4"/>')
        parts.append(_words(LEFT - 5, y + 3, str(share), 'text-anchor="end"'))
    parts += [
        _words(LEFT + number * step, HIGH + 22, str(number), 'text-anchor="middle"')
        for number in range(len(chart.points))
    ]
    ends: list[float] = []
    for number, letter in enumerate(chart.letters):
        known = [(n, s) for n, p in enumerate(chart.points) if (s := p.shares[number]) is not None]
        if not known:
            continue
        where = " ".join(f"{LEFT + n * step:.1f},{_y(share):.1f}" for n, share in known)
        dash = DASHES[number % len(DASHES)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<polyline points="{where}" fill="none" stroke="#000" stroke-width="1.4"{dashed}/>')
        end, last = known[-1]
        y = _y(last) + 3
        while any(abs(y - other) < 10 for other in ends):
            y -= 10  # letters of lines that end together stand over each other
        ends.append(y)
        parts.append(_words(LEFT + end * step + 5, y, letter, 'font-weight="bold"'))
    return _whole(HIGH + BELOW, parts, chart.heading)


def _y(share: float) -> float:
    return 8 + (HIGH - 8) * (1 - share)


def _words(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{" " + more if more else ""}>{_safe(words)}</text>' if words else ""


def _safe(words: str) -> str:
    return escape(one_line(words), quote=True)
