"""Keeping reports: a proof of the same files by the same program is read back, not made again."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from typing import Any

from .. import __version__
from ..places import cache_folder, seeds_folder

FORMAT = 2
"""The shape of the report; another is not read."""

MOST_KEPT = 40
"""Reports, and what a process that was killed left half-written."""

Data = dict[str, Any]


def path_of(folder: str, options: str) -> str:
    """Return where the report of a pack would be kept; ``options`` are those that change it.

    The name is a digest of every file that goes into a proof, so that a kept report can be found
    without reading the story; and of the folder's name, which stands in every place the report names.
    """
    shown = os.path.basename(os.path.abspath(folder))
    digest = hashlib.sha256(f"{FORMAT}\n{__version__}\n{options}\n{shown}\n".encode(errors="surrogateescape"))
    rooms = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for root, ending in (
        (folder, ".yaml"),
        (seeds_folder(), ".yaml"),
        *((os.path.join(rooms, room), ".py") for room in ("story", "play", "proof")),
    ):
        for path in _files(root, ending):
            try:
                with open(path, "rb") as stream:
                    data = stream.read()
            except OSError:
                continue  # the reader says what is wrong with it
            digest.update(f"{os.path.relpath(path, root)}\0{len(data)}\0".encode(errors="surrogateescape"))
            digest.update(data)
    return os.path.join(cache_folder(), "proofs", digest.hexdigest()[:32] + ".json")


def _files(root: str, ending: str) -> list[str]:
    """Return the files a pack's reader would read: no hidden ones, and nothing that is not a file."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (os.path.join(folder, name) for name in names if not name.startswith("."))
        found += [path for path in paths if path.endswith(ending) and os.path.isfile(path)]
    return sorted(found)


def read(path: str) -> Data | None:
    """Return a kept report, or ``None`` if there is none that can be read."""
    try:
        if not os.path.isfile(path):
            return None
        with open(path, encoding="utf-8") as stream:
            data = json.load(stream)
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and data.get("format") == FORMAT else None


def keep(path: str, data: Data) -> None:
    """Keep a report, whole or not at all; a folder that cannot be written is no reason to fail."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream)
        os.replace(temporary, path)
        _clear(os.path.dirname(path))
    except OSError:
        return


def _clear(folder: str) -> None:
    """Delete all but the newest reports: each change of a story leaves one behind."""
    files = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in files[MOST_KEPT:]:
        os.unlink(entry.path)
