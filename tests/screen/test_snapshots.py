"""The screens as text, row for row, on a story of our own: made anew with ``VIKZHEL_REGENERATE=1``, then read by a person."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from vikzhel.screen.screens.game import Game

from .conftest import TRIAL, Opener
from .reading import choose, press, rows

SNAPSHOTS = Path(__file__).parent / "snapshots"
PAGES = {
    "room": ["end", "2"],
    "barred": ["end"],
    "forecast": ["end", "2", "end", "1", "end"],
    "vote": ["end", "2", "end", "1", "end", "1", "3"],
    "ledger": ["end", "2", "end", "1", "end", "3", "w"],
    "sources": ["q"],
    "table": ["end", "2", "t"],
    "stands": ["end", "2", "s"],
    "people": ["end", "2", "p"],
    "map": ["end", "2", "end", "1", "end", "1", "3", "m"],
    "ending": ["end", "2", "end", "1", "end", "1", "3", "end", "1", "end"],
}


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", PAGES)
async def test_the_screen_looks_as_it_did(opened: Opener, name: str, size: tuple[int, int]) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, Game)
        app.screen._chance = Random(1)
        await pilot.pause()
        await press(pilot, *PAGES[name])
        await pilot.pause()
        now = "\n".join(rows(pilot)) + "\n"
    file = SNAPSHOTS / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("VIKZHEL_REGENERATE"):
        file.write_text(now, encoding="utf-8")
    assert file.is_file(), f"{file.name} is missing; make it with VIKZHEL_REGENERATE=1"
    assert now == file.read_text(encoding="utf-8")


async def test_the_board_looks_as_it_did_while_the_roll_is_called(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vikzhel.screen.screens.game.CALL_SECONDS", 3600.0)
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        assert isinstance(app.screen, Game)
        app.screen._call()
        await pilot.pause()
        now = "\n".join(rows(pilot)) + "\n"
    file = SNAPSHOTS / "roll-80x24.txt"
    if os.environ.get("VIKZHEL_REGENERATE"):
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")
