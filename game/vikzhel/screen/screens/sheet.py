"""A sheet laid over the story: one paper to read, then close. Nothing on it changes the run."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ..actions import SHEET, bindings
from ..typesetting import RED_BOLD, Matter, rule
from ..widgets.keybar import KeyBar
from ..widgets.page import Page


class Sheet(ModalScreen[None]):
    """Shows one paper; Esc, its own key or a click beside it closes it."""

    CSS_PATH = "sheet.tcss"
    BINDINGS = bindings(SHEET)

    def __init__(self, title: str, matters: list[Matter], key: str = "") -> None:
        super().__init__()
        self._title = title
        self._matters = matters
        self._key = key

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield Static(id="sheet-head", markup=False)
            yield Page(id="paper", widest=96)
            yield KeyBar(SHEET)

    def on_mount(self) -> None:
        self.query_one(Page).show(self._matters)

    @on(Page.Turned)
    def _head(self) -> None:
        page = self.query_one(Page)
        head = self.query_one("#sheet-head", Static)
        more = "" if page.at_end else "more: Space"
        head.update(Content.assemble(rule(max(10, head.content_size.width), self._title, more, RED_BOLD, "═")))

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """The key that opened it closes it."""
        if event.key == self._key:
            event.stop()
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_read(self, pages: int) -> None:
        self.query_one(Page).turn(pages)

    def action_edge(self, where: int) -> None:
        self.query_one(Page).edge(where > 0)
