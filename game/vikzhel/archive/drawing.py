"""Charts drawn in plain characters, for a terminal or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.text import one_line
from .sheet import percent

if TYPE_CHECKING:
    from .sheet import Chart

LABEL = 34


def drawn_lines(chart: Chart, width: int, label: int = LABEL) -> list[str]:
    """Return a chart drawn in plain characters: a bar of letters for each point, or a row for each curve."""
    lines = []
    for point in chart.points:
        name = one_line(point.label)
        name = name if len(name) <= label else name[: label - 1].rstrip() + "…"
        if chart.stacked:
            mark = f"  {point.mark}" if point.mark else ""
            lines.append(f"{name.ljust(label)} {chart.bar(point, width)}{mark}")
            continue
        for letter, share in zip(chart.letters, point.shares, strict=True):
            bar = "" if share is None else f"{percent(share):>3} {letter * round(share * (width - 6))}"
            lines.append(f"{name.ljust(label)} {letter} {bar}".rstrip())
            name = ""
    return lines
