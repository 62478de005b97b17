"""The game: a scene, its text, what can be done. Everything is built once and updated in place.

While the end of what a step told has not been on the screen, its outcome is held back: the choices
are, and so are the moods and the draft as they are after it.
"""

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

from ...play.events import Event, SceneEntered
from ...play.run import NotOpen, role_of
from .. import papers
from ..actions import GAME, bindings
from ..count import taken, texts_of
from ..library import sentence
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
MORE = "/more"
READ_ON = Line(MORE, "more to read: Space or Enter", mark="↓")
READ_FIRST = Line(MORE, "First read to the end: Space or Enter. Then choose.", mark="↓")
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
        self._held = True
        self._asked = 0, "", ""
        self._laid: dict[str, tuple[int, object]] = {}

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
        self.set_class(not self.kept.run.program.pack.files.table, "-no-table")
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
        if not self.kept.kept:
            self._trouble_told = ""
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
        self._held = True
        self._ask()

    def _piece(self) -> Piece | None:
        """Return what is at the top of the view."""
        at = self.story.matter_in_view
        return self._pieces[at] if at < len(self._pieces) else None

    @on(Page.Turned, "#story")
    def _turned(self) -> None:
        self._head()
        self._make_room()
        if self._held and (self.story.at_end or not self.choices.shown) and self.story.is_set:
            self._ask()
        else:
            self._ask_rule()
            self._source()

    def _head(self) -> None:
        """Let the fixed head be that of what is at the top of the view."""
        piece = self._piece()
        self.query_one(SceneHead).show(piece.scene if piece else None)
        self.query_one(GradeRule).show(piece.grade if piece else "", self.kept.run.left_record())

    def _lines(self) -> list[Line]:
        """Return what can be done now; before a count, what the player expects of it."""
        run = self.kept.run
        if run.over:
            other = [Line("other", "Play somebody else")] if len(run.program.pack.files.roles) > 1 else []
            return [Line("again", f"Play again as {role_of(run)}"), *other, Line("leave", "Leave")]
        if self._predicting:
            return list(SURENESS) if self._forecast else self._forecasts()
        if run.open and run.open[0].kind == "draw":
            return [Line("", "See what comes")]
        return [Line(option.id, option.text, option.added, option.locked) for option in run.options]

    def _forecasts(self) -> list[Line]:
        texts = texts_of(self.kept.run.program.pack, self._vote)
        if texts is None:
            return list(FORECASTS)
        found = [Line(result, f"They will take {taken(result, texts)}") for result in ("carried", "lost")]
        return [*found, FORECASTS[-1]]

    def _ask(self) -> None:
        """Show what can be done now, or that there is more to read first."""
        lines = self._lines()
        self._held = self._held and self._still_held()
        if self._held:
            lines = [READ_ON] if self.story.is_set else []
        self.choices.show(lines, most=self._most_choices)
        self._make_room()
        self._head()
        self._ask_rule()
        self._moods()
        self._table()
        self._source()

    @property
    def _most_choices(self) -> int:
        """Return how many rows the choices may take: two fifths of the screen, or what the text leaves."""
        text = max(6, self.story.rows_from(self._passages[-1] if self._passages else 0))
        room = self.story.height_in_view + self.choices.size.height - text
        return max(6, self.size.height * 2 // 5 + 1, room)

    def _still_held(self) -> bool:
        """Return whether the end of the text would not be in view with the choices laid beneath it."""
        self._make_room()
        return not (self.story.is_set and self.story.at_end)

    def _make_room(self) -> None:
        """Let the page know how much of it the choices will cover, over what they cover now."""
        rows = min(self.choices.rows_of(self._lines()), self._most_choices)
        now = self.choices.size.height
        self.story.leave(rows - now, now - self.choices.rows_wanted)

    @property
    def _told(self) -> int:
        """Return how many events are told: those of a step whose end is not reached yet are not."""
        run = self.kept.run
        return len(run.events()) - (len(run.events(len(run.steps))) if self._held else 0)

    @property
    def _vote(self) -> str:
        """Return the vote whose count is awaited, if one is."""
        return next((option.id for option in self.kept.run.open if option.kind == "vote"), "")

    @property
    def _predicting(self) -> bool:
        return bool(self._vote)

    def _ask_rule(self) -> None:
        """Set the rule above the choices: what is asked, and whether there is more to read."""
        ask = self.query_one("#ask", Static)
        run = self.kept.run
        words = "What do you do?"
        if self._held:
            words = ""
        elif run.over:
            words = "And now?"
        elif self._predicting:
            words = "How sure are you?" if self._forecast else "What do you expect?"
        elif len(run.open) == 1:
            words = ""
        elif self.choices.by_number_and_enter:
            words = "What do you do? Type the number, then Enter"
        more = "" if self._held or self.story.at_end else "more to read: Space ↓"
        width = ask.content_size.width or self.size.width - 2
        if self._asked != (width, words, more):
            self._asked = width, words, more
            ask.update(rule(width, words, more, RED_BOLD), layout=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        self.choices.refit(self._most_choices)
        self._turned()
        self._moods()
        self._table()

    def _moods(self) -> None:
        piece = self._piece() if self._held else self._pieces[-1] if self._pieces else None
        found = standings(self.kept.run, piece.scene.room if piece and piece.scene else (), self._told)
        self.query_one(MoodStrip).show(found)
        self._pane("room-head", "The room", "moods", found, lambda: [lambda width: ladder(found, width)])

    def _table(self) -> None:
        run = self.kept.run
        if run.program.pack.files.table:
            laid = papers.draft(run, self._told)
            self._pane("table-head", "The table", "table", laid, lambda: papers.laid_out(laid))

    def _source(self) -> None:
        """Show what stands at the top of the view rests on, and the quotation last met."""
        piece = self._piece()
        begun = reversed(self._pieces[: self.story.matters_begun])
        quote = next((piece.quote for piece in begun if piece.quote), None)
        card = (piece.scene, piece.grade, quote) if piece else (None, "", quote)
        self._pane("source-head", "What this rests on", "source", card, lambda: papers.source_card(*card))

    def _pane(
        self, head: str, title: str, page: str, what: object, matters: Callable[[], list[Matter]]
    ) -> None:
        """Show matters in a pane, if this terminal is wide enough to have it and they are not there yet."""
        top = self.query_one(f"#{head}", Static)
        width = top.size.width
        if width and self._laid.get(page) != (width, what):
            self._laid[page] = width, what
            top.update(rule(top.content_size.width, title, "", RED_BOLD), layout=False)
            self.query_one(f"#{page}", Page).show(matters(), top=0)

    # -- doing ---------------------------------------------------------------------------------

    @on(Choices.Taken, "#choices")
    def _taken(self, event: Choices.Taken) -> None:
        event.stop()
        run = self.kept.run
        if event.line == MORE:
            self.action_read(1)
        elif self._held:
            return
        elif run.over:
            self.post_message(Again(event.line))
        elif not self._predicting:
            self._take(event.line or self.kept.run.drawn(self._chance))
        elif self._forecast or event.line == "unsure":
            sure = 1 if event.line == "unsure" else int(event.line)
            self._take(self._vote, prediction=self._forecast or event.line, sureness=sure)
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
        """Take a choice by its number; while there is more to read, say so."""
        if self._held:
            self.choices.show([READ_FIRST], most=self._most_choices)
        else:
            self.choices.pick(number)

    def action_move(self, by: int) -> None:
        """Move over the choices; while there is more to read, move the text by a line."""
        if self._held:
            self.story.step(by)
            self._turned()
        else:
            self.choices.move(by)

    def action_go_on(self) -> None:
        """Read on while there is more; then take what is marked, or mark the first."""
        if self._held or not self.story.at_end:
            self.action_read(1)
        elif not self.choices.take_marked():
            self.choices.move(1)

    def action_read(self, pages: int) -> None:
        self.story.turn(pages)
        self._turned()  # not only when its message comes: the next key may be here before

    def action_edge(self, where: int) -> None:
        self.story.edge(where > 0)
        self._turned()

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
        note = paragraph(self._keeping(), QUIET)
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

    def _keeping(self) -> str:
        """Return whether every step is being written down, in words."""
        if self.kept.kept:
            code = self.kept.code
            return f"This run is kept as {code}. To go on with it later: vikzhel play --resume {code}"
        return sentence(self.kept.trouble) if self.kept.trouble else "This run is not kept."


def _trouble(words: str) -> Matter:
    return lambda width: [*hang(("! ", RED_BOLD), words, width), Content("")]
