"""Folders that are not packs, files that are not read, and files that nobody may read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from vikzhel.places import packs_folder
from vikzhel.story import decoding, folder
from vikzhel.story.check import check_pack
from vikzhel.story.groups import MUST_FIX
from vikzhel.story.packs import PackError, read_pack, try_pack

CORPUS = Path(__file__).parent / "corpus"
GOOD = CORPUS / "V609-unreached"


def _copy(to: Path) -> Path:
    pack = to / "pack"
    pack.mkdir()
    for path in GOOD.glob("*.yaml"):
        (pack / path.name).write_bytes(path.read_bytes())
    return pack


def _codes(pack: Path | str) -> list[str]:
    return [problem.code for problem in try_pack(pack)[1].sorted()]


def test_missing_folder_and_file_for_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for path in (tmp_path / "nowhere", file, tmp_path / "nowhere\0", tmp_path / ("x" * 5000)):
        assert len(_codes(path)) == 1
    assert "is not there" in try_pack(tmp_path / "nowhere")[1].render()
    assert "is a file, not a folder" in try_pack(file)[1].render()
    with pytest.raises(PackError) as caught:
        read_pack(tmp_path / "nowhere")
    assert caught.value.report.render() == str(caught.value)


def test_empty_folder(tmp_path: Path) -> None:
    assert _codes(tmp_path) == ["V107"]


def test_folder_above_a_pack_is_told_of_it(tmp_path: Path) -> None:
    _copy(tmp_path)
    assert "“pack” inside it has one" in try_pack(tmp_path)[1].render()


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    secret = tmp_path / "secret.yaml"
    secret.write_text("flags: {hunter2: x}")
    (pack / "more.yaml").symlink_to(secret)
    report = try_pack(pack)[1]
    assert [problem.code for problem in report.sorted()] == ["V109"]
    assert "hunter2" not in report.render()


def test_link_inside_the_folder_and_link_to_itself(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    (pack / "scenes.yaml").rename(pack / "scenes.txt")
    (pack / "scenes.yaml").symlink_to(pack / "scenes.txt")
    (pack / "loop.yaml").symlink_to(pack / "loop.yaml")
    (pack / "round").symlink_to(pack)
    assert _codes(pack) == ["V609"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    (pack / "scenes.yaml").chmod(0)
    assert _codes(pack) == ["V109"]


def test_file_that_vanishes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = _copy(tmp_path)
    opened = Path.open

    def fail(self: Path, *args: object) -> object:
        if self.name == "scenes.yaml":
            raise FileNotFoundError(2, "gone")
        return opened(self, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", fail)
    assert _codes(pack) == ["V109"]


def test_names_of_files_cannot_hurt(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    name = os.fsencode(pack) + b"/bad\x1b[31m\xff name.yaml"
    with open(name, "wb") as stream:
        stream.write(b"scenes: {x: [}")
    report = try_pack(pack)[1]
    assert "\x1b" not in report.render()
    report.render().encode("utf-8")
    assert [problem.code for problem in report.sorted()] == ["V209"]


def test_hidden_files_folders_and_tests_are_left_alone(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    (pack / ".hidden.yaml").write_text("]")
    (pack / ".git").mkdir()
    (pack / ".git" / "x.yaml").write_text("]")
    (pack / "tests.yaml").write_text("tests: []")
    (pack / "folder.yaml").mkdir()
    (pack / "notes.txt").write_text("]")
    assert _codes(pack) == ["V609"]


def test_files_in_folders_belong_to_the_pack(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    (pack / "deep" / "deeper").mkdir(parents=True)
    (pack / "scenes.yaml").rename(pack / "deep" / "deeper" / "scenes.yaml")
    report = try_pack(pack)[1]
    assert [str(problem.mark) for problem in report.problems] == ["pack/deep/deeper/scenes.yaml:21:3"]


def test_too_large_a_file(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    with (pack / "more.yaml").open("wb") as stream:
        stream.truncate(decoding.LARGEST_FILE + 10)
    assert _codes(pack) == ["V105"]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_FILES", 5)
    pack = _copy(tmp_path)
    for number in range(6):
        (pack / f"more{number}.yaml").touch()
    assert _codes(pack) == ["V108"]


def test_pack_named_by_a_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = _copy(tmp_path)
    monkeypatch.chdir(pack)
    assert str(try_pack(".")[1].problems[0].mark) == "pack/scenes.yaml:21:3"


def test_fingerprint_follows_every_byte_and_not_the_place(tmp_path: Path) -> None:
    pack = _copy(tmp_path)
    before = read_pack(pack).fingerprint
    assert read_pack(pack, pure=True).fingerprint == before
    (pack / "scenes.yaml").write_bytes((pack / "scenes.yaml").read_bytes() + b"\n")
    assert read_pack(pack).fingerprint != before


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("story.yaml", "story:\n  id: mine\n  ext", ["V205"]),
        ("scenes.yaml", "scenes:\n  telegraph-room:\n    title: The ta", ["V304"]),
        ("scenes.yaml", "scenes:\n  telegraph-room:\n    text: Words.\n    choi", ["V205"]),
    ],
)
def test_a_file_that_ends_in_the_middle_of_something_is_told_of_once(
    tmp_path: Path, name: str, text: str, codes: list[str]
) -> None:
    pack = tmp_path / "mine"
    shutil.copytree(Path(packs_folder()) / "tutorial", pack)
    (pack / "tests.yaml").unlink()
    (pack / name).write_text(text, encoding="utf-8")
    told = [problem.code for problem in check_pack(pack).report.sorted() if problem.group == MUST_FIX]
    assert told == codes
