"""The application: which screen is up, the themes, the palette, and what happens when something breaks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App, SystemCommand
from textual.geometry import Size
from textual.screen import Screen

from ..archive.store import StoreError
from .actions import GAME, TITLE, deeds
from .library import sentence
from .screens.again import Again
from .screens.game import Game
from .screens.sheet import Sheet
from .screens.small import LEAST_HEIGHT, LEAST_WIDTH, Small
from .screens.title import Title
from .themes import THEMES, first_theme, mixed

if TYPE_CHECKING:
    from ..archive.store import KeptRun
    from .library import Library


SHEETS = ("title", "game", "sheet", "panel", "journal", "undo", "small")


class Shell(App[None]):
    """One story, open. ``failure`` is the bug that ended it, if one did."""

    TITLE = "Vikzhel"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, library: Library, kept: KeptRun | None = None) -> None:
        self.library = library
        self.failure: Exception | None = None
        self._kept = kept
        self._opened = False
        self._small: Small | None = None
        self._sheet = Sheet()
        # All at once: a sheet read later would make Textual style every widget again (40 ms).
        # With NO_COLOR Textual would still paint in greys, unless told that the terminal's colours are meant.
        plain = True if "NO_COLOR" in os.environ else None
        super().__init__(
            css_path=["shell.tcss", *(f"screens/{name}.tcss" for name in SHEETS)], ansi_color=plain
        )
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme(os.environ)
        self.install_screen(self._sheet, "sheet")

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        variables.update(mixed(variables))
        self.theme_variables = variables
        return variables

    def on_mount(self) -> None:
        self.push_screen(self._game(self._kept) if self._kept else self._title())
        self._opened = True
        self._fit(self.size)

    def _title(self) -> Title:
        unfinished = self.library.unfinished()
        return Title(self.library.pack, unfinished, self.library.trouble)

    @staticmethod
    def _game(kept: KeptRun) -> Game:
        return Game(kept)

    # -- between screens -----------------------------------------------------------------------

    @on(Title.Begin)
    def _begin(self, event: Title.Begin) -> None:
        try:
            kept = self.library.begin(event.role, event.code)
        except StoreError as error:
            if isinstance(self.screen, Title):
                self.screen.offer(self.library.unfinished(), f"That run cannot be opened. {sentence(error)}")
            return
        self.switch_screen(self._game(kept))

    @on(Sheet.Wanted)
    def _lay(self, event: Sheet.Wanted) -> None:
        self._sheet.paper = event
        if not self._sheet.is_current:
            self.push_screen("sheet")

    @on(Again)
    def _again(self, event: Again) -> None:
        if event.what == "again" and isinstance(self.screen, Game):
            self.switch_screen(self._game(self.library.begin(self.screen.kept.run.role)))
        elif event.what == "other":
            self.switch_screen(self._title())
        else:
            self.exit()

    def on_resize(self, event: events.Resize) -> None:
        if self._opened:
            self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Cover everything while the terminal is too small to play in."""
        if size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT:
            if self._small is None:
                self._small = Small()
                self.push_screen(self._small)
            self.call_after_refresh(self._small.tell, size.width, size.height)
        elif self._small is not None:
            self._small.dismiss(None)
            self._small = None

    def action_command_palette(self) -> None:
        if self._small is None:
            super().action_command_palette()

    # -- the palette ---------------------------------------------------------------------------

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        kind = GAME if isinstance(screen, Game) else TITLE if isinstance(screen, Title) else ""
        for deed in deeds(kind):
            if deed.palette:
                yield SystemCommand(deed.label, deed.help, partial(screen.run_action, deed.action))
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave at once", self.action_quit)

    # -- when something breaks -----------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Close without a traceback: whoever started the app puts ``failure`` in the log."""
        if isinstance(self._exception, Exception):
            self.failure = self._exception
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        self._fatal_error()
