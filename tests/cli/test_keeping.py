"""The commands for kept runs, as they are typed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from packs import write_pack

SMALL = """\
  start: {{e}, title: The office, choices: [{id: a, text: Wait, goto: mid}, {id: b, text: Ask, goto: mid}]}
  mid: {{e}, title: The hall, choices: [{id: c, text: Go on, goto: end}, {id: d, text: Stay, goto: end}]}
  end: {{e}, ending: over}
"""


class Desk:
    """The program at one folder of runs."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.pack = write_pack(folder / "pack", SMALL)

    def __call__(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vikzhel", *arguments, "--data", str(self.data)],
            input=typed, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    def played(self, typed: str) -> str:
        done = self("play", str(self.pack), typed=typed)
        (code,) = re.findall(r"kept as ([a-z]+-[a-z]+-[a-z]+)", done.stdout)
        return str(code)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_runs_are_listed_with_role_and_how_far_or_how_they_ended(desk: Desk) -> None:
    over, unfinished = desk.played("1\n2\n"), desk.played("1\n")
    desk("rename", over, "Group", "4")
    done = desk("runs")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third, name = done.stdout.splitlines()
    assert first.split() == ["Code", "Role", "Last", "played", "How", "far", "Story"]
    assert second.startswith(f"{unfinished} ")
    assert "Ana" in second
    assert "one choice so far" in second
    assert third.startswith(f"{over} ")
    assert "over: Over" in third
    assert name == "    “Group 4”"
    rows = json.loads(desk("runs", "--json").stdout)
    assert [(row["code"], row["name"], row["over"], row["choices"]) for row in rows] == [
        (unfinished, "", False, 1),
        (over, "Group 4", True, 2),
    ]


def test_listing_where_nothing_is_kept_makes_nothing(desk: Desk) -> None:
    done = desk("runs")
    assert (done.returncode, done.stdout) == (0, f"No runs are kept yet in {desk.data}.\n")
    assert desk("runs", "--json").stdout == "[]\n"
    assert desk("delete", "a-b-c", "--yes").returncode == 1
    assert not desk.data.exists()


def test_one_run_is_shown_with_its_decisions_and_its_journal(desk: Desk) -> None:
    code = desk.played("1\njournal Cold here.\n2\n")
    lines = desk("runs", code).stdout.splitlines()
    assert lines[2:] == [
        "1. The office. Wait.",
        "2. The hall. Stay.",
        "Its journal:",
        "In “The hall”: Cold here.",
    ]


def test_a_run_is_gone_on_with_by_code_by_name_and_bare(desk: Desk) -> None:
    code = desk.played("1\n")
    desk("rename", code, "My week")
    for how in ([code], ["my week"], []):
        done = desk("play", "--resume", *how)
        assert done.returncode == 0
        assert f"You go on with {code}." in done.stdout


def test_a_new_run_is_begun_from_a_decision_of_an_old_one(desk: Desk) -> None:
    old = desk.played("1\n1\n")
    done = desk("play", "--resume", old, "--from", "2", typed="2\n")
    (new,) = re.findall(r"kept as ([a-z-]+)", done.stdout)
    assert new != old
    assert "You chose: Stay." in done.stdout
    listed = desk("runs").stdout
    assert f"    branched off {old} after one step" in listed.splitlines()
    refused = desk("play", "--resume", old, "--from", "3")
    assert (refused.returncode, refused.stderr) == (
        1, f"{old} has two decisions. Give a number from 1 to 2.\n"
    )  # fmt: skip
    assert desk("play", "--from", "1").returncode == 2


@pytest.mark.parametrize(
    ("typed", "gone"), [("yes\n", True), ("y\n", True), ("no\n", False), ("", False), ("\n", False)]
)
def test_deleting_asks_first(desk: Desk, typed: str, gone: bool) -> None:
    code = desk.played("1\njournal Nobody may read this.\n")
    done = desk("delete", code, typed=typed)
    assert "Delete this run and its journal for good? Type yes: " in done.stdout
    assert done.returncode == (0 if gone else 1)
    assert (code in desk("runs").stdout) is not gone
    data = b"".join(path.read_bytes() for path in desk.data.glob("runs.sqlite*"))
    assert (b"Nobody may read this" in data) is not gone


def test_deleting_a_run_that_is_not_there_deletes_none(desk: Desk) -> None:
    code = desk.played("1\n")
    done = desk("delete", "--yes", code, "no-such-run")
    assert done.returncode == 1
    assert "There is no run “no-such-run”" in done.stderr
    assert code in desk("runs").stdout
    assert desk("delete", "--yes", code).stdout.endswith(f"Deleted: {code}.\n")


def test_a_story_folder_that_is_gone_is_named_with_what_to_type(desk: Desk, tmp_path: Path) -> None:
    code = desk.played("1\n")
    shutil.rmtree(desk.pack)
    for how in ([code], []):
        done = desk("play", "--resume", *how)
        assert (done.returncode, done.stdout) == (1, "")
        assert (
            f"{code} was played in the story folder {desk.pack}, which is not there any more." in done.stderr
        )
        assert f"vikzhel play FOLDER --resume {code}" in done.stderr
    moved = write_pack(tmp_path / "elsewhere", SMALL)
    assert f"You go on with {code}." in desk("play", str(moved), "--resume", code).stdout
    assert desk("runs").returncode == 0


def test_files_are_taken_in_one_by_one_and_what_is_no_run_is_said(desk: Desk, tmp_path: Path) -> None:
    from vikzhel.archive.store import Store
    from vikzhel.archive.transfer import to_json

    code = desk.played("1\n2\n")
    files = tmp_path / "files"
    files.mkdir()
    (files / "good.json").write_text(to_json(Store.open(str(desk.data)).played(code)), encoding="utf-8")
    (files / "bad\x1b[2J.json").write_text("{}", encoding="utf-8")
    (files / "notes.txt").write_text("not looked at", encoding="utf-8")
    other = Desk(tmp_path / "other")
    done = other("import", str(files))
    assert done.returncode == 1
    assert done.stdout == f"{files / 'good.json'}: kept as {code}.\n"
    assert (
        done.stderr
        == f"{files}/bad[2J.json: not taken in, because it is not a run exported by this program.\n"
    )
    assert other("import", str(files / "good.json")).stdout.endswith(
        f"here already, as {code}; nothing was changed.\n"
    )
    hint = other("play", "--resume", code)
    assert hint.returncode == 1
    assert f"{code} came from another computer, and its story “small”" in hint.stderr
    assert "You played Ana" in other("play", str(other.pack), "--resume", code).stdout
    assert other("import", str(tmp_path / "empty.json")).returncode == 1


def test_where_names_every_place_and_makes_none(tmp_path: Path) -> None:
    def where(*arguments: str) -> str:
        argv = [sys.executable, "-m", "vikzhel", "where", *arguments]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

    told = where()
    for words in (
        "xdg_data_home/vikzhel/runs.sqlite",
        "xdg_config_home/vikzhel",
        "xdg_state_home/vikzhel/vikzhel.log",
    ):
        assert f"{tmp_path}/{words}\n    not there yet, made when needed" in told
    stick = tmp_path / "stick"
    told = where("--data", str(stick))
    assert told.count(f"    {stick}") == 4
    assert not stick.exists()


def test_with_data_everything_that_is_written_is_in_one_folder(desk: Desk, tmp_path: Path) -> None:
    desk.played("1\n")
    assert desk("prove", str(desk.pack)).returncode == 0
    assert {"runs.sqlite", "proofs"} <= {path.name for path in desk.data.iterdir()}
    assert not (tmp_path / "xdg_data_home").exists()
    assert (
        not Path(os.environ.get("XDG_CACHE_HOME", tmp_path / "none"))
        .joinpath("vikzhel", "runs.sqlite")
        .exists()
    )


@pytest.mark.parametrize("command", ["runs", "rename", "delete", "import", "where", "play"])
def test_every_command_explains_itself(desk: Desk, command: str) -> None:
    done = desk(command, "--help")
    assert done.returncode == 0
    assert "--data DIR" in done.stdout
