"""Words as they are typed into a story file, whatever they hold: what is read back is what was said."""

from __future__ import annotations

import json
import re
import textwrap

from ..text import one_line

WIDEST = 100
_PLAIN = re.compile(r"[A-Za-z](?:[\w ,.;'’()“”–—!?/-]*[\w.)”’!?])?")
"""Words that mean nothing else to YAML when they stand without quotes."""
_NO_WORDS = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)


def typed(text: str) -> str:
    """Return words for behind a key, in quotes if they need them; control characters are left out."""
    words = one_line(text)
    if _PLAIN.fullmatch(words) and not _NO_WORDS.fullmatch(words):
        return words
    return json.dumps(words, ensure_ascii=False)


def quoted(text: str) -> str:
    """Return words in quotes, as they stand in a list in brackets or a group in braces."""
    return json.dumps(one_line(text), ensure_ascii=False)


def ident(word: str) -> str:
    """Return an id for behind a key, in quotes if YAML would take it for something else than a word."""
    return word if re.fullmatch("[a-z][a-z0-9-]*", word) and not _NO_WORDS.fullmatch(word) else f'"{word}"'


def folded(text: str, column: int) -> str:
    """Return a paragraph for behind a key: on its line if it fits there, else below it, ``column`` spaces in."""
    words = one_line(text)
    if len(typed(words)) <= WIDEST - column:
        return typed(words)
    lines = textwrap.wrap(words, WIDEST - column, break_long_words=False, break_on_hyphens=False)
    return ">-\n" + "\n".join(" " * column + line for line in lines)
