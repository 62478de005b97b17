"""The palette: everything that can be done here by its name, with its key; and the themes, ours first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandListItem, CommandPalette, SimpleCommand, SimpleProvider

from .actions import deeds
from .themes import offered
from .typed_ahead import TypedAhead

if TYPE_CHECKING:
    from textual.screen import Screen

    from .screens.small import Small

ASKS = "Type what you would like to do"
ASKS_THEME = "Type the name of a theme"


class ByName(TypedAhead):
    """The part of the application that does things by their names."""

    _small: Small | None = None

    def action_command_palette(self) -> None:
        if self._small is None and not isinstance(self.screen, CommandPalette):
            found = self.get_system_commands(self.screen)
            self._lay([SimpleCommand(one.title, one.callback, one.help) for one in found], ASKS)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what can be done on a screen, in the order of the table of actions."""
        for deed in deeds(getattr(screen, "KIND", "")):
            if deed.palette:
                told = f"{deed.help} ({deed.key_words})"
                yield SystemCommand(deed.label, told, partial(screen.run_action, deed.action))
        settings = partial(self.run_action, "settings")
        yield SystemCommand("Settings", "Colours, motion, width of the text (e)", settings)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave at once (Ctrl+Q)", self.action_quit)

    def search_themes(self) -> None:
        """Offer the themes in words, in the order the settings have them."""

        def wear(name: str) -> None:
            self.theme = name

        themes = offered(self.available_themes).items()
        self._lay([SimpleCommand(words, partial(wear, name), None) for name, words in themes], ASKS_THEME)

    def _lay(self, found: list[CommandListItem], asks: str) -> None:
        provider = SimpleProvider(self.screen, found)  # Textual makes one of it by calling it, as of a class
        self.push_screen(
            CommandPalette([provider], placeholder=asks, id="--command-palette")  # type: ignore[list-item]
        )
