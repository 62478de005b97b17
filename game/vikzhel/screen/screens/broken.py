"""A story that cannot be played: everything that is wrong with it, as ``vikzhel check`` says it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from ..actions import BROKEN, bindings
from ..typesetting import INK, Matter
from ..widgets.head import Head
from ..widgets.keybar import KeyBar
from ..widgets.page import Page


class Broken(Screen[None]):
    """Shows a report and waits until it is mended, or the player leaves."""

    KIND = BROKEN
    CSS_PATH = "broken.tcss"
    BINDINGS = bindings(BROKEN)

    class Again(Message):
        """The story has been mended, perhaps: it is to be read again."""

    def __init__(self, report: str, why: str = "This story cannot be played until that is mended.") -> None:
        super().__init__()
        self._report = report
        self._why = why

    def compose(self) -> ComposeResult:
        yield Head("What is wrong with this story", id="broken-head")
        yield Static(self._why, id="broken-why", markup=False)
        yield Page(id="report", widest=200)
        yield KeyBar(self.KIND)

    def on_mount(self) -> None:
        self.tell(self._report)

    def tell(self, report: str) -> None:
        """Show another report."""
        self._report = report
        self.query_one(Page).show([_as_typed(part) for part in report.split("\n\n")], top=0)
        self._head()

    def on_page_turned(self) -> None:
        self._head()

    def _head(self) -> None:
        more = "" if self.query_one(Page).at_end else "more: Space"
        self.query_one(Head).show("What is wrong with this story", more)

    def action_read(self, pages: int) -> None:
        self.query_one(Page).turn(pages)

    def action_edge(self, where: int) -> None:
        self.query_one(Page).edge(where > 0)

    def action_again(self) -> None:
        self.post_message(self.Again())


def _as_typed(part: str) -> Matter:
    """Return one problem line by line; a line with its caret under it keeps its columns."""

    def set_it(width: int) -> list[Content]:
        lines: list[Content] = []
        for number, line in enumerate(part.split("\n")):
            indent = " " * min(len(line) - len(line.lstrip()), width // 2)
            if len(line) <= width:
                lines.append(Content.styled(line, INK if number else "bold"))
            else:
                wrapped = Content(line.lstrip()).wrap(max(8, width - len(indent)))
                lines += [Content.styled(indent + row.plain, INK if number else "bold") for row in wrapped]
        return [*lines, Content("")]

    return set_it
