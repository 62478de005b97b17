"""The lectern: what is read, and under it what can be done once it has been read to its end.

Choices are laid only where the end of what was told last is in view with them beneath it; until then
the reader is told that there is more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from .. import asking
from ..moods import Standing
from ..settings import spoken_in
from ..typesetting import Matter
from .choices import BY_HAND, TYPED, Choices, Line
from .ground import Ground
from .head import Head
from .moodstrip import MoodStrip
from .page import Page
from .scenehead import GradeRule, SceneHead

if TYPE_CHECKING:
    from ...play.events import SceneEntered
    from ...play.run import Left

BELOW = "more to read: Space ↓"


class Lectern(Ground, Vertical):
    """Where the scene is, the text, the question and the choices.

    ``held`` is true until the end of the text has been in view: so long no choice is offered.
    """

    def __init__(self, widest: int) -> None:
        super().__init__(id="lectern")
        self.held = True
        self._widest = widest
        self._offered: list[Line] = []
        self._instead: Line | None = None
        self._question = ""
        self._more = asking.READ_ON
        self._since = 0
        self._reminded = 0

    def compose(self) -> ComposeResult:
        yield SceneHead()
        yield MoodStrip()
        yield GradeRule()
        yield Page(id="story", widest=self._widest)
        yield Head(id="ask", line="─")
        yield Choices(id="choices")

    @property
    def story(self) -> Page:
        return self.query_one("#story", Page)

    @property
    def choices(self) -> Choices:
        return self.query_one("#choices", Choices)

    # -- what is on it -------------------------------------------------------------------------

    def tell(self, matters: Sequence[Matter], *, keep: int = 0, top: int) -> None:
        """Put matters on the page after the first ``keep``; the view goes to the top of matter ``top``."""
        self.story.show(matters, keep=keep, top=top)

    def head(self, scene: SceneEntered | None, grade: str, off: Left | None) -> None:
        """Say where and when we are, how far that is history, and since when the run is off the record."""
        self.query_one(SceneHead).show(scene)
        self.query_one(GradeRule).show(grade, off)

    def moods(self, found: list[Standing]) -> None:
        """Show how people stand."""
        self.query_one(MoodStrip).show(found)

    def offer(
        self,
        lines: list[Line],
        question: str,
        *,
        since: int = 0,
        hold: bool = True,
        instead: Line | None = None,
        known: bool = False,
    ) -> None:
        """Offer lines once the text from matter ``since`` on has been read; meanwhile, or for good, ``instead``.

        Of text that is ``known`` from an earlier run it is said how to pass over it.
        """
        self._offered, self._question, self._instead = lines, question, instead
        self._more = asking.READ_BEFORE if known else asking.READ_ON
        self._since = since
        self.held = hold
        self._lay()

    def _lay(self) -> None:
        """Show what can be done now, or that there is more to read first."""
        self.held = self.held and self._still_held()
        lines = self._offered
        if self._instead is not None:
            lines = [self._instead]
        elif self.held:
            lines = [self._more] if self.story.is_set else []
        self.choices.show(lines, most=self._most)
        self._make_room()
        self._rule()

    def remind(self) -> None:
        """Say that the text comes first, to somebody who wants to choose before its end."""
        if self._instead is None:
            self.choices.show([asking.READ_FIRST], most=self._most)
            self._reminded = self.story.first_line

    def turned(self) -> None:
        """Follow the page: it was turned, or set anew."""
        self._make_room()
        shown = self.choices.shown
        heeded = shown == [asking.READ_FIRST] and self._reminded != self.story.first_line
        if self.held and self.story.is_set and (self.story.at_end or heeded or not shown):
            self._lay()
        else:
            self._rule()

    @on(Page.Turned)
    def _turned(self) -> None:
        self.turned()

    @on(Choices.OptionHighlighted)
    def _marked(self) -> None:
        self._rule()

    def refit(self) -> None:
        """Fit the choices to the size there is now."""
        self.choices.refit(self._most)
        self.turned()

    @property
    def _most(self) -> int:
        """Return how many rows the choices may take: two fifths of the screen, or what the text leaves."""
        text = max(6, self.story.rows_from(self._since))
        room = self.story.height_in_view + self.choices.size.height - text
        return max(6, self.screen.size.height * 2 // 5 + 1, room)

    def _still_held(self) -> bool:
        """Return whether the end of the text would not be in view with the choices laid beneath it."""
        self._make_room()
        return self._instead is not None or not (self.story.is_set and self.story.at_end)

    def _make_room(self) -> None:
        """Let the page know how much of it the choices will cover, over what they cover now."""
        rows = min(self.choices.rows_of(self._offered), self._most)
        now = self.choices.size.height
        self.story.leave(rows - now, now - self.choices.rows_wanted)

    def _rule(self) -> None:
        """Set the rule above the choices: what is asked, and whether there is more to read."""
        words = self._question if self._instead is not None or not self.held else ""
        asked = words.removesuffix(BY_HAND).rstrip()
        how = TYPED if asked and self.choices.by_number_and_enter else words[len(asked) :].strip()
        more = "" if self.held or self.story.at_end else BELOW
        if more and how == BY_HAND:
            how = ""
        if spoken_in(self.app):
            marked = self.choices.marked_words
            told = (asked, how if how == TYPED or not marked else "", marked)
            self.query_one(Head).show(" ".join(filter(None, told)), more)
        else:
            self.query_one(Head).show(asked, more, how)
