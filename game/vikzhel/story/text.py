"""Keeping hostile text out: which characters may never reach a terminal, and how to take them out.

A pack is data written by a stranger and a terminal obeys escape sequences, so control
characters, bidirectional overrides (see CVE-2021-42574, "Trojan Source") and invisible format
characters are refused in packs and stripped from anything a player types.
"""

from __future__ import annotations

import os
import re

FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 without tab, newline and return; DEL; C1
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero-width, bidi marks, line separators
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # stray byte-order mark, annotation marks, non-characters
    "\U000e0000-\U000e007f"  # tag characters: an invisible alphabet
    "\ud800-\udfff"  # half of a surrogate pair
    "]"
)

ODD_QUOTES = "“”„‟‘’‚‛«»"
"""A word processor's quote marks, which YAML does not know."""

_NAMES = {
    "\x1b": "an escape character (it starts terminal commands)",
    "\x00": "a null character",
    "\x07": "a bell character",
    "\x7f": "a delete character",
    "\x85": "a next-line control character",
    "\u200b": "a zero-width space",
    "\u200d": "a zero-width joiner",
    "\ufeff": "a byte-order mark in the middle of the file",
    "\u2028": "a Unicode line separator",
    "\u2029": "a Unicode paragraph separator",
}


def name_of(char: str) -> str:
    """Name a forbidden character in words, with its code point."""
    code = ord(char)
    if char in _NAMES:
        name = _NAMES[char]
    elif 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x061C):
        name = "a character that reverses the direction of text"
    elif code < 0x20 or 0x7F <= code <= 0x9F:
        name = "a control character"
    else:
        name = "an invisible format character"
    return f"{name}, U+{code:04X}"


def clean(text: str) -> str:
    """Return a player's or a stranger's text made safe to show: one space for each run of forbidden ones."""
    return FORBIDDEN.sub("", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return text safe to show on a single line."""
    return " ".join(clean(text).split())


def words(text: str) -> int:
    """Count words as a reader would: runs between spaces."""
    return len(text.split())


def quoted(path: str, encoding: str = "utf-8", *, windows: bool = os.name == "nt") -> str:
    """Return a path as a shell takes it for one word, in characters that can be shown and typed."""
    if windows:
        return path if all(char.isalnum() or char in "\\/:._-" for char in path) else f'"{path}"'
    if path.isprintable() and clean(path) == path and _can_show(path, encoding):
        import shlex

        return shlex.quote(path)
    return "$'" + "".join(map(_byte, os.fsencode(path))) + "'"


def _byte(code: int) -> str:
    return chr(code) if 32 <= code < 127 and chr(code) not in "'\\" else f"\\{code:03o}"


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
