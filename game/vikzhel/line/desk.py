"""The author's desk in lines: every pack found, what is wrong with it, what is proved of it, and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..desk.packs import checked, packs, proved
from ..story.packs import Shelf
from .page import Page, Whole
from .wording import sentence

if TYPE_CHECKING:
    from typing import TextIO

    from ..desk.packs import Found
    from .page import Block


def desk(named: list[str], stdout: TextIO) -> int:
    """Tell what lies on the desk; return 0."""
    page = Page(stdout)
    shelf = Shelf()
    page.put(["The author's desk."])
    for found in packs(named):
        page.put(_told(found, shelf))
    return 0


def _told(found: Found, shelf: Shelf) -> Block:
    report = proved(found)
    known = ["Proved:", *report.short] if report.short else ["Not proved as it is now. To prove it:"]
    name = f'"{found.typed}"' if " " in found.typed else found.typed
    return [
        sentence(f"{found.title} [{found.id}]. {found.kind}"),
        checked(found, shelf).short,
        *known,
        *([] if report.short else [Whole(f"vikzhel prove {name}")]),
        "To see it while you write:",
        Whole(f"vikzhel preview {name}"),
    ]
