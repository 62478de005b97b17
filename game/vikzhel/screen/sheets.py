"""The style sheets of the screens.

That of the first page is read before it, the others all at once behind it: one that comes with its screen would make
Textual style every widget anew (40 ms).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.css.stylesheet import Stylesheet

SHEETS = [
    Path(__file__).parent / "screens" / f"{name}.tcss"
    for name in ("title", "roles", "game", "sheet", "panel", "journal", "undo", "small", "settings", "archive",
                 "debrief", "broken", "palette")
]  # fmt: skip
FRONT = SHEETS[:2]
"""Of the front page, and of the page that most go to from it before the others are read."""


def read(stylesheet: Stylesheet, paths: Iterable[str | PurePath]) -> None:
    """Read style sheets, unless that was done before."""
    for path in map(str, paths):
        if not stylesheet.has_source(path):
            stylesheet.read(path)
