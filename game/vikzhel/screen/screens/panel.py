"""A panel laid over the story: one paper to read, to look something up in, then close."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ..actions import PANEL, bindings
from ..panels import Paper
from ..typesetting import BOLD, QUIET, Matter, ends, paragraph
from ..widgets.head import Head
from ..widgets.keybar import KeyBar
from ..widgets.page import Page

LONGEST = 40


class Panel(ModalScreen[None]):
    """Shows one paper at a time. What is typed leaves standing only what has those words in it.

    The app keeps a single one and lays it again and again: mounting it anew takes 40 ms each time.
    """

    CSS_PATH = "panel.tcss"
    BINDINGS = bindings(PANEL)

    def __init__(self) -> None:
        super().__init__()
        self.paper = Paper("", "", [])
        self._fresh = False
        self._sought = self._given = ""
        self._found = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Head(id="panel-head")
            yield Static(id="panel-find", markup=False)
            yield Page(id="panel-page", widest=80)
            yield KeyBar(PANEL)

    @property
    def page(self) -> Page:
        return self.query_one("#panel-page", Page)

    def lay(self, paper: Paper, sought: str = "") -> None:
        """Have this to show when it is opened next, what has these words in it first of all."""
        self.paper, self._sought, self._given, self._fresh = paper, sought, sought, True

    def on_screen_resume(self) -> None:
        """Show what was laid; what is uncovered again stays as it was."""
        if self._fresh:
            self._fresh = False
            self.query_one("#panel-find").display = bool(self.paper.find)
            self.page.show(self.paper.matters, top=0)
            self.call_after_refresh(self._opened)

    def _opened(self) -> None:
        if self._sought:
            self._seek(self._sought)
        elif self.paper.at_end:
            self.page.edge(True)
        self._head()

    @on(Page.Turned)
    def _head(self) -> None:
        self.query_one(Head).show(self.paper.title, "" if self.page.at_end else "more: PgDn")
        if self.paper.find:
            find = self.query_one("#panel-find", Static)
            find.update(self._field(max(10, find.content_size.width)), layout=False)

    def _field(self, width: int) -> Content:
        if not self._sought:
            return ends(f"To look something up, type {self.paper.find}.", "", width, QUIET)
        found = f"{self._found} found" if self._found else ""
        return ends(f"Look up: {self._sought}▏", found, width, BOLD, QUIET)

    @property
    def _nothing(self) -> str:
        return f"Nothing here has “{self._sought.strip()}” in it. Esc gives it up."

    # -- looking up ----------------------------------------------------------------------------

    def _seek(self, words: str) -> None:
        """Leave standing what has all these words in it, the words marked."""
        self._sought = words[:LONGEST]
        paper = self.paper
        if not self._sought.strip():
            self.page.show(paper.matters, top=0)
        else:
            width = self.page.measure
            wanted = self._sought.casefold().split()
            having = [matter for matter in paper.matters[paper.always :] if _has(matter, wanted, width)]
            self._found = len(having)
            shown = [*paper.matters[: paper.always], *(_marked(matter, wanted) for matter in having)]
            self.page.show(shown or [paragraph(self._nothing, QUIET)], top=0)
        self._head()

    def on_key(self, event: events.Key) -> None:
        """Letters look something up where there is something to look up; elsewhere they read on or close."""
        typed = event.character if event.is_printable else None
        deeds = {"space": (1, 0), "b": (-1, 0), "j": (0, 1), "k": (0, -1)}
        if event.key == "backspace" and self._sought:
            self._seek(self._sought[:-1])
        elif self.paper.find and typed and (self._sought or typed not in " /"):
            self._seek(self._sought + typed)
        elif event.key in deeds:
            pages, lines = deeds[event.key]
            self.page.turn(pages) if pages else self.page.step(lines)
        elif not self.paper.find and event.key in ("q", self.paper.key):
            self.dismiss(None)
        else:
            return
        event.stop()

    # -- doing ---------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Close; what was typed to be looked up is given up first."""
        if self._sought and self._sought != self._given:
            self._seek("")
        else:
            self.dismiss(None)

    def action_read(self, pages: int) -> None:
        self.page.turn(pages)

    def action_move(self, by: int) -> None:
        self.page.step(by)

    def action_edge(self, where: int) -> None:
        self.page.edge(where > 0)


def _has(matter: Matter, wanted: list[str], width: int) -> bool:
    words = " ".join(line.plain.strip(" ┃") for line in matter(width)).casefold()
    return all(word in words for word in wanted)


def _marked(matter: Matter, wanted: list[str]) -> Matter:
    """Return a matter with the words that were looked up underlined."""

    def set_it(width: int) -> list[Content]:
        lines = []
        for line in matter(width):
            plain = line.plain.casefold()
            for word in wanted:
                at = plain.find(word)
                while at >= 0 and len(plain) == len(line.plain):
                    line = line.stylize("bold underline", at, at + len(word))
                    at = plain.find(word, at + len(word))
            lines.append(line)
        return lines

    return set_it
