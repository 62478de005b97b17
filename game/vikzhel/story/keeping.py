"""Files of plain data in the player's cache folder: whole and written by this very program, or as if they were not there.

Nothing read from one is ever run. With ``--data`` there are none: then all that is kept is in that one folder.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress

from .. import __version__
from ..places import readings_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, cast
else:

    def cast(_, data):
        return data


MOST_KEPT = 16
"""Files, and what a process that was killed left half-written."""
UNFIT = (ValueError, TypeError, LookupError, EOFError, AttributeError)
"""What is raised where plain data is not what it should be."""


def path_of(digest: str) -> str:
    """Return where something made from files of that digest is kept; nothing if nowhere.

    What another version of the program wrote, or another state of its reader, is never found.
    """
    if not readings_folder():
        return ""
    with os.scandir(os.path.dirname(__file__)) as room:
        reader = sorted(
            (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
            for entry in room
            if entry.name.endswith(".py")
        )
    name = hashlib.sha256(repr((__version__, sys.version, digest, reader)).encode()).hexdigest()
    return os.path.join(readings_folder(), f"{name[:32]}.read")


def found(path: str, made: Callable[[Any], Any]) -> Any:
    """Return what is made from the data of a file; ``None`` if there is none, and what is not whole makes way."""
    body = whole(path)
    if body is not None:
        with suppress(*UNFIT):
            return made(marshal.loads(body))
    with suppress(OSError):
        os.unlink(path)
    return None


def put(path: str, data: Callable[[], object]) -> None:
    """Keep plain data, whole or not at all; a folder that cannot be written is no reason to fail."""
    if not path or os.path.exists(path):
        return
    try:
        body = marshal.dumps(cast("Any", data()))
    except ValueError:
        return
    write(path, body, MOST_KEPT)


def whole(path: str) -> bytes | None:
    """Return what was written into a file; ``None`` if there is none, or it is not as it was written."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as stream:
            head, body = stream.read(32), stream.read()
    except OSError:
        return None
    return body if head == hashlib.sha256(body).digest() else None


def write(path: str, body: bytes, most: int) -> None:
    """Write a file whole or not at all, and keep so many in its folder: the newest.

    A folder that cannot be written is no reason to fail.
    """
    import tempfile

    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(body).digest() + body)
        os.replace(temporary, path)
        newest = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in newest[most:]:
            os.unlink(entry.path)
    except OSError:
        return
