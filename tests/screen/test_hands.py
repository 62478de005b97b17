"""What hands do that know terminals and not this game: copy, click on names, put aside, leave, come back."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from textual import events

import vikzhel
from terminal import Terminal
from vikzhel.archive.kept import KeptRun
from vikzhel.archive.transfer import read_file
from vikzhel.screen.copying import COPIED, HOW_TO_COPY, HOW_TO_LEAVE
from vikzhel.screen.screens.debrief import Debrief
from vikzhel.screen.screens.desk import Desk
from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.panel import Panel
from vikzhel.screen.screens.preview import Preview
from vikzhel.screen.screens.sheet import Sheet
from vikzhel.screen.screens.title import Title
from vikzhel.screen.screens.undo import Undo
from vikzhel.screen.shell import Shell
from vikzhel.screen.widgets.page import Page
from vikzhel.screen.workshop import Workshop

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, click, press, rows, seen


def told(app: object) -> list[str]:
    """Return what is being said in the corner."""
    return [note.message for note in app._notifications]  # type: ignore[attr-defined]


# -- the terminal's own keys -----------------------------------------------------------------------


async def test_what_is_marked_is_copied_without_the_edge_of_a_cutting_and_said(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(100, 30)) as pilot:
        await choose(pilot, "1")
        await press(pilot, "home")
        at = [number for number, row in enumerate(rows(pilot)) if row.startswith(" ┃")]
        assert at
        await pilot.mouse_down(offset=(1, at[0]))
        await pilot.hover(offset=(60, at[1]))
        await pilot.mouse_up(offset=(60, at[1]))
        await pilot.pause()
        assert HOW_TO_COPY in told(app)
        await press(pilot, "ctrl+c")
        assert COPIED in told(app)
        lines = app.clipboard.split("\n")
        assert len(lines) >= 2
        assert "┃" not in app.clipboard
        assert all(line == line.rstrip() for line in lines)
        assert " ".join(app.clipboard.split()) in " ".join(page_text(app).replace("┃", "").split())


def page_text(app: object) -> str:
    game = app.screen  # type: ignore[attr-defined]
    assert isinstance(game, Game)
    return game.story.text


async def test_ctrl_c_with_nothing_marked_says_how_to_leave(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+c")
        assert told(app) == [HOW_TO_LEAVE]
        assert isinstance(app.screen, Game)


async def test_enter_typed_before_the_terminal_was_ours_is_enter(opened: Opener) -> None:
    """A terminal in its usual state turns Enter into a line feed."""
    app = opened(TUTORIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+j")
        assert "Who are you?" in seen(pilot)


# -- clicks ----------------------------------------------------------------------------------------


async def test_a_click_on_a_cutting_or_a_speaker_looks_it_up(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await choose(pilot, "2", "1", "1", "3", "1")
        await press(pilot, "home")
        for edge, title in (("┃ ", "Sources met"), ("invented words", "Who is who")):
            while not any(edge in row[:66] for row in rows(pilot)[3:30]):
                await press(pilot, "down" if app.screen.lectern.held else "pagedown")  # type: ignore[attr-defined]
            await click_in_story(pilot, edge)
            assert isinstance(app.screen, Panel)
            assert title in rows(pilot)[0]
            assert "1 found" in seen(pilot)
            await press(pilot, "escape")
            assert isinstance(app.screen, Game)


async def click_in_story(pilot: object, words: str) -> None:
    for y, row in enumerate(rows(pilot)):  # type: ignore[arg-type]
        if 2 < y < 30 and words in row[:66]:
            await pilot.click(offset=(row.index(words) + 1, y))  # type: ignore[attr-defined]
            await pilot.pause()  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{words!r} is nowhere on:\n{seen(pilot)}")  # type: ignore[arg-type]


def test_a_drag_that_ends_on_a_cutting_marks_it_and_opens_nothing(tmp_path: Path) -> None:
    """In a real terminal, where the end of a drag comes as a click."""
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    env = {name: str(tmp_path) for name in homes} | {"PYTHONPATH": str(Path(vikzhel.__file__).parents[1])}
    argv = [sys.executable, "-m", "vikzhel", "play", "tutorial", "--role", "clerk"]
    with Terminal(argv, size=(100, 40), env=env) as terminal:
        terminal.wait_for("The conquerors.*What do you do")
        terminal.settle()
        column, row = terminal.find("The conquerors")
        for code, x, end in ((0, 6, "M"), (32, 20, "M"), (32, 40, "M"), (0, 40, "m")):
            terminal.press(f"\x1b[<{code};{x};{row + 1}{end}")
        terminal.wait_for(re.escape(HOW_TO_COPY))
        assert "Sources met" not in terminal.settle()
        terminal.click(column, row)
        terminal.wait_for("Sources met")


async def test_a_click_on_a_pane_or_the_moods_opens_the_whole(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "end")
        for name, title in (("moods", "Why"), ("table", "The table"), ("source", "Sources met")):
            region = app.screen.query_one(f"#{name}").region
            await pilot.click(offset=(region.x + 5, region.y + 2))
            await pilot.pause()
            assert title in rows(pilot)[0]
            await press(pilot, "escape")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await click(pilot, "neutral")
        assert "Why" in rows(pilot)[0]


async def test_the_head_of_a_pane_leads_back_by_mouse(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end", "tab")
        assert "The room" in rows(pilot)[0]
        await click(pilot, "Esc: back to the story")
        assert "The room" not in rows(pilot)[0]
        assert isinstance(app.screen, Game)


@pytest.mark.parametrize("width", [60, 80, 140])
async def test_the_menu_leads_everywhere_by_mouse_at_every_width(opened: Opener, width: int) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(width, 24)) as pilot:
        await press(pilot, "end")
        assert "Quit" in rows(pilot)[-1]
        await click(pilot, "Menu")
        await pilot.pause(0.3)
        await click(pilot, "Journal") if "Journal" in seen(pilot) else await press(pilot, *"journal", "enter")
        await pilot.pause()
        assert "Journal" in rows(pilot)[0]


# -- leaving and coming back -----------------------------------------------------------------------


async def test_the_front_page_is_reached_from_a_game_and_goes_on_with_it(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "1")
        await press(pilot, "f")
        assert isinstance(app.screen, Title)
        assert "1  Continue" in seen(pilot)
        await press(pilot, "1")
        game = app.screen
        assert isinstance(game, Game)
        assert len(game.kept.run.steps) == 1


async def test_nobody_is_led_away_from_a_run_that_is_not_kept(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "1")
        assert isinstance(app.screen, Game)
        app.screen.kept.close()
        await press(pilot, "f")
        assert isinstance(app.screen, Game)
        assert any("not kept" in words for words in told(app))


@pytest.mark.parametrize("key", ["question_mark", "h"])
async def test_a_panel_keeps_its_place_while_the_window_is_too_small(opened: Opener, key: str) -> None:
    app = opened(TRIAL, "clerk" if key != "h" else "")
    async with app.run_test(size=(70, 20)) as pilot:
        if key != "h":
            await choose(pilot, "2", "1")
        await press(pilot, key)
        assert isinstance(app.screen, Panel | Sheet)
        await press(pilot, "pagedown")
        page = app.screen.query_one(Page)
        at = page.first_line
        assert at or key == "h"
        before = seen(pilot)
        for size in ((59, 19), (70, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert page.first_line == at
        assert seen(pilot) == before


# -- the runs that are kept ------------------------------------------------------------------------


@pytest.fixture
def kept(opened: Opener) -> Shell:
    """The front page, with two runs kept."""
    app = opened(TUTORIAL)
    for choice in ("pass-on", "hold-back"):
        app.library.begin("clerk").take(choice)
    return app


async def test_a_kept_run_is_named_and_deleted_from_the_list(kept: Shell) -> None:
    async with kept.run_test(size=(100, 30)) as pilot:
        await click(pilot, "Runs that are kept")
        first, second = (week.code for week in kept.library.weeks())
        await press(pilot, "down", "n", *"Group 4", "enter")
        assert f"{second}, “Group 4”" in seen(pilot)
        assert {week.code: week.called for week in kept.library.weeks()} == {first: "", second: "Group 4"}
        await press(pilot, "n", "escape", "x", "1")
        assert len(kept.library.weeks()) == 2, "nothing was deleted that was not meant"
        await press(pilot, "x", "2")
        assert [week.code for week in kept.library.weeks()] == [first]
        assert second not in seen(pilot)
        await press(pilot, "x", "2")
        assert isinstance(kept.screen, Title), "there is nothing left to list"
        assert "1  Begin" in seen(pilot)


async def test_a_kept_run_is_written_to_a_file_and_over_none(
    kept: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with kept.run_test(size=(100, 30)) as pilot:
        await click(pilot, "Runs that are kept")
        await press(pilot, "s", "s")
        code = kept.library.weeks()[0].code
        for name in (f"{code}.json", f"{code}-2.json"):
            assert read_file(str(tmp_path / name)).code == code
            assert any(name in words for words in told(kept))
        monkeypatch.chdir("/proc/self")
        await press(pilot, "s")
        assert any("cannot be written here" in words for words in told(kept))


async def test_a_debrief_is_printed_from_the_screen(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(100, 30)) as pilot:
        await choose(pilot, "2", "1", "1", "3", "1")
        await press(pilot, "end", "o", "p")
        assert isinstance(app.played, KeptRun)
        page = (tmp_path / f"{app.played.code}.html").read_text("utf-8")
        assert page.startswith("<!DOCTYPE html>")
        assert app.played.code in page
        assert any("Written to" in words for words in told(app))


# -- a second week ---------------------------------------------------------------------------------


async def test_what_was_read_before_is_passed_over_by_a_key_a_click_or_the_number(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 20)) as pilot:
        await choose(pilot, "2")
    for way in ("end", "click", "2"):
        again = opened(TRIAL, "clerk")
        async with again.run_test(size=(80, 20)) as pilot:
            await pilot.pause()
            assert "read before: End" in seen(pilot)
            if way == "click":
                await click(pilot, "read before: End")
            else:
                await press(pilot, way)
            assert "You chose this" in seen(pilot)
            assert isinstance(again.screen, Game)
            assert not again.screen.kept.run.steps, "passing over it decides nothing"


# -- long lists ------------------------------------------------------------------------------------


async def test_a_list_of_more_than_nine_says_how_a_number_is_taken(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        taken: list[int | None] = []
        for keys in (["1", "2", "enter"], ["end", "enter"], ["pagedown", "home", "enter"], ["escape"]):
            app.push_screen(Undo([(n, "then", f"decision {n}") for n in range(12)]), taken.append)
            await pilot.pause()
            assert rows(pilot)[0].endswith("Type the number, then Enter ══")
            await press(pilot, *keys)
        assert taken == [0, 0, 11, None]
        app.push_screen(Undo([(n, "then", f"decision {n}") for n in range(9)]), taken.append)
        await pilot.pause()
        assert "Type the number" not in seen(pilot)
        await press(pilot, "9")
        assert taken[-1] == 0


async def test_a_paste_into_the_journal_is_taken_whole(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "d")
        assert app.focused is not None
        app.focused.post_message(events.Paste("One line,\r\nand\x1b[31m another.\n"))
        await pilot.pause()
        await press(pilot, "enter")
        assert isinstance(app.played, KeptRun)
        assert [note.text for note in app.played.notes] == ["One line, and[31m another."]
        assert "\x1b" not in seen(pilot)


# -- a mouse alone ---------------------------------------------------------------------------------


async def test_any_kept_run_can_be_marked_by_mouse(kept: Shell) -> None:
    async with kept.run_test(size=(100, 30)) as pilot:
        await click(pilot, "Runs that are kept")
        first, second = (week.code for week in kept.library.weeks())
        await click(pilot, second)
        assert "Runs that are kept" in rows(pilot)[0], "the first click only marks"
        await click(pilot, "x Delete")
        assert f"Delete {second}?" in rows(pilot)[0]
        await click(pilot, "Esc Close")
        await click(pilot, "c Compare")
        assert "Hold against it" in rows(pilot)[0]
        await click(pilot, "Space Mark")
        assert f"✓ {first}" in seen(pilot)
        await click(pilot, "Esc Close")
        await click(pilot, second)
        assert isinstance(kept.screen, Game | Debrief), "a second click opens it"


async def test_spoken_descriptions_are_turned_off_again_by_mouse(opened: Opener) -> None:
    app = opened(TRIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e")
        await click(pilot, "off: marks, bars and columns")
        assert app.settings.spoken
        await click(pilot, "spoken: all in words")
        assert not app.settings.spoken


async def test_the_desk_is_worked_by_mouse(opened: Opener) -> None:
    app = Workshop(opened(TRIAL).library, Desk([str(TRIAL)]))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause(0.5)
        await click(pilot, "The Vikzhel Talks")
        assert isinstance(app.screen, Desk)
        assert any("/talks" in row[48:] for row in rows(pilot))
        at = next(y for y, row in enumerate(rows(pilot)) if "The Vikzhel Talks" in row[:47])
        await pilot.click(offset=(6, at))
        await pilot.pause(0.2)
        assert isinstance(app.screen, Preview)
        await click(pilot, "q Leave")
        assert isinstance(app.screen, Desk)
