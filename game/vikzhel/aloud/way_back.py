"""The command that goes on with a run or starts anew, as it can be typed from wherever the player is then."""

from __future__ import annotations

import os
import shlex

from ..places import pack_folder, packs_folder, usual_data_folder
from ..story.stack import parts_of
from ..story.text import clean
from . import Whole

GAME = "talks"


def command(folder: str, data: str, code: str, encoding: str = "utf-8", *, plain: bool = True) -> Whole:
    """Return what to type for the pack in ``folder`` and the runs kept in ``data``; ``code`` may be empty.

    A pack that ships goes by its name, unless a folder of that name here would be taken for it.
    """
    words = ["vikzhel", "play"]
    story, *branches = parts_of(folder)
    name = os.path.basename(os.path.realpath(story))
    ships = _same(story, os.path.join(packs_folder(), name)) and _same(story, pack_folder(name))
    if not ships:
        words.append(quoted(os.path.abspath(story), encoding))
    elif name != GAME or branches:
        words.append(name)
    for branch in branches:
        words += ["--with", quoted(os.path.abspath(branch), encoding)]
    if code:
        words += ["--resume", code]
    if data and not _same(data, usual_data_folder()):
        words += ["--data", quoted(os.path.abspath(data), encoding)]
    return Whole(" ".join([*words, *(["--plain"] if plain else [])]))


def quoted(path: str, encoding: str = "utf-8", *, windows: bool = os.name == "nt") -> str:
    """Return a path as a shell takes it for one word, in characters that can be shown and typed."""
    if windows:
        return path if all(char.isalnum() or char in "\\/:._-" for char in path) else f'"{path}"'
    if path.isprintable() and clean(path) == path and _can_show(path, encoding):
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


def _same(one: str, other: str) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
