"""The front page: what it offers, and where each entry leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from vikzhel.places import pack_folder
from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.title import Title

from .conftest import TRIAL, Opener
from .reading import click, press, rows, seen

SIZES = [(80, 24), (140, 40)]
TALKS = Path(pack_folder("talks"))


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


@pytest.mark.parametrize("size", [(60, 20), *SIZES, (100, 30), (128, 36)])
async def test_every_entry_is_there_with_its_number(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(TALKS).run_test(size=size) as pilot:
        await pilot.pause()
        for number, words in enumerate(
            ("Begin", "The archive of sources", "Where they stand", "Settings", "How this works", "Help"), 1
        ):
            assert f"{number}  {words}" in seen(pilot)
        assert "Continue" not in seen(pilot)
        assert "Runs that are kept" not in seen(pilot)


async def test_an_entry_without_anything_behind_it_is_not_there(opened: Opener) -> None:
    async with opened().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Where they stand" not in seen(pilot), "the practice story has no draft agreement"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("The archive of sources", "Search: a name"),
        ("Where they stand", "as the week begins"),
        ("Settings", "Text width"),
        ("How this works", "Choose a man and see the week from his chair."),
        ("Help", "Take the choice with that number"),
    ],
)
@pytest.mark.parametrize("by_mouse", [True, False])
async def test_every_entry_leads_somewhere_and_back(
    opened: Opener, entry: str, told: str, by_mouse: bool
) -> None:
    async with (app := opened(TALKS)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        row = next(row for row in rows(pilot) if f"  {entry}" in row)
        if by_mouse:
            await click(pilot, f"  {entry}")
        else:
            await press(pilot, row.split()[0])
        await pilot.pause()
        assert told in " ".join(seen(pilot).split())
        await press(pilot, "escape")
        assert isinstance(app.screen, Title)


async def test_the_key_that_opened_a_sheet_closes_it(opened: Opener) -> None:
    async with opened(TRIAL).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "h")
        assert "[@click=app.quit]This is no link.[/]" in seen(pilot)
        await press(pilot, "h")
        assert "Begin" in seen(pilot)


def test_how_this_works_takes_at_most_120_words(opened: Opener) -> None:
    assert len(opened(TALKS).library.front.how.split()) <= 120


# -- runs that are kept ------------------------------------------------------------------------------


async def test_the_last_unfinished_run_is_offered_first(opened: Opener) -> None:
    run = opened(TRIAL).library.begin("clerk")
    run.take("stay")
    again = opened(TRIAL)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "1  Continue" in seen(pilot)
        assert f"as A clerk, on nights, 29 October, one decision; {run.code}" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(again.screen, Game)
        assert [step.id for step in again.screen.kept.run.steps] == ["stay"]


async def test_a_run_that_was_begun_and_not_played_is_not_offered(opened: Opener) -> None:
    opened(TRIAL).library.begin("clerk")
    async with opened(TRIAL).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Continue" not in seen(pilot)


async def test_any_of_several_kept_runs_can_be_chosen(opened: Opener) -> None:
    library = opened(TRIAL).library
    first, second = library.begin("clerk"), library.begin("cook")
    first.take("stay")
    second.take("wake")
    app = opened(TRIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert second.code in seen(pilot), "the latest is offered"
        await press(pilot, "3")
        assert "Runs that are kept" in rows(pilot)[0]
        told = seen(pilot)
        assert told.index(second.code) < told.index(first.code)
        await press(pilot, "2")
        assert isinstance(app.screen, Game)
        assert app.screen.kept.code == first.code


async def test_going_to_choose_and_back_leaves_the_mark_where_it_was(opened: Opener) -> None:
    opened(TRIAL).library.begin("clerk").take("stay")
    async with (app := opened(TRIAL)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "2", "escape", "enter")
        assert "Who are you?" in seen(pilot)
        await press(pilot, "q")
        assert isinstance(app.screen, Title)
