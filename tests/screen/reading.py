"""Reading a headless screen as a person would: rows of words, and where to click."""

from __future__ import annotations

from textual.pilot import Pilot

from vikzhel.play.events import Narration, Quotation, Speech
from vikzhel.play.run import Run
from vikzhel.screen.typed_ahead import TypedAhead
from vikzhel.screen.widgets.page import Page

_SCROLLBAR = str.maketrans(dict.fromkeys("▁▂▃▄▅▆▇█", " "))


def rows(pilot: Pilot[None]) -> list[str]:
    """Return the rows on the screen, top to bottom."""
    width, height = pilot.app.size
    strips = pilot.app.screen._compositor.render_strips()
    text = ["".join(segment.text for segment in strip)[:width] for strip in strips[:height]]
    return [row.translate(_SCROLLBAR).rstrip() for row in text]


def seen(pilot: Pilot[None]) -> str:
    """Return everything on the screen as one text."""
    return "\n".join(rows(pilot))


async def click(pilot: Pilot[None], words: str) -> None:
    """Click on the first place where these words stand."""
    for y, row in enumerate(rows(pilot)):
        if (x := row.find(words)) >= 0:
            await pilot.click(offset=(x + len(words) // 2, y))
            await pilot.pause()
            return
    raise AssertionError(f"{words!r} is nowhere on:\n{seen(pilot)}")


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        while isinstance(pilot.app, TypedAhead) and not pilot.app.resting:
            await pilot.pause()


async def choose(pilot: Pilot[None], *keys: str) -> None:
    """Read each text to its end, where the choices are, and press a key there."""
    for key in keys:
        await press(pilot, "end", key)


def page_words(page: Page) -> str:
    """Return the words of a page, without the edge of a cutting and without line breaks."""
    return " ".join(page.text.replace("┃", " ").split())


def in_order(run: Run, text: str) -> None:
    """Assert that a text holds every narration, speech and quotation of a run, in the run's order."""
    at = 0
    for event in run.events():
        words = {Narration: "text", Quotation: "text", Speech: "line"}.get(type(event))
        if words:
            told = " ".join(str(getattr(event, words)).split())
            found = text.find(told, at)
            assert found >= 0, f"not told, or not in order: {told!r}"
            at = found + len(told)
