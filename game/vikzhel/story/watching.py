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


def watch(folders: list[str], check: Callable[[], object]) -> int:
    """Call ``check`` now and whenever a file changes, until Ctrl-C; return 0."""
    try:
        known = stamp(folders)
        check()
        while True:
            time.sleep(INTERVAL)
            now = stamp(folders)
            if now == known:
                continue
            known = _settled(folders, known, now)
            check()
    except KeyboardInterrupt:
        return 0


def _settled(folders: list[str], known: Stamp, now: Stamp) -> Stamp:
    """Wait until a save is done, which may take several steps, and return what is there then."""
    for waited in range(LONGEST_GAP):
        time.sleep(SETTLED)
        before, now = now, stamp(folders)
        gap = any(size and not now.get(path, (0,))[0] for path, (size, *_) in known.items())
        if not gap and (before == now or waited >= MOST_WAITS):
            break
    return now
