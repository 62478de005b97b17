"""The ``where`` command: where everything is that the program reads and writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..archive.file import FILE
from ..places import cache_folder, config_folder, data_folder, log_file, packs_folder, seeds_folder
from ..story.text import one_line

if TYPE_CHECKING:
    from typing import TextIO


def tell_where(out: TextIO) -> int:
    """Print every place, whether it is there, and whether it can be written."""
    written = [
        ("Kept runs", os.path.join(data_folder(), FILE)),
        ("Settings", config_folder()),
        ("Log of mistakes in the program", log_file()),
        ("Reports of vikzhel prove", os.path.join(cache_folder(), "proofs")),
    ]
    read = [("Stories that come with the program", packs_folder()), ("Evidence base", seeds_folder())]
    for name, path in written:
        print(f"{name}:\n    {one_line(path)}\n    {_writable(path)}", file=out)
    for name, path in read:
        there = "there" if os.path.exists(path) else "not there: the program is not wholly installed"
        print(f"{name}:\n    {one_line(path)}\n    {there}", file=out)
    print("With --data DIR, all that is written is kept in that folder instead.", file=out)
    return 0


def _writable(path: str) -> str:
    """Say whether a place is there and can be written: a file's folder must be writable too."""
    there = os.path.exists(path)
    above = os.path.dirname(path)
    while not os.path.isdir(above) and above != os.path.dirname(above):
        above = os.path.dirname(above)
    can = os.access(above, os.W_OK | os.X_OK) and (not there or os.access(path, os.W_OK))
    if there:
        return "there, can be written" if can else "there, but it can only be read"
    return "not there yet, made when needed" if can else "not there, and it cannot be made"
