"""Ids and words: what a choice without an id is called, and which id somebody means who types one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from unicodedata import combining, normalize

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
            "i",
            "yi",
            "ye",
            "g",
        ],
        strict=True,
    )
) | {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ı": "i"}
"""Cyrillic letters as English readers know them, and those Latin ones that are no letter with an accent."""
_WORDS = 6
_LONGEST = 56


def slug(text: str, taken: set[str]) -> str:
    """Return an id from a text's first words, unlike those taken.

    A text in letters that are not known here is told apart by its digest: unlike a number it stays when
    choices change places.
    """
    parts = re.findall(r"[a-z0-9]+", _latin(text.lower()))[:_WORDS]
    base = "-".join(parts)[:_LONGEST] or f"choice-{sha256(text.encode()).hexdigest()[:6]}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _latin(text: str) -> str:
    """Return a text in small letters with Cyrillic written in Latin ones, and accents taken away."""
    if text.isascii():
        return text
    text = "".join(_LETTERS.get(letter, letter) for letter in normalize("NFC", text))
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


_BRANCH = re.compile(r"(^|[/ ])[a-z0-9-]+:")
"""A branch before an id that it gives."""


def meant(typed: str, names: Iterable[str]) -> list[str]:
    """Return which names somebody means: the very one, else those that branches bring under this plain id."""
    known = list(dict.fromkeys(names))
    return [typed] if typed in known else [name for name in known if _BRANCH.sub(r"\1", name) == typed]
