"""The packs that ship check clean, with both parsers."""

from __future__ import annotations

import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from vikzhel.story.check import check_pack
from vikzhel.story.dates import Moment
from vikzhel.story.diagnostics import Mark, Word
from vikzhel.story.groups import STYLE
from vikzhel.story.packs import Shelf, try_pack

PACKS = sorted(path.parent for path in (Path(__file__).parents[2] / "story").glob("*/story.yaml"))


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_shipped_pack_checks_clean(pack: Path) -> None:
    assert try_pack(pack)[1].render() == "0 problems found."


MOST_OF_STYLE = {"talks": 19, "tutorial": 0, "example-branch": 0}
"""Remarks on style that were read and left, most of them on four people in a scene."""


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_players_of_a_shipped_pack_will_notice_nothing(pack: Path) -> None:
    report = check_pack(pack)[1]
    noticed = [problem for problem in report.sorted() if problem.group != STYLE]
    assert [problem.render() for problem in noticed] == []
    assert sum(problem.group == STYLE for problem in report.sorted()) <= MOST_OF_STYLE[pack.name]


def test_a_shipped_pack_is_the_same_without_libyaml() -> None:
    folder = Path(__file__).parents[2] / "story" / "tutorial"
    fast, plain = try_pack(folder)[0], try_pack(folder, pure=True)[0]
    assert fast is not None
    assert plain is not None
    assert _plain(fast.files) == _plain(plain.files)
    assert _plain(fast.evidence) == _plain(plain.evidence)
    assert fast.fingerprint == plain.fingerprint


def _plain(thing: object) -> object:
    """Return a tree of records as plain values and places, for comparing."""
    if isinstance(thing, Mark):
        return str(thing), thing.width
    if isinstance(thing, Word):
        return str(thing), str(thing.mark)
    if isinstance(thing, Moment):
        return thing.words
    if isinstance(thing, dict):
        return [(_plain(name), _plain(value)) for name, value in thing.items()]
    if isinstance(thing, list | tuple):
        return [_plain(item) for item in thing]
    if is_dataclass(thing):
        return [type(thing).__name__, *(_plain(getattr(thing, field.name)) for field in fields(thing))]
    return str(thing)


def test_evidence_from_the_shelf_is_the_same_and_is_not_added_to(tmp_path: Path) -> None:
    shelf = Shelf()
    folder = Path(__file__).parents[2] / "story" / "tutorial"
    own = "sources:\n  mine: {author: I, title: T, rights: public-domain, kind: letter}\n"
    shutil.copytree(folder, tmp_path / "tutorial")
    (tmp_path / "tutorial" / "mine.yaml").write_text(own, encoding="utf-8")
    first, fresh = try_pack(tmp_path / "tutorial", shelf=shelf)[0], try_pack(folder)[0]
    again, report = try_pack(folder, shelf=shelf)
    assert shelf.key
    assert first is not None
    assert fresh is not None
    assert again is not None
    assert "mine" in first.evidence.sources
    assert _plain(again.evidence) == _plain(fresh.evidence)
    assert again.fingerprint == fresh.fingerprint
    assert not report.problems
