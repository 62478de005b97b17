"""Whom to be: the cards of the men, side by side where there is room, else under each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from ...story.front import CARD
from ...story.wording import inner
from ..actions import ROLES, bindings
from ..cells import cells, cut
from ..settings import spoken_in
from ..typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, RULE, Matter, columns, hang, rule, wrap
from ..widgets.keybar import KeyBar
from ..widgets.page import Page
from .first import First
from .sheet import Sheet
from .title import Masthead

if TYPE_CHECKING:
    from ...story.front import Front, Part

WIDE = 100
"""From so many columns on the cards stand side by side."""
WIDEST_CARD = 44
ABREAST = 40
"""From so many columns a card has on, its labels stand beside what they name."""
LABEL = 12


class Roles(First):
    """Shows every card; the marked one in full where they stand under each other."""

    KIND = ROLES
    CSS_PATH = "roles.tcss"
    BINDINGS = bindings(ROLES)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012

    @dataclass
    class Begin(Message):
        """The player wants to be somebody."""

        role: str

    class Back(Message):
        """The player wants to go back to the front page."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._at = 0
        self._chosen = False

    def compose(self) -> ComposeResult:
        self.take_size()
        yield Masthead(self._front)
        yield Static(id="who", markup=False)
        yield Page(id="cards", widest=200)
        yield Static(id="ahead", markup=False)
        yield KeyBar(ROLES, airy=32)

    # -- setting -------------------------------------------------------------------------------

    def tell(self, words: str) -> None:
        """Say what is being waited for."""
        self.query_one("#ahead", Static).update(Content.styled(words, RED_BOLD))

    def fit(self) -> None:
        ahead = self.query_one("#ahead", Static)
        lines: list[Content] = []
        for note in self._front.notes:
            lead = "" if spoken_in(self.app) else "! "
            lines += hang((lead, RED), note, max(16, min(92, ahead.content_size.width)), QUIET)
        ahead.update(Content("\n").join(lines))
        page = self.query_one("#cards", Page)
        if self.size.width >= WIDE and len(self._front.roles) <= 4 and not spoken_in(self.app):
            page.show([self._abreast], top=0)
        else:
            page.show([self._stacked(number) for number in range(len(self._front.roles))])
            self._into_view(page)
        self._head()

    def _into_view(self, page: Page) -> None:
        """Turn the page as little as shows the marked card, its head above all."""
        above = page.rows_from(0) - page.rows_from(self._at)
        below = page.rows_from(0) - page.rows_from(self._at + 1)
        first = page.first_line
        if below > first + page.height_in_view:
            first = below - page.height_in_view
        page.turn_to(max(0, min(first, above)))

    @on(Page.Turned, "#cards")
    def _head(self) -> None:
        """Ask the question, and say whether there is more than is in view."""
        who = self.query_one("#who", Static)
        more = "" if self.query_one("#cards", Page).at_end else "more: Space ↓"
        if spoken_in(self.app):
            who.update(f"Who are you? {more.rstrip(' ↓')}", layout=False)
            return
        begins = f"Enter: begin as {inner(self._front.roles[self._at].name)}"
        both = "; ".join(filter(None, (begins, more)))
        more = both if cells(both) < who.content_size.width - 26 else more
        ruled = rule(max(8, who.content_size.width), "Who are you?", more, RED_BOLD, "═")
        begin = Style.from_meta({"@click": "screen.go_on"})
        who.update(ruled.stylize(begin, len(ruled) - len(more) - 3) if more == both else ruled, layout=False)

    def _abreast(self, width: int) -> list[Content]:
        parts = self._front.roles
        each = min(WIDEST_CARD, (width - 3 * (len(parts) - 1)) // len(parts))
        blocks = []
        for number, part in enumerate(parts):
            front = number == self._at
            ink = INK if front else QUIET
            top = Content.styled(("━" if front else "─") * each, RED if front else RULE)
            lines = [top, self._name_line(number, part, each), BLANK]
            for field, label in CARD:
                if each >= ABREAST:
                    lines += hang((f"{label:<{LABEL}}", QUIET), part.card[field], each, ink)
                else:
                    lines += [Content.styled(label, f"bold {QUIET}"), *wrap(part.card[field], each, ink)]
            if part.goals:
                lines += [BLANK, Content.styled("Wants to have reached", QUIET)]
                for goal in part.goals:
                    lines += hang(("— ", RED if front else QUIET), goal, each, ink)
            blocks.append([self._clickable(line, number, each) for line in lines])
        tallest = max(map(len, blocks))
        for number, block in enumerate(blocks):
            block += [self._clickable(BLANK, number, each)] * (tallest - len(block))
        return columns(blocks, each)

    def _stacked(self, number: int) -> Matter:
        part = self._front.roles[number]

        def set_it(width: int) -> list[Content]:
            width = min(width, 92)
            if spoken_in(self.app):
                return [self._clickable(line, number, width) for line in self._told(number, width)]
            lines = [Content.styled("─" * width, RULE)] if number else []
            lines.append(self._name_line(number, part, width))
            if number != self._at:
                lines += wrap(part.card["who"], width, QUIET, first="   ", rest="   ")
            else:
                for field, label in CARD:
                    lines += hang((f"   {label:<{LABEL}}", QUIET), part.card[field], width)
                for label, goal in zip(["Goals"] + [""] * len(part.goals), part.goals, strict=False):
                    lines += hang((f"   {label:<{LABEL}}", QUIET), goal, width)
            return [self._clickable(line, number, width) for line in lines]

        return set_it

    def _told(self, number: int, width: int) -> list[Content]:
        """Return a card in words: all of it if it is marked, else who he is."""
        part, marked = self._front.roles[number], number == self._at
        told = [f"{number + 1}. {part.name}.{' Marked; Enter begins.' if marked else ''}"]
        told += [f"{label}: {part.card[field]}" for field, label in (CARD if marked else CARD[:1])]
        told += [f"Goal: {goal}." for goal in part.goals if marked]
        return [line for words in told for line in wrap(words, width)]

    def _name_line(self, number: int, part: Part, width: int) -> Content:
        """Return his number and name; of the one that is marked on the ground that every mark has."""
        name = cut(part.name, width - 6)
        if number != self._at:
            return Content.assemble((f"{number + 1}  ", RED_BOLD), name)
        line = Content.assemble((f"{number + 1}  ", RED_BOLD), (name, BOLD), ("  ■", RED))
        return Content.assemble(line, " " * (width - line.cell_length)).stylize_before("on $press-picked")

    @staticmethod
    def _clickable(line: Content, number: int, width: int) -> Content:
        padded = Content.assemble(line, " " * max(0, width - line.cell_length))
        return padded.stylize(Style.from_meta({"@click": f"screen.point({number})"}))

    # -- doing ---------------------------------------------------------------------------------

    def action_point(self, number: int) -> None:
        """A card was clicked: the first click marks it, the second begins."""
        if number == self._at:
            self.action_pick(number + 1)
        else:
            self._at = number
            self.fit()

    def action_pick(self, number: int) -> None:
        if 1 <= number <= len(self._front.roles) and not self._chosen:
            self._chosen = True
            self._at = number - 1
            self.fit()
            self.post_message(self.Begin(self._front.roles[self._at].id))

    def action_move(self, by: int) -> None:
        at = max(0, min(self._at + by, len(self._front.roles) - 1))
        if at != self._at:
            self._at = at
            self.fit()

    def action_go_on(self) -> None:
        self.action_pick(self._at + 1)

    def action_read(self, pages: int) -> None:
        self.query_one("#cards", Page).turn(pages)

    def action_back(self) -> None:
        self.post_message(self.Back())

    def action_sheet(self, name: str) -> None:
        self.post_message(Sheet.of(name, ROLES, self._front, spoken=spoken_in(self.app)))
