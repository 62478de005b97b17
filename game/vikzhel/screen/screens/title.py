"""The front page: the paper's head, what it is about, and whom one can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.style import Style
from textual.widgets import OptionList, Static

from ...story.dates import MONTHS, Moment
from .. import papers
from ..actions import TITLE, bindings
from ..cells import cut
from ..masthead import HEIGHT, masthead
from ..typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, RULE, Matter, columns, hang, rule
from ..widgets.choices import Choices, Line
from ..widgets.keybar import KeyBar
from ..widgets.page import Page
from .sheet import Sheet

if TYPE_CHECKING:
    from ...story.packs import Pack

NARROWEST_CARD = 26
_INKS = {"rule": RED, "name": BOLD, "line": QUIET}
GO_ON = "/go-on"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that can be gone on with."""

    code: str
    role: str
    steps: int


class Masthead(Static):
    """The head of the paper, set for the present width."""

    DEFAULT_CSS = f"Masthead {{ height: {HEIGHT}; }}"

    def __init__(self, pack: Pack) -> None:
        super().__init__(markup=False)
        self._pack = pack

    def render(self) -> Content:
        manifest, day = self._pack.manifest, first_day(self._pack)
        old = f"{_dated(day.day)}, Old Style" if day else ""
        new = f"{day.new_style_words}, New Style" if day else ""
        rows = masthead(str(manifest.title), str(manifest.subtitle or ""), old, new, self.content_size.width)
        return Content("\n").join(Content.styled(text, _INKS[ink]) for text, ink in rows)


