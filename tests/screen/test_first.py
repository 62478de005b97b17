"""What the first page costs: nothing of it is set, styled or painted that is thrown away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from vikzhel.places import pack_folder
from vikzhel.screen import shell
from vikzhel.screen.library import Library
from vikzhel.screen.shell import Shell
from vikzhel.screen.widgets.lectern import Lectern
from vikzhel.screen.widgets.page import Page
from vikzhel.screen.widgets.sides import Sides
from vikzhel.story.front import glance

from .conftest import TUTORIAL, Opener


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_game_is_never_painted_without_its_text(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    painted = []
    draw = Page.render_lines

    def drawn(page: Page, crop: Region) -> list[Strip]:
        if page.id == "story":
            painted.append(page.is_set)
        return draw(page, crop)

    monkeypatch.setattr(Page, "render_lines", drawn)
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
    assert painted
    assert all(painted)


@pytest.mark.parametrize(("size", "name"), [((80, 24), "-one"), ((110, 30), "-two"), ((140, 40), "-three")])
async def test_everything_on_a_game_is_styled_for_the_size_from_the_start(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], name: str
) -> None:
    styled = []
    apply = Stylesheet.apply

    def applied(sheet: Stylesheet, node: object, **how: object) -> None:
        if isinstance(node, Lectern | Sides):
            styled.append(node.screen.has_class(name))
        apply(sheet, node, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Stylesheet, "apply", applied)
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
    assert styled
    assert all(styled)


@pytest.mark.parametrize("size", [(80, 24), (110, 30), (140, 40)])
@pytest.mark.parametrize("page", ["front", "game", "roles"])
async def test_a_page_is_painted_when_it_is_whole_and_not_before(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], page: str
) -> None:
    painted: list[tuple[type, str]] = []
    display = Shell._display

    def displayed(app: Shell, screen: Screen[None], drawn: object) -> None:
        if drawn is not None:
            painted.append((type(screen), "\n".join(map(words, screen._compositor.render_strips()))))
        display(app, screen, drawn)  # type: ignore[arg-type]

    monkeypatch.setattr(Shell, "_display", displayed)
    app = opened(pack_folder("talks"), "kamenev") if page == "game" else opened(pack_folder("talks"))
    async with app.run_test(size=size) as pilot:
        if page == "roles":
            await pilot.press("1")
        await pilot.pause()
        await pilot.pause(0.1)
        of_it = [text for screen, text in painted if screen is type(app.screen)]
        assert type(app.screen).__name__ == {"front": "Title", "game": "Game", "roles": "Roles"}[page]
        assert len(set(of_it)) == 1


def words(strip: Strip) -> str:
    return strip.text


async def test_the_story_is_read_behind_the_front_page_but_not_while_a_key_is_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = [True]
    monkeypatch.setattr(shell, "READ_AFTER", 0.01)
    monkeypatch.setattr(Shell, "resting", property(lambda _: not busy))
    library = Library(None, str(tmp_path), folder=str(TUTORIAL), front=glance(str(TUTORIAL)))
    app = Shell(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        assert library.program is None
        busy.clear()
        while library.program is None:
            await asyncio.sleep(0.01)
