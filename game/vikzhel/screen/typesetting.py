"""Setting type: words into lines of ``Content`` for a given width. No widgets, no story.

Story text goes into ``Content`` as it is and is never parsed as markup. A *matter* is anything that
can be set in any width; a page keeps its matters and sets them again when the terminal is resized.

Red is the second colour of the press: heads, the number of what can be taken, and signs at the margin. What
is read is in ink; what is secondary, labels and the right end of a rule among it, in quiet ink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content
from textual.style import Style

from .cells import cells, cut

Matter = Callable[[int], list[Content]]

INK = ""
BOLD = "bold"
QUIET = "$press-quiet"
RED = "$press-red"
RED_BOLD = "bold $press-red"
RULE = "$press-rule"
SLIP = "on $press-slip"

BLANK = Content("")
RUNT = 6
"""A last line of so few letters is not left alone: words of the line before come down to it."""


def wrap(text: str, width: int, style: str = INK, *, first: str = "", rest: str = "") -> list[Content]:
    """Return text in lines no wider than ``width``; ``first`` and ``rest`` are put before the lines.

    Both indents must be equally wide. Newlines in the text are kept.
    """
    inner = max(8, width - cells(first))
    lines: list[Content] = []
    for paragraph in text.split("\n"):
        for line in _broken(paragraph, inner):
            lead = rest if lines else first
            lines.append(Content.assemble(lead, (line, style)))
    return lines


def _broken(text: str, width: int) -> list[str]:
    """Return text in lines; what is more than words of one cell a letter is left to Textual, at 20 times the time."""
    words = [part for word in text.split(" ") for part in _hyphenated(word, width)]
    if cells(text) != len(text) or "\t" in text or any(not 0 < len(word) <= width for word in words):
        return [line.plain.rstrip() for line in Content(text).wrap(width)]
    lines = []
    line = words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}"
        else:
            lines.append(line)
            line = word
    while lines and len(line) <= RUNT and lines[-1].count(" ") > 1:
        before, _, word = lines[-1].rpartition(" ")
        if len(word) + 1 + len(line) > width:
            break
        lines[-1], line = before, f"{word} {line}"
    return [*lines, line]


def _hyphenated(word: str, width: int) -> list[str]:
    """Return a word in parts that fit, broken after its own hyphens: no two of them fit a line together."""
    parts = []
    while len(word) > width and (at := word.rfind("-", 0, width) + 1):
        parts.append(word[:at])
        word = word[at:]
    return [*parts, word]


def hang(lead: tuple[str, str], text: str, width: int, style: str = INK) -> list[Content]:
    """Return text hanging from a lead such as ``1  `` or ``— ``, itself in its own style."""
    mark, mark_style = lead
    indent = cells(mark)
    lines = wrap(text, width - indent, style)
    return [
        Content.assemble((mark, mark_style) if number == 0 else " " * indent, line)
        for number, line in enumerate(lines)
    ]


def clicked(matter: Matter, *asked: str) -> Matter:
    """Return type that looks something up where it is clicked: a panel, and what to look for in it; or nothing, if none is given."""
    if not asked:
        return matter
    link = Style.from_meta({"@click": ("screen.look_up", asked)})
    return lambda width: [line.stylize(link) for line in matter(width)]


def rule(
    width: int,
    left: str = "",
    right: str = "",
    style: str = QUIET,
    line: str = "─",
    right_style: str = QUIET,
) -> Content:
    """Return a thin rule over the whole width, with words let into it at either end."""
    room = width - (cells(left) + 4 if left else 0) - (cells(right) + 4 if right else 0)
    if room < 2 and right:
        return rule(width, left, "", style, line)
    if room < 2 and left:
        return Content.styled(cut(left, width), style)
    parts: list[tuple[str, str]] = []
    if left:
        parts += [(line * 2, RULE), (f" {left} ", style)]
    parts.append((line * room, RULE))
    if right:
        parts += [(f" {right} ", right_style), (line * 2, RULE)]
    return Content.assemble(*parts)


def ends(left: str, right: str, width: int, left_style: str = INK, right_style: str = QUIET) -> Content:
    """Return a row with something at either end; the left gives way, with an ellipsis, if both do not fit."""
    room = width - cells(right) - 2
    if room < 8:
        return Content.styled(cut(left, width), left_style)
    shown = cut(left, room)
    gap = " " * (width - cells(shown) - cells(right))
    return Content.assemble((shown, left_style), gap, (right, right_style))


def slip(lines: Iterable[Content], width: int) -> list[Content]:
    """Return lines pasted in like a cutting: on paper of their own, a heavy edge on the left."""
    pasted = []
    for line in lines:
        pad = max(0, width - 3 - line.cell_length)
        pasted.append(Content.assemble(("┃ ", RED), line, " " * (pad + 1)).stylize_before(SLIP))
    return pasted


def legend(entries: Iterable[tuple[str, str]], width: int) -> list[Content]:
    """Return marks with what they mean, as many in a row as fit."""
    rows: list[Content] = []
    for mark, meaning in entries:
        entry = Content.assemble((mark, RED), " ", (meaning, QUIET))
        if rows and rows[-1].cell_length + 3 + entry.cell_length <= width:
            rows[-1] = Content.assemble(rows[-1], "   ", entry)
        else:
            rows.append(entry)
    return rows


def columns(blocks: Sequence[list[Content]], width: int) -> list[Content]:
    """Return blocks side by side, each ``width`` wide, with a column rule between."""
    tallest = max((len(block) for block in blocks), default=0)
    rows = []
    for number in range(tallest):
        row: list[Content | tuple[str, str]] = []
        for column, block in enumerate(blocks):
            line = block[number] if number < len(block) else BLANK
            if column:
                row.append((" │ ", RULE))
            row += [line, Content(" " * max(0, width - line.cell_length))]
        rows.append(Content.assemble(*row))
    return rows


def heading(text: str) -> Matter:
    """Return a small heading with a blank line after it."""
    return lambda width: [Content.styled(cut(text, width), RED_BOLD), BLANK]


def paragraph(text: str, style: str = INK) -> Matter:
    """Return a plain paragraph with a blank line after it."""
    return lambda width: [*wrap(text, width, style), BLANK]
