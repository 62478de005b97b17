"""Playing on the screen. The title frame goes out first; Textual is imported after it.

Without a role or a run to go on with, only the front page is read before the screen stands; the
story is read behind it. What cannot be played is told: on the screen if there is a terminal and the
story is what is broken, else on stderr; either way 1 is returned. A bug is raised again once the
terminal has been given back: the command line logs it and says so in one calm line.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from ..places import pack_folder
from . import title_frame
from .hangup import end_with_terminal

if TYPE_CHECKING:
    from ..archive.store import KeptRun
    from .shell import Shell


class _RefusedError(Exception):
    """What was asked for cannot be played; the message is for the player."""


def play(folder: str, role: str, resume: str, data: str, settings: str = "") -> int:
    """Play the pack in a folder; ``role`` and ``resume`` (a run's code) may be empty.

    Runs are kept in the folder ``data``, what the player sets in ``settings``.
    """
    waiting = title_frame.show(folder, settings)
    # Nearly all that is made until the first page stands, stays: collecting meanwhile cost 14 ms. The shell enables it again.
    gc.disable()
    _begin_asyncio()
    try:
        shell = _open(folder, role, resume, data, settings, waiting)
    except BaseException as error:
        gc.enable()
        if waiting:
            title_frame.clear()
        if isinstance(error, _RefusedError):
            print(error, file=sys.stderr)
            return 1
        raise
    gc.freeze()
    end_with_terminal()
    shell.run()
    if shell.failure is not None:
        raise shell.failure
    if shell.broken:
        print(_again(folder), file=sys.stderr)
        return 1
    if shell.played is not None:
        _way_back(shell.played)
    return 0


def _way_back(kept: KeptRun) -> None:
    """Say, on the terminal that is given back, where the run is and how to go on with it."""
    if kept.store is None or not kept.run.steps:
        return
    from ..aloud.way_back import command

    folder, data = pack_folder(kept.run.program.pack.origin), os.path.dirname(kept.store.path)
    what = "To go over it again" if kept.run.over else "To go on with it"
    print(f"Your run is kept as {kept.code}.\n{what}:  {command(folder, data, kept.code, plain=False)}")


def _begin_asyncio() -> None:
    """Import asyncio as on a Python built without TLS, whose loading takes 4 ms: no connection is ever made here."""
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]
        import asyncio  # noqa: F401

        del sys.modules["ssl"]


def _again(folder: str) -> str:
    return f"This story cannot be played until that is mended. To see what is wrong again: vikzhel check {folder}"


def _open(folder: str, role: str, resume: str, data: str, settings: str, terminal: bool) -> Shell:
    """Read what is needed for the first page, begin or resume what was asked for; return the app to run."""
    from ..story.front import glance

    front = None if role or resume else glance(folder)
    if front is not None and terminal:
        from .library import Library
        from .settings import Settings
        from .shell import Shell

        return Shell(Library(None, data, folder=folder, front=front), None, Settings(settings))

    from ..story.diagnostics import PackError, listed
    from ..story.kept import open_pack

    try:
        pack = open_pack(folder)
    except PackError as broken:
        if not terminal:
            raise _RefusedError(f"{broken.report.render()}\n{_again(folder)}") from broken
        from .library import Library
        from .settings import Settings
        from .shell import Shell

        return Shell(Library(None, data, folder=folder), None, Settings(settings), broken.report.render())

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

    from .settings import Settings
    from .shell import Shell

    return Shell(library, kept, Settings(settings))
