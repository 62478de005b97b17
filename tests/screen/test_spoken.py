"""Spoken descriptions: the words of plain mode in one column, and nothing that has to be seen."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from terminal import Terminal
from vikzhel.aloud import sheets
from vikzhel.aloud.say import Telling
from vikzhel.screen import title_frame
from vikzhel.screen.manuscript import Manuscript, by_step
from vikzhel.screen.screens.archive import Archive
from vikzhel.screen.screens.debrief import Laid
from vikzhel.screen.screens.desk import Desk
from vikzhel.screen.screens.game import Game
from vikzhel.screen.settings import Settings
from vikzhel.screen.shell import Shell
from vikzhel.screen.spoken import TABLE
from vikzhel.screen.workshop import Workshop

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, click, press, rows, seen

MARKS = re.compile(r"[←-⯿×·§]")
"""Arrows, rules, blocks, shapes, and our own marks."""
IN_COLUMNS = re.compile(r"\S {3,}\S")
FIELD = str.maketrans(dict.fromkeys("▊▎▔▁", " "))
"""What frames the field that is typed in."""


def game(app: Shell) -> Game:
    assert isinstance(app.screen, Game)
    return app.screen


def aloud(app: Shell, **other: object) -> Shell:
    app.settings.change(spoken=True, **other)  # type: ignore[arg-type]
    return app


@pytest.mark.parametrize("pack", [TRIAL, TUTORIAL], ids=["trial", "tutorial"])
@pytest.mark.parametrize("seed", range(3))
def test_the_page_says_what_plain_mode_says_in_its_order(opened: Opener, pack: object, seed: int) -> None:
    library = opened(pack).library
    kept = library.begin("clerk")
    while not kept.run.over:
        kept.take(kept.run.open[seed % len(kept.run.open)].id)
    told = Manuscript(kept, spoken=True)
    told.begin()
    run = kept.run
    plain = Telling(run.program.pack, run.role, table=TABLE)
    left = run.left_record()
    ends = [*told.passages[1:], len(told.pieces)]
    for number, events in enumerate(by_step(run)):
        gone = left if left and left.step < number else None
        step = run.steps[number - 1] if number else None
        wanted = " ".join(line for block in plain.tell(events, step=step, left=gone) for line in block)
        at = 0
        for piece in told.pieces[told.passages[number] : ends[number]]:
            for line in (line.plain for line in piece.matter(500)):
                if line and not line.startswith("("):  # a word may be explained in another place
                    found = wanted.find(line, at)
                    assert found >= 0, line
                    at = found + len(line)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_nothing_on_the_screen_has_to_be_seen(opened: Opener, size: tuple[int, int]) -> None:
    app = aloud(opened(TRIAL, "clerk"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Scene: The desk." in seen(pilot)
        for keys in (["end"], ["down"], ["2"], ["end", "1"], ["end", "1", "3"], ["end"]):
            await press(pilot, *keys)
            assert not MARKS.search(seen(pilot)), seen(pilot)
        for key in (*"wtsqmcpghdu", "question_mark"):
            await press(pilot, key)
            assert len(app.screen_stack) == 2
            shown = seen(pilot).translate(FIELD)
            assert not MARKS.search(shown), shown
            assert not IN_COLUMNS.search(shown), shown
            await press(pilot, "escape")
        for _ in range(3):
            await press(pilot, "tab")
            assert "Esc: back to the story" in rows(pilot)[0]
            assert not MARKS.search(seen(pilot)), seen(pilot)


async def test_the_marked_choice_and_the_barred_one_are_named(opened: Opener) -> None:
    app = aloud(opened(TRIAL, "clerk"))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end")
        assert "Not open: " in seen(pilot)
        assert "marked" not in seen(pilot)
        await press(pilot, "down", "down")
        assert "What do you do? Number 2 is marked; Enter takes it." in seen(pilot)
        await press(pilot, "enter")
        assert len(game(app).kept.run.steps) == 1


async def test_a_count_is_told_whole(opened: Opener) -> None:
    app = aloud(opened(TRIAL, "clerk", motion=True), motion="full")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        assert "Vote. The Bolshevik Central Committee: Sweet tea for everybody." in seen(pilot)
        assert "4 votes: for." in seen(pilot)
        assert "any key" not in seen(pilot)


async def turn(pilot: Pilot[None]) -> None:
    """Turn the setting, which is the last of them, and go back to the game."""
    await press(pilot, "e", "down", "down", "down", "right", "escape")
    await pilot.pause()


async def test_it_is_turned_on_and_off_within_a_game(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await choose(pilot, "2")
        assert "The room" in seen(pilot)
        await turn(pilot)
        assert "You chose: Go and wake the porter." in seen(pilot)
        assert "The room" not in seen(pilot)
        await turn(pilot)
        assert "› Go and wake the porter" in seen(pilot)
        assert "The room" in seen(pilot)
        assert len(game(app).kept.run.steps) == 1


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_pages_before_the_story_are_told_in_words(opened: Opener, size: tuple[int, int]) -> None:
    app = aloud(opened(TRIAL))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        assert app.library.front.title in seen(pilot), "letters are not spaced out"
        assert not MARKS.search(seen(pilot)), seen(pilot)
        assert "In this paper: Number 1 is marked; Enter takes it." in seen(pilot)
        await press(pilot, "down")
        assert "In this paper: Number 2 is marked; Enter takes it." in seen(pilot)
        for key in ("h", "question_mark", "e"):
            await press(pilot, key)
            assert not MARKS.search(seen(pilot)), seen(pilot)
            await press(pilot, "escape")
        await click(pilot, "Where they stand")
        assert not MARKS.search(seen(pilot)), seen(pilot)
        assert "So the week begins." in seen(pilot)
        await press(pilot, "escape", "1")
        await pilot.pause(0.1)
        assert "1. " in seen(pilot)
        assert "Marked; Enter begins." in seen(pilot)
        assert "Fears: " in seen(pilot)
        assert not MARKS.search(seen(pilot)), seen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_archive_is_one_column_of_words(opened: Opener, size: tuple[int, int]) -> None:
    app = aloud(opened(TRIAL))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.push_screen(Archive(app.library.program, True))
        await pilot.pause(0.1)
        for _ in range(6):
            shown = "\n".join(row for row in rows(pilot) if "Search" not in row)
            assert not MARKS.search(shown.translate(FIELD)), shown
            await press(pilot, "down")


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_debrief_and_a_comparison_are_told_in_words(opened: Opener, size: tuple[int, int]) -> None:
    app = aloud(opened(TRIAL, "clerk"))
    async with app.run_test(size=size) as pilot:
        await choose(pilot, "2", "1", "1", "3", "1", "end")
        for keys in (["o"], ["c", "space"]):
            await press(pilot, *keys)
            assert not MARKS.search(seen(pilot)), seen(pilot)
            if keys[-1] == "space":
                assert "Marked: The record" in seen(pilot)
                await press(pilot, "enter")
            laid = app.screen
            assert isinstance(laid, Laid)
            for number in range(1, len(laid._sheet.parts) + 1):
                await press(pilot, str(number))
                told = sheets.told(laid._sheet.parts[number - 1], number, len(laid._sheet.parts))
                page = "".join(laid.page.text.split())
                assert all("".join(line.split()) in page for block in told for line in block)
                assert not MARKS.search(laid.page.text + seen(pilot)), seen(pilot)


async def test_a_setting_that_is_turned_says_itself_at_once(opened: Opener) -> None:
    app = opened(TRIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "down", "down", "down", "right")
        assert not MARKS.search(seen(pilot)), seen(pilot)
        assert rows(pilot)[0].strip() == "Settings"
        assert "Left Right Change it" in seen(pilot)


async def test_a_list_says_which_line_is_marked(opened: Opener) -> None:
    app = aloud(opened(TRIAL, "clerk"))
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1")
        await press(pilot, "u")
        assert "Go back to. Number 1 is marked; Enter takes it." in seen(pilot)
        await press(pilot, "down")
        assert "Go back to. Number 2 is marked; Enter takes it." in seen(pilot)


def test_the_first_frame_has_no_rules_where_all_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for spoken in (True, False):
        settings = Settings(str(tmp_path))
        settings.change(spoken=spoken)
        assert title_frame.in_words(str(tmp_path)) is spoken
        command = f"from vikzhel.screen.title_frame import show; show({str(TRIAL)!r}, {str(tmp_path)!r})"
        with Terminal([sys.executable, "-c", command]) as terminal:
            terminal.wait_exit()
            assert bool(MARKS.search(terminal.text)) is not spoken
            assert terminal.text.strip()


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_desk_and_a_preview_are_told_in_words(
    tmp_path: Path, size: tuple[int, int], opened: Opener
) -> None:
    settings = Settings()
    settings.change(spoken=True)
    app = Workshop(opened(TRIAL).library, Desk([str(TRIAL)]), settings)
    async with app.run_test(size=size) as pilot:
        for _ in range(50):
            await pilot.pause(0.05)
            if "being checked" not in seen(pilot):
                break
        assert "The author's desk. Marked: " in rows(pilot)[0]
        assert not MARKS.search(seen(pilot)), seen(pilot)
        await press(pilot, "question_mark")
        assert not MARKS.search(seen(pilot)), seen(pilot)
        await press(pilot, "escape", "enter")
        await pilot.pause(0.2)
        assert "Preview: " in rows(pilot)[0]
        for key in ("end", "1", "tab", "escape"):
            assert not MARKS.search(seen(pilot)), seen(pilot)
            await press(pilot, key)
