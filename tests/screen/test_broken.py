"""What happens when something is broken: a story, the program, or a terminal too small. On a real pty."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from terminal import Terminal

from .conftest import TUTORIAL

GAME = Path(__file__).parents[2] / "game"

FAULT = """\
import sys
sys.path.insert(0, {game!r})
from vikzhel.screen.widgets import page
from vikzhel.cli import main

turn = page.Page.{method}
def broken(self, *given, **named):
    from vikzhel.screen.screens.game import Game
    if isinstance(self.screen, Game) and self.screen.kept.run.steps:
        raise ZeroDivisionError("a planted fault")
    return turn(self, *given, **named)
page.Page.{method} = broken
sys.exit(main({arguments!r}))
"""


def folders(tmp_path: Path) -> dict[str, str]:
    names = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    return {**{name: str(tmp_path / name.lower()) for name in names}, "PYTHONPATH": str(GAME)}


def start(tmp_path: Path, *arguments: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    return Terminal([sys.executable, "-m", "vikzhel", *arguments], size=size, env=folders(tmp_path))


# -- a broken story ----------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the practice story with a mistake in its scenes, which its front page does not show."""
    folder = tmp_path / "mine"
    shutil.copytree(TUTORIAL, folder)
    text = (folder / "scenes.yaml").read_text(encoding="utf-8")
    (folder / "scenes.yaml").write_text(text.replace("goto:", "gotoo:"), encoding="utf-8")
    return folder


def test_a_broken_story_is_explained_as_check_does_and_read_again_when_mended(
    tmp_path: Path, broken: Path
) -> None:
    with start(tmp_path, "play", str(broken)) as terminal:
        terminal.wait_for("What is wrong with this story")
        terminal.wait_for(r"scenes\.yaml:\d+:\d+: .*gotoo")
        shown = terminal.settle()
        assert "more: Space" in shown
        assert "Did you mean “goto”?" in shown
        terminal.press("\x1b[F")
        terminal.wait_for(r"\d+ problems found\.")
        shutil.copy(TUTORIAL / "scenes.yaml", broken / "scenes.yaml")
        terminal.press("r")
        terminal.wait_for("1  Begin")
        terminal.press("\x11")
        assert terminal.wait_exit() == 0


def test_leaving_a_broken_story_is_an_exit_code_of_1_and_says_how_to_see_it_again(
    tmp_path: Path, broken: Path
) -> None:
    with start(tmp_path, "play", str(broken)) as terminal:
        terminal.wait_for("What is wrong with this story")
        terminal.press("\x11")
        assert terminal.wait_exit() == 1
        assert "vikzhel check" in terminal.text.replace("\n", "")


def test_a_story_whose_front_page_is_broken_is_explained_on_the_screen_too(
    tmp_path: Path, broken: Path
) -> None:
    (broken / "story.yaml").write_text("story:\n  id: Broken\n", encoding="utf-8")
    with start(tmp_path, "play", str(broken)) as terminal:
        terminal.wait_for("What is wrong with this story")
        terminal.press("\x1b[F")
        terminal.wait_for(r"\d+ problems found\.")
        terminal.press("\x11")
        assert terminal.wait_exit() == 1


# -- a bug -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["show", "render_lines"])
def test_a_bug_is_one_calm_line_and_the_run_is_kept(tmp_path: Path, method: str) -> None:
    arguments = ["play", "tutorial", "--role", "clerk"]
    script = tmp_path / "faulty.py"
    script.write_text(FAULT.format(game=str(GAME), method=method, arguments=arguments), encoding="utf-8")
    with Terminal([sys.executable, str(script)], env=folders(tmp_path)) as terminal:
        terminal.wait_for("The tape lies")
        terminal.press("\x1b[F")
        terminal.settle()
        terminal.press("1")
        assert terminal.wait_exit() == 70
        told = terminal.text
        assert "Something went wrong inside Vikzhel. What you played is kept." in " ".join(told.split())
        assert "Traceback" not in told
        log = tmp_path / "xdg_state_home" / "vikzhel" / "vikzhel.log"
        assert "vikzhel.log" in told.replace("\n", "")
        assert "a planted fault" in log.read_text(encoding="utf-8")
        assert terminal.restored
    with sqlite3.connect(tmp_path / "xdg_data_home" / "vikzhel" / "runs.sqlite") as runs:
        assert runs.execute("SELECT count(*) FROM steps").fetchone() == (1,)
    with start(tmp_path, "play", "tutorial") as terminal:
        terminal.wait_for("Continue")
        terminal.wait_for("one decision")


# -- a terminal too small ----------------------------------------------------------------------------


def test_a_small_terminal_waits_and_goes_on_when_it_grows(tmp_path: Path) -> None:
    with start(tmp_path, "play", "tutorial", size=(50, 14)) as terminal:
        terminal.wait_for("This window is 50 by 14")
        terminal.press("1")
        terminal.settle()
        terminal.resize(80, 24)
        terminal.wait_for("1  Begin")
        terminal.press("1")
        terminal.wait_for("Who are you")
        terminal.resize(59, 24)
        terminal.wait_for("This window is 59 by 24")
        terminal.resize(60, 20)
        terminal.wait_for("Who are you")
        terminal.press("\r")
        terminal.wait_for("The tape lies")
        terminal.press("\x11")
        assert terminal.wait_exit() == 0


# -- settings, over two starts -----------------------------------------------------------------------


def test_with_data_the_settings_are_kept_there_and_honoured_on_the_next_start(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with start(tmp_path, "play", "tutorial", "--data", str(stick)) as terminal:
        terminal.wait_for("Settings")
        column, row = terminal.find("Settings")
        terminal.click(column, row)
        terminal.wait_for("Text width")
        terminal.press("jj\x1b[C")
        terminal.wait_for("60 columns")
        terminal.press("\x11")
        assert terminal.wait_exit() == 0
    assert json.loads((stick / "settings.json").read_text(encoding="utf-8"))["width"] == 60
    assert not (tmp_path / "xdg_config_home").exists()
    with start(tmp_path, "play", "tutorial", "--data", str(stick)) as terminal:
        terminal.wait_for("Settings")
        terminal.click(*terminal.find("Settings"))
        terminal.wait_for("60 columns")


def test_a_key_pressed_before_the_story_is_read_is_not_lost(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.wait_for("1  Begin")
        terminal.press("1")
        terminal.wait_for("Who are you")
        terminal.press("2")
        terminal.wait_for("What do you do|more to read")


@pytest.mark.parametrize("colour", [True, False])
def test_no_colour_means_none(tmp_path: Path, colour: bool) -> None:
    env = {**folders(tmp_path), **({} if colour else {"NO_COLOR": "1"})}
    with Terminal([sys.executable, "-m", "vikzhel"], env=env) as terminal:
        terminal.wait_for("1  Begin")
        terminal.settle()
        colours = {cell.fg for row in terminal.screen.buffer.values() for cell in row.values()}
        assert (colours <= {"default"}) is not colour