def _dated(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def first_day(pack: Pack) -> Moment | None:
    """Return when the first of the roles begins."""
    starts = {str(role.start) for role in pack.files.roles.values()}
    moments = [scene.when for name, scene in pack.files.scenes.items() if name in starts and scene.when]
    return min(moments, key=lambda moment: moment.day, default=None)


class Title(Screen[None]):
    """Chooses a role, or an unfinished run to go on with."""

    CSS_PATH = "title.tcss"
    BINDINGS = bindings(TITLE)

    @dataclass
    class Begin(Message):
        """The player wants to be somebody (``role``), or to go on with a run (``code``)."""

        role: str
        code: str = ""

    def __init__(self, pack: Pack, unfinished: Unfinished | None = None, notice: str = "") -> None:
        super().__init__()
        self._pack = pack
        self._unfinished = unfinished
        self._notice = notice
        self._roles = [str(name) for name in pack.files.roles]

    def compose(self) -> ComposeResult:
        yield Masthead(self._pack)
        yield Static(Content(str(self._pack.manifest.greeting)), id="greeting", markup=False)
        yield Static(id="notice", markup=False)
        with Horizontal(id="below"):
            with Vertical(id="left"):
                yield Static(id="who", markup=False)
                yield Choices(id="roles")
                yield Static(id="notes", markup=False)
            with Vertical(id="front"):
                yield Page(id="cards", widest=200)
                yield Static(id="more", markup=False)
        yield KeyBar(TITLE)

    def on_mount(self) -> None:
        self.offer(self._unfinished, self._notice)
        self.query_one(Choices).focus()

    def offer(self, unfinished: Unfinished | None, notice: str) -> None:
        """Offer the roles, and a run to go on with if there is one; say what stands in the way of one."""
        self._unfinished, self._notice = unfinished, notice
        lines = [Line(role, self._called(role)) for role in self._roles]
        if self._unfinished:
            told = f"as {self._called(self._unfinished.role)}, {_decisions(self._unfinished.steps)}"
            lines.append(Line(GO_ON, "Go on", f"{told}; {self._unfinished.code}"))
        choices = self.query_one(Choices)
        choices.show(lines, picked=True)
        if self._unfinished:
            choices.highlighted = len(lines) - 1
        self._set()

    def on_resize(self) -> None:
        self.call_after_refresh(self._set)

    @on(OptionList.OptionHighlighted)
    def _marked(self) -> None:
        self._set()

    def _called(self, role: str) -> str:
        record = next(r for name, r in self._pack.files.roles.items() if name == role)
        return str(record.name or self._pack.name_of(role))

    def _picked(self) -> str:
        """Return the role whose card is in front."""
        option = self.query_one(Choices).highlighted_option
        line = option.id if option is not None and option.id else self._roles[0]
        if line == GO_ON and self._unfinished:
            return self._unfinished.role if self._unfinished.role in self._roles else self._roles[0]
        return line

    def _set(self) -> None:
        """Set the cards and the notes for the present width."""
        who = self.query_one("#who", Static)
        who.update(rule(max(8, who.content_size.width), "Who are you?", "", RED_BOLD), layout=False)
        notice = self.query_one("#notice", Static)
        notice.display = bool(self._notice)
        told = hang(("! ", RED_BOLD), self._notice, max(16, min(92, self.size.width - 4)))
        notice.update(Content("\n").join(told))
        notes = self.query_one("#notes", Static)
        lines: list[Content] = []
        for note in self._pack.manifest.content.values():
            lines += hang(("! ", RED), str(note), max(16, notes.content_size.width), QUIET)
        notes.update(Content("\n").join(lines))
        self.query_one("#cards", Page).show([self._cards()], top=0)

    @on(Page.Turned, "#cards")
    def _turned(self) -> None:
        """Say below the card whether there is more of it."""
        more = "" if self.query_one("#cards", Page).at_end else "↓ more: Space"
        self.query_one("#more", Static).update(more, layout=False)

    def _cards(self) -> Matter:
        """Return the cards side by side, the one in front marked; only that one if there is no room."""
        picked = self._picked()

        def set_them(width: int) -> list[Content]:
            count = len(self._roles)
            each = (width - 3 * (count - 1)) // count
            if count == 1 or each < NARROWEST_CARD:
                return self._card(picked, min(width, 62), True)
            each = min(each, 44)
            return columns([self._card(role, each, role == picked) for role in self._roles], each)

        return set_them

    def _card(self, role: str, width: int, front: bool) -> list[Content]:
        name = self._called(role)
        head = Content.assemble(
            ("■ " if front else "  ", RED), (cut(name, width - 2), RED_BOLD if front else BOLD)
        )
        lines = [Content.styled(("━" if front else "─") * width, RED if front else RULE), head, BLANK]
        lines += papers.card(self._pack, role, width, style=INK if front else QUIET)
        if width >= 40 and front:
            goals = next(r.goals for n, r in self._pack.files.roles.items() if n == role)
            for goal in goals.values():
                lines += hang((f"{'Goal':<11} ", RED), str(goal.text), width)
        click = Style.from_meta({"@click": f"screen.begin({self._roles.index(role)})"})
        return [line.stylize(click) if line.plain else line for line in lines]

    # -- doing ---------------------------------------------------------------------------------

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        if event.line == GO_ON and self._unfinished:
            self.post_message(self.Begin("", self._unfinished.code))
        else:
            self.post_message(self.Begin(event.line))

    def action_begin(self, number: int) -> None:
        """A card was clicked: the first click brings it to the front, the second begins."""
        choices = self.query_one(Choices)
        if self._roles[number] == self._picked() and choices.highlighted == number:
            self.post_message(self.Begin(self._roles[number]))
        else:
            choices.highlighted = number

    def action_pick(self, number: int) -> None:
        self.query_one(Choices).pick(number)

    def action_move(self, by: int) -> None:
        self.query_one(Choices).move(by)

    def action_read(self, pages: int) -> None:
        self.query_one("#cards", Page).turn(pages)

    def action_go_on(self) -> None:
        self.query_one(Choices).take_marked()

    def action_sheet(self, name: str) -> None:
        if name == "how":
            self.post_message(Sheet.Wanted("How this works", "h", papers.how(self._pack)))
        else:
            self.post_message(Sheet.Wanted("Help", "question_mark", papers.help_page(TITLE)))


def _decisions(steps: int) -> str:
    return "not begun" if steps == 0 else "one decision made" if steps == 1 else f"{steps} decisions made"
