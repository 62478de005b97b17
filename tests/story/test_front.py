"""The front page at a glance: the same as the reader's, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from vikzhel.story.front import front_of, glance, moment_at
from vikzhel.story.packs import read_pack

STORIES = Path(__file__).parents[2] / "story"
TRIAL = Path(__file__).parents[1] / "screen" / "pack"
PACKS = [STORIES / "talks", STORIES / "tutorial", TRIAL]

MANIFEST = """\
story:
  id: small
  title: 'A  small
    story'
  version: 1.0.0
  authors: Somebody
  greeting: >-
    Good
    evening.
roles:
  ana: {card: {who: A, want: B, fear: C, answers_to: D, cannot: E, deadline: F}, start: start}
people:
  ana: Ana
"""
SCENES = """\
scenes:
  start:
    when: 1917-10-29 night
    evidence: inferred
    reason: So.
    text: Well?
    goto: end
endings:
  end: {title: The end, text: Over., judgements: {}}
"""


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_glance_sees_what_the_reader_reads(folder: Path) -> None:
    seen, read = glance(str(folder)), front_of(read_pack(folder))
    assert seen is not None
    assert seen._replace(day=None) == read._replace(day=None)
    assert seen.day is not None
    assert read.day is not None
    assert (seen.day.day, seen.day.time) == (read.day.day, read.day.time)


def test_a_branch_is_left_to_the_reader() -> None:
    assert glance(str(STORIES / "example-branch")) is None


def test_every_dated_scene_of_the_week_is_dated_at_a_glance_as_it_is_read() -> None:
    pack = read_pack(STORIES / "talks")
    for name, scene in list(pack.files.scenes.items())[::7]:
        if scene.when:
            found = moment_at(str(pack.folder), name)
            assert found is not None
            assert found.words == scene.when.words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  title: 'A  small\n    story'\n", ""),
        ("  title: 'A  small\n    story'\n", "  title: [A, small, story]\n"),
        ("  id: small\n", "  id: small\n  id: large\n"),
        ("people:\n  ana: Ana\n", ""),
        ("start: start", "start: nowhere"),
        ("want: B, ", ""),
        ("roles:\n", "roles: [\n"),
        ("  greeting: >-", "  greeting: \u202e >-"),
    ],
)
def test_what_does_not_stand_plainly_is_left_to_the_reader(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "scenes.yaml").write_text(SCENES, encoding="utf-8")
    (tmp_path / "story.yaml").write_text(MANIFEST, encoding="utf-8")
    seen = glance(str(tmp_path))
    assert seen is not None
    assert (seen.title, seen.greeting, seen.authors) == ("A small story", "Good evening.", ("Somebody",))
    assert old in MANIFEST
    (tmp_path / "story.yaml").write_text(MANIFEST.replace(old, new), encoding="utf-8")
    assert glance(str(tmp_path)) is None


def test_a_folder_that_is_not_there_has_no_front_page(tmp_path: Path) -> None:
    assert glance(str(tmp_path / "nowhere")) is None
    assert moment_at(str(tmp_path), "start") is None
