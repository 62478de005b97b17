"""The map as SVG: paper of a known size, days as bands, boxes whose shape tells the evidence and whose lines the verdict.

Everything is told by shape and word; colour only helps. Units are points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .boxes import Box, box_of
from .days import Grid, grid_of
from .legend import legend_of
from .lettering import broken, escaped, number, shortened, width
from .ports import LABEL, ports_of
from .sheet import LEAST_FALL, Column, columns_of

if TYPE_CHECKING:
    from ..story.packs import Pack
    from .chart import Arrow, Chart
    from .findings import Findings

MM = 72 / 25.4
PAPERS = (
    (210, 297, 1.0),
    (297, 210, 1.0),
    (297, 420, 0.8),
    (420, 297, 0.8),
    (420, 594, 0.8),
    (594, 420, 0.8),
    (594, 841, 0.8),
    (841, 594, 0.8),
    (841, 1189, 0.0),
    (1189, 841, 0.0),
)
"""A4 to A0, upright and lying: widths and heights in mm, and how small things may get before a larger one is taken."""
MARGIN = 24.0
HEAD = 40.0
GUTTER = 45.0
"""Where the days stand, left of a column."""
BETWEEN = 12.0
MOST_COLUMNS = 10
PIECE = 600.0
"""How high a piece of a map may be that is to stand on a page of its own."""
LARGEST = 1.35
"""How much larger than its size a short story is drawn at most."""

_SIZE = re.compile(r'(?:width|height)="([\d.]+)mm"')

STYLE = (
    ".map text{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;fill:#1a1a1a}"
    ".map .l{fill:none;stroke:#1a1a1a;stroke-width:.9}.map .if{stroke-dasharray:4 2.4}"
    ".map .r{stroke-width:.55;stroke:#555}.map .no{stroke:#777;stroke-dasharray:1 2.4}"
    ".map .br{stroke-width:2.6;stroke:#1a1a1a}.map .w{fill:none;stroke:#fff;stroke-width:1.1}"
    ".map .a{fill:#1a1a1a}.map .b{stroke:#1a1a1a}.map .m{text-anchor:middle}.map .q{fill:#444}"
    ".map .n{font-size:6.6px}.map .h{fill:#fff}"
)


def svg_of(pack: Pack, chart: Chart, findings: Findings) -> str:
    """Return a role's whole map on one sheet of A4 or A3, whichever is big enough."""
    sheet = _Sheet(pack, chart, findings)
    wide, columns, scale = sheet.best_paper()
    return sheet.whole(columns, wide, scale)


def stacked(drawn: list[str]) -> str:
    """Return several maps below each other in one picture; one alone as it is."""
    if len(drawn) == 1:
        return drawn[0]
    sizes = [tuple(float(mm) for mm in _SIZE.findall(svg)[:2]) for svg in drawn]
    wide, high = max(size[0] for size in sizes), sum(size[1] for size in sizes)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(wide)} {number(high)}" width="{number(wide)}mm" height="{number(high)}mm">'
    ]
    y = 0.0
    for svg, (_, down) in zip(drawn, sizes, strict=True):
        out.append(
            _SIZE.sub(lambda found: found[0].replace("mm", ""), svg, count=2).replace(
                "<svg ", f'<svg y="{number(y)}" ', 1
            )
        )
        y += down
    return "\n".join([*out, "</svg>\n"])


