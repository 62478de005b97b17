"""The catalogue of codes and the reader agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vikzhel.story
from vikzhel.story.codes import CODES
from vikzhel.story.diagnostics import PLAYABLE

SOURCES = Path(vikzhel.story.__file__).parent


def test_catalogue_and_sources_name_the_same_codes() -> None:
    reported: set[str] = set()
    for path in SOURCES.glob("*.py"):
        if path.name != "codes.py":
            reported.update(re.findall(r'"(V\d{3})"', path.read_text(encoding="utf-8")))
    assert reported == {*CODES}
    assert {*CODES} >= PLAYABLE


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
