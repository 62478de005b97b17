"""A window is made wider, narrower, too small and as it was: nothing is lost, wherever one was."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from vikzhel.screen.looking_back import MADE_EXACT, WORKED_OUT
from vikzhel.screen.screens import game as game_screen
from vikzhel.screen.screens.game import Game
from vikzhel.screen.shell import Shell
from vikzhel.screen.widgets.sides import TITLES

from .conftest import TRIAL, Opener
from .reading import choose, press, seen

SIZES = ((140, 40), (100, 30), (80, 24), (60, 20), (59, 19))
WHERE = {
    "text read": ([], ["end", "pageup"]),
    "choice marked": (["2"], ["end", "down"]),
    "text far back": (["2", "1"], ["end", "pageup"]),
    "how sure": (["2", "1", "1"], []),
    "pane": (["2"], ["end", "tab", "tab"]),
    "why": (["2", "1"], ["w", "k", "o"]),
    "sources": (["2", "1"], ["q", "pagedown"]),
    "help": ([], ["question_mark", "pagedown"]),
    "journal": (["2"], ["d", *"half a li"]),
    "undo": (["2", "1"], ["u", "down"]),
    "settings": ([], ["e", "down", "down"]),
    "debrief": (["2", "1", "1", "3", "1"], ["end", "o", "2", "pagedown"]),
    "ending": (["2", "1", "1", "3", "1"], ["end"]),
}


async def through(pilot: Pilot[None], home: tuple[int, int]) -> None:
    """Make the window all those sizes, and again as large as it was."""
    for size in (*SIZES, *reversed(SIZES), home):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        await pilot.pause()


async def all_told(pilot: Pilot[None]) -> None:
    """Wait until the odds of a debrief are in."""
    for _ in range(100):
        await pilot.pause(0.05)
        if not any(words in seen(pilot) for words in (WORKED_OUT, MADE_EXACT)):
            return


async def test_the_place_does_not_creep_while_an_edge_is_dragged(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(100, 24)) as pilot:
        await choose(pilot, "2", "1")
        await press(pilot, "end", "up", "up", "up")
        game = app.screen
        assert isinstance(game, Game)
        before, line = seen(pilot), game.story.first_line
        assert line > 4
        for width in (*range(100, 60, -1), *range(60, 101)):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
        assert game.story.first_line == line
        assert seen(pilot) == before


@pytest.mark.parametrize("home", [(80, 24), (140, 40)])
@pytest.mark.parametrize("where", WHERE)
async def test_nothing_is_lost(opened: Opener, where: str, home: tuple[int, int]) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=home) as pilot:
        chosen, keys = WHERE[where]
        await choose(pilot, *chosen)
        await press(pilot, *keys)
        await all_told(pilot)
        before = seen(pilot)
        await through(pilot, home)
        await all_told(pilot)
        assert seen(pilot) == before


async def test_a_count_goes_on_coming_in(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(game_screen, "CALL_SECONDS", 3600.0)
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        game = app.screen
        assert isinstance(game, Game)
        game._call()
        await pilot.pause()
        before = seen(pilot)
        assert "not called yet" in before
        await through(pilot, (80, 24))
        assert seen(pilot) == before
        await press(pilot, "x")
        assert "Record" in game.story.text
        assert len(game.kept.run.steps) == 3


@pytest.mark.parametrize("spoken", [False, True])
async def test_no_pane_is_ever_blank(opened: Opener, spoken: bool) -> None:
    app = opened(TRIAL, "clerk")
    app.settings.change(spoken=spoken)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("2", "1", "1"):
            await choose(pilot, key)
            for size in (*SIZES[:-1], *reversed(SIZES[:-1])):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                await pilot.pause()
                for _ in range(len(TITLES) + 1):
                    await press(pilot, "tab")
                    await pilot.pause()
                    filled(app)


def filled(app: Shell) -> None:
    """Assert that every pane on the screen has something on it, set for the width it has."""
    game = app.screen
    assert isinstance(game, Game)
    shown = [game.sides.pane(name) for name in TITLES if game.sides.pane(name).region.width]
    for pane in [*shown, *([] if game._covered else [game.story])]:
        assert pane.text.strip(), pane
        assert all(line.cell_length <= pane.content_size.width for line in pane._lines), pane
        assert any(row.strip() for row in rows_of(app, pane)), pane


def rows_of(app: Shell, pane: object) -> list[str]:
    region = pane.region  # type: ignore[attr-defined]
    whole = [row[region.x : region.right] for row in rows_shown(app)]
    return whole[region.y + 1 : region.bottom]


def rows_shown(app: Shell) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


@pytest.mark.parametrize("widths", [range(80, 120), range(128, 156)])
async def test_nothing_goes_blank_while_an_edge_is_dragged(opened: Opener, widths: range) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(widths[0], 30)) as pilot:
        await choose(pilot, "2")
        for width in (*widths, *reversed(widths)):
            await pilot.resize_terminal(width, 30)
            await pilot.pause()
            await pilot.pause()
            filled(app)
