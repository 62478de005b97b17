"""What is wrong with a pack, where, and what to type instead.

A diagnostic is written for a teacher: it names the place, shows the line with a caret, says in
plain words what is wrong and what to do. Codes are stable; ``codes.py`` lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .groups import MUST_FIX
from .text import FORBIDDEN, one_line

WIDEST_LINE = 96
MOST_SHOWN = 100
MOST_COMPARED = 150_000
"""How many words are compared in search of what was meant: what keeps thousands of mistakes quick."""


class Source:
    """One file as it was read: its name as the teacher knows it, and its lines."""

    __slots__ = ("cut", "lines", "name", "path", "scrubbed", "shifts")

    def __init__(self, name: str, text: str) -> None:
        self.name = one_line(name)
        self.path = ""
        """Where the file is, if it was read from one."""
        self.lines = text.split("\n")
        self.cut: list[int] = []
        """Lines that were set aside because YAML could not read them, in order."""
        self.scrubbed: set[tuple[int, int]] = set()
        """Places of forbidden characters; what they stood in is not to be trusted."""
        self.shifts: dict[int, int] = {}
        """How far lines moved to the right when tabs in their margins were made spaces."""

    def line(self, number: int) -> str:
        """Return line ``number`` (0-based), or nothing past the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""


class Mark:
    """A place in a file: 0-based line and column, and how many characters the caret underlines."""

    __slots__ = ("column", "line", "source", "width")

    def __init__(self, source: Source, line: int, column: int, width: int = 1) -> None:
        self.source = source
        self.line = line
        self.column = column
        self.width = width

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line + 1}:{self.column + 1}"

    def shifted(self, columns: int, width: int = 1) -> Mark:
        """Return the mark ``columns`` further along the same line."""
        return Mark(self.source, self.line, self.column + columns, width)


class Word(str):
    """A piece of text read from a file that remembers where it stood."""

    __slots__ = ("mark",)
    mark: Mark

    def __new__(cls, text: str, mark: Mark) -> Word:
        word = super().__new__(cls, text)
        word.mark = mark
        return word

    def __getnewargs__(self) -> tuple[str, Mark]:  # type: ignore[override]
        return str(self), self.mark


class Diagnostic:
    """One problem: code, place, what is wrong, and (``hint``) what to type."""

    __slots__ = ("code", "hint", "mark", "message", "related")

    def __init__(
        self, code: str, mark: Mark, message: str, hint: str = "", related: Mark | None = None
    ) -> None:
        self.code = code
        self.mark = mark
        self.message = message
        self.hint = hint
        self.related = related

    @property
    def group(self) -> str:
        """Which of the groups in ``groups.py`` the problem belongs to."""
        from .codes import group_of  # the catalogue is long, and most packs need none of it

        return group_of(self.code)

    @property
    def order(self) -> tuple[str, int, int, str]:
        return self.mark.source.name, self.mark.line, self.mark.column, self.code

    def render(self) -> str:
        """Return the problem as plain text: place, message, the line, a caret, the cure."""
        out = [f"{self.mark}: {shortened(self.message)} [{self.code}]"]
        line = self.mark.source.line(self.mark.line)
        if line.strip():
            out += _excerpt(line, self.mark.column, self.mark.width)
        if self.hint:
            out.append(f"    {shortened(self.hint)}")
        if self.related is not None:
            out.append(f"    The other one is at {self.related}.")
        return "\n".join(out)


_LONG_QUOTE = re.compile("“([^”]{60})[^”]{20,}”")


def shortened(message: str) -> str:
    """Return a message on one line, with overlong words of the file cut short."""
    # The two spaces that set off what is to be typed are kept; everything else is one line of plain text.
    parts = [one_line(part) for part in _LONG_QUOTE.sub(r"“\1…”", message).split("  ")]
    text = "  ".join(part for part in parts if part)
    return text if len(text) <= 600 else text[:599] + "…"


def _excerpt(line: str, column: int, width: int) -> list[str]:
    """Show the part of a line around a column with a caret under it, safely."""
    start = 0
    if len(line) > WIDEST_LINE and column > WIDEST_LINE - 24:
        start = column - WIDEST_LINE // 2
    shown = FORBIDDEN.sub(" ", line[start : start + WIDEST_LINE].replace("\t", " "))
    before = "…" if start else ""
    after = "…" if start + WIDEST_LINE < len(line) else ""
    at = max(0, min(column - start, len(shown))) + len(before)
    carets = "^" * max(1, min(width, len(shown) + len(before) - at))
    return [f"    | {before}{shown.rstrip()}{after}", f"    | {' ' * at}{carets}"]


