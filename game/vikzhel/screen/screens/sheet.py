"""A sheet laid over the story: one paper to read, then close. Nothing on it changes the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen

from ..actions import SHEET, bindings
from ..settings import width_in
from ..typesetting import Matter
from ..widgets.head import Head
from ..widgets.keybar import KeyBar
from ..widgets.page import Page

if TYPE_CHECKING:
    from ...story.front import Front


class Sheet(ModalScreen[None]):
    """Shows one paper at a time; Esc or the key that opened it closes it.

    The app keeps a single one and lays it again and again: mounting it anew takes 40 ms each time.
    """

    CSS_PATH = "sheet.tcss"
    BINDINGS = bindings(SHEET)

    @dataclass
    class Wanted(Message):
        """A screen wants a paper laid open; ``key`` is the key that asked for it."""

        heading: str
        key: str
        matters: list[Matter]

    @classmethod
    def of(cls, name: str, screen: str, front: Front | None, *, spoken: bool = False) -> Wanted:
        """Return the paper that a page wants laid open: ``help``, or, of the story's front, ``how``."""
        from .. import front_papers, papers

        if name == "how" and front is not None:
            if spoken:
                from .. import spoken_papers

                return cls.Wanted("How this works", "h", spoken_papers.how(front))
            return cls.Wanted("How this works", "h", front_papers.how(front))
        return cls.Wanted("Help", "question_mark", papers.help_page(screen, spoken=spoken))

    def __init__(self) -> None:
        super().__init__()
        self.paper = self.Wanted("", "", [])
        self._fresh = False

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield Head(id="sheet-head")
            yield Page(id="paper", widest=80)
            yield KeyBar(SHEET)

    def lay(self, paper: Wanted) -> None:
        """Have this to show when it is opened next."""
        self.paper, self._fresh = paper, True

    def on_screen_resume(self) -> None:
        """Show what was laid; what is uncovered again stays as it was."""
        if self._fresh:
            self._fresh = False
            page = self.query_one(Page)
            page.widen(width_in(self.app))
            page.show(self.paper.matters, top=0)

    @on(Page.Turned)
    def _head(self) -> None:
        page = self.query_one(Page)
        self.query_one(Head).show(self.paper.heading, "" if page.at_end else "more: Space")

    def on_key(self, event: events.Key) -> None:
        """The key that opened it closes it."""
        if event.key == self.paper.key:
            event.stop()
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_read(self, pages: int) -> None:
        self.query_one(Page).turn(pages)

    def action_edge(self, where: int) -> None:
        self.query_one(Page).edge(where > 0)
