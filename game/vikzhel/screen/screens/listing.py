"""A list laid over a page: one line of it is taken, or none."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from ..actions import LIST, bindings
from ..widgets.choices import TYPED, Choices, Line
from ..widgets.head import Head
from ..widgets.keybar import KeyBar

T = TypeVar("T")


class Listing(ModalScreen[T], Generic[T]):
    """Shows lines under a head that says how one is taken. ``KIND`` is its kind in the table of actions."""

    KIND = LIST
    MARK_FIRST = False
    """True if more can be done with a line than taking it."""
    CSS_PATH = "undo.tcss"
    BINDINGS = bindings(LIST)

    def __init__(self, lines: list[Line], head: str) -> None:
        super().__init__()
        self._lines = lines
        self._title = head

    def compose(self) -> ComposeResult:
        with Vertical(id="undo"):
            yield Head(self._title, id="undo-head")
            yield Choices(id="decisions", mark_first=self.MARK_FIRST)
            yield KeyBar(self.KIND)

    @property
    def choices(self) -> Choices:
        return self.query_one(Choices)

    def on_mount(self) -> None:
        self.choices.show(self._lines, picked=True)
        self.choices.focus()
        self._head()

    def on_resize(self) -> None:
        self.call_after_refresh(self._head)

    @on(Choices.OptionHighlighted)
    def _head(self) -> None:
        """Say how a number is typed where there are more than nine, and in words which line is marked."""
        choices = self.choices
        typed = TYPED if choices.by_number_and_enter else ""
        if marked := choices.marked_words:
            self.query_one(Head).show(". ".join(filter(None, (self._title, typed, marked))))
        else:
            self.query_one(Head).show(self._title, "", typed)

    def taken(self, line: str) -> T:
        """Return what taking a line means."""
        raise NotImplementedError

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        event.stop()
        self.dismiss(self.taken(event.line))

    # -- doing ---------------------------------------------------------------------------------

    def action_pick(self, number: int) -> None:
        self.choices.pick(number)

    def action_move(self, by: int) -> None:
        self.choices.move(by)

    def action_leap(self, by: int) -> None:
        """Move the mark by a page."""
        self.choices.action_page_down() if by > 0 else self.choices.action_page_up()  # type: ignore[no-untyped-call]

    def action_edge(self, where: int) -> None:
        """Mark the first line or the last."""
        self.choices.action_last() if where > 0 else self.choices.action_first()

    def action_go_on(self) -> None:
        self.choices.take_marked()

    def action_close(self) -> None:
        self.dismiss(None)
