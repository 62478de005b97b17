"""A page of set type that scrolls by itself: the story, a sheet, a pane.

Line by line (Textual's line API): only rows in view are ever drawn, however long the story grows,
and new matter is added without setting the old again. A resize sets everything in the new width and
keeps the word that was at the top of the view at the top.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from ..typesetting import Matter

WIDEST = 76
"""The longest line of text; a wider page is not easier to read."""


class _Bar(ScrollBar):
    """A scrollbar that grows or shrinks without having the whole screen laid out and painted again."""

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)


class Page(ScrollView, can_focus=False):
    """Shows matters under each other in one column."""

    DEFAULT_CSS = """
    Page {
        background: $background; color: $foreground;
        scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll;
    }
    """

    @dataclass
    class Turned(Message):
        """The view has moved, or what is on the page has changed."""

        page: Page

        @property
        def control(self) -> Page:
            return self.page

    def __init__(self, *, id: str | None = None, widest: int = WIDEST) -> None:
        super().__init__(id=id)
        self.auto_links = False
        self._widest = widest
        self._matters: list[Matter] = []
        self._starts: list[int] = []
        self._lines: list[Content] = []
        self._strips: dict[int, Strip] = {}
        self._set_in = 0
        self._top = 0
        self._held = 0
        self._covered = self._gain = 0
        self._sized: Size | None = None

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = _Bar(
                vertical=True, name="vertical", thickness=self.scrollbar_size_vertical
            )
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    # -- what is on it -------------------------------------------------------------------------

    def show(self, matters: Sequence[Matter], *, keep: int = 0, top: int | None = None) -> None:
        """Put matters on the page after the first ``keep`` that are there already.

        The view goes to the top of matter number ``top``; if none is given it stays where it is.
        """
        before = self._lines[:] if not keep else []
        del self._matters[keep:]
        self._matters += matters
        self._set(keep)
        if before and len(before) == len(self._lines) and all(map(Content.is_same, before, self._lines)):
            self._strips = self._strips_before
            return
        if top is not None:
            self._top = top
        self._extend()
        if top is not None:
            self.turn_to(self._starts[top] if top < len(self._starts) else 0)
        self.refresh()
        self.post_message(self.Turned(self))

    @property
    def measure(self) -> int:
        """Return how wide the column of text is."""
        return max(8, min(self._widest, self.scrollable_content_region.width))

    @property
    def text(self) -> str:
        """Return the words on the page as they are set."""
        return "\n".join(line.plain for line in self._lines)

    def _set(self, since: int) -> None:
        """Set matters from number ``since`` on in the present width."""
        if not self.scrollable_content_region.width:
            return
        width = self._set_in = self.measure
        self._starts = self._starts[:since]
        del self._lines[self._starts[since - 1] + self._heights[since - 1] if since else 0 :]
        for matter in self._matters[since:]:
            self._starts.append(len(self._lines))
            self._lines += matter(width)
        self._heights = [
            b - a for a, b in zip(self._starts, [*self._starts[1:], len(self._lines)], strict=True)
        ]
        self._strips_before, self._strips = self._strips, {}

    _strips_before: dict[int, Strip] = {}  # noqa: RUF012
    _heights: Sequence[int] = ()
    _plain_rules: ClassVar[RulesMap] = {"text_wrap": "nowrap", "text_overflow": "clip"}

    def _extend(self, line: int = 0) -> None:
        """Make the page long enough that matter ``top``, and that line, can stand at the top of the view."""
        start = self._starts[self._top] if self._top < len(self._starts) else 0
        height = self.scrollable_content_region.height + max(0, self._gain)
        height = max(len(self._lines) + max(0, self._covered), max(start, line) + height)
        size = Size(self.scrollable_content_region.width, height)
        if size != self.virtual_size:
            # Setting it plainly would lay out the whole screen again (10 ms); here only the scrollbar moves.
            self.set_reactive(Page.virtual_size, size)
            self._scroll_update(size)

    # -- reading -------------------------------------------------------------------------------

    @property
    def height_in_view(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def first_line(self) -> int:
        return round(self.scroll_y)

    def leave(self, rows: int, gain: int = 0) -> None:
        """Count the last rows of the view as covered: something will be laid there once the end is read.

        Negative rows are rows that the view has too few; ``gain`` is how many the next layout adds, lest
        Textual move the view meanwhile.
        """
        if (rows, gain) != (self._covered, self._gain):
            self._covered, self._gain = rows, gain
            self._extend(self.first_line)

    @property
    def uncovered(self) -> int:
        return max(1, self.height_in_view - self._covered)

    def rows_from(self, matter: int) -> int:
        """Return how many rows the matters from that number on take."""
        return len(self._lines) - self._starts[matter] if matter < len(self._starts) else 0

    @property
    def is_set(self) -> bool:
        """True once the page has a size and its matters stand on it."""
        return bool(self._set_in)

    @property
    def at_end(self) -> bool:
        """True if the last line that holds anything is in view."""
        last = len(self._lines)
        while last and not self._lines[last - 1].plain.strip():
            last -= 1
        return last <= self.first_line + self.uncovered

    def turn_to(self, line: int) -> None:
        """Put a line at the top of the view."""
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def turn(self, pages: int) -> None:
        """Move by pages, two lines of the old page staying in view."""
        by = max(1, self.height_in_view - 2) * pages
        last = max(0, max(len(self._lines), 1) - self.uncovered)
        line = self.first_line + by
        self.turn_to(max(0, line if pages < 0 else min(line, max(last, self.first_line))))

    def step(self, lines: int) -> None:
        """Move by lines."""
        last = max(0, max(len(self._lines), 1) - self.uncovered)
        self.turn_to(max(0, min(self.first_line + lines, max(last, self.first_line))))

    def edge(self, end: bool) -> None:
        """Go to the beginning or the end."""
        self.turn_to(max(0, len(self._lines) - self.uncovered) if end else 0)

    @property
    def matter_in_view(self) -> int:
        """Return the number of the matter at the top of the view."""
        return max(0, bisect_right(self._starts, self.first_line) - 1)

    @property
    def matters_begun(self) -> int:
        """Return how many matters have begun at the bottom of the view."""
        return bisect_right(self._starts, self.first_line + self.uncovered - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.size == self._sized:
            self._held = round(new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Turned(self))

    # -- resizing ------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Set everything in the new width, the word at the top of the view staying at the top.

        By now Textual may have moved the view to fit the new height, so the line held before counts.
        """
        if self._matters and self._set_in != self.measure:
            place = self._place()
            self._set(0)
            line = self._find(place)
            self.refresh()
        else:
            line = self._held
        self._sized = self.size
        self._extend(line)
        self.turn_to(line)
        self._held = line
        self.post_message(self.Turned(self))

    def _place(self) -> tuple[int, int]:
        """Return the matter at the top of the view and how many of its letters stand above the view."""
        if not self._starts:
            return self._top, 0
        number = max(0, bisect_right(self._starts, self._held) - 1)
        above = self._lines[self._starts[number] : self._held]
        return number, sum(map(_letters, above))

    def _find(self, place: tuple[int, int]) -> int:
        number, letters = place
        if number >= len(self._starts):
            return 0
        line = self._starts[number]
        end = line + self._heights[number]
        while line < end - 1 and letters >= _letters(self._lines[line]) > 0:
            letters -= _letters(self._lines[line])
            line += 1
        return line

    # -- drawing -------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        line = self.first_line + y
        width = self.scrollable_content_region.width
        style = self.visual_style
        if line >= len(self._lines):
            return Strip.blank(width, style.rich_style)
        if self.text_selection is not None:
            return self._draw(line, width, style)
        strip = self._strips.get(line)
        if strip is None:
            strip = self._strips[line] = self._draw(line, width, style)
        return strip

    def _draw(self, line: int, width: int, style: Style) -> Strip:
        content = self._lines[line]
        selection = self.text_selection
        span = selection.get_span(line) if selection is not None else None
        if span is not None:
            start, end = span
            chosen = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            content = content.stylize(chosen, start, len(content) if end == -1 else end)
        options = RenderOptions(self._get_style, self._plain_rules)
        strips = content.render_strips(width, 1, style, options) or [Strip.blank(width, style.rich_style)]
        strip = strips[0]
        return strip.extend_cell_length(width, style.rich_style).crop(0, width).apply_offsets(0, line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selection.extract(self.text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()


def _letters(line: Content) -> int:
    return sum(char.isalnum() for char in line.plain)
