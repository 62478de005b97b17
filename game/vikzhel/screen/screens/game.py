"""The game: a scene, its text, what can be done. Everything is built once and updated in place."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ...play.events import Event, Quotation, SceneEntered
from ...play.run import NotOpen
from .. import papers
from ..actions import GAME, bindings
from ..moods import ladder, standings
from ..passage import Piece, pieces
from ..typesetting import QUIET, RED_BOLD, Matter, hang, paragraph, rule
from ..widgets.choices import Choices, Line
from ..widgets.keybar import KeyBar
from ..widgets.moodstrip import MoodStrip
from ..widgets.page import Page
from ..widgets.scenehead import GradeRule, SceneHead
from .again import Again
from .sheet import Sheet
from .undo import Undo

if TYPE_CHECKING:
    from ...archive.store import KeptRun
    from ...play.run import Step

FORECASTS = (
    Line("carried", "It will be carried"),
    Line("lost", "It will be lost"),
    Line("unsure", "I cannot say"),
)
SURENESS = (Line("1", "A guess"), Line("2", "Fairly sure"), Line("3", "Certain"))
TWO_PANES, THREE_PANES = 104, 132


class Game(Screen[None]):
    """Plays one run."""

    CSS_PATH = "game.tcss"
    BINDINGS = bindings(GAME)
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO_PANES, "-two"), (THREE_PANES, "-three")]  # noqa: RUF012

    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]  # noqa: RUF012

    def __init__(self, kept: KeptRun, chance: Random | None = None) -> None:
        super().__init__()
        self.kept = kept
        self._chance = chance or Random()
        self._pieces: list[Piece] = []
        self._passages: list[int] = []
        self._forecast = ""
        self._trouble_told = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="sheets"):
            with Vertical(id="desk"):
                yield SceneHead()
                yield MoodStrip()
                yield GradeRule()
                yield Page(id="story")
                yield Static(id="ask", markup=False)
                yield Choices(id="choices")
            with Vertical(id="side"):
                with Vertical(id="room"):
                    yield Static(id="room-head", markup=False)
                    yield Page(id="moods")
                with Vertical(id="papers"):
                    yield Static(id="table-head", markup=False)
                    yield Page(id="table")
                    yield Static(id="source-head", markup=False)
                    yield Page(id="source")
        yield KeyBar(GAME)

    def on_mount(self) -> None:
        self.story.show([])
        self._tell_all()
        self.choices.focus()

    @property
    def story(self) -> Page:
        return self.query_one("#story", Page)

    @property
    def choices(self) -> Choices:
        return self.query_one("#choices", Choices)

    # -- telling -------------------------------------------------------------------------------

    def _tell_all(self) -> None:
        """Set the whole run from its beginning, the view at what was told last."""
        run = self.kept.run
        self._pieces, self._passages = [], []
        told = [run.events(number) for number in range(len(run.steps) + 1)]
        for number, since in enumerate(told):
            after = len(told[number + 1]) if number < len(run.steps) else 0
            self._add(since[: len(since) - after], run.steps[number - 1] if number else None)
        self._say_trouble()
        self.story.show([piece.matter for piece in self._pieces], top=self._passages[-1])
        self._stand()

    def _add(self, events: list[Event], step: Step | None) -> None:
        self._passages.append(len(self._pieces))
        before = self._pieces[-1].scene if self._pieces else None
        self._pieces += pieces(events, self.kept.run, step, before)

    def _tell(self, events: list[Event]) -> None:
        """Add what a step told; the view goes to the top of it."""
        keep = len(self._pieces)
        self._add(events, self.kept.run.steps[-1])
        self._say_trouble()
        self.story.show([piece.matter for piece in self._pieces[keep:]], keep=keep, top=keep)
        self._stand()

    def _say_trouble(self) -> None:
        """Say once why the run is not kept, or what has changed in the story since it was played."""
        if self.kept.trouble and self.kept.trouble != self._trouble_told:
            at = self._passages[-1]
            scene = self._pieces[at].scene if at < len(self._pieces) else None
            self._pieces.insert(at, Piece(_trouble(self.kept.trouble), scene))
            self._trouble_told = self.kept.trouble

    def _stand(self) -> None:
        """Show where things stand: choices, moods, table, sources."""
        self._forecast = ""
        self._ask()
        self._moods()
        self._papers()

    def _scene(self) -> SceneEntered | None:
        """Return the scene at the top of the view."""
        at = self.story.matter_in_view
        return self._pieces[at].scene if at < len(self._pieces) else None

    @on(Page.Turned, "#story")
    def _turned(self) -> None:
        scene = self._scene()
        self.query_one(SceneHead).show(scene)
        self.query_one(GradeRule).show(scene.grade if scene else "", self.kept.run.left_record())
        self._ask_rule()

    def _ask(self) -> None:
        """Show what can be done now; before a count, what the player expects of it."""
        run = self.kept.run
        if run.over:
            lines = [
                Line("again", "Play this evening again"),
                Line("other", "Be somebody else"),
                Line("leave", "Leave the table"),
            ]
        elif self._predicting:
            lines = list(SURENESS if self._forecast else FORECASTS)
        elif run.open and run.open[0].kind == "draw":
            lines = [Line("", "See what comes")]
        else:
            lines = [Line(option.id, option.text, locked=option.locked) for option in run.options]
        self.choices.show(lines)
        self._ask_rule()

    @property
    def _predicting(self) -> bool:
        return any(option.kind == "vote" for option in self.kept.run.open)

    def _ask_rule(self) -> None:
        """Set the rule above the choices: what is asked, and whether there is more to read."""
        ask = self.query_one("#ask", Static)
        run = self.kept.run
        words = "What do you do?"
        if run.over:
            words = "And now?"
        elif self._predicting:
            words = "How sure are you?" if self._forecast else "What do you expect?"
        elif len(run.open) == 1:
            words = ""
        more = "" if self.story.at_end else "more to read: Space ↓"
        width = ask.content_size.width or self.size.width - 2
        ask.update(rule(width, words, more, RED_BOLD), layout=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        self._ask_rule()
        self._moods()
        self._papers()

    def _moods(self) -> None:
        scene = next((piece.scene for piece in reversed(self._pieces) if piece.scene), None)
        found = standings(self.kept.run, scene.room if scene else ())
        self.query_one(MoodStrip).show(found)
        self._pane("room-head", "The room", "moods", [lambda width: ladder(found, width)])

    def _papers(self) -> None:
        run = self.kept.run
        scene = next((piece.scene for piece in reversed(self._pieces) if piece.scene), None)
        quote = next((event for event in reversed(run.events()) if isinstance(event, Quotation)), None)
        has_table = bool(run.program.pack.files.table)
        self.set_class(not has_table, "-no-table")
        if has_table:
            self._pane("table-head", "The table", "table", papers.table(run))
        self._pane("source-head", "What this rests on", "source", papers.source_card(scene, quote))

    def _pane(self, head: str, title: str, page: str, matters: list[Matter]) -> None:
        """Show matters in a pane, if this terminal is wide enough to have it."""
        top = self.query_one(f"#{head}", Static)
        if top.size.width:
            top.update(rule(top.content_size.width, title, "", RED_BOLD), layout=False)
            self.query_one(f"#{page}", Page).show(matters, top=0)

    # -- doing ---------------------------------------------------------------------------------

    @on(Choices.Taken, "#choices")
    def _taken(self, event: Choices.Taken) -> None:
        event.stop()
        run = self.kept.run
        if run.over:
            self.post_message(Again(event.line))
        elif not self._predicting:
            self._take(event.line or self.kept.run.drawn(self._chance))
        elif self._forecast or event.line == "unsure":
            vote = next(option.id for option in run.open if option.kind == "vote")
            sure = 1 if event.line == "unsure" else int(event.line)
            self._take(vote, prediction=self._forecast or event.line, sureness=sure)
        else:
            self._forecast = event.line
            self._ask()

    def _take(self, option: str, *, prediction: str = "", sureness: int = 0) -> None:
        try:
            events = self.kept.take(option, prediction=prediction, sureness=sureness)
        except NotOpen as refused:
            self.notify(refused.reason, markup=False)
            return
        self._tell(events)

    def action_pick(self, number: int) -> None:
        self.choices.pick(number)

    def action_move(self, by: int) -> None:
        self.choices.move(by)

    def action_go_on(self) -> None:
        """Read on while there is more; then take what is marked, or mark the first."""
        if not self.story.at_end:
            self.story.turn(1)
        elif not self.choices.take_marked():
            self.choices.move(1)

    def action_read(self, pages: int) -> None:
        self.story.turn(pages)

    def action_edge(self, where: int) -> None:
        self.story.edge(where > 0)

    def action_undo(self) -> None:
        """Offer the decisions so far; before a count, take back what was expected of it."""
        if self._forecast:
            self._forecast = ""
            self._ask()
            return
        run = self.kept.run
        decisions = [(number, self._when(number), chosen.text or self._vote_title(chosen.id))
                     for number, chosen in run.decisions()]  # fmt: skip
        if decisions:
            self.app.push_screen(Undo(decisions), self._undone)
        else:
            self.notify("You have decided nothing yet.", markup=False)

    def _when(self, number: int) -> str:
        """Return when and where the man was after ``number`` steps."""
        run = self.kept.run
        told = run.events()[: len(run.events()) - len(run.events(number + 1))]
        scene = next((event for event in reversed(told) if isinstance(event, SceneEntered)), None)
        return f"{scene.when.words}, {scene.where}" if scene and scene.when else ""

    def _vote_title(self, vote: str) -> str:
        title = next(
            (str(v.title) for name, v in self.kept.run.program.pack.files.votes.items() if name == vote), vote
        )
        return f"The count: {title}"

    def _undone(self, to: int | None) -> None:
        if to is not None:
            self.kept.undo(to)
            self._tell_all()

    def action_sheet(self, name: str) -> None:
        """Lay a paper open."""
        run = self.kept.run
        pack = run.program.pack
        code = f"This run is kept as {self.kept.code}." if self.kept.code else "This run is not kept."
        note = paragraph(code, QUIET)
        titles: dict[str, tuple[str, str, Callable[[], list[Matter]]]] = {
            "why": ("Why", "w", lambda: papers.ledger(run)),
            "table": ("The table", "t", lambda: papers.table(run)),
            "sources": ("Sources met", "q", lambda: papers.sources(run)),
            "card": ("Your card", "c", lambda: papers.role_card(run)),
            "words": ("Words", "g", lambda: papers.words(pack)),
            "how": ("How this works", "h", lambda: papers.how(pack)),
            "help": ("Help", "question_mark", lambda: [*papers.help_page(GAME), papers.marks_key(), note]),
        }
        title, key, matters = titles[name]
        self.post_message(Sheet.Wanted(title, key, matters()))


def _trouble(words: str) -> Matter:
    return lambda width: [*hang(("! ", RED_BOLD), words, width), Content("")]
