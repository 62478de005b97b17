"""A scene while it is being written: as a player sees it, and beside it why it is so. Read again at each save."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from ...desk.preview import CannotPreview
from ...play.events import SceneEntered
from ...play.run import NotOpen
from ...story.watching import INTERVAL
from ..actions import MENDING, PREVIEW, bindings
from ..beside import beside
from ..passage import Piece, pieces
from ..settings import spoken_in, width_in
from ..spoken import bare, telling
from ..spoken import pieces as said
from ..typesetting import QUIET, RED_BOLD, ends, hang, rule
from ..widgets.choices import Choices, Line
from ..widgets.keybar import KeyBar
from ..widgets.page import Page
from ..widgets.scenehead import GradeRule, SceneHead
from ..widgets.sides import Pane
from .broken import Broken
from .scenes import Scenes
from .sheet import Sheet

if TYPE_CHECKING:
    from ...desk.beginning import Begun
    from ...desk.preview import Preview as Previewed
    from ...play.run import Run
    from ...story.diagnostics import Report
    from ...story.packs import Pack

TWO_PANES, THREE_PANES = 104, 132
NO_OTHER = "No other state was found in which this scene reads otherwise."


class Mending(Broken):
    """What is wrong with the files, in place of the scene; it goes by itself once they are mended and saved."""

    KIND = MENDING
    BINDINGS = bindings(MENDING)

    def __init__(self, page: Preview) -> None:
        then = (
            "The last good scene comes back then." if page.shown.stands else "It is read again at each save."
        )
        super().__init__(page.shown.report, f"Mend this and save. {then}")
        self.mended = False
        self._page = page

    def on_screen_resume(self) -> None:
        """Go, if it was mended while something lay over this."""
        if self.mended:
            self.mended = False
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave the preview, mended or not."""
        self.dismiss(None)
        self.app.call_later(self._page.action_leave)


