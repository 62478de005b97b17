"""Watching folders for saved files, by asking for their times: no dependency, and it works on every disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator

INTERVAL = 0.025
"""Seconds between two looks. A look at the shipped story takes a tenth of a millisecond."""
SETTLED = 0.01
"""Seconds for which nothing may change before a save counts as done: editors empty a file, then fill it."""
MOST_WAITS = 20
LONGEST_GAP = 30
"""For so many looks a file that is gone or empty is waited for: some editors move the old one away first."""

Stamp = dict[str, tuple[int, int, int]]


def stamp(folders: Iterable[str]) -> Stamp:
    """Return size and times (of the words, of anything) of every file in some folders, hidden ones left out."""
    return dict(found for folder in folders for found in _files(folder))


def _files(folder: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    # What is gone, or just being replaced, is told by the next look.
    try:
        with os.scandir(folder) as scanned:
            entries = [entry for entry in scanned if not entry.name.startswith(".")]
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        except OSError:
            continue


class Watch:
    """Tells whether a file in some folders was saved since it was last asked."""

    def __init__(self, folders: list[str]) -> None:
        self.folders = folders
        self._known = stamp(folders)

    def saved(self) -> bool:
        """Return whether something was saved, waiting until it is done: it may take several steps."""
        now = stamp(self.folders)
        if now == self._known:
            return False
        for waited in range(LONGEST_GAP):
            time.sleep(SETTLED)
            before, now = now, stamp(self.folders)
            gap = any(size and not now.get(path, (0,))[0] for path, (size, *_) in self._known.items())
            if not gap and (before == now or waited >= MOST_WAITS):
                break
        self._known = now
        return True


def watch(folders: list[str], check: Callable[[], object]) -> int:
    """Call ``check`` now and whenever a file changes, until Ctrl-C; return 0."""
    try:
        watching = Watch(folders)
        check()
        while True:
            time.sleep(INTERVAL)
            if watching.saved():
                check()
    except KeyboardInterrupt:
        return 0
