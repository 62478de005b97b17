"""The runs that are kept: one is chosen to go on with, to look back on, or to hold against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from ...archive.gather import RECORD
from ..actions import LIST, WEEKS, bindings
from ..widgets.choices import Choices, Line
from ..widgets.head import Head
from ..widgets.keybar import KeyBar
from .again import CompareKept

if TYPE_CHECKING:
    from ..library import Week


class Weeks(ModalScreen[str]):
    """Returns the code of the run that was chosen; nothing to leave everything as it is."""

    KIND = LIST
    CSS_PATH = "undo.tcss"
    BINDINGS = bindings(LIST)

    def __init__(self, weeks: list[Week], head: str = "Runs that are kept", *, record: str = "") -> None:
        """``record`` is what to call the record, if that can be chosen too; it is returned as ``RECORD``."""
        super().__init__()
        self._lines = [Line(week.code, week.code, week.told) for week in weeks]
        if record:
            self._lines.insert(0, Line(RECORD, "The record", record))
        self._head = head

    def compose(self) -> ComposeResult:
        with Vertical(id="undo"):
            yield Head(self._head, id="undo-head")
            yield Choices(id="decisions")
            yield KeyBar(self.KIND)

    def on_mount(self) -> None:
        choices = self.query_one(Choices)
        choices.show(self._lines, picked=True)
        choices.focus()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        self.dismiss(event.line)

    def action_pick(self, number: int) -> None:
        self.query_one(Choices).pick(number)

    def action_move(self, by: int) -> None:
        self.query_one(Choices).move(by)

    def action_go_on(self) -> None:
        self.query_one(Choices).take_marked()

    def action_close(self) -> None:
        self.dismiss("")


class KeptWeeks(Weeks):
    """The list on the front page, from which a run can be held against another as well."""

    KIND = WEEKS
    BINDINGS = bindings(WEEKS)

    def action_compare(self) -> None:
        marked = self.query_one(Choices).highlighted_option
        if marked is not None and marked.id is not None:
            self.post_message(CompareKept(marked.id))
