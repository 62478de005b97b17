"""The palette: everything that can be done here by its name, with its key; and the themes, ours first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandListItem, CommandPalette, SimpleCommand, SimpleProvider

from .actions import deeds
from .themes import offered

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

ASKS = "Type what you would like to do"
ASKS_THEME = "Type the name of a theme"


def commands(app: App[None], screen: Screen[object], kind: str) -> Iterable[SystemCommand]:
    """Yield what can be done on a screen of that kind, in the order of the table of actions."""
    for deed in deeds(kind):
        if deed.palette:
            run = partial(screen.run_action, deed.action)
            yield SystemCommand(deed.label, f"{deed.help} ({deed.key_words})", run)
    yield SystemCommand(
        "Settings", "Colours, motion, width of the text (e)", partial(app.run_action, "settings")
    )
    yield SystemCommand("Theme", "Change the colours", app.action_change_theme)
    yield SystemCommand("Quit", "Leave at once (Ctrl+Q)", app.action_quit)


def of(found: Iterable[SystemCommand], screen: Screen[object]) -> CommandPalette:
    """Return a palette of commands."""
    return _palette(screen, [SimpleCommand(one.title, one.callback, one.help) for one in found], ASKS)


def of_themes(app: App[None], screen: Screen[object]) -> CommandPalette:
    """Return a palette of the themes in words, in the order they are offered."""

    def wear(name: str) -> None:
        app.theme = name

    themes = offered(app.available_themes).items()
    return _palette(
        screen, [SimpleCommand(words, partial(wear, name), None) for name, words in themes], ASKS_THEME
    )


def _palette(screen: Screen[object], found: list[CommandListItem], asks: str) -> CommandPalette:
    provider = SimpleProvider(screen, found)  # Textual makes one of it by calling it, as of a class
    return CommandPalette([provider], placeholder=asks, id="--command-palette")  # type: ignore[list-item]
