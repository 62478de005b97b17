"""The front page: the paper's head, what the week is about, who can be played, and where to go from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...story.dates import MONTHS
from ..actions import TITLE, bindings
from ..masthead import HEIGHT, masthead
from ..settings import spoken_in, width_in
from ..typesetting import BLANK, BOLD, QUIET, RED, RED_BOLD, hang, rule, wrap
from ..widgets.choices import BY_HAND, Choices, Line
from ..widgets.keybar import KeyBar
from .first import First
from .sheet import Sheet

if TYPE_CHECKING:
    from ...story.front import Front
    from ..library import Week

_INKS = {"rule": RED, "name": BOLD, "line": QUIET}

GO_ON, BEGIN, WEEKS = "go-on", "begin", "weeks"
ARCHIVE, STAND, SETTINGS, HOW, HELP = "archive", "stand", "settings", "how", "help"
DESK = "desk"
ONE_COLUMN = [(0, "-one")]


class Masthead(Static):
    """The head of the paper, set for the present width."""

    DEFAULT_CSS = f"Masthead {{ height: {HEIGHT}; }}"

    def __init__(self, front: Front) -> None:
        super().__init__(markup=False)
        self.front = front

    def render(self) -> Content:
        front, day = self.front, self.front.day
        old = f"{_dated(day.day)}, Old Style" if day else ""
        new = f"{day.new_style_words}, New Style" if day else ""
        if spoken_in(self.app):
            dated = "; ".join(filter(None, (old, new)))
            return Content("\n".join(filter(None, (front.title, front.subtitle, dated))))
        rows = masthead(front.title, front.subtitle, old, new, self.content_size.width)
        return Content("\n").join(Content.styled(text, _INKS[ink]) for text, ink in rows)


def _dated(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class Title(First):
    """Where everything begins. An entry is there only if there is something behind it."""

    KIND = TITLE
    CSS_PATH = "title.tcss"
    BINDINGS = bindings(TITLE)
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two"), (128, "-three")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (23, "-high"), (32, "-tall")]  # noqa: RUF012

    @dataclass
    class Wanted(Message):
        """The player wants to go somewhere: one of the entries above; ``code`` is the run's to go on with."""

        where: str
        code: str = ""

    def __init__(
        self, front: Front, weeks: list[Week], notice: str = "", *, at: str = "", author: bool = False
    ) -> None:
        """``at`` is the entry that is marked first; ``author`` if the desk is offered, which pupils have no use for."""
        super().__init__()
        self._author = author
        self._front = front
        self._weeks = weeks
        self._notice = notice
        self._at = at

    def compose(self) -> ComposeResult:
        self.take_size()
        yield Masthead(self._front)
        yield Static(id="notice", markup=False)
        with Horizontal(id="columns"):
            with Vertical(id="lead"):
                yield Static(id="lead-text", markup=False)
                yield Static(id="notes", markup=False)
            with Vertical(id="contents"):
                yield Static(id="contents-head", markup=False)
                yield Choices(id="entries")
            yield Static(id="men", markup=False)
        yield KeyBar(TITLE, airy=32)

    def on_mount(self) -> None:
        self.offer(self._weeks, self._notice)
        self.query_one(Choices).focus()

    # -- what is on it -------------------------------------------------------------------------

    def offer(self, weeks: list[Week], notice: str, front: Front | None = None) -> None:
        """Offer what can be done; say what stands in the way of something. The mark stays where it is."""
        self._weeks, self._notice = weeks, notice
        changed, self._front = front is not None and front != self._front, front or self._front
        if not self.query(KeyBar):
            return  # it is only being built, and will offer this when it stands
        if changed:
            self.query_one(Masthead).front = self._front
            self.query_one(Masthead).refresh()
        self._dress()
        choices = self.query_one(Choices)
        marked = choices.highlighted_option
        at = marked.id if marked is not None and choices.shown else self._at
        lines = self._entries()
        choices.show(lines, picked=True)
        names = [line.id for line in lines]
        if at in names:
            choices.highlighted = names.index(at)
        self._set()

    def _dress(self) -> None:
        """Keep to one column where all is told in words."""
        spoken = spoken_in(self.app)
        self.HORIZONTAL_BREAKPOINTS = ONE_COLUMN if spoken else type(self).HORIZONTAL_BREAKPOINTS
        if spoken:
            self.remove_class("-two", "-three").add_class("-one")
        self.query_one(Masthead).refresh()

    def tell(self, notice: str) -> None:
        """Say something above the columns."""
        self.offer(self._weeks, notice)

    @property
    def unfinished(self) -> Week | None:
        """The run last played and not over."""
        return next((week for week in self._weeks if not week.over and not week.elsewhere), None)

    def _entries(self) -> list[Line]:
        front, week = self._front, self.unfinished
        tall = self.has_class("-tall")
        lines = []
        if week is not None:
            lines.append(Line(GO_ON, "Continue", f"{week.told}; {week.code}"))
        names = [part.name for part in front.roles]
        who = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
        if self.has_class("-three") and len(names) > 1:
            who = "one of the men of the week"  # who they are stands beside it
        crowded = self._weeks and not tall
        lines.append(Line(BEGIN, "Begin anew" if self._weeks else "Begin", "" if crowded else f"as {who}"))
        if len(self._weeks) > (week is not None):
            count = f"{len(self._weeks)} of them, the latest first" if len(self._weeks) > 1 else "one of them"
            lines.append(Line(WEEKS, "Runs that are kept", count if tall else ""))
        told = {
            ARCHIVE: ("The archive of sources", "Who said it, when, on what occasion, and how sure we are"),
            STAND: (
                "Where they stand",
                "The questions of the week and who decides on them, as on the first day",
            ),
            DESK: (
                "The author's desk",
                "Packs, what is wrong with them, what is proved of them, preview and map",
            ),
            SETTINGS: ("Settings", "Colours, motion, width, spoken words"),
            HOW: ("How this works", "In a hundred words"),
            HELP: ("Help", "Every key"),
        }
        absent = {ARCHIVE: not front.quotes, STAND: not front.draft, DESK: not self._author}
        lines += [
            Line(name, words, beneath if tall else "")
            for name, (words, beneath) in told.items()
            if not absent.get(name)
        ]
        return lines

    def fit(self) -> None:
        self.offer(self._weeks, self._notice)

    def _set(self) -> None:
        """Set the type for the present width."""
        notice = self.query_one("#notice", Static)
        notice.display = bool(self._notice)
        told = hang((self._warning, RED_BOLD), self._notice, max(16, min(92, self.size.width - 4)))
        notice.update(Content("\n").join(told))
        widest = width_in(self.app)
        for name, width, lines in (
            ("lead-text", widest, self._lead),
            ("notes", widest, self._notes),
            ("contents-head", 200, self._contents_head),
            ("men", 60, self._men),
        ):
            place = self.query_one(f"#{name}", Static)
            inside = min(width, place.content_size.width)
            if inside:
                place.update(Content("\n").join(lines(inside)))

    def _lead(self, width: int) -> list[Content]:
        lines = wrap(self._front.greeting, width)
        return [rule(width, "The news", "", RED_BOLD), BLANK, *lines] if self._in_columns else lines

    @property
    def _in_columns(self) -> bool:
        return not self.has_class("-one")

    @property
    def _warning(self) -> str:
        return "" if spoken_in(self.app) else "! "

    def _notes(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for note in self._front.notes:
            lines += hang((self._warning, RED), note, width, QUIET)
        if self._in_columns and self.has_class("-tall") and self._front.how:
            lines += [
                BLANK,
                rule(width, "How this works", "", RED_BOLD),
                BLANK,
                *wrap(self._front.how, width),
            ]
        return lines

    def _contents_head(self, width: int) -> list[Content]:
        head = "In this paper"
        if spoken_in(self.app):
            return [Content(f"{head}: {self.query_one(Choices).marked_words}".rstrip())]
        return [rule(width, head, BY_HAND if width >= 60 else "", RED_BOLD)]

    def _men(self, width: int) -> list[Content]:
        parts = self._front.roles
        lines = [rule(width, "The men of the week" if len(parts) > 1 else "Who you are", "", RED_BOLD), BLANK]
        for part in parts:
            lines += [Content.styled(part.name, BOLD), *wrap(part.card["who"], width, QUIET), BLANK]
        return lines

    # -- doing ---------------------------------------------------------------------------------

    @on(Choices.OptionHighlighted)
    def _marked(self) -> None:
        if spoken_in(self.app):
            self._set()

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        event.stop()
        if event.line in (HOW, HELP):
            self.action_sheet(event.line)
            return
        week = self.unfinished
        code = week.code if event.line == GO_ON and week else ""
        self.post_message(self.Wanted(event.line, code))

    def action_pick(self, number: int) -> None:
        self.query_one(Choices).pick(number)

    def action_move(self, by: int) -> None:
        self.query_one(Choices).move(by)

    def action_go_on(self) -> None:
        self.query_one(Choices).take_marked()

    def action_sheet(self, name: str) -> None:
        self.post_message(Sheet.of(name, TITLE, self._front, spoken=spoken_in(self.app)))
