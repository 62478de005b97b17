"""A sheet as a page to print: A4, black on white, text that can be selected; no script, no address to be fetched.

Every word of a story, a player or a file name goes through ``_text``; nothing else is ever put between tags.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..story.text import clean
from .picture import svg
from .sheet import Chart, Lines

if TYPE_CHECKING:
    from .sheet import Block, Part, Sheet, Table

SHORT = 16
"""Characters of a cell that are kept on one line, so that no figure is broken."""

_STYLE = """
@page { size: A4; margin: 17mm 16mm 18mm; }
* { box-sizing: border-box; }
html { font: 10.5pt/1.42 Georgia, "Times New Roman", serif; color: #000; background: #fff; }
body { max-width: 178mm; margin: 0 auto; padding: 6mm 0; }
h1 { font-size: 22pt; line-height: 1.1; margin: 0 0 2mm; letter-spacing: 0.01em; }
header { border-top: 3pt double #000; border-bottom: 0.75pt solid #000; padding: 3mm 0; margin-bottom: 5mm; }
header p { margin: 0; }
h2 { font-size: 14pt; margin: 8mm 0 2.5mm; border-bottom: 0.75pt solid #000; padding-bottom: 0.8mm; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 4.5mm 0 1.2mm; break-after: avoid; }
p { margin: 0 0 1.8mm; orphans: 2; widows: 2; }
ul { margin: 0 0 2mm; padding-left: 5mm; }
li { margin-bottom: 1.4mm; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; line-height: 1.32; margin-bottom: 2mm; }
th, td { text-align: left; vertical-align: top; padding: 1mm 2mm 1mm 0; border-bottom: 0.4pt solid #777; }
th { border-bottom: 0.9pt solid #000; }
tr { break-inside: avoid; }
tr.marked td { border-top: 1.2pt solid #000; border-bottom: 1.2pt solid #000; }
.mark { font-weight: bold; display: block; }
.note { font-size: 9pt; }
.details { break-before: page; }
.short { white-space: nowrap; }
.chart { break-inside: avoid; }
svg { display: block; width: 100%; height: auto; margin: 0 0 2mm; }
.sr { position: absolute; left: -9999px; }
@media print { .sr { display: none; } body { padding: 0; } }
"""


def page(sheet: Sheet, language: str = "en") -> str:
    """Return a sheet as a whole HTML document."""
    lead = "\n".join(f"<p>{_text(line)}</p>" for line in sheet.lead)
    parts = "\n".join(_part(part, number) for number, part in enumerate(sheet.parts, 1)) + _details(sheet)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language, quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(' – '.join([sheet.title, *sheet.lead[:1]]))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{_text(sheet.title)}</h1>\n{lead}\n</header>\n<main>\n{parts}\n</main>\n</body>\n</html>\n"
    )


def _part(part: Part, number: int) -> str:
    blocks = "\n".join(map(_block, part.blocks))
    return f"<section>\n<h2>{number}. {_text(part.title)}</h2>\n{blocks}\n</section>"


def _details(sheet: Sheet) -> str:
    """Return what is more, on pages of its own, so that it need not be printed."""
    blocks = [_block(block) for part in sheet.parts for block in part.more]
    if not blocks:
        return ""
    return f'\n<section class="details">\n<h2>Details</h2>\n{chr(10).join(blocks)}\n</section>'


def _block(block: Block) -> str:
    heading = f"<h3>{_text(block.heading)}</h3>\n" if block.heading else ""
    if isinstance(block, Lines):
        return heading + _lines(block)
    if isinstance(block, Chart):
        return f'<div class="chart">\n{heading}{_chart(block)}\n</div>'
    return heading + _table(block)


def _lines(block: Lines) -> str:
    if block.listed:
        return "<ul>\n" + "\n".join(f"<li>{_text(line)}</li>" for line in block.lines) + "\n</ul>"
    return "\n".join(f"<p>{_text(line)}</p>" for line in block.lines)


def _table(block: Table) -> str:
    head = "".join(f'<th scope="col"{_short(column)}>{_text(column)}</th>' for column in block.columns)
    rows = []
    for row in block.rows:
        cells = []
        for at, cell in enumerate(row.cells):
            mark = ""
            if row.mark and at == min(1, len(row.cells) - 1):
                mark = f' <span class="mark">{_text(row.mark)}</span>'
            cells.append(f"<td{_short(cell)}>{_text(cell)}{mark}</td>")
        marked = ' class="marked"' if row.mark else ""
        rows.append(f"<tr{marked}>{''.join(cells)}</tr>")
    note = f'\n<p class="note">{_text(block.note)}</p>' if block.note else ""
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>\n</table>{note}"


def _short(cell: str) -> str:
    return ' class="short"' if len(cell) <= SHORT else ""


def _chart(block: Chart) -> str:
    key = "; ".join(
        f"{letter} {_text(name)}" for letter, name in zip(block.letters, block.curves, strict=True)
    )
    said = "".join(f"<p>{_text(line)}</p>" for line in block.spoken)
    marks = dict.fromkeys(point.mark for point in block.points if point.mark)
    said_of = [block.note, *(f"In bold: {mark}." for mark in marks)]
    note = "".join(f" {_text(words)}" for words in said_of if words)
    return f'<p class="note">{key}.{note}</p>\n{svg(block)}\n<div class="sr">{said}</div>'


def _text(words: str) -> str:
    return escape(clean(words).replace("\n", " "), quote=True)