def column_svgs(pack: Pack, chart: Chart, findings: Findings) -> list[str]:
    """Return a role's map in pieces, each fit for an A4 page beside other text, without a paper of its own."""
    sheet = _Sheet(pack, chart, findings)
    count = max(1, math.ceil((sum(sheet.heights) + LEAST_FALL * len(sheet.heights)) / PIECE))
    while count < len(sheet.grid.rows) and max(c.height for c in sheet.columns(count)) > PIECE:
        count += max(1, count // 8)
    columns = sheet.columns(count)
    return [sheet.piece(column, k, len(columns)) for k, column in enumerate(columns)]


class _Sheet:
    def __init__(self, pack: Pack, chart: Chart, findings: Findings) -> None:
        self.pack, self.chart, self.findings = pack, chart, findings
        self.grid: Grid = grid_of(chart)
        self.boxes: dict[str, Box] = {
            at: box_of(stop, self.grid, chart, findings) for at, stop in chart.stops.items()
        }
        self.heights = [max(self.boxes[at].height for at in row.stops) for row in self.grid.rows]
        self._columns: dict[int, list[Column]] = {}

    def columns(self, count: int) -> list[Column]:
        if count not in self._columns:
            self._columns[count] = columns_of(self.grid, self.heights, count)
        return self._columns[count]

    def best_paper(self) -> tuple[int, list[Column], float]:
        """Return the width in mm of the smallest paper on which all stands at full size, else of that on which it is largest."""
        legend = legend_of(self.chart, self.findings)
        best: tuple[float, int, list[Column]] | None = None
        for wide, high, least in PAPERS:
            for count in range(1, min(MOST_COLUMNS, len(self.grid.rows)) + 1):
                columns = self.columns(count)
                across = sum(c.width + GUTTER for c in columns) + BETWEEN * (len(columns) - 1)
                down = max(c.height for c in columns) + HEAD + 14
                scale = LARGEST
                for _ in range(6):  # a larger sheet has a shorter legend
                    inner = wide * MM / scale - 2 * MARGIN
                    fits = min(
                        wide * MM / (across + 2 * MARGIN),
                        high * MM / (down + legend.height(inner) + 2 * MARGIN),
                    )
                    scale = min(LARGEST, fits)
                if best is None or scale > best[0] + 1e-9:
                    best = scale, wide, columns
            if best is not None and wide > high and best[0] >= least:
                break
        assert best is not None
        return best[1], best[2], best[0]

    # -- putting together --------------------------------------------------------------------------

    def whole(self, columns: list[Column], paper: int, scale: float) -> str:
        """Return everything on a paper so many mm wide, no higher than need be."""
        chart, wide = self.chart, paper * MM / scale
        legend = legend_of(chart, self.findings)
        foot = MARGIN + HEAD + max(column.height for column in columns) + 14
        high = foot + legend.height(wide - 2 * MARGIN) + MARGIN
        size = f' width="{paper}mm" height="{number(high * scale / MM)}mm"'
        out = [self._open(f"0 0 {number(wide)} {number(high)}", size)]
        out.append(f'<rect width="{number(wide)}" height="{number(high)}" fill="#fff"/>')
        title = shortened(f"{self.pack.manifest.title}: {chart.name}", wide - 2 * MARGIN, 17, bold=True)
        out.append(
            f'<text x="{MARGIN}" y="{MARGIN + 15}" font-size="17" font-weight="bold">{escaped(title)}</text>'
        )
        told = shortened(counted(chart), wide - 2 * MARGIN, 8)
        out.append(f'<text x="{MARGIN}" y="{MARGIN + 28}" font-size="8" class="q">{escaped(told)}</text>')
        across = sum(c.width + GUTTER for c in columns) + BETWEEN * (len(columns) - 1)
        loose = max(0.0, (wide - 2 * MARGIN - across) / (len(columns) + 1))
        x = MARGIN + loose
        for column in columns:
            out += self._column(column, x, MARGIN + HEAD)
            x += column.width + GUTTER + BETWEEN + loose
        out += legend.drawn(MARGIN, foot, wide - 2 * MARGIN)
        return "\n".join([*out, "</svg>\n"])

    def piece(self, column: Column, mine: int, whole: int) -> str:
        wide = column.width + GUTTER + 4
        head = self._open(
            f"0 0 {number(wide)} {number(column.height + 8)}",
            f' width="{number(1.2 * wide)}pt"',
            mine + 1,
            whole,
        )
        return "\n".join([head, *self._column(column, 0, 4), "</svg>"])

    def _open(self, view: str, size: str, part: int = 1, whole: int = 1) -> str:
        chart = self.chart
        of = f", part {part} of {whole}" if whole > 1 else ""
        name = f"map-{chart.role}-{part}"
        title = escaped(f"Map of {self.pack.manifest.title} for {chart.name}{of}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="{view}"{size} role="img" lang="en" '
            f'aria-labelledby="{escaped(name)}-t {escaped(name)}-d">\n'
            f'<title id="{escaped(name)}-t">{title}</title>\n'
            f'<desc id="{escaped(name)}-d">{escaped(described(chart, self.findings))}</desc>\n<style>{STYLE}</style>'
        )

    # -- one column --------------------------------------------------------------------------------

    def _column(self, column: Column, x: float, y: float) -> Iterator[str]:
        yield f'<g transform="translate({number(x)} {number(y)})">'
        yield from self._bands(column)
        yield f'<g transform="translate({number(GUTTER)} 0)">'
        yield from _lines(column, self.boxes)
        for thing in column.layout.things:
            if thing.bend:
                continue
            top = column.tops[thing.row]
            if thing.name[0] in "<>":
                yield from self._letter(thing.name, thing.x, top, column)
            else:
                yield from self.boxes[thing.name].drawn(thing.x, top, column.high[thing.row])
        yield "</g></g>"

    def _letter(self, name: str, x: float, top: float, column: Column) -> Iterator[str]:
        letter, leaving = name[1:], name[0] == ">"
        at = top + (7 if leaving else 17)
        yield f'<circle cx="{number(x)}" cy="{number(at)}" r="6.5" fill="#fff" class="b" stroke-width=".9"/>'
        yield f'<text x="{number(x)}" y="{number(at + 2.6)}" font-size="7.5" font-weight="bold" class="m">{letter}</text>'
        if leaving:
            to = self.chart.stops[column.letters[letter]]
            for line, text in enumerate(_two_lines(f"to {to.name}")):
                yield f'<text x="{number(x)}" y="{number(at + 13.5 + 6 * line)}" font-size="5.6" class="m q">{escaped(text)}</text>'

    def _bands(self, column: Column) -> Iterator[str]:
        """Draw a band for every half-day, with the day in both styles where it begins or the column does."""
        rows = self.grid.rows[column.first : column.last]
        if not any(row.half.dated for row in rows):
            return
        offset = int(column.layout.things[column.layout.rows[0][0]].name[:1] == "<")
        days = sorted({row.half.day for row in self.grid.rows})
        begin = 0
        for end in range(1, len(rows) + 1):
            if end < len(rows) and rows[end].half == rows[begin].half:
                continue
            half = rows[begin].half
            top = column.tops[begin + offset] - (5 if begin else 0)
            bottom = column.tops[end + offset] - 5 if end < len(rows) else column.height
            fresh = begin == 0 or rows[begin - 1].half.day != half.day
            if days.index(half.day) % 2:
                yield (
                    f'<rect x="0" y="{number(top)}" width="{number(column.width + GUTTER)}" '
                    f'height="{number(bottom - top)}" fill="#f1f1f1"/>'
                )
            dash = "" if fresh else ' stroke-dasharray="1 3"'
            yield (
                f'<path d="M0 {number(top)}H{number(column.width + GUTTER)}" stroke="#777" '
                f'stroke-width="{".8" if fresh else ".5"}"{dash}/>'
            )
            if half.dated:
                yield from _day(half.words, self.grid.half(half), top, fresh)
            begin = end


def _day(words: str, half: str, top: float, fresh: bool) -> Iterator[str]:
    y = top
    if fresh:
        old, _, new = words.partition(" (")
        day, month = old.split(" ", 1)
        yield f'<text x="2" y="{number(y + 15)}" font-size="15" font-weight="bold">{day}</text>'
        yield f'<text x="2" y="{number(y + 23)}" font-size="6.6" font-weight="bold">{month}</text>'
        new = new.removesuffix(" New Style)")
        new_day, new_month = new.split(" ", 1)
        yield f'<text x="2" y="{number(y + 31)}" font-size="5.6" class="q">{new_day} {new_month[:3]}. N.S.</text>'
        for line, word in enumerate(half.split()):
            yield f'<text x="23" y="{number(y + 9 + 6 * line)}" font-size="5.6" class="q">{word}</text>'
    else:
        yield f'<text x="2" y="{number(y + 9)}" font-size="5.6" class="q">{half}</text>'


def _two_lines(text: str) -> list[str]:
    return broken(text, 58, 5.6, 2)


# -- lines -----------------------------------------------------------------------------------------


def _lines(column: Column, boxes: dict[str, Box]) -> Iterator[str]:
    """Draw every line of a column, grey ones first, then their heads and labels over them."""
    ports = ports_of(column)
    heads: list[str] = []
    labelled: list[tuple[float, float, float]] = []
    drawn = sorted(enumerate(column.layout.lines), key=lambda pair: _weight(_arrow(column, pair[0])))
    for index, route in drawn:
        arrow = _arrow(column, index)
        start, end = ports.out[index], ports.into[index]
        points: list[tuple[float, float]] = [
            (
                start,
                column.tops[column.layout.things[route[0]].row]
                + column.high[column.layout.things[route[0]].row],
            )
        ]
        if column.layout.things[route[0]].name[0] == "<":
            points = [(start, points[0][1])]
        for bend in route[1:-1]:
            thing = column.layout.things[bend]
            points += [
                (thing.x, column.tops[thing.row]),
                (thing.x, column.tops[thing.row] + column.high[thing.row]),
            ]
        last = column.layout.things[route[-1]]
        tip = column.tops[last.row]
        points.append((end, tip - 3.4))
        kinds = "l"
        if arrow is not None:
            kinds += " no" if arrow.never else " if" if not arrow.sure else ""
            kinds += " r" if arrow.returns else ""
            kinds += " br" if arrow.brought else ""
        yield f'<path class="{kinds}" d="{_curve(points)}"/>'
        if arrow is not None and arrow.brought:
            yield f'<path class="w" d="{_curve(points)}"/>'
        heads.append(f'<path class="a" d="M{number(end)} {number(tip)}l-2.3 -5h4.6z"/>')
        label = ports.labels[index]
        if label:
            half = width(label, LABEL) / 2
            y = points[0][1] + 8
            while any(
                y == at and start - half < right and left < start + half for left, right, at in labelled
            ):
                y += LABEL  # below its neighbour, with which it would run together
            labelled.append((start - half, start + half, y))
            # White behind the words, so that no line runs through them; not every program draws outlined letters.
            heads.append(
                f'<path class="h" d="M{number(start - half - 1)} {number(y - 6)}h{number(2 * half + 2)}v7.6h{number(-2 * half - 2)}z"/>'
                f'<text class="n m" x="{number(start)}" y="{number(y)}">{escaped(label)}</text>'
            )
    yield from heads


def _arrow(column: Column, index: int) -> Arrow | None:
    return column.arrows[index][0] if index < len(column.arrows) else None


def _weight(arrow: Arrow | None) -> int:
    return 0 if arrow is not None and (arrow.never or arrow.returns) else 1


def _curve(points: list[tuple[float, float]]) -> str:
    """Return a path that runs straight through the rows and swings between them, upright at both ends."""
    x, y = points[0]
    said = [f"M{number(x)} {number(y)}"]
    for number_of, (to_x, to_y) in enumerate(points[1:], 1):
        if abs(to_x - x) < 0.3 or (number_of % 2 == 0 and number_of < len(points) - 1):
            said.append(f"L{number(to_x)} {number(to_y)}")
        else:
            half = (to_y - y) * 0.55
            said.append(
                f"C{number(x)} {number(y + half)} {number(to_x)} {number(to_y - half)} {number(to_x)} {number(to_y)}"
            )
        x, y = to_x, to_y
    return "".join(said)


# -- in words --------------------------------------------------------------------------------------


def counted(chart: Chart) -> str:
    """Return what is on a map, in numbers."""
    kinds = [stop.kind for stop in chart.stops.values()]
    decisions = sum(stop.kind == "choices" and len(stop.exits) > 1 for stop in chart.stops.values())
    parts = (
        (len(kinds), "scene"),
        (decisions, "decision"),
        (kinds.count("doors"), "set of doors", "sets of doors"),
        (kinds.count("vote"), "vote"),
        (len({stop.ending for stop in chart.stops.values() if stop.ending}), "ending"),
    )
    said = [
        f"{count} {names[0] if count == 1 else names[-1] if len(names) > 1 else names[0] + 's'}"
        for count, *names in parts
        if count
    ]
    return f"{', '.join(said)}. {chart.laid}".rstrip()


def described(chart: Chart, findings: Findings) -> str:
    """Return what somebody who cannot see the map is told of it."""
    said = [counted(chart), f"It begins with {chart.stops[chart.first].name}."]
    for stop in chart.stops.values():
        if stop.ending:
            odds = findings.odds_words(chart.role, stop.ending)
            said.append(f"Ending: {stop.name}{', ' + odds if odds else ''}.")
    return " ".join([*said, "The same in words is printed by vikzhel map without --svg."])
