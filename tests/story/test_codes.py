"""The catalogue of codes and the reader agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vikzhel.story
from vikzhel.story.codes import CODES, group_of
from vikzhel.story.groups import GROUPS, MUST_FIX, NOTICE
from vikzhel.story.lint.checks import CHECKS

SOURCES = Path(vikzhel.story.__file__).parent
CATALOGUES = ("codes.py", "misfits.py", "remarks.py", "failures.py")


def test_catalogue_and_sources_name_the_same_codes() -> None:
    reported: set[str] = set()
    for path in SOURCES.parent.rglob("*.py"):
        if path.parent != SOURCES or path.name not in CATALOGUES:
            reported.update(re.findall(r'"(V\d{3})"', path.read_text(encoding="utf-8")))
    assert reported == {*CODES}


def test_every_code_is_explained_once() -> None:
    explained = [
        code
        for name in CATALOGUES
        for code in re.findall(
            r'^    "(V\d{3})": Entry\($', (SOURCES / name).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert sorted(explained) == sorted(CODES)


def test_every_code_belongs_to_one_group_and_only_what_must_be_fixed_keeps_a_pack_from_being_played() -> None:
    assert {group_of(code) for code in CODES} == {*GROUPS}
    for code in CODES:
        assert (group_of(code) == MUST_FIX) == (not code.startswith("V8") and code != "V609"), code
    assert group_of("V609") == NOTICE


def test_every_remark_has_its_check_in_the_table() -> None:
    listed = [code for codes in CHECKS.values() for code in codes]
    assert sorted(listed) == sorted(code for code in CODES if code.startswith("V8"))


@pytest.mark.parametrize("code", sorted(CODES))
def test_entries_are_short_and_plain(code: str) -> None:
    entry = CODES[code]
    assert entry.title[0].isupper() or not entry.title[0].isalpha()
    assert not entry.title.endswith(".")
    for words in (entry.cause, entry.cure):
        assert words.endswith(".")
        assert len(words.split()) <= 45
    jargon = "scalar|mapping|sequence|token|parser|exception|null|node"
    assert not re.search(rf"\b({jargon})\b", " ".join(entry)), "words no teacher needs to know"
