"""What can be done now: numbered, locked ones in their place with the reason; one list, updated in place."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.css.styles import RulesMap
from textual.message import Message
from textual.strip import Strip
from textual.visual import RenderOptions
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ..settings import spoken_in
from ..typesetting import QUIET, RED_BOLD, hang, wrap
from .marked import Marked

MORE_BELOW = "↓ more below"
_ONE_ROW: RulesMap = {"text_wrap": "nowrap", "text_overflow": "clip"}
BY_HAND = "A number, or the arrows and Enter."
"""Said where something is chosen for the first time."""
TYPED = "Type the number, then Enter"
ONE_KEY = 9
"""Up to so many a digit takes a line; with more of them the number is typed and Enter takes it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to choose: its id, its words, what is said beneath, and why it is barred, if it is.

    ``mark`` stands where its number would; such a line is taken by Enter or the mouse, by no number.
    """

    id: str
    text: str
    beneath: str = ""
    locked: str = ""
    mark: str = ""


class Choices(Marked):
    """A list of lines; the screen has the keys, so that no key means two things.

    Where not all of it fits, what can be taken comes before what is locked, and its last row says
    that there is more below.
    """

    DEFAULT_CSS = "Choices { height: auto; }"

    @dataclass
    class Taken(Message):
        """The player has taken a line."""

        choices: Choices
        line: str

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(self, *, id: str | None = None, mark_first: bool = False) -> None:
        """``mark_first``: a click marks a line and takes it only if it is marked, as other things can be done with it too."""
        super().__init__(id=id, markup=False)
        self.shown: list[Line] = []
        self.mark_first = mark_first
        self._given: list[Line] = []
        self._most = 0
        self._set_in = 0
        self._typed = 0
        self._counted: tuple[tuple[int, bool, list[Line]], int] | None = None

    @property
    def open(self) -> list[Line]:
        return [line for line in self.shown if not line.locked]

    @property
    def marked(self) -> int:
        """Return the number of the line that is marked; 0 if none is."""
        line = None if self.highlighted is None else self.shown[self.highlighted]
        return self.open.index(line) + 1 if line in self.open and not line.mark else 0

    @property
    def marked_words(self) -> str:
        """Return which line is marked, in words; nothing if none is, or if it is to be seen."""
        return (
            f"Number {self.marked} is marked; Enter takes it." if self.marked and spoken_in(self.app) else ""
        )

    @property
    def by_number_and_enter(self) -> bool:
        """True if there are too many for one key each."""
        return len(self.open) > ONE_KEY

    # -- what is in it -------------------------------------------------------------------------

    def show(self, lines: list[Line], *, picked: bool = False, most: int = 0) -> None:
        """Show other lines. One is marked only if ``picked`` or if it is the only one to take.

        With ``most`` the list takes the rows it needs, but no more than that.
        """
        self._typed = 0
        self._given = lines
        self._lay(most)
        self.scroll_to(y=0, animate=False, immediate=True)
        if self.open and (picked or len(self.open) == 1) and not self.open[0].mark:
            self.highlighted = self.shown.index(self.open[0])

    def refit(self, most: int) -> None:
        """Break the lines anew, with other room for them; the mark stays where it was."""
        marked = self.highlighted_option
        self._lay(most)
        if marked is not None and marked.id is not None:
            self.highlighted = self.get_option_index(marked.id)

    def _lay(self, most: int) -> None:
        self._most = most
        self.shown = self._given
        if most:
            needed = self.rows_of(self._given)
            if needed > most:
                self.shown = [*self.open, *(line for line in self._given if line.locked)]
            height = min(needed, most)
            if self.styles.height is None or self.styles.height.value != height:
                self.styles.height = height
        self.set_options(self._options_now())

    def rows_of(self, lines: list[Line]) -> int:
        """Return how many rows these lines would take."""
        asked = self._width, spoken_in(self.app), lines
        known = self._counted
        if known is None or known[0] != asked:
            known = self._counted = asked, sum(len(self._rows(line, 1)) for line in lines)
        return known[1]

    @property
    def rows_wanted(self) -> int:
        """Return how many rows the list is to have, whether or not it has been laid out since."""
        return min(self.rows_of(self.shown), self._most)

    @property
    def _width(self) -> int:
        return max(20, (self.scrollable_content_region.width or self.app.size.width) - 3)

    def _numbered(self) -> list[tuple[Line, int]]:
        number = 0
        found = []
        for line in self.shown:
            number += not (line.locked or line.mark)
            found.append((line, number))
        return found

    def _rows(self, line: Line, number: int) -> list[Content]:
        width = self._width
        if spoken_in(self.app):
            lead = "" if line.mark else "Not open: " if line.locked else f"{number}. "
            told = " ".join(filter(None, (line.text, line.locked or line.beneath)))
            return wrap(f"{lead}{told}", width)
        mark = line.mark or ("×" if line.locked else str(number))
        rows = hang((f"{mark:<3}", QUIET if line.locked else RED_BOLD), line.text, width)
        beneath = line.locked or line.beneath
        if beneath:
            rows += [Content.assemble("   ", row) for row in hang(("", ""), beneath, width - 3, QUIET)]
        return rows

    def _options_now(self) -> list[Option]:
        self._set_in = self._width
        return [
            Option(Content("\n").join(self._rows(line, number)), id=line.id, disabled=bool(line.locked))
            for line, number in self._numbered()
        ]

    def on_resize(self, event: events.Resize) -> None:
        if self.shown and self._set_in != self._width:
            self.refit(self._most)
        else:
            event.prevent_default()  # Textual would paint it all again, though nothing in it has changed

    # -- what is below -------------------------------------------------------------------------

    @property
    def more_below(self) -> bool:
        return round(self.scroll_y) < self.max_scroll_y

    def render_line(self, y: int) -> Strip:
        if y == self.size.height - 1 and self.more_below:
            width = self.scrollable_content_region.width
            style = self.visual_style
            hint = Content.assemble("    ", (MORE_BELOW[0], RED_BOLD), (MORE_BELOW[1:], QUIET))
            strip = hint.render_strips(width, 1, style, RenderOptions(self._get_style, _ONE_ROW))[0]
            return strip.extend_cell_length(width, style.rich_style).crop(0, width)
        return super().render_line(y)

    def on_click(self, event: events.Click) -> None:
        """Show what is below, where the last row says that there is more; only mark a line, if that comes first."""
        clicked = event.style.meta.get("option")
        if self.more_below and event.get_content_offset(self) and event.y == self.size.height - 1:
            self._scroll_by(max(1, self.size.height - 2))
        elif self.mark_first and clicked is not None and clicked != self.highlighted:
            if not self.shown[clicked].locked:
                self.highlighted = clicked
            event.prevent_default()

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the marked line into view, and out from under the hint that there is more below."""
        super().scroll_to_highlight(top)
        if self.more_below and self._hidden(1):
            self._scroll_by(1)

    def _hidden(self, spare: int = 0) -> int:
        """Return how many rows of the marked line are below the view, less its last ``spare`` rows."""
        if self.highlighted is None or self.highlighted not in self._index_to_line:
            return 0
        end = self._index_to_line[self.highlighted] + self._heights[self.highlighted]
        return max(0, end - (round(self.scroll_y) + self.size.height - spare))

    def _scroll_by(self, rows: int) -> None:
        self.scroll_to(y=self.scroll_y + rows, animate=False, immediate=True, force=True)
        self.refresh()

    # -- doing ---------------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Move the mark over what can be taken; past the last of it, on over what is locked."""
        self._typed = 0
        last = self.shown.index(self.open[-1]) if self.open else -1
        if by > 0 and self.more_below and (self._hidden(1) or self.highlighted == last):
            self._scroll_by(max(1, self.size.height - 2))
        elif by > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    def pick(self, number: int) -> bool:
        """Take the line with that number; return whether there is one.

        Where there are more than nine the digits make a number, and its line is only marked.
        """
        if self.by_number_and_enter:
            typed = self._typed * 10 + number
            self._typed = typed if typed <= len(self.open) else number if number <= len(self.open) else 0
            if self._typed:
                self.highlighted = self.shown.index(self.open[self._typed - 1])
            return bool(self._typed)
        if not 1 <= number <= len(self.open) or self.open[number - 1].mark:
            return False
        self.post_message(self.Taken(self, self.open[number - 1].id))
        return True

    def take_marked(self) -> bool:
        """Take the marked line; return whether one is marked."""
        option = self.highlighted_option
        if option is None or option.disabled or option.id is None:
            return False
        self.post_message(self.Taken(self, option.id))
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Taken(self, event.option_id))
