"""The journal: one or two sentences in one's own words, at the start, in the middle and at the end.

Nobody has to write in it; what is written stays on this machine and is printed with the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ...play.events import SceneEntered
from ..actions import JOURNAL, bindings
from ..hours import in_full
from ..manuscript import by_step
from ..settings import spoken_in
from ..spoken import bare
from ..typesetting import BLANK, BOLD, QUIET, RED, Matter, hang, paragraph, wrap
from ..widgets.head import Head
from ..widgets.keybar import KeyBar
from ..widgets.page import Page

if TYPE_CHECKING:
    from ...archive.store import KeptRun
    from ...play.run import Run

MIDDLE = 7
"""Decisions after which the first question gives way to the second."""
LONGEST = 400

START_ASKS = "Before you decide anything more: what can be won in these days, and what will stand in the way?"
MIDDLE_ASKS = "So far: what have you given up, and for what?"
END_ASKS = "Looking back: when, if ever, did it become likely that it would end as it did?"


def question(run: Run) -> str:
    """Return what the journal asks now."""
    if run.over:
        return END_ASKS
    return MIDDLE_ASKS if len(run.decisions()) >= MIDDLE else START_ASKS


class Written(Input):
    """A line to write in; of a text pasted into it every line is taken, one after the other."""

    def _on_paste(self, event: events.Paste) -> None:
        event.text = " ".join(event.text.split())


class Journal(ModalScreen[None]):
    """Shows what was written in a run, and takes one line more."""

    CSS_PATH = "journal.tcss"
    BINDINGS = bindings(JOURNAL)

    def __init__(self, kept: KeptRun) -> None:
        super().__init__()
        self._kept = kept

    def compose(self) -> ComposeResult:
        with Vertical(id="journal"):
            yield Head("Journal", id="journal-head")
            yield Static(Content(question(self._kept.run)), id="journal-asks", markup=False)
            yield Written(
                placeholder="One or two sentences, then Enter", max_length=LONGEST, id="journal-line"
            )
            yield Page(id="journal-page", widest=80)
            yield KeyBar(JOURNAL)

    def on_mount(self) -> None:
        self._show()
        self.query_one(Input).focus()

    def _show(self) -> None:
        page = written(self._kept)
        self.query_one(Page).show([*map(bare, page)] if spoken_in(self.app) else page, top=0)

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        """Keep the line; an empty one closes the journal."""
        if not event.value.strip():
            self.dismiss(None)
            return
        self._kept.note(len(self._kept.run.steps), event.value)
        event.input.value = ""
        self._show()

    def action_close(self) -> None:
        self.dismiss(None)

    def action_read(self, pages: int) -> None:
        self.query_one(Page).turn(pages)


def written(kept: KeptRun) -> list[Matter]:
    """Return the lines of the journal, the last first, each with when in the story it was written."""
    notes = kept.notes
    if not notes:
        return [paragraph("Nothing is written yet. Nobody but you will read it.", QUIET)]
    told = by_step(kept.run)
    page = []
    for note in reversed(notes):
        scenes = [e for events in told[: note.step + 1] for e in events if isinstance(e, SceneEntered)]
        page.append(_entry(note.text, scenes[-1] if scenes else None))
    return page


def _entry(text: str, scene: SceneEntered | None) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = []
        if scene is not None:
            when = f"{in_full(scene.when)}. " if scene.when else ""
            lines = wrap(f"{when}{scene.title or scene.where}", width, BOLD)
        return [*lines, *hang(("— ", RED), text, width), BLANK]

    return set_it
