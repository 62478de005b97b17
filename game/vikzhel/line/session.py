"""The plain mode's front door. It greets first and only then imports the game, so it stays light."""

from __future__ import annotations

from .greet import greeting
from .page import Page

TYPE_CHECKING = False  # read by type checkers; importing typing itself would take 3 ms
if TYPE_CHECKING:
    from typing import TextIO


def play(folder: str, role: str, resume: str, data: str, stdin: TextIO, stdout: TextIO) -> int:
    """Play a pack until its end, ``quit`` or the end of input; return the exit code.

    ``role`` and ``resume`` (a run's code) may be empty; ``data`` is the folder that runs are kept in.
    Leaving is never an error: what was played is kept, and the last lines say how to go on. A pack or
    a run that cannot be opened is 1, Ctrl-C is 130.
    """
    page = Page(stdout)
    page.put(*greeting(folder))
    from . import opening
    from .sitting import Sitting

    pack = opening.read_or_explain(folder)
    if pack is None:
        return 1
    if role and role not in pack.files.roles:
        opening.complain(opening.no_such_role(pack, role))
        return 1
    return Sitting(pack, folder, data, stdin, page).play(role, resume)
