"""A page of set type that scrolls by itself: the story, a sheet, a pane.

Only rows in view are ever drawn, however long the story grows, and new matter is added without
setting the old again. A resize sets everything in the new width and keeps the word that was at the
top of the view at the top.

The page hands the compositor whole rows, its scrollbar among them: a scrollbar widget, padding added
row by row and marks for selecting in every row took half the time between a key and its paint.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from ..settings import spoken_in
from ..typesetting import BLANK, QUIET, RULE, Matter
from .inked import Inked

_EDGE = re.compile(r"^┃ ?")
WIDEST = 76
"""The longest line of text; a wider page is not easier to read."""


class Page(Inked, can_focus=False):
    """Shows matters under each other in one column."""

    DEFAULT_CSS = """
    Page {
        background: $background; color: $foreground;
        scrollbar-size-vertical: 0; overflow-x: hidden; overflow-y: hidden;
    }
    """

    @dataclass
    class Turned(Message):
        """The view has moved, or what is on the page has changed."""

        page: Page

        @property
        def control(self) -> Page:
            return self.page

    HEAD_ROWS = 0
    """Rows at the top that do not scroll."""

    def __init__(self, *, id: str | None = None, widest: int = WIDEST) -> None:
        super().__init__(id=id)
        self.auto_links = False
        self._widest = widest
        self._matters: list[Matter] = []
        self._starts: list[int] = []
        self._lines: list[Content] = []
        self._strips: dict[tuple[int, int], Strip] = {}
        self._set_in = 0
        self._top = 0
        self._held = 0
        self._kept: tuple[int, tuple[int, int]] | None = None
        """The line that the last resize has put at the top, and what stood there before it: one more does not lose it."""
        self._covered = self._gain = 0
        self._sized: Size | None = None
        self._heights: Sequence[int] = ()
        self._turning = False
        self._pressed: Offset | None = None
        """Where the mouse was pressed last, if not on the scrollbar."""

    @property
    def allow_vertical_scroll(self) -> bool:
        return True

    # -- what is on it -------------------------------------------------------------------------

    def show(self, matters: Sequence[Matter], *, keep: int = 0, top: int | None = None) -> None:
        """Put matters on the page after the first ``keep`` that are there already.

        The view goes to the top of matter number ``top``; if none is given it stays where it is.
        """
        before, strips = ([], {}) if keep else (self._lines[:], self._strips)
        del self._matters[keep:]
        self._matters += matters
        self._kept = None
        self._set(keep)
        if before and len(before) == len(self._lines) and all(map(Content.is_same, before, self._lines)):
            self._strips = strips
            return
        if top is not None:
            self._top = top
        self._extend()
        if top is not None:
            self.turn_to(self._starts[top] if top < len(self._starts) else 0)
        self.refresh()
        self._say_turned()

    @property
    def measure(self) -> int:
        """Return how wide the column of text is."""
        return max(8, min(self._widest, self.content_size.width - 2))

    def widen(self, widest: int) -> None:
        """Let lines be as long as that, if there is room."""
        if widest != self._widest:
            self._widest = widest
            self.reset()

    @property
    def text(self) -> str:
        """Return the words on the page as they are set."""
        return "\n".join(line.plain for line in self._lines)

    def _set(self, since: int) -> None:
        """Set matters from number ``since`` on in the present width."""
        if not self.content_size.width:
            return
        width = self._set_in = self.measure
        self._starts = self._starts[:since]
        stay = self._starts[since - 1] + self._heights[since - 1] if since else 0
        del self._lines[stay:]
        self._strips = {key: strip for key, strip in self._strips.items() if key[0] < stay} if stay else {}
        for matter in self._matters[since:]:
            self._starts.append(len(self._lines))
            self._lines += matter(width)
        self._heights = [
            b - a for a, b in zip(self._starts, [*self._starts[1:], len(self._lines)], strict=True)
        ]

    def _extend(self, line: int = 0) -> None:
        """Make the page long enough that matter ``top``, and that line, can stand at the top of the view."""
        start = self._starts[self._top] if self._top < len(self._starts) else 0
        height = self._rows + max(0, self._gain)
        height = max(len(self._lines) + max(0, self._covered), max(start, line) + height) + self.HEAD_ROWS
        size = Size(self.content_size.width, height)
        if size != self.virtual_size:
            # Setting it plainly would lay out the whole screen again (10 ms).
            self.set_reactive(Page.virtual_size, size)
            self._scroll_update(size)

    # -- reading -------------------------------------------------------------------------------

    @property
    def _rows(self) -> int:
        return self.content_size.height - self.HEAD_ROWS

    @property
    def height_in_view(self) -> int:
        return max(1, self._rows)

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
        """Move by pages, two lines of the old page staying in view; not past the last line that holds anything."""
        if pages > 0 and self.at_end:
            return
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
            self._say_turned()

    # -- resizing ------------------------------------------------------------------------------

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Set what is not set yet as soon as there is a size: the message of it comes after the first paint."""
        if size.width != self.size.width:
            self._strips.clear()  # they are as wide as the page was, also where its text is set no otherwise
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self._matters and not self._set_in:
            self.reset()
        return changed

    def on_resize(self, event: events.Resize) -> None:
        self.reset()

    def reset(self) -> None:
        """Set everything in the width there is now, the word at the top of the view staying at the top.

        By now Textual may have moved the view to fit the new height, so the line held before counts.
        """
        if self._matters and self._set_in != self.measure:
            kept = self._kept
            place = kept[1] if kept is not None and kept[0] == self._held else self._place()
            self._set(0)
            line = self._find(place)
            self._kept = line, place
            self.refresh()
        else:
            line = self._held
        self._sized = self.size
        self._extend(line)
        self.turn_to(line)
        self._held = line
        self._say_turned()

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
        while line < end - 1 and letters >= _letters(self._lines[line]):
            letters -= _letters(self._lines[line])
            line += 1
        return line

    def _say_turned(self) -> None:
        if not self._turning:
            self._turning = True
            self.post_message(self.Turned(self))

    def on_page_turned(self) -> None:
        self._turning = False

    # -- drawing -------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return whole rows for painting: margins, text, and the scrollbar at the right of it."""
        width, height = self.outer_size
        top, _, bottom, _ = self.styles.gutter
        rows = height - top - bottom - self.HEAD_ROWS
        bar = self._bar(rows)
        first = self.first_line
        selection = self.text_selection
        background = self.background_colors[1]
        filters = self.get_line_filters()
        strips = []
        for y in crop.line_range:
            row = y - top - self.HEAD_ROWS
            if 0 <= row < rows:
                strip = self._row(first + row, (row in bar) + bool(bar), selection)
            elif -self.HEAD_ROWS <= row < 0:
                strip = self._head_row(row + self.HEAD_ROWS)
            else:
                strip = Strip.blank(width, self.ink(""))
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip)
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Return one row of text in which Textual can find the letter under the mouse."""
        line = self.first_line + y - self.HEAD_ROWS
        content = self._lines[line] if y >= self.HEAD_ROWS and line < len(self._lines) else BLANK
        return Strip(self.segments(content, self.content_size.width)).apply_offsets(0, line)

    def _row(self, line: int, shade: int, selection: Selection | None) -> Strip:
        """Return a line with its piece of the scrollbar: none (``shade`` 0), its track or its thumb."""
        content = self._lines[line] if line < len(self._lines) else BLANK
        if selection is not None:
            return self._draw(self._selected(content, line, selection), shade)
        key = line if content is not BLANK else -1, shade
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(content, shade)
        return strip

    def _head_row(self, y: int) -> Strip:
        raise NotImplementedError

    def _selected(self, content: Content, line: int, selection: Selection) -> Content:
        span = selection.get_span(line)
        if span is None:
            return content
        start, end = span
        chosen = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return content.stylize(chosen, start, len(content) if end == -1 else end)

    def _draw(self, content: Content, shade: int) -> Strip:
        width = self.content_size.width - 1
        mark, style = (" ", "") if shade == 0 else ("│", RULE) if shade == 1 else ("┃", QUIET)
        _, right, _, left = self.styles.gutter
        segments = [
            *self._margin(left),
            *self.segments(content, width),
            Segment(mark + " " * right, self.ink(style)),
        ]
        return Strip(segments, left + width + 1 + right)

    def _margin(self, left: int) -> list[Segment]:
        return [Segment(" " * left, self.ink(""))] if left else []

    def _bar(self, rows: int) -> range:
        """Return the rows of the view that the thumb of the scrollbar takes; none if all is in view."""
        last = len(self._lines)
        if rows <= 0 or last <= rows or spoken_in(self.app):
            return range(0)
        size = max(1, rows * rows // last)
        furthest = max(1, last - self.uncovered)
        at = round((rows - size) * min(1.0, self.first_line / furthest))
        return range(at, at + size)

    # -- the mouse -----------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scrollbar, if that is what is under the mouse."""
        at = self.outer_size.width - self.styles.gutter.right - 1
        on_bar = bool(self._bar(self._rows)) and event.x == at
        self._pressed = None if on_bar else event.screen_offset
        if on_bar:
            self.capture_mouse()
            self._drag(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            self._drag(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.app.mouse_captured is self:
            self.release_mouse()

    def _drag(self, event: events.MouseEvent) -> None:
        event.stop()
        share = (event.y - self.styles.gutter.top - self.HEAD_ROWS) / max(1, self._rows - 1)
        self.turn_to(round(min(1.0, max(0.0, share)) * max(0, len(self._lines) - self.uncovered)))

    def meant(self, click: events.Click) -> bool:
        """Return whether a click is meant for what stands there, and is not the end of a drag over text or of the scrollbar."""
        return click.screen_offset == self._pressed

    async def on_click(self, event: events.Click) -> None:
        if not self.meant(event):
            event.prevent_default().stop()  # nor is it for what the page stands in

    # -- selecting -----------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is marked, as one would paste it: without the edge of a cutting."""
        marked = selection.extract(self.text).split("\n")
        return "\n".join(_EDGE.sub("", line).rstrip() for line in marked), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()


def _letters(line: Content) -> int:
    """Return how much of a text a line holds, in whatever width: a blank one and a rule count for one letter."""
    return max(1, sum(char.isalnum() for char in line.plain))
