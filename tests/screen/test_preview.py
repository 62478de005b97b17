"""A preview on the screen while its files are edited wrongly and mended, and the author's desk."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from terminal import Terminal
from vikzhel.desk.preview import Preview as Previewed
from vikzhel.screen.library import Library
from vikzhel.screen.screens.desk import Desk
from vikzhel.screen.screens.preview import Mending, Preview
from vikzhel.screen.screens.scenes import Scenes
from vikzhel.screen.screens.title import Title
from vikzhel.screen.settings import Settings
from vikzhel.screen.workshop import Workshop

from .conftest import Opener
from .reading import press, seen
from .test_broken import folders

SIZES = [(60, 20), (80, 24), (140, 40)]


pytestmark = pytest.mark.usefixtures("own_cache")


def previewed(folder: Path | str, scene: str = "") -> Workshop:
    shown = Previewed(str(folder), scene)
    shown.put(*shown.read())
    app = Workshop(Library(None, "", folder=shown.folder), Preview(shown), Settings())
    app.animation_level = "none"
    return app


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "scenes.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


async def until(pilot: Pilot[None], words: str) -> str:
    """Wait until some words are on the screen; return it."""
    end = time.monotonic() + 20
    while words not in (shown := seen(pilot)):
        assert time.monotonic() < end, f"never saw {words!r}:\n{shown}"
        await pilot.pause(0.05)
    return shown


@pytest.mark.parametrize("size", SIZES)
async def test_the_scene_is_shown_with_its_choices_and_tab_tells_why(size: tuple[int, int]) -> None:
    async with previewed("tutorial").run_test(size=size) as pilot:
        await pilot.pause()
        assert "A strip of paper tape" in seen(pilot)
        assert "telegraph-room, as clerk" in seen(pilot)
        assert "×  Send the order, and ask each" in seen(pilot)
        if size[0] < 104:
            assert "What can be done" not in seen(pilot)
            await press(pilot, "tab")
            assert "A strip of paper tape" not in seen(pilot)
        assert "What can be done" in seen(pilot)
        assert "if flag.heard-driver" in seen(pilot)
        assert "fails: flag.heard-driver" in seen(pilot)


async def test_keys_play_go_back_begin_again_and_show_another_state() -> None:
    async with previewed("tutorial", "red-lamp").run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "The line goes quiet" in seen(pilot)
        first = seen(pilot)
        await press(pilot, "l")
        assert seen(pilot) != first
        assert "way 2" in seen(pilot)
        await press(pilot, "u")
        assert "A strip of paper tape" in seen(pilot)
        await press(pilot, "r")
        assert "The line goes quiet" in seen(pilot)
        assert "The story ends here." in seen(pilot)


async def test_g_goes_to_a_scene_by_a_word_of_it() -> None:
    async with previewed("tutorial").run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await press(pilot, "g")
        assert isinstance(pilot.app.screen, Scenes)
        await press(pilot, *"steam")
        assert "1 of 3" in seen(pilot)
        await press(pilot, "enter")
        assert "Steam on the through track" in seen(pilot)
        await press(pilot, "g", "escape")
        assert "Steam on the through track" in seen(pilot)


async def test_a_save_is_shown_at_the_same_place_a_broken_one_explained_and_a_mended_one_back(
    mine: Path,
) -> None:
    async with previewed(mine).run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        await until(pilot, "Forty wounded men")
        edit(mine, "Forty wounded men", "Sixty wounded men")
        shown = await until(pilot, "Sixty wounded men")
        assert "as clerk, 1 step on:" in shown
        edit(mine, "mood.driver at most wary", "mood.drivr at most wary")
        shown = await until(pilot, "What is wrong with this story")
        assert "Did you mean “driver”?" in shown
        assert "The last good scene comes back then." in shown
        edit(mine, "ending: line-runs", "ending: line-run")
        await until(pilot, "2 problems found.")
        edit(mine, "ending: line-run", "ending: line-runs")
        edit(mine, "mood.drivr", "mood.driver")
        await until(pilot, "Sixty wounded men")
        assert "as clerk, 1 step on:" in seen(pilot)


async def test_a_choice_whose_id_is_gone_leaves_one_before_it_with_a_line_saying_so(mine: Path) -> None:
    async with previewed(mine).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        await until(pilot, "The line goes quiet")
        edit(mine, "id: pass-on", "id: pass-it-on")
        shown = await until(pilot, "! At step 1 of 1, “telegraph-room” no longer offers “pass-on”.")
        assert "A strip of paper tape" in shown


async def test_what_was_mended_under_a_palette_is_gone_when_the_palette_is(mine: Path) -> None:
    async with previewed(mine).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        edit(mine, "goto: red-lamp", "gotoo: red-lamp")
        await until(pilot, "What is wrong with this story")
        await press(pilot, "ctrl+p")
        edit(mine, "gotoo: red-lamp", "goto: red-lamp")
        await pilot.pause(0.6)
        await press(pilot, "escape")
        await until(pilot, "A strip of paper tape")
        assert not any(isinstance(screen, Mending) for screen in pilot.app.screen_stack)


async def test_hostile_words_of_a_pack_are_shown_as_they_are_typed(mine: Path) -> None:
    edit(mine, "Ten past twelve.", "At [red]ten[/red] past twelve.")
    edit(mine, "Osip rakes out his fire and does", "Osip [bold]rakes[/bold] out his fire and does")
    async with previewed(mine, "red-lamp").run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert "At [red]ten[/red] past twelve." in seen(pilot)
        assert "“Osip [bold]rakes[/bold] out" in seen(pilot)


@pytest.mark.parametrize("size", [(70, 30), (140, 40)])
def test_on_a_real_terminal_beside_an_editor(tmp_path: Path, mine: Path, size: tuple[int, int]) -> None:
    """Edited, edited wrongly, saved as some editors do by moving a new file over it, mended; then left."""
    env = {**folders(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    file = mine / "scenes.yaml"
    good = file.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "vikzhel", "preview", str(mine), "--from", "red-lamp"]
    with Terminal(command, size=size, env=env) as terminal:
        terminal.wait_for("Ten past twelve")
        file.write_text(good.replace("Ten past twelve", "Noon"), encoding="utf-8")
        terminal.wait_for(r"Noon\. You hang out")
        file.write_text(good.replace("    ending: line-stands", "    ending: line-stand"), encoding="utf-8")
        terminal.wait_for(
            r"What is wrong with this story.*scenes\.yaml:\d+:\d+.*Did you mean “line-stands”\?"
        )
        file.write_text("", encoding="utf-8")
        new = mine / ".scenes.swp"
        new.write_text(good, encoding="utf-8")
        new.replace(file)
        terminal.wait_for("Ten past twelve")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.restored
    assert not list(tmp_path.rglob("runs.sqlite*"))


def test_a_pack_that_is_broken_from_the_start_is_explained_until_it_is_mended(
    tmp_path: Path, mine: Path
) -> None:
    edit(mine, "goto: red-lamp", "gotoo: red-lamp")
    env = {**folders(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "vikzhel", "preview", str(mine), "--from", "red-lamp"]
    with Terminal(command, env=env) as terminal:
        terminal.wait_for(
            r"What is wrong with this story.*Mend this and save\. It is read again at each save\."
        )
        edit(mine, "gotoo: red-lamp", "goto: red-lamp")
        terminal.wait_for("The line goes quiet")
        edit(mine, "goto: red-lamp", "gotoo: red-lamp")
        terminal.wait_for("The last good scene comes back then")
        terminal.press("q")
        assert terminal.wait_exit() == 0


# -- the desk ----------------------------------------------------------------------------------------


async def test_the_desk_shows_packs_checks_map_and_preview_and_comes_back(mine: Path) -> None:
    (mine / "tests.yaml").unlink()
    edit(mine, "goto: red-lamp", "gotoo: red-lamp")
    app = Workshop(Library(None, ""), Desk([str(mine)]), Settings())
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await until(pilot, "to be mended")
        assert "The Midnight Telegram" in seen(pilot)
        await press(pilot, "m")
        await until(pilot, "There is no map of what cannot be played yet.")
        await press(pilot, "c")
        await until(pilot, "Did you mean “goto”?")
        await press(pilot, "escape", "down")
        await until(pilot, "a branch of talks")
        await press(pilot, "down", "down")
        await press(pilot, "m")
        await until(pilot, "[telegraph-room]")
        await press(pilot, "escape", "o")
        await until(pilot, "vikzhel prove tutorial")
        await press(pilot, "enter")
        await until(pilot, "A strip of paper tape")
        await press(pilot, "q")
        await until(pilot, "The author's desk")


async def test_the_desk_answers_while_a_map_is_read_and_shows_no_map_over_something_else(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vikzhel.publish import command

    begun, go_on, charts = threading.Event(), threading.Event(), command.charts

    def slow(folder: str) -> object:
        begun.set()
        assert go_on.wait(20)
        return charts(folder)

    monkeypatch.setattr(command, "charts", slow)
    app = Workshop(Library(None, ""), Desk([str(mine)]), Settings())
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, "It can be played")
        await press(pilot, "m")
        assert begun.wait(20)
        await press(pilot, "c")
        await until(pilot, "What check says")
        go_on.set()
        for _ in range(20):
            await pilot.pause(0.02)
        assert "What check says" in seen(pilot)
        await press(pilot, "escape", "m")
        await until(pilot, "[telegraph-room]")


async def test_a_pupil_s_front_page_has_no_desk_and_an_author_s_has(opened: Opener, mine: Path) -> None:
    async with opened().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app.screen, Title)
        assert "The author's desk" not in seen(pilot)
    async with opened(mine).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "The author's desk" in seen(pilot)
        number = next(line.split()[0] for line in seen(pilot).splitlines() if "The author's desk" in line)
        await press(pilot, number)
        await until(pilot, str(mine)[:20])
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Title)


async def test_whoever_has_previewed_is_offered_the_desk_from_then_on(tmp_path: Path) -> None:
    Settings(str(tmp_path)).change(author=True)
    shell = Workshop(Library(None, ""), Title.__new__(Title), Settings(str(tmp_path)))
    assert shell.settings.author
    assert shell._author
