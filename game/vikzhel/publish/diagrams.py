"""The map as text for other programs: Mermaid (flowchart) and Graphviz's DOT.

Whatever an author wrote stands in quotes and with every character escaped that could end them; the names of
nodes are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..story.text import one_line
from .boxes import FILLS
from .brought import in_words
from .days import HalfDay, grid_of

if TYPE_CHECKING:
    from .chart import Arrow, Chart, Stop
    from .days import Grid
    from .findings import Findings


def _days(chart: Chart, grid: Grid) -> dict[HalfDay, list[Stop]]:
    """Return the scenes of each half-day, in the order of the map."""
    found: dict[HalfDay, list[Stop]] = {}
    for row in grid.rows:
        found.setdefault(row.half, []).extend(chart.stops[at] for at in row.stops)
    return found


def _words(stop: Stop, chart: Chart, findings: Findings) -> list[str]:
    """Return what stands in a node, line by line."""
    words = [stop.name, f"{stop.kind if stop.kind != 'flow' else 'scene'}, {stop.grade}"]
    if stop.ending:
        words.append(findings.odds_words(chart.role, stop.ending) or "odds not worked out")
    if stop.verdict in ("unreachable", "undecided"):
        words.append(
            {"unreachable": "never reached (proved)", "undecided": "reached? undecided"}[stop.verdict]
        )
    if stop.brought:
        words.append(in_words(stop.brought))
    elif stop.inside:
        words.append(f"something in it {in_words(stop.inside)}")
    return [one_line(line) for line in words]


def _arrows(grid: Grid, chart: Chart) -> Iterator[tuple[Arrow, bool]]:
    """Return every arrow between two stops, and whether it runs back."""
    yield from ((arrow, False) for arrow in grid.down)
    for arrows in grid.again.values():
        for arrow in arrows:
            if arrow.end in chart.stops:
                yield arrow, grid.row[arrow.end] <= grid.row[arrow.start]


def _label(arrow: Arrow) -> str:
    return f"{arrow.label} never".strip() if arrow.never else arrow.label


# -- Mermaid ---------------------------------------------------------------------------------------

_MERMAID = {
    "documented": ("[", "]"),
    "inferred": ("(", ")"),
    "counterfactual": ("{{", "}}"),
    "invented": (">", "]"),
}


def mermaid(charts: list[tuple[Chart, Findings]]) -> str:
    """Return maps as one Mermaid flowchart, each role's in a box of its own."""
    lines = ["flowchart TB"]
    for number, (chart, findings) in enumerate(charts):
        grid = grid_of(chart)
        names = {at: f"r{number}s{index}" for index, at in enumerate(chart.stops)}
        lines.append(f"  subgraph r{number}[{_mermaid_text([chart.name])}]")
        lines.append("    direction TB")
        for index, (half, stops) in enumerate(_days(chart, grid).items()):
            heading = grid.words(half)
            lines.append(f"    subgraph r{number}d{index}[{_mermaid_text([heading])}]")
            for stop in stops:
                before, after = _MERMAID.get(stop.grade, _MERMAID["invented"])
                text = _mermaid_text(_words(stop, chart, findings))
                kind = f"{stop.grade if stop.grade in _MERMAID else 'invented'}"
                lines.append(f"      {names[stop.id]}{before}{text}{after}:::{kind}")
            lines.append("    end")
        for arrow, _ in _arrows(grid, chart):
            line = "-.->" if arrow.never or not arrow.sure else "==>" if arrow.brought else "-->"
            label = f"|{_mermaid_text([_label(arrow)])}|" if _label(arrow) else ""
            lines.append(f"    {names[arrow.start]} {line}{label} {names[arrow.end]}")
        ends = [names[stop.id] for stop in chart.stops.values() if stop.ending]
        if ends:
            lines.append(f"    class {','.join(ends)} ending")
        lines.append("  end")
    for grade, fill in FILLS.items():
        dash = {"counterfactual": ",stroke-dasharray:5 2", "invented": ",stroke-dasharray:1 2"}.get(grade, "")
        lines.append(f"  classDef {grade} fill:{fill},stroke:#1a1a1a,color:#1a1a1a{dash}")
    lines.append("  classDef ending stroke-width:4px")
    return "\n".join(lines) + "\n"


def _mermaid_text(words: list[str]) -> str:
    """Return text in quotes; anything that is neither a letter nor harmless becomes a numbered entity."""
    said = "<br/>".join(
        "".join(c if c.isalnum() or c in " ,:?!–—%’()" else f"#{ord(c)};" for c in line) for line in words
    )
    return f'"{said or " "}"'


# -- DOT -------------------------------------------------------------------------------------------

_DOT = {
    "documented": 'shape=box, style="filled,bold"',
    "inferred": 'shape=box, style="filled,rounded"',
    "counterfactual": 'shape=octagon, style="filled,dashed"',
    "invented": 'shape=hexagon, style="filled,dotted"',
}


def dot(charts: list[tuple[Chart, Findings]]) -> str:
    """Return maps as one DOT graph, each role's and each half-day's in a cluster of its own."""
    lines = [
        "digraph map {",
        "  rankdir=TB; newrank=true; nodesep=0.3; ranksep=0.4;",
        '  node [fontname="Helvetica", fontsize=10, margin="0.12,0.06"];',
        '  edge [fontname="Helvetica", fontsize=9];',
    ]
    for number, (chart, findings) in enumerate(charts):
        grid = grid_of(chart)
        names = {at: _dot_text([f"{chart.role}/{at}"]) for at in chart.stops}
        lines += [f"  subgraph cluster_r{number} {{", f"    label={_dot_text([chart.name])};"]
        for index, (half, stops) in enumerate(_days(chart, grid).items()):
            heading = grid.words(half)
            lines += [f"    subgraph cluster_r{number}d{index} {{", f"      label={_dot_text([heading])};"]
            for stop in stops:
                look = _DOT.get(stop.grade, _DOT["invented"])
                fill = FILLS.get(stop.grade, FILLS["invented"])
                ends = ", peripheries=2" if stop.ending else ""
                text = _dot_text(_words(stop, chart, findings))
                lines.append(f'      {names[stop.id]} [label={text}, {look}, fillcolor="{fill}"{ends}];')
            lines.append("    }")
        for arrow, back in _arrows(grid, chart):
            style = "dotted" if arrow.never else "solid" if arrow.sure else "dashed"
            free = ", constraint=false" if back else ""
            double = ', color="black:invis:black"' if arrow.brought else ""
            label = f", label={_dot_text([_label(arrow)])}" if _label(arrow) else ""
            lines.append(
                f"    {names[arrow.start]} -> {names[arrow.end]} [style={style}{double}{label}{free}];"
            )
        lines.append("  }")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_text(words: list[str]) -> str:
    """Return a DOT string; backslashes are doubled, for DOT gives some of them a meaning."""
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"') for line in words)
    return '"' + "\\n".join(escaped) + '"'
