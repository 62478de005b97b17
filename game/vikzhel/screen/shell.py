"""The application: which screen is up, what the player has set, the palette, and what happens to bugs.

Each screen is imported when it is first wanted, by when it has usually been imported behind the first page, together
with the story. That is why messages of screens are handled by their names (``on_title_wanted``), not by their classes.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from ..places import in_the_works
from . import actions, sheets
from .afterwards import Afterwards
from .library import sentence
from .palette import ByName
from .screens.again import FRONT, OVER, Again
from .screens.sheet import Sheet
from .scrollbars import Hair
from .settings import Settings
from .themes import THEMES, first_theme, mixed
from .title_frame import LEAST_HEIGHT, LEAST_WIDTH

if TYPE_CHECKING:
    from textual.geometry import Size

    from ..archive.store import KeptRun
    from .library import Library
    from .screens.game import Game
    from .screens.roles import Roles
    from .screens.small import Small
    from .screens.title import Title

READ_AFTER = 0.12
"""Seconds after which the story is read behind the front page, unless it is wanted before: a key pressed at once gets
its page first."""
KEPT_AFTER = 1.5
"""Seconds after the start before what was read is kept, which takes a tenth of one."""
WIDE = 100
"""From so many columns on a paper laid open stands between two column rules."""
READING = "Setting the type. One moment."


class Shell(Afterwards, ByName):
    """One story, open. ``failure`` is the bug that ended it, if one did; ``broken`` why it cannot be played;
    ``played`` the run that was played last."""

    CSS_PATH = "shell.tcss"
    TITLE = "Vikzhel"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        library: Library,
        kept: KeptRun | None = None,
        settings: Settings | None = None,
        broken: str = "",
    ) -> None:
        self.library = library
        self.settings = settings or Settings()
        self.broken = broken
        self.failure: Exception | None = None
        self.played: KeptRun | None = None
        self._kept = kept
        self._opened = False
        self._reading = False
        self._small: Small | None = None
        self._sheet = Sheet()
        self._waiting: Callable[[], None] | None = None
        ScrollBar.renderer = Hair
        # With NO_COLOR Textual would still paint in greys, unless told that the terminal's colours are meant.
        plain = True if "NO_COLOR" in os.environ else None
        super().__init__(ansi_color=plain)
        for theme in THEMES:
            self.register_theme(theme)
        self.install_screen(self._sheet, "sheet")
        self.wear()
        self._styled_in = self.theme
        self.stylesheet.set_variables(self.get_css_variables())

    # -- what the player has set ---------------------------------------------------------------

    def wear(self) -> None:
        """Put the settings in force."""
        wanted = self.settings.theme
        if wanted and wanted not in self.available_themes:
            self.settings.trouble = self.settings.trouble or (
                f"There is no theme “{wanted[:40]}” any more; the usual one is in force."
            )
        self.theme = wanted if wanted in self.available_themes else first_theme(os.environ)
        self.animation_level = "none" if self.settings.motion == "none" else "full"
        self._rule(self.size)

    def _rule(self, size: Size) -> None:
        """Have rules drawn beside papers where there is room, but no line at all where everything is told in words."""
        spoken = self.settings.spoken
        self.set_class(spoken, "-spoken").set_class(size.width >= WIDE and not spoken, "-wide")

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew in other colours; not at the start, when it is in these already (15 ms)."""
        if self._styled_in != self.theme:
            self._styled_in = self.theme
            super().refresh_css(animate)

    def change(self, **values: str | int) -> None:
        """Change settings, keep them, and let everything that is open follow."""
        self.settings.change(**values)
        self.wear()
        for screen in self.screen_stack:
            screen.post_message(events.Resize(self.size, self.size))
            for part in screen.walk_children() if "spoken" in values else ():
                part.refresh()

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        variables.update(mixed(variables))
        self.theme_variables = variables
        return variables

    def watch_theme(self, theme: str) -> None:
        """Remember a theme chosen from the palette."""
        if self._opened and theme != (self.settings.theme or first_theme(os.environ)):
            self.settings.change(theme=theme)

    # -- the first page, and the story behind it -----------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """Open on the first page: an empty one under it would be styled and laid out for nobody (8 ms)."""
        self._rule(self.size)
        page = self._report(self.broken) if self.broken else self.first_page()
        page._push_result_callback(self, None)  # as if it had been pushed: another may be put in its place
        front = self._kind(page) == actions.TITLE
        sheets.read(self.stylesheet, sheets.FRONT if front else page.css_path)
        return page

    def on_mount(self) -> None:
        self.call_after_refresh(self._collect)
        if not self.broken:
            self._read_on()
        self._opened = True
        self._fit(self.size)
        if self._kept is not None and self._kept.run.over and self._small is None:
            self.call_after_refresh(self.go_over, self._kept)

    def _collect(self) -> None:
        gc.enable()

    def _read_on(self) -> None:
        """See to what is read behind the first page."""
        if self.library.program is None:
            self.set_timer(READ_AFTER, self._read_at_rest)
        else:
            self.call_after_refresh(self._read_sheets)
        self.set_timer(KEPT_AFTER, self._keep)

    def first_page(self) -> Screen[None]:
        """Return the page to open on."""
        return self.game(self._kept) if self._kept else self._title()

    def _title(self, at: str = "") -> Title:
        from .screens.title import Title

        look = self.library.program is not None or self.library.any_kept
        weeks = self.library.weeks() if look else []
        return Title(self.library.front, weeks, self._notice(), at=at, author=self._author)

    def _roles(self) -> Roles:
        from .screens.roles import Roles

        return Roles(self.library.front)

    def _report(self, report: str) -> Screen[None]:
        """Return the page that says why the story cannot be played."""
        from .screens.broken import Broken

        return Broken(report)

    @property
    def _author(self) -> bool:
        """True where the desk is of use: a story in the works is open, or it was used here before."""
        return self.settings.author or in_the_works(self.library.folder)

    def _notice(self) -> str:
        return self.library.trouble or self.settings.trouble

    def game(self, kept: KeptRun) -> Game:
        from .screens.game import Game

        self.played = kept
        return Game(kept)

    def _keep(self) -> None:
        """Keep what was read, once nobody waits for a page."""
        if self.library.program is None:
            self.set_timer(KEPT_AFTER, self._keep)
        else:
            self.run_worker(self.library.keep, thread=True, name="keeping", group="reading")

    def _read_at_rest(self) -> None:
        """Read the story, but let the page of a key that was pressed meanwhile come first."""
        if self.resting:
            self._read_behind()
        else:
            self.set_timer(READ_AFTER, self._read_at_rest)

    def _read_behind(self) -> None:
        if not self._reading:
            self._reading = True
            self._read_now()

    def _read_now(self) -> None:
        self.run_worker(self._read, thread=True, name="reading", group="reading")

    def _read(self) -> None:
        """Read the story and import what the game needs, while the front page stands."""
        from ..story.diagnostics import PackError

        try:
            self.library.read()
        except PackError as broken:
            self.call_from_thread(self._tell_broken, broken.report.render())
            return
        from ..archive import store  # noqa: F401
        from .screens import archive, debrief, game, journal, panel, settings, undo  # noqa: F401

        self.call_from_thread(self._was_read)

    def _read_sheets(self) -> None:
        """Read the style sheets of the screens that are not up yet, and import those that a game opens."""
        from .screens import journal, panel, undo  # noqa: F401

        sheets.read(self.stylesheet, sheets.SHEETS)
        self.stylesheet.parse()

    def _was_read(self) -> None:
        self.broken = ""
        self._read_sheets()
        from .screens.title import Title

        if any(self._kind(screen) == actions.BROKEN for screen in self.screen_stack):
            self.turn_to(self._title())
        for screen in self.screen_stack:
            if isinstance(screen, Title):
                screen.offer(self.library.weeks(), self._notice(), self.library.front)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _tell_broken(self, report: str) -> None:
        self.broken, self._waiting = report, None
        self.turn_to(self._report(report))

    def on_broken_again(self) -> None:
        self._read_now()

    @property
    def turning(self) -> bool:
        return self._waiting is not None

    def give_up(self, key: str) -> bool:
        return key == "escape" and self._kind(self.screen) == actions.ROLES

    def _once_read(self, then: Callable[[], None]) -> None:
        """Do something as soon as the story has been read."""
        if self.library.program is not None:
            then()
            return
        from .screens.roles import Roles
        from .screens.title import Title

        self._waiting = then
        self._read_behind()
        if isinstance(self.screen, Title | Roles):
            self.screen.tell(READING)

    # -- between screens -----------------------------------------------------------------------

    def on_title_wanted(self, event: Title.Wanted) -> None:
        from .screens.title import ARCHIVE, BEGIN, DESK, GO_ON, SETTINGS, STAND, WEEKS

        if event.where == BEGIN:
            self.turn_to(self._roles())
        elif event.where == GO_ON:
            self._once_read(partial(self._begin, "", event.code))
        elif event.where == SETTINGS:
            self.action_settings()
        elif event.where == WEEKS:
            self._once_read(self._offer_weeks)
        elif event.where == ARCHIVE:
            self._once_read(self._archive)
        elif event.where == STAND:
            self._once_read(self._stand)
        elif event.where == DESK:
            self._once_read(self._desk)

    def on_roles_back(self) -> None:
        from .screens.title import BEGIN

        self._waiting = None
        self.turn_to(self._title(at=BEGIN))

    def on_roles_begin(self, event: Roles.Begin) -> None:
        self._once_read(partial(self._begin, event.role))

    def _begin(self, role: str, code: str = "") -> None:
        from ..archive.store import StoreError
        from .screens.title import Title

        try:
            kept = self.library.begin(role, code)
        except StoreError as error:
            if isinstance(self.screen, Title):
                self.screen.offer(self.library.weeks(), f"That run cannot be opened. {sentence(error)}")
            return
        self.turn_to(self.game(kept))
        if kept.run.over and self._small is None:
            self.go_over(kept)

    def _offer_weeks(self) -> None:
        from .screens.weeks import KeptWeeks

        def chosen(code: str | None) -> None:
            if code:
                self._begin("", code)
            elif self._kind(self.screen) == actions.TITLE:
                self.screen.offer(self.library.weeks(), self._notice())  # type: ignore[attr-defined]

        self.push_screen(KeptWeeks(self.library.weeks()), chosen)

    def _archive(self) -> None:
        from .screens.archive import Archive

        assert self.library.program is not None
        self.push_screen(Archive(self.library.program, any(week.over for week in self.library.weeks())))

    def _stand(self) -> None:
        from . import front_papers, spoken_papers

        stand = spoken_papers.stand if self.settings.spoken else front_papers.stand
        self.lay(Sheet.Wanted("Where they stand, on the first day", "", stand(self.library.pack)))

    def _desk(self) -> None:
        from .screens.desk import Desk

        self.push_screen(Desk([self.library.folder]))

    def action_settings(self) -> None:
        from .screens.settings import SettingsSheet

        if not isinstance(self.screen, SettingsSheet):
            self.push_screen(SettingsSheet(self.settings))

    @on(Sheet.Wanted)
    def lay(self, event: Sheet.Wanted) -> None:
        self._sheet.lay(event)
        if not self._sheet.is_current:
            self.push_screen("sheet")

    @on(Again)
    def _again(self, event: Again) -> None:
        from .screens.game import Game

        if event.what == OVER and isinstance(self.screen, Game):
            self.go_over(self.screen.kept)
        elif event.what == "again" and isinstance(self.screen, Game):
            self.turn_to(self.game(self.library.begin(self.screen.kept.run.role)))
        elif event.what == "other":
            self.turn_to(self._roles())
        elif event.what == FRONT:
            self.turn_to(self._title())
        else:
            self.exit()

    def turn_to(self, page: Screen[None]) -> None:
        """Put another page in place of all that is open."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._small = None
        self.switch_screen(page)
        self._fit(self.size)

    # -- a terminal too small ------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        if self._opened:
            self._rule(event.size)
            self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Cover everything while the terminal is too small to play in."""
        if size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT:
            if self._small is None:
                from .screens.small import Small

                self._small = Small()
                self.push_screen(self._small)
        elif self._small is not None:
            self._small.dismiss(None)
            self._small = None

    @staticmethod
    def _kind(screen: object) -> str:
        return getattr(screen, "KIND", "")

    # -- when something breaks -----------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Close without a traceback: whoever started the app puts ``failure`` in the log."""
        if isinstance(self._exception, Exception):
            self.failure = self._exception
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        self._fatal_error()
