"""Whom to be: every card is there, by keyboard and by mouse."""

from __future__ import annotations

import pytest

from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.roles import Roles
from vikzhel.screen.shell import Shell

from .conftest import TRIAL, Opener
from .reading import click, press, rows, seen

SIZES = [(80, 24), (140, 40)]


@pytest.fixture
def choosing(opened: Opener) -> Shell:
    return opened(TRIAL)


async def test_all_cards_stand_side_by_side_where_there_is_room(choosing: Shell) -> None:
    async with choosing.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        assert any("A clerk." in row and "A cook." in row for row in rows(pilot))


async def test_on_a_narrow_terminal_all_are_there_and_the_marked_one_in_full(choosing: Shell) -> None:
    async with choosing.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        for marked, other in (("A clerk, on nights", "Praskovia"), ("Praskovia", "A clerk, on nights")):
            told = seen(pilot)
            assert f"{marked}  ■" in told
            assert f"{other}  ■" not in told
            assert other in told
            assert told.count("Answers to") == 1
            await press(pilot, "down")
        assert "Killing is reported." in seen(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "keys", [("2",), ("j", "enter"), ("right", "enter"), ("down", "up", "down", "enter")]
)
async def test_a_role_is_chosen_by_key(choosing: Shell, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    async with choosing.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "1", *keys)
        assert isinstance(choosing.screen, Game)
        assert choosing.screen.kept.run.role == "cook"


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_click_on_a_card_marks_it_and_the_second_begins(
    choosing: Shell, size: tuple[int, int]
) -> None:
    async with choosing.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        await click(pilot, "A cook.")
        assert isinstance(choosing.screen, Roles)
        assert "Praskovia  ■" in seen(pilot)
        await click(pilot, "A cook.")
        assert isinstance(choosing.screen, Game)
        assert choosing.screen.kept.run.role == "cook"


async def test_resizing_keeps_the_marked_card(choosing: Shell) -> None:
    async with choosing.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "1", "down")
        for size in ((140, 40), (60, 20), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "Praskovia  ■" in seen(pilot)


async def test_help_lists_the_keys_of_this_page(choosing: Shell) -> None:
    async with choosing.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        await press(pilot, "1", "question_mark")
        assert "Go back to the front page" in seen(pilot)
        await press(pilot, "question_mark")
        assert isinstance(choosing.screen, Roles)
