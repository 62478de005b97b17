"""A preview in lines, and the author's desk in lines: by ear, in a pipe, and on a terminal while a file is saved."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from terminal import Terminal
from vikzhel.cli import main
from vikzhel.desk.preview import Preview
from vikzhel.line.preview import preview

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "story" / "tutorial"


pytestmark = pytest.mark.usefixtures("own_cache")


def heard(folder: Path, typed: str, scene: str = "") -> str:
    """Return all that is told when this is typed."""
    shown = Preview(str(folder), scene)
    shown.put(*shown.read())
    out = io.StringIO()
    assert preview(shown, False, io.StringIO(typed), out) == 0
    return out.getvalue()


def test_it_tells_the_scene_and_then_why_it_is_so_in_whole_sentences() -> None:
    told = heard(TUTORIAL, "q\n")
    assert told.index("Scene: A strip of paper tape.") < told.index("What can be done.")
    assert "Locked: add-a-line. If flag.heard-driver. Fails: flag.heard-driver." in told
    assert "As at first: mood: driver neutral." in told
    assert not {"│", "─", "→", "×", "\x1b"} & set(told)


def test_a_choice_is_taken_by_its_number_or_its_id_and_taken_back() -> None:
    told = heard(TUTORIAL, "1\nadd-a-line\nu\nq\n")
    assert told.count("telegraph-room, as clerk") == 3
    assert "Scene: The line goes quiet." in told
    assert told.rindex("telegraph-room, as clerk") > told.index("Scene: The line goes quiet.")


def test_what_cannot_be_done_is_said_and_nothing_is_lost() -> None:
    told = heard(TUTORIAL, "u\n77\nfrom nowhere\n?\nadd-a-line\n")
    assert "This is the beginning of the story." in told
    assert "There is nothing called “77” here." in told
    assert "There is no scene “nowhere” in this story." in told
    assert "Type the number of a choice, or its id, to play on." in told
    assert "You cannot speak for a train before you know whom it carries." in told


def test_another_state_and_another_scene_are_told() -> None:
    told = heard(TUTORIAL, "l\nr\nfrom green-lamp\n", "red-lamp")
    assert "red-lamp, as clerk: way 1," in told
    assert "red-lamp, as clerk: way 2," in told
    assert "green-lamp, as clerk: way 1," in told


def test_once_prints_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "tutorial", "--from", "green-lamp", "--once"]) == 0
    assert "Scene: Steam on the through track." in capsys.readouterr().out


def test_once_tells_what_is_wrong_and_says_so_to_a_script(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mine / "scenes.yaml").write_text("scenes: [", encoding="utf-8")
    assert main(["preview", str(mine), "--once"]) == 1
    assert "mine/scenes.yaml:1:" in capsys.readouterr().out


def test_a_scene_that_is_not_there_is_told_before_anything_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "tutorial", "--from", "red-lanp", "--plain"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "Did you mean “red-lamp”?" in told.err


def test_a_folder_that_is_not_there_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", str(tmp_path / "nowhere"), "--plain"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_a_path_in_a_file_is_gone_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "path.txt"
    path.write_text("role: clerk\nask-osip\nadd-a-line\n", encoding="utf-8")
    assert main(["preview", "tutorial", "--follow", str(path), "--once"]) == 0
    assert "red-lamp, as clerk: the path given." in capsys.readouterr().out
    path.write_text("role: clerk\nask-nobody\n", encoding="utf-8")
    assert main(["preview", "tutorial", "--follow", str(path), "--once"]) == 1
    assert "path.txt:2:" in capsys.readouterr().err


def test_nothing_of_it_goes_into_the_archive(tmp_path: Path) -> None:
    heard(TUTORIAL, "1\n1\nq\n")
    assert not list(tmp_path.rglob("runs.sqlite*"))


def test_a_file_edited_wrongly_and_mended_is_told_each_time_on_a_terminal(tmp_path: Path, mine: Path) -> None:
    names = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    env = {**{name: str(tmp_path / name.lower()) for name in names}, "PYTHONPATH": str(ROOT / "game")}
    file = mine / "scenes.yaml"
    good = file.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "vikzhel", "preview", str(mine), "--plain"]
    with Terminal(command, size=(80, 110), env=env) as terminal:
        terminal.wait_for("Save a file to hear it again")
        file.write_text(good.replace("The tape lies", "A tape lies"), encoding="utf-8")
        terminal.wait_for(r"Saved\..*A tape lies under the lamp")
        file.write_text(good.replace("flag.heard-driver", "flag.heard-drivr", 1), encoding="utf-8")
        terminal.wait_for(r"Did you mean “heard-driver”\?.*The last scene that could be shown is kept")
        terminal.press("1\n")
        terminal.wait_for("That has to wait until the files are mended")
        file.write_text(good, encoding="utf-8")
        terminal.wait_for(r"Saved\..*The tape lies under the lamp")
        (mine / "notes.md").write_text("x", encoding="utf-8")
        terminal.wait_for("Nothing in the story has changed")
        terminal.press("q\n")
        assert terminal.wait_exit() == 0


# -- the desk ----------------------------------------------------------------------------------------


def test_the_desk_tells_of_each_pack_what_is_known_and_what_to_type(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["desk", "--plain", str(mine)]) == 0
    told = capsys.readouterr().out
    named, *others = told.split("\n\n")[1:]
    assert named.startswith("The Midnight Telegram [tutorial]. A story; named by you.")
    assert "It can be played. Nothing to be mended. 1 role, 3 scenes," in named
    assert f"vikzhel preview {mine}" in named
    assert any(
        other.startswith("The Vikzhel Talks [talks]. A story; comes with the program.") for other in others
    )
    assert any(other.startswith("The Pay List [example-branch]. A branch of talks") for other in others)


def test_the_desk_never_proves_and_tells_what_was_proved(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["desk", "--plain", str(mine)])
    assert f"Not proved as it is now. To prove it:\nvikzhel prove {mine}" in capsys.readouterr().out
    main(["prove", str(mine)])
    capsys.readouterr()
    main(["desk", "--plain", str(mine)])
    named = capsys.readouterr().out.split("\n\n")[1]
    assert "Proved:" in named
    assert "2 endings." in named


def test_a_pack_that_is_broken_lies_on_the_desk_too(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "story.yaml").write_text("story: [", encoding="utf-8")
    assert main(["desk", "--plain", str(mine), str(mine.parent / "nowhere")]) == 0
    broken, nowhere, *_ = capsys.readouterr().out.split("\n\n")[1:]
    assert broken.startswith("mine [mine].")
    assert "It cannot be played yet. Must be fixed: " in broken
    assert "It cannot be played yet." in nowhere
