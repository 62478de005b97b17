"""Italics and capitals for stress: the words themselves should carry it."""

from __future__ import annotations

import re

from ..diagnostics import Word
from ..model import Block
from .desk import Desk, place_in

_MARKED = re.compile(
    r"(?<![\w*_])(\*\*|__|\*|_)(?=[^\s*_])([^*_\n]{1,200}?)(?<=[^\s*_])\1(?![\w*_])|</?(?:i|b|em|strong)>"
)
_SIGN = re.compile("[*_<]|[A-ZÀ-Þ]{2}")
"""Without one of these there is nothing to find: ten times as quick as looking for it."""
_RUN = re.compile(r"\b[A-ZÀ-Þ][A-ZÀ-Þ’']+\b(?:[ ,;:–—-]+(?:[A-ZÀ-Þ][A-ZÀ-Þ’']+|I|A)\b)*")
SHORTEST_WORD = 4
_INSCRIPTION = 3
"""So many words in capitals, in narration, are a banner, a headline or a telegram."""
_STRESSED = re.compile(
    "(?:all|always|am|and|any|are|be|because|but|can|cannot|could|did|do|does|don't|don’t|enough|ever|every|"
    "everybody|everyone|everything|first|he|her|him|his|how|if|into|is|last|like|man|me|men|more|must|my|"
    "never|no|nobody|none|not|nothing|now|off|one|only|our|out|over|own|she|should|so|some|still|stop|"
    "than|that|the|their|them|then|there|these|they|this|those|too|under|very|want|was|we|were|what|when|"
    "where|which|who|whole|why|will|with|won't|won’t|would|yes|you|your)"
)


def stress(desk: Desk) -> None:
    spoken = {id(record.line) for record in desk.records if isinstance(record, Block)}
    for text in desk.prose:
        if not _SIGN.search(text):
            continue
        for found in _MARKED.finditer(text):
            _tell(
                desk,
                text,
                found,
                "Signs around words are not made italic or bold; the player sees the signs.",
            )
        for found in _RUN.finditer(text):
            words = re.findall(r"[^\s,;:–—-]+", found.group())
            if len(words) >= _INSCRIPTION and id(text) not in spoken:
                continue
            if any(_STRESSED.fullmatch(word.lower()) or _is_a_word(desk, word) for word in words):
                _tell(desk, text, found, f"“{found.group()}” stands in capitals, as if it were shouted.")


def _is_a_word(desk: Desk, word: str) -> bool:
    """True if a word in capitals stands elsewhere in the pack in small letters: then it is no abbreviation."""
    return len(word) >= SHORTEST_WORD and word.lower() in desk.small_words


def _tell(desk: Desk, text: Word, found: re.Match[str], what: str) -> None:
    desk.report.add(
        "V819",
        place_in(text, found.start(), len(found.group())),
        what,
        "Write it plainly, and let the order of the words or the reply of another carry the stress.",
    )
