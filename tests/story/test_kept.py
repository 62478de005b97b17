"""What was read of a story and kept is the story, or it is not used."""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import vikzhel
from vikzhel import places
from vikzhel.story import front, keeping
from vikzhel.story.diagnostics import Mark, PackError, Word
from vikzhel.story.keeping import MOST_KEPT
from vikzhel.story.kept import keep, kept, open_pack
from vikzhel.story.packs import Pack, read_pack

STORY = Path(__file__).parents[2] / "story"
GAME = Path(vikzhel.__file__).parents[1]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "vikzhel" / "readings"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STORY / "tutorial", tmp_path / "mine"))


def same(one: Any, other: Any) -> bool:
    """True if two things are alike in every word and in where each of them stands."""
    if one.__class__ is not other.__class__:
        return False
    if isinstance(one, dict):
        return same([*one.items()], [*other.items()])
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mark):
        where = (one.source.path, one.source.lines, one.width)
        return str(one) == str(other) and where == (other.source.path, other.source.lines, other.width)
    if isinstance(one, Word):
        return one == other and same(one.mark, other.mark)
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    if hasattr(one, "__slots__") and not isinstance(one, str | int):
        return all(same(getattr(one, name), getattr(other, name)) for name in one.__slots__)
    return bool(one == other)


def kept_of(folder: Path) -> Pack | None:
    keep(read_pack(folder))
    return kept(str(folder))


@pytest.mark.parametrize("name", ["talks", "tutorial"])
def test_it_is_the_story_that_was_read_to_the_last_column(name: str) -> None:
    assert kept(str(STORY / name)) is None
    again = kept_of(STORY / name)
    assert again is not None
    assert same(again, read_pack(STORY / name))


@pytest.mark.parametrize("changed", ["scenes.yaml", "story.yaml", "new.yaml"])
def test_a_story_that_has_changed_is_read(folder: Path, changed: str) -> None:
    assert kept_of(folder) is not None
    with (folder / changed).open("a", encoding="utf-8") as file:
        file.write("# seen\n")
    assert kept(str(folder)) is None
    assert open_pack(str(folder)).fingerprint == read_pack(folder).fingerprint


def test_a_story_that_was_broken_since_is_told_of(folder: Path) -> None:
    assert kept_of(folder) is not None
    (folder / "scenes.yaml").write_text("scenes: [", encoding="utf-8")
    with pytest.raises(PackError):
        open_pack(str(folder))


@pytest.mark.parametrize("at", [0, 40, -1])
@pytest.mark.parametrize("how", ["a byte", "cut", "empty"])
def test_what_is_damaged_is_not_used(folder: Path, cache: Path, at: int, how: str) -> None:
    assert kept_of(folder) is not None
    (path,) = cache.iterdir()
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data if how == "a byte" else data[: len(data) // 2] if how == "cut" else b"")
    assert kept(str(folder)) is None
    assert open_pack(str(folder)).manifest.id == "tutorial"


@pytest.mark.parametrize("foreign", [None, 7, (), ([], [], [], [], [], [], [], [], ["os.system"], [], [])])
def test_what_is_whole_but_something_else_is_not_used(folder: Path, cache: Path, foreign: object) -> None:
    assert kept_of(folder) is not None
    (path,) = cache.iterdir()
    body = marshal.dumps(foreign)
    path.write_bytes(hashlib.sha256(body).digest() + body)
    assert kept(str(folder)) is None


def test_another_program_reads_it_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_of(folder) is not None
    monkeypatch.setattr(keeping, "__version__", "0.0.1")
    assert kept(str(folder)) is None


def test_what_is_damaged_is_made_anew(folder: Path, cache: Path) -> None:
    assert kept_of(folder) is not None
    (path,) = cache.iterdir()
    path.write_bytes(b"half")
    open_pack(str(folder))
    assert kept_of(folder) is not None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_cannot_be_written_is_no_trouble(folder: Path, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.parent.chmod(0o500)
    assert kept_of(folder) is None
    assert open_pack(str(folder)).manifest.id == "tutorial"


def test_a_file_in_the_place_of_the_folder_is_no_trouble(folder: Path, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way", encoding="utf-8")
    assert kept_of(folder) is None
    assert open_pack(str(folder)).manifest.id == "tutorial"


def test_nothing_is_kept_where_all_is_to_be_in_one_folder(
    folder: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_together", str(tmp_path / "stick"))
    assert kept_of(folder) is None
    assert not cache.exists()
    assert not (tmp_path / "stick").exists()


def test_only_the_newest_are_kept(folder: Path, cache: Path) -> None:
    for number in range(MOST_KEPT + 3):
        (folder / "more.yaml").write_text(f"# {number}\n", encoding="utf-8")
        assert kept_of(folder) is not None
    assert len([*cache.iterdir()]) == MOST_KEPT


def test_a_link_is_left_to_the_reader(folder: Path, tmp_path: Path) -> None:
    assert kept_of(folder) is not None
    outside = tmp_path / "outside.yaml"
    outside.write_bytes((folder / "scenes.yaml").read_bytes())
    (folder / "scenes.yaml").unlink()
    (folder / "scenes.yaml").symlink_to(outside)
    with pytest.raises(PackError):
        open_pack(str(folder))


def test_a_branch_is_always_read() -> None:
    name = str(STORY / "example-branch")
    keep(read_pack(name))
    assert kept(name) is None
    assert open_pack(name).branches


def test_several_programs_may_keep_it_at_once(folder: Path, cache: Path) -> None:
    code = (
        "import sys\nfrom vikzhel.story import kept, packs\n"
        "for _ in range(5):\n kept.keep(packs.read_pack(sys.argv[1])); assert kept.kept(sys.argv[1])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(GAME)}
    running = [subprocess.Popen([sys.executable, "-c", code, str(folder)], env=env) for _ in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert len([*cache.iterdir()]) == 1
    assert same(kept(str(folder)), read_pack(folder))


@pytest.mark.parametrize("name", ["talks", "tutorial"])
def test_a_front_page_that_was_kept_is_the_one_of_the_story(
    name: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(STORY / name)
    front.keep(folder)
    assert len([*cache.iterdir()]) == 1
    monkeypatch.setattr(front, "_parsed", None)  # nothing is parsed any more
    again = front.glance(folder)
    assert again is not None
    assert same(list(again), list(front.front_of(read_pack(folder))))


def test_a_front_page_that_has_changed_is_looked_at_anew(folder: Path) -> None:
    front.keep(str(folder))
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    (folder / "story.yaml").write_text(text.replace("The Midnight Telegram", "Another"), encoding="utf-8")
    again = front.glance(str(folder))
    assert again is not None
    assert again.title == "Another"


def test_a_branch_has_no_front_page_at_a_glance(cache: Path) -> None:
    front.keep(str(STORY / "example-branch"))
    assert not cache.exists()
    assert front.glance(str(STORY / "example-branch")) is None