class Preview(Screen[None]):
    """Plays a preview, and watches its files."""

    KIND = PREVIEW
    CSS_PATH = "preview.tcss"
    BINDINGS = bindings(PREVIEW)
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO_PANES, "-two"), (THREE_PANES, "-three")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]  # noqa: RUF012

    @dataclass
    class Saved(Message):
        """A file was saved, and this is what the story reads as now."""

        pack: Pack | None
        report: Report

    @dataclass
    class Sought(Message):
        """Another state of the scene was looked for, from where a run stood."""

        run: Run
        steps: int
        begun: Begun

    def __init__(self, shown: Previewed) -> None:
        super().__init__()
        self.shown = shown
        self._pieces: list[Piece] = []
        self._read_at = ""
        self._panel = False
        self._mending: Mending | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="writing"):
            yield Static(id="where", markup=False)
            yield SceneHead()
            yield GradeRule()
            yield Static(id="notice-here", markup=False)
            yield Page(id="scene", widest=width_in(self.app))
            yield Static(id="ask-here", markup=False)
            yield Choices(id="options")
        yield Pane("Why it is so", id="beside")
        yield KeyBar(PREVIEW)

    def on_mount(self) -> None:
        self.options.focus()
        self.set_class(spoken_in(self.app), "-spoken")
        self._show(top=0)
        self.run_worker(self._watch, thread=True, name="watching", group="watching")

    @property
    def page(self) -> Page:
        return self.query_one("#scene", Page)

    @property
    def side(self) -> Pane:
        return self.query_one("#beside", Pane)

    @property
    def options(self) -> Choices:
        return self.query_one("#options", Choices)

    # -- the files -----------------------------------------------------------------------------

    def _watch(self) -> None:
        """Read the story whenever a file of it was saved, until the preview is left."""
        worker = get_current_worker()
        while not worker.is_cancelled:
            time.sleep(INTERVAL)
            if self.shown.saved():
                self.post_message(self.Saved(*self.shown.read()))

    @on(Saved)
    def _put(self, event: Saved) -> None:
        try:
            changed = self.shown.put(event.pack, event.report)
        except CannotPreview as gone:
            self.shown.report = str(gone)
            changed = True
        if changed:
            self._read_at = f"{datetime.now():%H:%M:%S}"
            self._show()

    def _show(self, top: int | None = None) -> None:
        """Show the scene as it is, its text at the top of a matter; or what is wrong with the files."""
        if self.shown.report:
            self._explain()
            return
        if self._mending is not None:
            self._mending.mended = True
            if self._mending.is_active:
                self._mending.dismiss(None)
            self._mending = None
        run = self.shown.run
        told, spoken = self.shown.told, spoken_in(self.app)
        earlier = run.events()[: -len(told)]
        before = next((event for event in reversed(earlier) if isinstance(event, SceneEntered)), None)
        if told and isinstance(told[0], SceneEntered):
            before = None
        if spoken:
            self._pieces = said(telling(run), told, run, len(run.steps), before)
        else:
            self._pieces = pieces(told, run, run.steps[-1] if run.steps else None, before)
        self.page.show([piece.matter for piece in self._pieces], top=top)
        parts = beside(self.shown.panel)
        self.side.show([*map(bare, parts)] if spoken else parts, top=top)
        self._lines(top)
        self._frame()

    def _explain(self) -> None:
        if self._mending is None:
            self._mending = Mending(self)
            self.app.push_screen(self._mending)
        else:
            self._mending.tell(self.shown.report)

    # -- showing -------------------------------------------------------------------------------

    def _lines(self, top: int | None) -> None:
        """Show what can be done; after a save the mark stays where it was."""
        options = self.options
        marked = options.highlighted_option
        run = self.shown.run
        lines = [Line(one.id, _words(one.text, one.kind), one.added, one.locked) for one in run.options]
        options.show(lines, most=max(6, self.size.height * 2 // 5))
        options.display = bool(lines)
        if top is None and marked is not None and marked.id in {line.id for line in lines}:
            options.highlighted = options.get_option_index(marked.id)

    def _frame(self) -> None:
        """Set what stands above and below the text."""
        if not self.shown.stands or not self.size.width:
            return
        width = max(10, self.query_one("#where", Static).content_size.width or self.size.width - 2)
        where = ends(self.shown.words, "Preview", width, QUIET, RED_BOLD)
        self.query_one("#where", Static).update(
            f"Preview: {self.shown.words}" if spoken_in(self.app) else where, layout=False
        )
        notice = self.query_one("#notice-here", Static)
        notice.display = bool(self.shown.notice)
        notice.update(
            Content("\n").join(
                hang(("" if spoken_in(self.app) else "! ", RED_BOLD), self.shown.notice, width)
            )
        )
        at = self.page.matter_in_view
        piece = self._pieces[at] if at < len(self._pieces) else None
        entered = [event for event in self.shown.run.events() if isinstance(event, SceneEntered)]
        scene = piece.scene if piece is not None and piece.scene is not None else entered[-1]
        self.query_one(SceneHead).show(scene)
        grade = piece.grade if piece is not None else scene.grade
        self.query_one(GradeRule).show(grade, self.shown.run.left_record())
        ask = "The story ends here." if self.shown.run.over else "What do you do?"
        more = "" if self.page.at_end else "more: Space ↓"
        right = " · ".join(filter(None, (f"read {self._read_at}" if self._read_at else "", more)))
        told = "; ".join(filter(None, (ask, right.rstrip(" ↓").replace(" · ", "; "))))
        self.query_one("#ask-here", Static).update(
            told if spoken_in(self.app) else rule(width, ask, right, RED_BOLD), layout=False
        )

    @on(Page.Turned)
    def _turned(self) -> None:
        if self._pieces:
            self._frame()

    def on_resize(self) -> None:
        self.page.widen(width_in(self.app))
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.shown.stands:
            self.options.refit(max(6, self.size.height * 2 // 5))
            self._frame()

    # -- doing ---------------------------------------------------------------------------------

    @on(Choices.Taken, "#options")
    def _taken(self, event: Choices.Taken) -> None:
        event.stop()
        try:
            self.shown.take(event.line)
        except NotOpen as refused:
            self.notify(refused.reason, markup=False)
            return
        self._show(top=0)

    def action_pick(self, number: int) -> None:
        self.options.pick(number)

    def action_move(self, by: int) -> None:
        if self._panel:
            self.side.step(by)
        else:
            self.options.move(by)

    def action_go_on(self) -> None:
        if not self.options.take_marked():
            self.options.move(1)

    def action_read(self, pages: int) -> None:
        (self.side if self._panel else self.page).turn(pages)

    def action_edge(self, where: int) -> None:
        (self.side if self._panel else self.page).edge(where > 0)

    def action_pane(self) -> None:
        """Give the reading keys to the side panel, or back; in a narrow window it takes the place of the scene."""
        self._panel = not self._panel
        self.set_class(self._panel, "-at-panel")
        self.side.mark(self._panel)

    def action_undo(self) -> None:
        if self.shown.back():
            self._show(top=0)
        else:
            self.notify("This is the beginning of the story.", markup=False)

    def action_restart(self) -> None:
        self.shown.restart()
        self._show(top=0)

    def action_another(self) -> None:
        """Look for another state beside the page; keys and saves go on meanwhile."""
        if self.shown.report or any(
            worker.group == "seeking" and worker.is_running for worker in self.workers
        ):
            return
        self.run_worker(self._seek, thread=True, name="seeking", group="seeking")

    def _seek(self) -> None:
        run = self.shown.run
        self.post_message(self.Sought(run, len(run.steps), self.shown.seek()))

    @on(Sought)
    def _found(self, event: Sought) -> None:
        """Stand in what was found, unless the page has gone on in the meantime."""
        if event.run is not self.shown.run or event.steps != len(event.run.steps) or self.shown.report:
            return
        if not self.shown.another(event.begun):
            self.notify(NO_OTHER, markup=False)
        self._show(top=0)

    def action_scenes(self) -> None:
        """Offer the scenes to go to."""
        self.app.push_screen(Scenes(self.shown.run.program.pack, self.shown.run.scene), self._go)

    def _go(self, scene: str | None) -> None:
        if scene is None:
            return
        try:
            self.shown.go(scene)
        except CannotPreview as refused:
            self.notify(str(refused), markup=False)
            return
        self._show(top=0)

    def action_sheet(self, name: str) -> None:
        self.post_message(Sheet.of(name, PREVIEW, None, spoken=spoken_in(self.app)))

    def action_back(self) -> None:
        if self._panel:
            self.action_pane()
        elif self.app.screen_stack[0] is not self:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave: the program if the preview was all that was asked for, else back to the desk."""
        if self.app.screen_stack[0] is self:
            self.app.exit()
        else:
            self.dismiss(None)


def _words(text: str, kind: str) -> str:
    return f"Chance: {text}" if kind == "draw" else text
