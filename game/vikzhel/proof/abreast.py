"""Work done side by side, each piece in a process of its own, where the system can make one by forking:
roles, and what of one role's proof does not wait for the rest.

What they have found so far, and the word to stop, stand in memory that all of them share. Children leave
Ctrl-C to their parent, who passes it on.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from mmap import mmap
from struct import Struct
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from .explore import Progress

Found = TypeVar("Found")
Listener = Callable[[str, int, int], bool]
"""Told who is at work, how many states are known and how many are done; says whether to go on."""

OFTEN = 0.05
"""Seconds between two looks at how far the children are."""
_COUNTS = Struct("<qq")


def can_fork() -> bool:
    """Return whether work can be done side by side here."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1


def abreast(
    names: Sequence[str], work: Callable[[str, Progress], Found], told: Listener | None
) -> dict[str, Found]:
    """Do a piece of work for each name, at most one more at a time than there are cores.

    ``work`` is given what to tell of progress, which says whether to go on. ``told`` hears the names
    still at work and their sums. An error in a child is raised here.
    """
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    context = get_context("fork")
    shared = mmap(-1, 1 + _COUNTS.size * len(names))
    waiting = list(enumerate(names))
    working: dict[Connection, tuple[str, int]] = {}
    children = []
    found: dict[str, Found] = {}
    try:
        while waiting or working:
            while waiting and len(working) <= (os.cpu_count() or 1):
                at, name = waiting.pop(0)
                mine, theirs = context.Pipe(duplex=False)
                child = context.Process(target=_child, args=(theirs, shared, at, name, work))
                child.start()
                theirs.close()
                children.append(child)
                working[mine] = name, at
            ready = wait(list(working), OFTEN)
            for mine in [mine for mine in working if mine in ready]:
                name, at = working.pop(mine)
                found[name] = _received(mine.recv())
                _COUNTS.pack_into(shared, 1 + _COUNTS.size * at, 0, 0)
            counts = [_COUNTS.unpack_from(shared, 1 + _COUNTS.size * at) for _, at in working.values()]
            known, done = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
            who = ", ".join(name for name, _ in working.values())
            if told is not None and working and not told(who, known, done):
                shared[0] = 1
    finally:
        shared[0] = 1  # for what children have begun beside them
        for child in children:
            child.kill()
            child.join()
    return {name: found[name] for name in names}


def beside(work: Callable[[], Found]) -> Callable[[], Found]:
    """Begin a piece of work in a process of its own; return what waits for it, and raises its error."""
    from multiprocessing import get_context

    context = get_context("fork")
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(theirs, work), daemon=True)
    child.start()
    theirs.close()

    def wait() -> Found:
        found: Found = _received(mine.recv())
        child.join()
        return found

    return wait


def later(work: Callable[[], Found]) -> Callable[[], Found]:
    """Leave a piece of work until it is asked for."""
    return work


def _received(said: tuple[Found | None, BaseException | None]) -> Found:
    result, error = said
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _child(out: Connection, shared: mmap, at: int, name: str, work: Callable[[str, Progress], Found]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def go_on(known: int, done: int) -> bool:
        _COUNTS.pack_into(shared, 1 + _COUNTS.size * at, known, done)
        return not shared[0]

    _send(out, lambda: work(name, go_on))


def _send(out: Connection, work: Callable[[], Found]) -> None:
    """Do a piece of work and send what came of it, if anybody is left to hear."""
    found: tuple[Found | None, Exception | None]
    try:
        found = work(), None
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        found = None, error
    with suppress(BrokenPipeError):
        out.send(found)
