"""Keeping reports: a proof of the same files by the same program is read back, not made again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .. import __version__
from ..places import ABOVE, cache_folder, seeds_folder
from ..story import keeping
from ..story.folder import files_of
from ..story.stack import stack_of

FORMAT = 3
"""The shape of the report."""

MOST_KEPT = 40
"""Reports, and what a process that was killed left half-written: each change of a story leaves one behind."""

Data = dict[str, Any]


def path_of(folder: str) -> str:
    """Return where the report of a pack would be kept.

    The name is a digest of every file that goes into a proof and where it stands, so that a kept report
    can be found without reading the story and names no place in another folder.
    """
    roots = [os.path.abspath(part) for part in stack_of(folder)]
    shown = ABOVE.join(roots)
    digest = hashlib.sha256(f"{FORMAT}\n{__version__}\n{shown}\n".encode(errors="surrogateescape"))
    rooms = Path(__file__).resolve().parent.parent
    try:
        files = [path for root in (*roots, seeds_folder()) for path in files_of(Path(root))[0]]
    except OSError:
        files = []  # the reader says what is wrong with the folder
    files += [path for room in ("story", "play", "proof") for path in sorted(rooms.glob(f"{room}/**/*.py"))]
    for path in files:
        try:
            data = path.read_bytes()
        except OSError:
            continue  # the reader says what is wrong with it
        digest.update(f"{path}\0{len(data)}\0".encode(errors="surrogateescape"))
        digest.update(data)
    return os.path.join(cache_folder(), "proofs", digest.hexdigest()[:32] + ".json")


def read(path: str) -> Data | None:
    """Return a kept report, or ``None`` if there is none, or not as it was kept."""
    body = keeping.whole(path)
    return None if body is None else json.loads(body)


def keep(path: str, data: Data) -> None:
    """Keep a report, whole or not at all; a folder that cannot be written is no reason to fail."""
    keeping.write(path, json.dumps(data).encode(), MOST_KEPT)
