"""The archive of sources: search on top, what is found beneath it, and the entry that is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ..actions import ARCHIVE, bindings
from ..archive_papers import Entry, front_day, holdings
from ..cells import cut
from ..settings import spoken_in, width_in
from ..spoken import bare
from ..typesetting import QUIET, RED_BOLD, ends, paragraph, rule, wrap
from ..widgets.keybar import KeyBar
from ..widgets.marked import Marked
from ..widgets.page import Page

if TYPE_CHECKING:
    from ...play.program import Program

NOTHING = "Nothing here holds all of these words. Take some away, or try a name."


class Found(Marked, can_focus=False):
    """The entries that a search has found; the screen has the keys."""


class Archive(ModalScreen[None]):
    """Reads everything that may be read before, or after, a run has come to its end."""

    CSS_PATH = "archive.tcss"
    BINDINGS = bindings(ARCHIVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two")]  # noqa: RUF012

    def __init__(self, program: Program, finished: bool) -> None:
        super().__init__()
        self._holdings = holdings(program, finished=finished)
        self._day = front_day(program.pack)

    def compose(self) -> ComposeResult:
        yield Static(id="archive-head", markup=False)
        yield Input(placeholder="Search: a name, a word, a kind of source", id="search")
        with Horizontal(id="archive"):
            with Vertical(id="shelves"):
                yield Found(id="found", markup=False)
            with Vertical(id="reading"):
                yield Page(id="entry", widest=width_in(self.app))
        yield Static(id="shut", markup=False)
        yield KeyBar(ARCHIVE)

    def on_mount(self) -> None:
        shut = self._holdings.shut
        words = f"{shut} quotations of days after {self._day} open once you have come to an end."
        note = self.query_one("#shut", Static)
        note.display = bool(shut)
        note.update(words)
        if spoken_in(self.app):
            self.HORIZONTAL_BREAKPOINTS = [(0, "-one")]
            self.remove_class("-two").add_class("-one", "-spoken")
        self._find("")
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        found = self.query_one(Found)
        at = found.highlighted
        self._find(self.query_one(Input).value)
        found.highlighted = at

    # -- finding -------------------------------------------------------------------------------

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    @property
    def _width(self) -> int:
        return max(20, self.query_one(Found).scrollable_content_region.width - 2)

    def _find(self, typed: str) -> None:
        """List what holds all the words that were typed."""
        words = typed.lower().split()
        self._listed = [entry for entry in self._holdings.entries if entry.holds(words)]
        width = self._width
        found = self.query_one(Found)
        found.set_options(
            Option(Content("\n").join(self._lines(entry, width)), id=entry.id) for entry in self._listed
        )
        count = len(self._listed)
        head = self.query_one("#archive-head", Static)
        told = f"{count} of {len(self._holdings.entries)}" if words else f"{count} entries"
        width = max(10, head.content_size.width)
        title = "The archive of sources"
        ruled = rule(width, title, told, RED_BOLD, "═")
        head.update(f"{title}; {told}" if spoken_in(self.app) else ruled, layout=False)
        if self._listed:
            found.highlighted = 0
        else:
            self.query_one(Page).show([paragraph(NOTHING, QUIET)], top=0)

    def _lines(self, entry: Entry, width: int) -> list[Content]:
        """Return an entry of the list: two rows beside the page, one where the page is beneath."""
        if spoken_in(self.app):
            return wrap(f"{entry.line}. {entry.beneath}.", width)
        if self.has_class("-two"):
            return [
                Content(cut(entry.line, width)),
                Content.styled(f"  {cut(entry.beneath, width - 2)}", QUIET),
            ]
        return [ends(entry.line, cut(entry.beneath, width // 2), width)]

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        entry = next((entry for entry in self._listed if entry.id == event.option_id), None)
        if entry is not None:
            self.query_one(Page).show([bare(entry.page) if spoken_in(self.app) else entry.page], top=0)

    # -- doing ---------------------------------------------------------------------------------

    def action_row(self, by: int) -> None:
        found = self.query_one(Found)
        if self._listed:
            at = (found.highlighted or 0) + by
            found.highlighted = max(0, min(at, len(self._listed) - 1))

    def action_read(self, pages: int) -> None:
        self.query_one(Page).turn(pages)

    def action_close(self) -> None:
        self.dismiss(None)
