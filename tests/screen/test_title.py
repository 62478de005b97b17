"""The front page."""

from __future__ import annotations

import pytest

from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.title import Title

from .conftest import TRIAL, Opener
from .reading import click, press, rows, seen

SIZES = [(80, 24), (140, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_paper_has_a_head_with_both_calendars(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(TRIAL).run_test(size=size) as pilot:
        await pilot.pause()
        head = "\n".join(rows(pilot)[:5])
        assert "T H E   T R I A L   S H E E T" in head
        assert "29 October 1917, Old Style" in head
        assert "11 November, New Style" in head
        assert "Proofs for the press" in head
        assert "Two people, one night, [red]no colour[/red]." in seen(pilot)
        assert "Killing is reported." in seen(pilot)


async def test_all_cards_stand_side_by_side_where_there_is_room(opened: Opener) -> None:
    async with opened(TRIAL).run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert any("A clerk." in row and "A cook." in row for row in rows(pilot))


async def test_on_a_narrow_terminal_the_card_of_the_marked_man_is_shown(opened: Opener) -> None:
    async with opened(TRIAL).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "A clerk." in seen(pilot)
        assert "A cook." not in seen(pilot)
        await press(pilot, "down")
        assert "A cook." in seen(pilot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("2",), ("j", "enter"), ("right", "enter")])
async def test_a_role_is_chosen_by_key(opened: Opener, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    app = opened(TRIAL)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, *keys)
        assert isinstance(app.screen, Game)
        assert app.screen.kept.run.role == "cook"


@pytest.mark.parametrize("size", SIZES)
async def test_a_role_is_chosen_by_mouse(opened: Opener, size: tuple[int, int]) -> None:
    app = opened(TRIAL)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await click(pilot, "2  Praskovia")
        assert isinstance(app.screen, Game)
        assert app.screen.kept.run.role == "cook"


async def test_a_click_on_a_card_brings_it_to_the_front_and_another_begins(opened: Opener) -> None:
    app = opened(TRIAL)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await click(pilot, "A cook.")
        assert isinstance(app.screen, Title)
        await click(pilot, "A cook.")
        assert isinstance(app.screen, Game)
        assert app.screen.kept.run.role == "cook"


async def test_how_this_works_is_one_key_away(opened: Opener) -> None:
    async with opened(TRIAL).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "h")
        assert "[@click=app.quit]This is no link.[/]" in seen(pilot)
        await press(pilot, "escape")
        assert "Who are you?" in seen(pilot)


async def test_the_last_unfinished_run_is_offered_first(opened: Opener) -> None:
    first = opened(TRIAL, "clerk")
    async with first.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end", "1")
    again = opened(TRIAL)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "one decision made" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(again.screen, Game)
        assert [step.id for step in again.screen.kept.run.steps] == ["stay"]
