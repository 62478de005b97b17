"""Looking back: a debrief in its five parts, or runs side by side. Odds come in while it is read; nothing waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from ..actions import COMPARISON, DEBRIEF, bindings
from ..gone_over import part_set
from ..settings import spoken_in, width_in
from ..spoken import part_told
from ..typesetting import QUIET, wrap
from ..widgets.head import Head
from ..widgets.keybar import KeyBar
from ..widgets.page import Page
from ..widgets.parts import Parts
from .again import Compare, Helped, PlayOn, Print

if TYPE_CHECKING:
    from ..looking_back import GoingOver, LookingBack, SideBySide

ONE_COLUMN = [(0, "-one")]
ASKED_EVERY = 0.25
"""Seconds after which the odds are asked for again."""


class Laid(ModalScreen[None]):
    """Shows a sheet part by part. ``KIND`` is its kind in the table of actions."""

    KIND = ""
    CSS_PATH = "debrief.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (104, "-two")]  # noqa: RUF012

    def __init__(self, source: LookingBack) -> None:
        super().__init__()
        self.source = source
        self.at = 0
        """The part that is shown, counted from 0."""
        self._sheet = source.sheet()
        self._places = [0] * len(self._sheet.parts)
        self._asking: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Head(id="debrief-head")
        with Horizontal(id="debrief"):
            yield Parts()
            with Vertical(id="debrief-reading"):
                yield Static(id="debrief-state", markup=False)
                yield Page(id="debrief-page", widest=width_in(self.app))
        yield KeyBar(self.KIND)

    def on_mount(self) -> None:
        spoken = spoken_in(self.app)
        if spoken:
            self.HORIZONTAL_BREAKPOINTS = ONE_COLUMN
        self.query_one(Parts).display = not spoken  # its part names itself
        self._asking = self.set_interval(ASKED_EVERY, self._ask)
        self._show(top=0)

    def on_unmount(self) -> None:
        self.source.close()

    @property
    def page(self) -> Page:
        return self.query_one("#debrief-page", Page)

    # -- the odds come in ----------------------------------------------------------------------

    def _ask(self) -> None:
        """Set the part anew, in place, if other odds have come in."""
        over = self.source.over
        if self.source.news():
            self._sheet = self.source.sheet()
            self._show()
        if over and self._asking is not None:
            self._asking.stop()
        self._say_state()

    def _say_state(self) -> None:
        note = self.query_one("#debrief-state", Static)
        words = self.source.state
        note.display = bool(words)
        width = max(16, min(width_in(self.app), self.page.content_size.width - 2))
        if words:
            note.update("\n".join(line.plain for line in wrap(words, width, QUIET)))

    # -- showing -------------------------------------------------------------------------------

    def _show(self, top: int | None = None) -> None:
        """Set the part that is shown; it stands where it stood, or at matter ``top``."""
        parts = self._sheet.parts
        self.query_one(Parts).show([part.title for part in parts], self.at)
        set_it = part_told if spoken_in(self.app) else part_set
        self.page.show(set_it(self._sheet, self.at), top=top)
        self._say_state()
        self._head()

    @on(Page.Turned)
    def _head(self) -> None:
        more = "" if self.page.at_end else "; more: Space"
        self.query_one(Head).show(self._sheet.title, f"{self.at + 1} of {len(self._sheet.parts)}{more}")

    def on_resize(self) -> None:
        self.page.widen(width_in(self.app))
        self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        self._say_state()
        self._head()

    # -- doing ---------------------------------------------------------------------------------

    def action_part(self, number: int) -> None:
        """Show a part by its number; where it was read to is kept."""
        if not 1 <= number <= len(self._sheet.parts) or number - 1 == self.at:
            return
        self._places[self.at] = self.page.first_line
        self.at = number - 1
        self._show(top=0)
        self.page.turn_to(self._places[self.at])
        self._head()

    def action_other(self, by: int) -> None:
        """Show the next part or the one before."""
        self.action_part(self.at + 1 + by)

    def action_go_on(self) -> None:
        """Read on; from the end of a part go to the next."""
        if self.page.at_end:
            self.action_other(1)
        else:
            self.action_read(1)

    def action_read(self, pages: int) -> None:
        self.page.turn(pages)

    def action_move(self, by: int) -> None:
        self.page.step(by)

    def action_edge(self, where: int) -> None:
        self.page.edge(where > 0)

    def action_sheet(self, name: str) -> None:
        self.post_message(Helped(self.KIND))

    def action_print(self) -> None:
        self.post_message(Print(self._sheet, self.source.name, self.source.state))

    def action_close(self) -> None:
        self.dismiss(None)


class Debrief(Laid):
    """A run gone over."""

    KIND = DEBRIEF
    BINDINGS = bindings(DEBRIEF)

    def __init__(self, source: GoingOver) -> None:
        super().__init__(source)
        self._kept = source.kept

    def action_compare(self) -> None:
        self.post_message(Compare(self._kept))

    def action_from(self) -> None:
        self.post_message(PlayOn(self._kept))


class Comparison(Laid):
    """Runs side by side."""

    KIND = COMPARISON
    BINDINGS = bindings(COMPARISON)

    def __init__(self, source: SideBySide) -> None:
        super().__init__(source)
