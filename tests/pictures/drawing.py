"""Drawing a page of the program as SVG, and reading such a picture back."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from vikzhel.places import pack_folder
from vikzhel.screen.library import Library
from vikzhel.screen.settings import Settings
from vikzhel.screen.shell import Shell
from vikzhel.screen.themes import CONTRAST, NEWSPRINT, NIGHT
from vikzhel.story.packs import read_pack

FOLDER = Path(__file__).parent
TALKS = Path(pack_folder("talks"))


class Picture(NamedTuple):
    """Which page is drawn: its size and theme, whose game it is, what was taken, and the keys pressed then."""

    size: tuple[int, int]
    theme: str
    keys: tuple[str, ...] = ()
    role: str = ""
    taken: int = 0


PICTURES = {
    "room": Picture((112, 36), NEWSPRINT, ("end",), "kamenev", 4),
    "title": Picture((80, 24), NEWSPRINT),
    "roles": Picture((140, 40), NIGHT, ("1", "down")),
    "settings": Picture((80, 24), CONTRAST, ("4", "down")),
}


def kept(name: str) -> Path:
    """Return the file a picture is kept in."""
    return FOLDER / f"{name}.svg"


async def drawn(name: str) -> str:
    """Return a picture of a page as it is today."""
    picture = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        library = Library(read_pack(TALKS), folder)
        run = library.begin(picture.role) if picture.role else None
        for _ in range(picture.taken):
            assert run is not None
            run.take(run.run.open[0].id)
        app = Shell(library, run, Settings())
        async with app.run_test(size=picture.size) as pilot:
            app.theme = picture.theme
            await pilot.pause(0.1)
            for key in picture.keys:
                await pilot.press(key)
                await pilot.pause(0.1)
            svg = app.export_screenshot(title=app.library.front.title)
        if run is not None:
            run.close()
        return svg


class Letters(NamedTuple):
    """A piece of a picture: its row and place in it, its words and how they are set."""

    row: float
    place: float
    words: str
    style: str


_STYLE = re.compile(r"\.[\w-]+-(r[0-9]+) \{([^}]*)\}")
_TEXT = re.compile(r'<text class="[\w-]+-(r[0-9]+)" x="([0-9.]+)" y="([0-9.]+)"[^>]*>([^<]*)</text>')


def letters(svg: str) -> Iterator[Letters]:
    """Yield what stands in a picture, without what differs from one machine to the next."""
    styles = {name: "".join(style.split()) for name, style in _STYLE.findall(svg)}
    for name, x, y, words in _TEXT.findall(svg):
        said = unescape(words).replace("\xa0", " ")
        if said.strip():
            yield Letters(float(y), float(x), said.rstrip(), styles[name])


def words(svg: str) -> str:
    """Return the words of a picture, row by row."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for piece in letters(svg):
        rows.setdefault(piece.row, []).append((piece.place, piece.words))
    return "\n".join(
        " ".join(" ".join(said for _, said in sorted(rows[row])).split()) for row in sorted(rows)
    )
