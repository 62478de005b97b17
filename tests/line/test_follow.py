"""A scripted path: the same words as a game, and mistakes told by line."""

from __future__ import annotations

import io
import re
import shutil
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from generated import pack_of, story
from vikzhel.archive.store import Store
from vikzhel.line.follow import follow
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from conftest import Sit, VotePack
    from vikzhel.story.packs import Pack

TUTORIAL = pack_folder("tutorial")
TALKS = pack_folder("talks")
ASKING = re.compile(
    r"Type |Press Enter|Your guess: |How sure\?|There is no \d|“.*” means nothing|You can take back|This run is kept|Your run is"
)


def walk(tmp_path: Path, folder: str | Path, text: str | bytes, role: str = "") -> tuple[int, str]:
    file = tmp_path / "path.txt"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    out = io.StringIO()
    return follow(str(folder), role, str(file), out), out.getvalue()


def complaint(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    error = capsys.readouterr().err
    assert error.endswith("\n")
    assert error.count("\n") == 1
    return error.strip().removeprefix(f"{tmp_path / 'path.txt'}:")


def _same_told(tmp_path: Path, sit: Sit, pack: Pack, role: str, typed: list[str]) -> None:
    """Play, then follow what was taken; but for the asking, both pages are the same."""
    played = sit(pack.folder, typed, role=role)
    run = Store.open(str(tmp_path / "data")).resume(played.code, Program(pack)).run
    lines = [
        f"{s.id} {s.prediction or 'unsure'} {s.sureness or ''}" if s.prediction else s.id for s in run.steps
    ]
    status, text = walk(tmp_path, pack.folder, "\n".join([f"role: {role}", *lines]))
    assert status == 0
    followed = text.strip().split("\n\n")
    if not run.over:
        assert followed.pop() == "The path ends here, before the end of the story."
    week = takewhile(lambda block: not block.startswith("You can go over it now."), played.blocks)
    assert followed == [block for block in week if not ASKING.match(block)]
    shutil.rmtree(tmp_path / "data")  # a second week tells what was chosen in the first


@pytest.mark.parametrize("name", ["tutorial", "talks"])
def test_following_a_path_tells_what_playing_it_told(name: str, sit: Sit, tmp_path: Path) -> None:
    pack = read_pack(pack_folder(name))
    for role in map(str, pack.files.roles):
        for seed in range(2):
            r = Random(seed)
            _same_told(tmp_path, sit, pack, role, [r.choice(["1", "2", "3", "1 2"]) for _ in range(80)])


def test_the_same_holds_of_any_story(sit: Sit, tmp_path: Path) -> None:
    for seed in range(24):
        r = Random(seed)
        with pack_of(story(r)) as pack:
            _same_told(
                tmp_path, sit, pack, "ana", [r.choice(["1", "2", "3", "1 2", "skip"]) for _ in range(40)]
            )


def test_comments_blank_lines_and_a_role_line_are_understood(tmp_path: Path) -> None:
    text = "\ufeff# a path\r\n\r\nrole: clerk   # the only one\r\n  ask-osip # first\r\nadd-a-line\r\n"
    status, told = walk(tmp_path, TUTORIAL, text)
    assert status == 0
    assert "The end: The line stands. Counterfactual." in told
    assert "Type 1" not in told


def test_nothing_is_kept(tmp_path: Path) -> None:
    from vikzhel.places import data_folder

    walk(tmp_path, TUTORIAL, "hold-back")
    assert not Path(data_folder()).exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "ask-osip\n\nask-ossip\n",
            "3: There is nothing called “ask-ossip” here. On offer in “telegraph-room”: ",
        ),
        (
            "\npass-onn\n",
            "2: There is nothing called “pass-onn” here. Did you mean “pass-on”? On offer in “telegraph-",
        ),
        (
            "add-a-line",
            "1: You cannot speak for a train before you know whom it carries. On offer in “telegraph-room”: ask-osip, "
            "pass-on, hold-back. Locked: add-a-line (You cannot speak for a train before you know whom it carries).",
        ),
        ("pass-on\npass-on", "2: The story has ended before “pass-on”."),
        (
            "pass-on carried 2",
            "1: Only the id of a vote may be followed by a prediction. On offer in “telegraph-",
        ),
        ("role: driver\npass-on", "1: Nobody called “driver” can be played here. There is clerk."),
        ("pass-on\nrole: clerk", "2: "),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_on_offer(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert walk(tmp_path, TUTORIAL, text)[0] == 1
    assert complaint(capsys, tmp_path).startswith(told)


def test_a_story_with_several_men_needs_one_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert walk(tmp_path, TALKS, "programme\n")[0] == 1
    assert complaint(capsys, tmp_path).startswith(
        "1: Begin the file with the man who is played, such as  role: kame"
    )
    assert walk(tmp_path, TALKS, "role: martov\n", role="kamenev")[0] == 1
    assert complaint(capsys, tmp_path) == "1: This path is for “martov”, and “kamenev” was asked for."
    assert walk(tmp_path, TALKS, "", role="martov")[0] == 0


@pytest.mark.parametrize(
    "written", ["motion maybe", "motion carried 4", "motion carried 2 2", "motion 1 3"], ids=str
)
def test_a_prediction_badly_written_says_how_to_write_it(
    written: str, vote_pack: VotePack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = vote_pack()
    assert walk(tmp_path, folder, written)[0] == 1
    assert complaint(capsys, tmp_path).startswith("1: A prediction is written  motion carried 2")
    status, told = walk(tmp_path, folder, "motion lost 1")
    assert status == 0
    assert "You guess: lost." in told


def test_a_file_that_cannot_be_read_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert follow(TUTORIAL, "", str(tmp_path / "none\x1b.txt"), io.StringIO()) == 1
    assert (
        capsys.readouterr().err
        == f"{tmp_path}/none.txt: this file cannot be read: No such file or directory.\n"
    )
    assert walk(tmp_path, TUTORIAL, b"\xff\xfe")[0] == 1
    assert "not saved as UTF-8" in capsys.readouterr().err
    assert walk(tmp_path, TUTORIAL, "\x1b[31mhold-back")[0] == 1
    assert "\x1b" not in capsys.readouterr().err
