"""The front pages as text, at the two sizes: what a person sees, row by row.

With ``VIKZHEL_REGENERATE=1`` the files are written anew; read them before keeping them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vikzhel.places import pack_folder

from .conftest import Opener
from .reading import press, rows

TALKS = Path(pack_folder("talks"))
PAGES = Path(__file__).parent / "pages"
KEYS: dict[str, tuple[str, ...]] = {
    "title": (),
    "roles": ("1", "down"),
    "archive": ("2", "down"),
    "standing": ("3",),
    "settings": ("4",),
}


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
@pytest.mark.parametrize("page", KEYS)
async def test_a_page_reads_as_it_did(opened: Opener, page: str, size: tuple[int, int]) -> None:
    async with opened(TALKS).run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, *KEYS[page])
        await pilot.pause(0.1)
        shown = "\n".join(rows(pilot)) + "\n"
    file = PAGES / f"{page}-{size[0]}x{size[1]}.txt"
    if os.environ.get("VIKZHEL_REGENERATE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")