class Report:
    """Collects every problem of one reading; nothing stops at the first."""

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self.told = 0
        """How many problems were ever added; unlike their list it never shrinks."""
        self.broken: set[str] = set()
        """Ids whose entry could not be read: references to them are not reported as unknown."""
        self.blind = False
        """True if a whole file could not be read: any id might stand in it, so none is called unknown."""
        self.nameless: set[str] = set()
        """Kinds of things of which one stands there without the line that names it."""
        self.guesses: list[Diagnostic] = []
        """Syntax errors that were explained by their place alone."""
        self.prefixes: tuple[str, ...] = ()
        """What stands before the ids of branches everywhere but in their files; nobody typed it, so it is not shown."""
        self._compared = 0
        self._doubt: set[tuple[Mark, str]] = set()

    def add(self, code: str, mark: Mark, message: str, hint: str = "", related: Mark | None = None) -> None:
        self.told += 1
        for prefix in self.prefixes:
            message, hint = message.replace(prefix, ""), hint.replace(prefix, "")
        source = mark.source
        line = max(0, min(mark.line, len(source.lines) - 1))
        column = max(0, min(mark.column, len(source.lines[line])))
        if (line, column) != (mark.line, mark.column):
            mark = Mark(source, line, column, mark.width)
        self.problems.append(Diagnostic(code, mark, message, hint, related))

    def doubt(self, mark: Mark, name: str = "") -> None:
        """Note that the record at ``mark`` was not read whole: its key ``name``, or who knows which."""
        self._doubt.add((mark, name))

    def doubtful(self, mark: Mark, *names: str) -> bool:
        """True if one of these keys of a record may have said more than could be read.

        What such a key leaves undone is the consequence of a mistake that has been told already.
        """
        return any((mark, name) in self._doubt for name in ("", *names))

    def cut_short(self, sources: Iterable[Source]) -> None:
        """Call nothing missing if a file ends in the middle of something, as one that is being saved does.

        Its last line has no end, and something is wrong with the last thing in it.
        """
        for source in sources:
            if source.lines[-1].strip():
                margins = [len(line) - len(line.lstrip(" ")) if line.strip() else 99 for line in source.lines]
                outer = max(2, min(margins))
                last = max(number for number, margin in enumerate(margins) if margin <= outer)
                self.blind = self.blind or any(
                    problem.mark.source is source and problem.mark.line >= last and problem.group == MUST_FIX
                    for problem in self.problems
                )

    def retract_indent(self, source: Source, first: int, last: int) -> None:
        """Drop what YAML said of indentation between two lines, where the reader knows better."""
        for problem in self.guesses.copy():
            if problem.mark.source is source and first <= problem.mark.line <= last:
                self.guesses.remove(problem)
                self.problems.remove(problem)

    def near(self, word: str, known: Iterable[str], plain: str = "") -> str:
        """Return a “Did you mean …?”, as long as there are not so many problems that it would take long."""
        if self._compared >= MOST_COMPARED:
            return plain
        options = list(known)
        if self.prefixes:
            options = [option.rpartition(":")[2] for option in options]
        self._compared += len(options)
        return did_you_mean(word, options, plain) if self._compared < MOST_COMPARED else plain

    @property
    def fatal(self) -> bool:
        """True if anything must be mended before the pack can be played."""
        return any(problem.group == MUST_FIX for problem in self.problems)

    def sorted(self) -> list[Diagnostic]:
        """Return the problems by file and place, each told once."""
        seen = set()
        out = []
        for problem in sorted(self.problems, key=lambda p: p.order):
            key = (*problem.order, problem.message)
            if key not in seen:
                seen.add(key)
                out.append(problem)
        return out

    def render(self) -> str:
        """Return the problems as text, then a line that counts them."""
        problems = self.sorted()
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        more = f" The first {MOST_SHOWN} are shown." if len(problems) > MOST_SHOWN else ""
        return "\n\n".join([p.render() for p in problems[:MOST_SHOWN]] + [f"{count} found.{more}"])


class PackError(Exception):
    """A pack cannot be played; ``report`` says everything that is wrong with it."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.render())
        self.report = report


def did_you_mean(word: str, known: Iterable[str], plain: str = "") -> str:
    """Return a "Did you mean …?" for the nearest known word, else ``plain``."""
    from difflib import get_close_matches

    options = list(known)
    if len(word) > 80:
        return plain
    near = get_close_matches(word, options, n=1, cutoff=0.65)
    if not near:
        near = [o for o in options if len(o) < 8 and sorted(o) == sorted(word)]
    if not near:
        lowered = {o.lower(): o for o in options}
        near = get_close_matches(word.lower().replace("_", "-"), lowered, n=1, cutoff=0.65)
        near = [lowered[n] for n in near]
    return f"Did you mean “{near[0]}”?" if near else plain


def listed(words: Iterable[str], most: int = 12) -> str:
    """Return words as a readable list, cut after ``most``."""
    items = list(words)
    if len(items) > most:
        return ", ".join(items[:most]) + f" … ({len(items)} in all)"
    return ", ".join(items)
