"""The command that goes on with a run or starts anew, as it can be typed from wherever the player is then."""

from __future__ import annotations

import os

from ..places import pack_folder, packs_folder, usual_data_folder
from ..story.stack import parts_of
from ..story.text import quoted
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


def _same(one: str, other: str) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
