"""The game: a scene, its text, what can be done. Everything is built once and updated in place.

While the end of what a step told has not been on the screen, its outcome is held back: the choices
are, and so are the moods and the draft as they are after it.
"""

from __future__ import annotations

from random import Random
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult

from ...play.events import Event, Quotation
from ...play.run import NotOpen
from .. import asking
from ..actions import GAME, PANEL, bindings
from ..calling import Calling
from ..manuscript import Manuscript
from ..moods import standings
from ..passage import Piece
from ..settings import spoken_in, width_in
from ..widgets.choices import Choices
from ..widgets.keybar import KeyBar
from ..widgets.lectern import Lectern
from ..widgets.page import Page
from ..widgets.sides import ROOM, SOURCE, TABLE, Sides
from .again import FRONT, OVER, Again, PlayOn
from .first import First

if TYPE_CHECKING:
    from ...archive.store import KeptRun

TWO_PANES, THREE_PANES = 104, 132
ONE_COLUMN = [(0, "-one"), (10_000, "-two"), (10_000, "-three")]
CALL_SECONDS = 0.9
"""How long a bloc stands on the board before the next is called."""


class Game(First):
    """Plays one run."""

    KIND = GAME
    CSS_PATH = "game.tcss"
    BINDINGS = bindings(GAME)
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO_PANES, "-two"), (THREE_PANES, "-three")]  # noqa: RUF012

    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high"), (32, "-tall")]  # noqa: RUF012

    def __init__(self, kept: KeptRun, chance: Random | None = None) -> None:
        super().__init__()
        self.kept = kept
        self.told = Manuscript(kept)
        self._chance = chance or Random()
        self._forecast = ""
        self._told_at = 0.0
        self._pane = ""
        self._calling: Calling | None = None
        self._in_view: tuple[Piece | None, Quotation | None] = None, None
        self._beside_due = False

    def compose(self) -> ComposeResult:
        self.set_class(not self.kept.run.program.pack.files.table, "-no-table")
        self._dress()  # before there is anything on it, so that all is styled once
        yield Lectern(width_in(self.app))
        yield Sides()
        yield KeyBar(GAME)

    def on_mount(self) -> None:
        self.story.show([])
        self._beside()  # the moods take rows of the page: they stand before it is known what fits on it
        self._tell_all()
        self.choices.focus()

    def _dress(self) -> None:
        """Tell in marks and columns or in words, as is set; lay out for the size there is."""
        spoken = spoken_in(self.app)
        if spoken != self.told.spoken:
            self.told = Manuscript(self.kept, spoken=spoken)
        self.set_class(spoken, "-spoken")
        self.HORIZONTAL_BREAKPOINTS = ONE_COLUMN if spoken else type(self).HORIZONTAL_BREAKPOINTS
        self.take_size()

    @property
    def lectern(self) -> Lectern:
        return self.query_one(Lectern)

    @property
    def story(self) -> Page:
        return self.lectern.story

    @property
    def choices(self) -> Choices:
        return self.lectern.choices

    @property
    def sides(self) -> Sides:
        return self.query_one(Sides)

    @property
    def _settings(self) -> object:
        return getattr(self.app, "settings", None)

    @property
    def _still(self) -> bool:
        """True if nothing is to move by itself."""
        still = getattr(self._settings, "motion", "full") == "none" or self.told.spoken
        return still or self.app.animation_level == "none"

    # -- telling -------------------------------------------------------------------------------

    def _tell_all(self) -> None:
        """Set the whole run from its beginning, the view at what was told last."""
        self._stop_calling()
        self.told.begin()
        self.story.show(self.told.matters(), top=self.told.last)
        self._stand()

    def _tell(self, told: list[Event]) -> None:
        """Add what a step told; the view goes to the top of it. A count in it comes in bloc by bloc."""
        keep = self.told.go_on(told)
        at = None if self._still else self.told.awaited()
        if at is None:
            self.story.show(self.told.matters(keep), keep=keep, top=keep)
        else:
            timer = self.set_interval(CALL_SECONDS, self._call, pause=True)
            self._calling = Calling(self.told, at, self.story, timer)
            self._ask()  # what is offered tells how much room there is
            self._calling.lead_up()
        self._stand()

    def _stand(self) -> None:
        """Show where things stand: choices, moods, table, sources."""
        self._forecast = ""
        self._told_at = monotonic()
        self._ask()

    # -- a count comes in ----------------------------------------------------------------------

    def _call(self) -> None:
        """Call the next bloc; the board stays after the last, until a key asks for the rest."""
        if self._calling is not None:
            self._calling.call()
            self._stand()

    def _count_begins(self) -> bool:
        """Begin the roll if what leads to it has been read, and the story is what is being read; return whether."""
        if self._calling is None or self._calling.begun or self._pane or not self.story.at_end:
            return False
        self._calling.begin()
        self._stand()
        return True

    def _all_called(self) -> None:
        """Set the count whole, and everything after it."""
        at = self._calling.at if self._calling else 0
        self._stop_calling()
        self.story.show(self.told.matters(at), keep=at, top=at)
        self._stand()

    def _stop_calling(self) -> None:
        if self._calling is not None:
            self._calling.stop()
        self._calling = None

    def _hurried(self) -> bool:
        """Bring in the rest of a count at once; return whether one was coming in."""
        if self._calling is None or not self._calling.begun:
            return False
        self._all_called()
        return True

    def on_key(self, event: events.Key) -> None:
        """Any key brings in the rest of a count, those that mean nothing else among them."""
        if not event.key.startswith("ctrl+") and self._hurried():
            event.stop()
            event.prevent_default()

    # -- showing -------------------------------------------------------------------------------

    def _piece(self) -> Piece | None:
        """Return what is at the top of the view."""
        return self.told.piece(self.story.matter_in_view)

    @on(Page.Turned, "#story")
    def _turned(self) -> None:
        """Let the fixed head and the panes be those of what is at the top of the view."""
        piece = self._piece()
        self.lectern.head(
            piece.scene if piece else None, piece.grade if piece else "", self.kept.run.left_record()
        )
        self._beside_soon()

    def _ask(self, *, hold: bool = True) -> None:
        """Offer what can be done now, once all has been read."""
        run = self.kept.run
        instead = self._calling.line if self._calling else None
        question = (
            self._calling.words
            if self._calling
            else asking.question(run, self._forecast, spoken=self.told.spoken)
        )
        lines = [instead] if instead else asking.lines(run, self._forecast, self.told.earlier.seen)
        since, known = self.told.last, self.told.known
        self.lectern.offer(lines, question, since=since, hold=hold, instead=instead, known=known)
        self._turned()

    def on_resize(self) -> None:
        """Fit everything to the size and to the width of text there are now."""
        told = self.told
        self._dress()
        self.story.widen(width_in(self.app))
        if told is not self.told:
            self._tell_all()

    def fit(self) -> None:
        self.lectern.refit()
        self._turned()
        if not self.stands:
            self._beside()

    # -- beside the story ----------------------------------------------------------------------

    @property
    def _happened(self) -> int:
        """Return how many events are told: those of a step whose end is not reached yet are not."""
        run = self.kept.run
        return len(run.events()) - (len(run.events(len(run.steps))) if self.lectern.held else 0)

    def _beside_soon(self) -> None:
        if not self._beside_due:
            self._beside_due = True
            self.call_after_refresh(self._beside)

    def _beside(self) -> None:
        """Show how people stand, where the draft stands, and what the words in view rest on."""
        self._beside_due = False
        piece = self._piece() if self.lectern.held else self.told.piece(len(self.told.pieces) - 1)
        room = piece.scene.room if piece and piece.scene else ()
        found = standings(self.kept.run, room, self._happened)
        self.lectern.moods(found)
        if not self._covered:
            self._in_view = self._piece(), self.told.quote(self.story.matters_begun)
        self.sides.show(self.kept.run, self._happened, found, *self._in_view)

    def action_pane(self, by: int) -> None:
        """Give the reading keys to the next pane; a narrow terminal shows it in place of the story."""
        table = [TABLE] if self.kept.run.program.pack.files.table else []
        panes = ["", ROOM, *table, SOURCE]
        self._turn_to(panes[(panes.index(self._pane) + by) % len(panes)])

    def _turn_to(self, pane: str) -> None:
        for name in (ROOM, TABLE, SOURCE):
            self.set_class(name == pane, f"-at-{name}")
        self._pane = pane
        self.sides.mark(pane)
        self.query_one(KeyBar).refresh()
        self._beside_soon()

    def action_back(self) -> None:
        """Give the reading keys back to the story."""
        if self._pane:
            self._turn_to("")

    @property
    def _covered(self) -> bool:
        """True while a pane hides the choices."""
        return bool(self._pane) and self.has_class("-one")

    @property
    def _reading(self) -> Page:
        return self.sides.pane(self._pane) if self._pane else self.story

    # -- doing ---------------------------------------------------------------------------------

    @on(Choices.Taken, "#choices")
    def _taken(self, event: Choices.Taken) -> None:
        event.stop()
        run = self.kept.run
        if self._hurried():
            return
        if event.line in (asking.MORE, asking.SKIP):
            self.action_read(1) if event.line == asking.MORE else self.action_edge(1)
        elif self.lectern.held:
            return
        elif run.over:
            self.post_message(Again(event.line))
        elif not (vote := asking.awaited(run)):
            self._take(event.line or run.drawn(self._chance))
        elif self._forecast or event.line == "unsure":
            sure = 1 if event.line == "unsure" else int(event.line)
            self._take(vote, prediction=self._forecast or event.line, sureness=sure)
        else:
            self._forecast = event.line
            self._ask(hold=False)

    def _take(self, option: str, *, prediction: str = "", sureness: int = 0) -> None:
        try:
            told = self.kept.take(option, prediction=prediction, sureness=sureness)
        except NotOpen as refused:
            self.notify(refused.reason, markup=False)
            return
        self._tell(told)

    @property
    def _too_soon(self) -> bool:
        """True for a key typed before what it would decide had been told: nobody means that."""
        return getattr(self.app, "typed_at", self._told_at) < self._told_at

    def action_pick(self, number: int) -> None:
        """Take a choice by its number; while there is more to read, say so, or pass over it if it was read before."""
        if self._covered:
            self._turn_to("")
        elif self.lectern.held:
            self.action_edge(1) if self.told.known else self.lectern.remind()
        elif not self._too_soon:
            self.choices.pick(number)

    def action_move(self, by: int) -> None:
        """Move over the choices; while there is more to read, or in a pane, move the text by a line."""
        if self._pane:
            self._reading.step(by)
        elif self.lectern.held:
            if by > 0 and self._count_begins():
                return
            self.story.step(by)
            self.lectern.turned()
        else:
            self.choices.move(by)

    def action_go_on(self) -> None:
        """Read on while there is more; then take what is marked, or mark the first."""
        if self._covered:
            self._turn_to("")
        elif self.lectern.held or not self.story.at_end:
            self.action_read(1)
        elif not self._too_soon and not self.choices.take_marked():
            self.choices.move(1)

    def action_read(self, pages: int) -> None:
        if pages > 0 and self._count_begins():
            return
        self._reading.turn(pages)
        self.lectern.turned()  # not only when its message comes: the next key may be here before

    def action_edge(self, where: int) -> None:
        if where > 0 and self._count_begins():
            return
        self._reading.edge(where > 0)
        self.lectern.turned()

    def action_undo(self) -> None:
        """Offer the decisions so far; before a count, take back what was expected of it."""
        from .undo import Undo, decided

        if self._hurried():
            return
        if self._forecast:
            self._forecast = ""
            self._ask(hold=False)
            return
        decisions = decided(self.kept.run)
        if decisions:
            over = self.kept.run.over and self.kept.kept
            head = "Go back to, in a new run" if over else "Go back to"
            self.app.push_screen(Undo(decisions, head), self._undone)
        else:
            self.notify("You have decided nothing yet.", markup=False)

    def action_journal(self) -> None:
        from .journal import Journal

        if not self._hurried():
            self.app.push_screen(Journal(self.kept))

    def action_front(self) -> None:
        """Go to the front page, but not away from a run that would be lost."""
        run = self.kept.run
        if self.kept.kept or run.over or not run.steps:
            self.post_message(Again(FRONT))
        elif not self._hurried():
            self.notify("This run is not kept, and would be lost. Ctrl+Q leaves all the same.", markup=False)

    def action_debrief(self) -> None:
        """Go over the run, once it has ended."""
        if self.kept.run.over:
            self.post_message(Again(OVER))
        elif not self._hurried():
            self.notify("It can be gone over once it has ended.", markup=False)

    def _undone(self, to: int | None) -> None:
        if to is None:
            return
        if self.kept.run.over and self.kept.kept:
            self.post_message(PlayOn(self.kept, to))  # a week that is over stays as it is
            return
        self.kept.undo(to)
        self._tell_all()

    def action_sheet(self, name: str, sought: str = "") -> None:
        """Lay a panel open; with words to look up, what has them in it."""
        from ..panels import panel
        from .panel import Panel

        if not self._hurried():
            if not self.app.is_screen_installed(PANEL):
                self.app.install_screen(Panel(), PANEL)
            laid = self.app.get_screen(PANEL, Panel)
            laid.lay(panel(name, self.kept, spoken=self.told.spoken), sought)
            self.app.push_screen(laid)

    action_look_up = action_sheet  # what can be clicked in the text: a preview has no such action, and nothing happens there
