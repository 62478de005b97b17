"""What lies beside the story: the room, the table, and what the words in view rest on.

A wide terminal shows all three, a middling one two of them; a narrow one shows one at a time in place
of the story, when it is asked for. One of them may have the reading keys.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.strip import Strip

from .. import draft
from ..moods import Standing, rung
from ..settings import spoken_in
from ..sources import source_card
from ..typesetting import QUIET, RED_BOLD, RULE, Matter, paragraph, rule
from .ground import Ground
from .page import Page

if TYPE_CHECKING:
    from ...play.events import Quotation
    from ...play.run import Run
    from ..passage import Piece

ROOM, TABLE, SOURCE = "moods", "table", "source"
_TOWARDS = paragraph("Towards you, from −3 to +3.", QUIET)
_WHOLE = {ROOM: "why", TABLE: "table", SOURCE: "sources"}
"""The panels that tell all of what a pane tells in short."""
TITLES = {ROOM: "The room", TABLE: "The table", SOURCE: "What this rests on"}


class Pane(Page):
    """A page under a head of its own, with a rule to its left where it stands beside another."""

    HEAD_ROWS = 1
    DEFAULT_CSS = """
    Pane { padding: 0 1 0 2; }
    """

    def __init__(self, title: str, *, id: str, opens: str = "") -> None:
        """``opens``: the panel that tells the whole of it."""
        super().__init__(id=id)
        self.title = title
        self._opens = opens
        self.active = False

    async def on_click(self, event: events.Click) -> None:
        """A click tells the whole; on the head it goes back to the story, like Esc."""
        if event.y < self.HEAD_ROWS and self.active:
            await self.run_action("screen.back")
        elif self._opens and self.meant(event):
            await self.run_action(f"screen.sheet('{self._opens}')")

    def mark(self, active: bool) -> None:
        """Show whether the reading keys move this pane."""
        if active != self.active:
            self.active = active
            self.refresh()

    def _head_row(self, y: int) -> Strip:
        left = self.styles.gutter.left
        width = self.outer_size.width - left
        if spoken_in(self.app):
            head = self.segments(Content(f"{self.title}. Esc: back to the story"), width)
            return Strip([*self._margin(left), *head], self.outer_size.width)
        title, line = (f"▸ {self.title}", "═") if self.active else (self.title, "─")
        back = "Esc: back to the story" if self.active and width > 60 else ""
        head = self.segments(rule(width - 1, title, back, RED_BOLD, line), width)
        return Strip([*self._margin(left), *head], self.outer_size.width)

    def _margin(self, left: int) -> list[Segment]:
        edge = "│" if left > 1 and not spoken_in(self.app) else " "
        return [Segment(edge, self.ink(RULE)), Segment(" " * (left - 1), self.ink(""))]


class Sides(Ground, Container):
    """The three panes."""

    def __init__(self) -> None:
        super().__init__(id="sides")
        self._laid: dict[str, object] = {}

    def compose(self) -> ComposeResult:
        for name, title in TITLES.items():
            yield Pane(title, id=name, opens=_WHOLE[name])

    def pane(self, name: str) -> Pane:
        return self.query_one(f"#{name}", Pane)

    def show(
        self, run: Run, happened: int, found: list[Standing], piece: Piece | None, quote: Quotation | None
    ) -> None:
        """Show how people stand, the draft after so many events, and what a piece of the story rests on."""
        if spoken_in(self.app):
            self._say(run, happened)
            return
        self._lay(ROOM, found, lambda: [_TOWARDS, *(partial(rung, standing) for standing in found)])
        if run.program.pack.files.table:
            laid = draft.draft(run, happened)
            self._lay(TABLE, laid, lambda: draft.laid_out(laid))
        card = (piece.scene, piece.grade, quote) if piece else (None, "", quote)
        self._lay(SOURCE, card, lambda: source_card(*card))

    def _say(self, run: Run, happened: int) -> None:
        """Show the same in words."""
        from .. import spoken

        for name, told in ((ROOM, spoken.moods), (TABLE, spoken.table), (SOURCE, spoken.sources)):
            self._lay(name, (happened, run.steps), partial(told, run))

    def _lay(self, name: str, what: object, matters: Callable[[], list[Matter]]) -> None:
        """Show matters in a pane, if it is on the screen and they are not there yet."""
        pane = self.pane(name)
        if pane.size.width and (name not in self._laid or self._laid[name] != what):
            self._laid[name] = what
            pane.show(matters(), top=0)

    def mark(self, active: str) -> None:
        for name in TITLES:
            self.pane(name).mark(name == active)
