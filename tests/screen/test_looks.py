"""How pages look: the same thing in the same place, what the mouse points at, marks that need no colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList, Tooltip

from vikzhel.places import pack_folder
from vikzhel.screen.actions import GAME, deeds
from vikzhel.screen.moods import short
from vikzhel.screen.themes import LEAST_CONTRAST, contrast, offered
from vikzhel.screen.typesetting import RUNT, wrap
from vikzhel.screen.widgets.keybar import KeyBar

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, press, rows, seen

PAPERS = ["w", "t", "q", "m", "p", "s", "c", "g", "h", "question_mark", "e", "d", "u"]
"""The keys that lay a paper open over the room."""


def pieces(pilot: Pilot[None]) -> Iterator[Any]:
    """Yield the pieces of type on the screen, with their style."""
    for strip in pilot.app.screen._compositor.render_strips():
        yield from strip


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
async def test_every_paper_has_its_head_text_and_keys_at_one_margin(
    opened: Opener, size: tuple[int, int]
) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await choose(pilot, "2")
        margins = set()
        for key in PAPERS:
            await press(pilot, key)
            await pilot.pause(0.1)
            shown = [row.replace("│", " ") for row in rows(pilot)]
            margins.add(tuple(len(row) - len(row.lstrip()) for row in (shown[0], shown[-1])))
            assert not shown[-2].strip(), f"{key}: no row free above the keys"
            await press(pilot, "escape")
        side = (size[0] - 86) // 2 + 1 if size[0] > 86 else 0
        assert margins == {(side + 1, side + 1)}


@pytest.mark.parametrize("key", PAPERS)
async def test_however_wide_the_terminal_a_paper_is_a_column(opened: Opener, key: str) -> None:
    app = opened(pack_folder("talks"), "kamenev")
    async with app.run_test(size=(200, 50)) as pilot:
        await choose(pilot, "1")
        await press(pilot, key)
        await pilot.pause(0.1)
        assert max(len(row.strip(" │┃")) for row in rows(pilot)) <= 84


# -- the mouse -------------------------------------------------------------------------------------


async def test_a_key_in_the_bar_is_marked_and_told_under_the_mouse(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24), tooltips=True) as pilot:
        await pilot.pause()
        row = rows(pilot)[-1]
        await pilot.hover(offset=(row.index("w Why"), 23))
        await pilot.pause(app.TOOLTIP_DELAY + 0.2)
        marked = "".join(piece.text for piece in pieces(pilot) if piece.style and piece.style.underline)
        assert marked == "w Why"
        told = next(deed.help for deed in deeds(GAME) if deed.label == "Why")
        assert str(app.screen.query_one(Tooltip).render()) == told
        await pilot.hover(offset=(40, 12))
        await pilot.pause()
        assert app.screen.query_one(KeyBar).tooltip is None
        assert not any(piece.style and piece.style.underline for piece in pieces(pilot))


# -- the palette -----------------------------------------------------------------------------------


async def test_the_palette_names_the_key_of_everything_and_has_no_picture_on_it(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        told = {command.title: command.help for command in app.get_system_commands(app.screen)}
        for deed in deeds(GAME):
            if deed.palette:
                assert told[deed.label].endswith(f"({deed.key_words})")
        await press(pilot, "ctrl+p")
        await pilot.pause(0.4)
        assert "Type what you would like to do" in seen(pilot)
        assert all(cell_len(char) == 1 for char in seen(pilot) if char != "\n")
        listed = [
            str(option.prompt).split("\n")[0].strip() for option in app.screen.query_one(OptionList).options
        ]
        in_table = [deed.label for deed in deeds(GAME) if deed.palette]
        assert listed[: len(in_table)] == in_table


async def test_of_the_themes_ours_are_offered_first_and_in_words(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.search_themes()
        await pilot.pause(0.4)
        assert isinstance(app.screen, CommandPalette)
        listed = app.screen.query_one(OptionList)
        names = [str(option.prompt).strip() for option in listed.options]
        assert names == list(offered(app.available_themes).values())
        await press(pilot, "down", "down", "enter")
        await pilot.pause(0.2)
        assert app.theme == "high-contrast"


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_in_the_terminals_own_colours_the_marked_line_is_a_bar(opened: Opener, theme: str) -> None:
    app = opened(TUTORIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await pilot.pause()
        await press(pilot, "down")
        barred = "".join(piece.text for piece in pieces(pilot) if piece.style and piece.style.reverse)
        assert cell_len(barred) == 80


async def test_what_is_quiet_is_not_too_quiet_in_textuals_own_themes(opened: Opener) -> None:
    app = opened(TUTORIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        for name, theme in app.available_themes.items():
            if theme.ansi:
                continue
            app.theme = name
            await pilot.pause()
            named = app.theme_variables
            ink, quiet, ground, slip = (
                Color.parse(named[each]) for each in ("foreground", "press-quiet", "background", "press-slip")
            )
            for paper in (ground, slip):
                assert contrast(quiet, paper) >= min(LEAST_CONTRAST, contrast(ink, paper)), name


# -- type ------------------------------------------------------------------------------------------


@given(
    st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=40),
    st.integers(min_value=14, max_value=80),
)
def test_text_is_set_in_order_within_its_measure_and_ends_on_no_runt(parts: list[str], width: int) -> None:
    lines = [line.plain for line in wrap(" ".join(parts), width)]
    assert " ".join(lines).split() == parts
    assert max(map(len, lines)) <= width
    if len(lines) > 1 and len(lines[-1]) <= RUNT:
        words = lines[-2].split()
        assert len(words) < 3 or len(words[-1]) + 1 + len(lines[-1]) > width


async def test_the_seats_on_the_board_stand_in_fives(opened: Opener) -> None:
    app = opened(pack_folder("talks"), "kamenev")
    kept = app._kept
    assert kept is not None
    while kept.run.open[0].kind != "vote":
        kept.take(kept.run.open[0].id)
    kept.take(kept.run.open[0].id, prediction="carried", sureness=2)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "home", "pagedown")
        for _ in range(40):
            if any(row.startswith(" for   ") for row in rows(pilot)):
                break
            await press(pilot, "pagedown")
        votes = next(row for row in rows(pilot) if row.startswith(" for   "))
        squares = votes.strip(" │┃").split("  ")[-1]
        assert set(squares) <= {"■", " "}
        assert all(len(five) == 5 for five in squares.split()[:-1])


# -- lists and moods -------------------------------------------------------------------------------


async def test_the_bar_beside_a_list_is_as_thin_as_the_one_beside_a_page(opened: Opener) -> None:
    app = opened(pack_folder("talks"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        await pilot.pause(0.2)
        edge = [row[79] for row in rows(pilot) if len(row) == 80]
        assert edge.count("┃") >= 1
        assert set(edge) <= {"┃", "│", "─"}


async def test_looking_up_a_name_in_the_ledger_leaves_his_mood_alone_standing(opened: Opener) -> None:
    app = opened(pack_folder("talks"), "kamenev")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w", *"Rykov")
        assert "Aleksei Rykov" in seen(pilot)
        assert "Fedor Dan" not in seen(pilot)


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("The Left SRs", 12, "The Left SRs"),
        ("The Left SRs", 11, "Left SRs"),
        ("The Left SRs", 7, "Left S…"),
        ("The railwaymen", 12, "Railwaymen"),
        ("Grigory Sokolnikov", 12, "Sokolnikov"),
        ("Osip, an engine driver", 8, "Osip"),
    ],
)
def test_a_name_is_shortened_to_nobody_elses(name: str, width: int, shown: str) -> None:
    assert short(name, width) == shown
