"""Keys typed before the page they are meant for is on the screen. On a real pty, as fast as a terminal can send."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from terminal import Terminal

from .conftest import TUTORIAL
from .test_broken import start

CLERK = ("play", "tutorial", "--role", "clerk")
END, ESCAPE = "\x1b[F", "\x1b"


def typed(tmp_path: Path, arguments: tuple[str, ...], first: str, keys: str) -> Terminal:
    terminal = start(tmp_path, *arguments)
    terminal.wait_for(first)
    terminal.press(keys)
    return terminal


def test_keys_typed_ahead_open_nothing_that_was_not_meant(tmp_path: Path) -> None:
    with typed(tmp_path, (), "1  Begin", "12222") as terminal:
        terminal.wait_for("New Style 11 November")
        terminal.settle(0.6, 6.0)
        assert "archive" not in terminal.text
        assert "The railwaymen" in terminal.text, "the second man was chosen, and nothing after that"


@pytest.mark.parametrize("begun", ["M ?I ?D", "1  Begin"])
def test_what_was_typed_before_a_page_stood_is_done_on_it(tmp_path: Path, begun: str) -> None:
    with typed(tmp_path, ("play", "tutorial"), begun, "11") as terminal:
        terminal.wait_for("The tape lies")
        terminal.press(END)
        terminal.wait_for("1  ")


def test_escape_takes_back_what_was_chosen_and_what_follows_is_of_the_front_page(tmp_path: Path) -> None:
    with typed(tmp_path, (), "1  Begin", "1") as terminal:
        terminal.wait_for(
            "Who are you.*Esc Back"
        )  # the page whole: an Escape sent with a digit is Alt and the digit
        terminal.press(ESCAPE)
        terminal.wait_for("1  Begin")
        terminal.press("2")
        terminal.wait_for("Search: a name")
        terminal.press(ESCAPE)
        terminal.wait_for("1  Begin")


def test_enter_twice_begins_and_reads_on(tmp_path: Path) -> None:
    with typed(tmp_path, (), "1  Begin", "\r\r\r") as terminal:
        terminal.wait_for("New Style 11 November")
        shown = terminal.settle(0.5, 6.0)
        assert "Who are you" not in shown
        with sqlite3.connect(tmp_path / "xdg_data_home" / "vikzhel" / "runs.sqlite") as runs:
            assert runs.execute("SELECT count(*) FROM steps").fetchone() == (0,)


def test_keys_go_on_where_the_story_that_was_chosen_turns_out_broken(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TUTORIAL, tmp_path / "mine"))
    scenes = folder / "scenes.yaml"
    scenes.write_text(scenes.read_text(encoding="utf-8").replace("goto:", "gotoo:"), encoding="utf-8")
    with typed(tmp_path, ("play", str(folder)), "M ?I ?D", "11") as terminal:
        terminal.wait_for("What is wrong with this story")
        shutil.copy(TUTORIAL / "scenes.yaml", scenes)
        terminal.press("r")
        terminal.wait_for("1  Begin")


def test_a_choice_typed_before_its_scene_was_told_decides_nothing(tmp_path: Path) -> None:
    with typed(tmp_path, CLERK, "The tape lies", f"{END}1111{END}1111") as terminal:
        terminal.wait_for("You have|Osip")
        terminal.settle(0.5, 6.0)
        with sqlite3.connect(tmp_path / "xdg_data_home" / "vikzhel" / "runs.sqlite") as runs:
            assert runs.execute("SELECT count(*) FROM steps").fetchone() == (1,)


def test_a_panel_gets_the_keys_typed_after_the_one_that_opened_it(tmp_path: Path) -> None:
    with typed(tmp_path, CLERK, "The tape lies", "dhello") as terminal:
        terminal.wait_for("hello")
    with typed(tmp_path, CLERK, "The tape lies", f"wosip{ESCAPE}") as terminal:
        terminal.wait_for("type a name or a word")
        assert "osip" not in terminal.settle(0.5)


def test_going_back_a_step_closes_the_list_alone(tmp_path: Path) -> None:
    with typed(tmp_path, CLERK, "The tape lies", f"{END}1{END}u11") as terminal:
        terminal.settle(0.8, 8.0)
        assert re.search("The tape lies", terminal.text), "the first scene again, and the run goes on"
        terminal.press(END)
        terminal.settle()
        terminal.press("1")
        terminal.wait_for("Osip")


def test_the_last_page_opens_one_debrief(tmp_path: Path) -> None:
    with typed(tmp_path, CLERK, "The tape lies", "") as terminal:
        for _ in range(30):
            shown = terminal.settle(0.12)
            if "Go over it" in shown:
                break
            terminal.press(END)
            terminal.settle(0.12)
            terminal.press("1")
        terminal.press(f"111{ESCAPE}")
        terminal.settle(0.8, 8.0)
        assert "Go over it" in terminal.text, "one debrief, closed by one Esc"
