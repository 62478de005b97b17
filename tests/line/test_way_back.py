"""Leaving and coming back: what is kept is said truly, and the way back can be typed."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.aloud.way_back import command
from vikzhel.archive.store import Store, StoreError
from vikzhel.line.page import Page
from vikzhel.places import data_folder, pack_folder
from vikzhel.story.text import quoted

if TYPE_CHECKING:
    from conftest import Sit

TUTORIAL = pack_folder("tutorial")
TWO = """\
  start: {{e}, choices: [{id: a, text: Left, goto: mid}, {id: b, text: Right, goto: mid}]}
  mid: {{e}, text: The middle., choices: [{id: c, text: On, goto: end}, {id: d, text: Off, goto: end}]}
  end: {{e}, ending: over}
"""


# -- what is kept ------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [2, 1])
def test_a_run_that_is_no_longer_kept_is_not_said_to_be(
    steps: int, sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    folder = write_pack(tmp_path / "pack", TWO)
    begun = sit(folder, ["1"])
    monkeypatch.setattr(Store, "append", full)
    played = sit(folder, ["1"] if steps == 2 else ["undo"], resume=begun.code)
    assert "is kept as" not in played.text
    assert "From here on this run is not kept: the disk is full." in played.lines
    assert played.blocks[-1] == (
        "The last of this run has not been kept: the disk is full.\n"
        f"What was kept before goes by the name {begun.code}. To go on from there:\n"
        f"vikzhel play {folder} --resume {begun.code} --data {tmp_path / 'data'} --plain"
    )


def test_two_windows_on_one_run_are_told_apart(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_pack(tmp_path / "pack", TWO)
    begun = sit(folder)
    other = Store.resume

    def meanwhile(store: Store, *asked: object) -> object:
        kept = other(store, *asked)  # type: ignore[arg-type]
        monkeypatch.setattr(Store, "resume", other)
        sit(folder, ["2"], resume=begun.code)
        return kept

    monkeypatch.setattr(Store, "resume", meanwhile)
    played = sit(folder, ["1"], resume=begun.code)
    assert "The last of this run has not been kept: this run is being played in another window" in played.text
    assert "is kept as" not in played.text


def test_a_run_that_is_only_looked_at_where_nothing_can_be_written_is_still_kept(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_pack(tmp_path / "pack", TWO)
    begun = sit(folder, ["1"])
    opened = Store.open

    def write_protected(data: str) -> Store:
        store = opened(data)
        store.file.read_only = "this stick can only be read"
        return store

    monkeypatch.setattr(Store, "open", write_protected)
    looked, played = sit(folder, ["why"], resume=begun.code), sit(folder, ["1"], resume=begun.code)
    assert looked.blocks[-1].startswith(f"Your run is kept as {begun.code}. To go on:")
    assert "The last of this run has not been kept: this stick can only be read." in played.lines


def test_a_finished_run_is_said_to_be_over_and_told_how_it_ended(sit: Sit) -> None:
    over = sit(TUTORIAL, ["2", ""])
    back = sit(TUTORIAL, [""], resume=over.code)
    assert back.status == 0
    assert f"{over.code} is over. You played a telegraph clerk. This is how it ended." in back.lines
    assert "You go on with" not in back.text
    assert "The end: The line stands. Counterfactual." in back.lines
    assert back.lines[-2] == f"This run is kept as {over.code}."


def test_a_story_that_has_changed_is_told_before_the_scene(sit: Sit, tmp_path: Path) -> None:
    begun = sit(write_pack(tmp_path / "pack", TWO), ["1"])
    changed = write_pack(tmp_path / "pack", TWO.replace("id: a, text: Left", "id: z, text: Straight"))
    blocks = sit(changed, resume=begun.code).blocks
    (trouble,) = (block for block in blocks if block.startswith("The story has changed"))
    scene = next(block for block in blocks if block.startswith("Scene: "))
    assert blocks.index(trouble) + 1 == blocks.index(scene)
    assert blocks[-1].startswith(f"Your run is kept as {begun.code}.")


# -- the command -------------------------------------------------------------------------------


def test_a_shipped_pack_goes_by_its_name_and_the_game_by_none() -> None:
    assert command(pack_folder("talks"), data_folder(), "") == "vikzhel play --plain"
    assert command(TUTORIAL, data_folder(), "a-b-c") == "vikzhel play tutorial --resume a-b-c --plain"


def test_a_folder_that_only_has_the_name_of_a_shipped_pack_goes_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("talks", "tutorial"):
        folder = write_pack(tmp_path / name, TWO)
        for typed in (str(folder), name, f"./{name}"):
            assert command(typed, "", "") == f"vikzhel play {folder} --plain"


def test_what_is_relative_here_is_absolute_in_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("mine", "runs", "") == f"vikzhel play {tmp_path}/mine --data {tmp_path}/runs --plain"


HARD = [
    '24 spaces & $HOME "q"',
    "it's  two spaces",
    "Ünïcode-日本",
    "line\nbreak",
    "\x1b[31m",
    "a\\b",
    "b\udcff",
]


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("name", HARD)
def test_a_shell_takes_a_path_for_the_one_it_is(name: str, encoding: str, tmp_path: Path) -> None:
    import io

    raw = io.BytesIO()
    page = Page(io.TextIOWrapper(raw, encoding=encoding))
    folder = tmp_path / name
    page.put([command(str(folder), "", "", encoding)])
    (line,) = raw.getvalue().decode(encoding).splitlines()
    script = f'vikzhel() {{ printf "%s\\n" "$2"; }}\n{line}\n'.encode("utf-8", "surrogateescape")
    ran = subprocess.run(["bash"], input=script, capture_output=True, check=True)
    assert ran.stdout == os.fsencode(str(folder)) + b"\n"


def test_windows_takes_double_quotes() -> None:
    assert quoted("C:\\My games\\a&b", windows=True) == '"C:\\My games\\a&b"'
    assert quoted("C:\\games\\my-pack_1.0", windows=True) == "C:\\games\\my-pack_1.0"


def test_a_command_is_never_broken_in_two(tmp_path: Path) -> None:
    import io

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Screen()
    Page(out).put(["To go on:", command(str(tmp_path / ("a b " * 40)), "", "")])
    assert len(out.getvalue().splitlines()) == 2


def test_the_way_back_can_be_typed_from_anywhere(tmp_path: Path) -> None:
    write_pack(tmp_path / "my pack", TWO)
    environment = {**os.environ, "HOME": str(tmp_path)}
    argv = [sys.executable, "-m", "vikzhel", "play", "./my pack", "--data", "./my runs"]

    def ran(argv: list[str], where: Path, typed: str) -> str:
        done = subprocess.run(
            argv, cwd=where, input=typed, env=environment, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    told = ran(argv, tmp_path, "1\n")
    _, _, line = told.rstrip("\n").rpartition("\n")
    words = shlex.split(line)
    assert words[:2] == ["vikzhel", "play"]
    assert "The middle." in ran([*argv[:3], *words[1:]], Path("/"), "")
