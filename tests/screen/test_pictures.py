"""The pictures of the program show it as it is; the README's says what the room says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pictures.drawing import PICTURES, drawn, kept, letters, words

README = Path(__file__).parents[2] / "README.md"
ANEW = "If this is meant, draw the pictures anew (python tests/pictures) and look at them."


def test_the_readme_shows_the_room() -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert [(README.parent / path).resolve() for path in shown] == [kept("room").resolve()]


async def test_the_words_in_the_readmes_picture_are_those_of_the_program() -> None:
    assert words(kept("room").read_text(encoding="utf-8")) == words(await drawn("room")), ANEW


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "room"])
async def test_a_page_is_set_and_coloured_as_in_its_picture(name: str) -> None:
    assert list(letters(kept(name).read_text(encoding="utf-8"))) == list(letters(await drawn(name))), ANEW
