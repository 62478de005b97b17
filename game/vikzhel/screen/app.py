"""Playing on the screen. The title frame goes out first; Textual is imported after it.

A pack or a run that cannot be played is told on stderr and returns 1. A bug is raised again once the
terminal has been given back: the command line logs it and says so in one calm line.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from . import title_frame

if TYPE_CHECKING:
    from .shell import Shell


class _RefusedError(Exception):
    """What was asked for cannot be played; the message is for the player."""


def play(folder: str, role: str, resume: str, data: str) -> int:
    """Play the pack in a folder; ``role`` and ``resume`` (a run's code) may be empty."""
    waiting = title_frame.show(folder)
    # Nearly all that is made while a pack is read stays: collecting meanwhile would only cost time.
    gc.disable()
    try:
        shell = _open(folder, role, resume, data)
    except BaseException as error:
        if waiting:
            title_frame.clear()
        if isinstance(error, _RefusedError):
            print(error, file=sys.stderr)
            return 1
        raise
    finally:
        gc.freeze()
        gc.enable()
    shell.run()
    if shell.failure is not None:
        raise shell.failure
    return 0


def _open(folder: str, role: str, resume: str, data: str) -> Shell:
    """Read the pack, begin or resume the run that was asked for, and return the app ready to run."""
    from ..story.diagnostics import PackError, listed
    from ..story.packs import read_pack

    try:
        pack = read_pack(folder)
    except PackError as broken:
        raise _RefusedError(
            f"{broken.report.render()}\nThis story cannot be played until that is mended."
        ) from broken

    from ..archive.store import StoreError
    from .library import Library, sentence

    roles = [str(name) for name in pack.files.roles]
    if role and role not in roles:
        raise _RefusedError(f"“{role}” cannot be played here. The roles are {listed(roles)}.")
    library = Library(pack, data)
    try:
        kept = library.begin(role, resume) if role or resume else None
    except StoreError as error:
        raise _RefusedError(
            f"{sentence(error)}\nNothing has been changed. Without --resume the story begins anew."
        ) from error

    from .shell import Shell

    return Shell(library, kept)
