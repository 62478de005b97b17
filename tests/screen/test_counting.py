"""A count comes in bloc by bloc, is explained, and is laid beside the record."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from packs import write_pack
from vikzhel.play.events import Roll, VoteHeld
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.screen.count import Count, wavered
from vikzhel.screen.screens import game as game_screen
from vikzhel.screen.screens.game import Game
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, Opener
from .reading import choose, click, page_words, press, rows, seen


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocs are called by the test, not by the clock."""
    monkeypatch.setattr(game_screen, "CALL_SECONDS", 3600.0)


def game(app: object) -> Game:
    assert isinstance(app.screen, Game)
    return app.screen


async def test_the_roll_comes_in_bloc_by_bloc_and_stays_until_a_key(opened: Opener) -> None:
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        assert "The roll is called" in seen(pilot)
        assert "6 votes not called yet." in seen(pilot)
        assert "Carried" not in seen(pilot)
        game(app)._call()
        await pilot.pause()
        assert "abstain     2 Those by the door" in seen(pilot)
        assert "4 votes not called yet." in seen(pilot)
        assert "by the stove" not in seen(pilot)
        game(app)._call()
        await pilot.pause()
        assert "for         4 Those by the stove" in seen(pilot)
        assert "4 for, 0 against, 2 abstained" in seen(pilot)
        assert "any key: why they voted so" in seen(pilot)
        assert "Record" not in page_words(game(app).story)
        await press(pilot, "x")
        words = page_words(game(app).story)
        assert "Record 4 for, an unknown number against" in words
        assert "You saw it coming: you expected it carried, certain." in words


@pytest.mark.parametrize("key", ["x", "1", "space", "enter", "j", "end", "w", "u", "tab"])
async def test_any_key_brings_in_the_rest_and_does_nothing_else(opened: Opener, key: str) -> None:
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        await press(pilot, key)
        assert isinstance(app.screen, Game)
        words = page_words(game(app).story)
        assert "Record 4 for" in words
        assert "The wind turns." in words, "what followed the count is told too"
        assert len(game(app).kept.run.steps) == 3


async def test_a_click_brings_in_the_rest_too(opened: Opener) -> None:
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        await click(pilot, "brings in the rest")
        assert "Record 4 for" in page_words(game(app).story)


async def test_without_motion_it_is_all_there_at_once(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        assert "The roll is called" not in seen(pilot)
        assert "Record 4 for" in page_words(game(app).story)


async def test_hearsay_never_comes_in_bloc_by_bloc(opened: Opener) -> None:
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "3")
        await press(pilot, "x")
        await choose(pilot, "1")
        assert "Nobody gives figures." in page_words(game(app).story)
        assert "The roll is called" not in seen(pilot)


async def test_news_never_comes_in_bloc_by_bloc(opened: Opener, tmp_path: Path) -> None:
    told = tmp_path / "pack"
    shutil.copytree(TRIAL, told)
    scenes = told / "scenes.yaml"
    text = scenes.read_text(encoding="utf-8")
    assert text.count("seen: hearsay") == 1
    scenes.write_text(text.replace("seen: hearsay", "seen: news"), encoding="utf-8")
    app = opened(told, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "3")
        await press(pilot, "x")
        await choose(pilot, "1")
        assert "The roll is called" not in seen(pilot)
        assert "You were not there." in page_words(game(app).story)


async def test_a_run_reopened_shows_its_counts_at_once(opened: Opener) -> None:
    app = opened(TRIAL, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "1", "3")
        await press(pilot, "x")
        code = game(app).kept.code
    again = opened(TRIAL, motion=True)
    again._kept = again.library.begin("", code)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Record 4 for" in page_words(game(again).story)


# -- a count that something leads up to --------------------------------------------------------------


@pytest.fixture
def untold(tmp_path: Path) -> Path:
    """The trial story with a count that nobody is asked about: it is told at the end of a visit."""
    folder = tmp_path / "untold"
    shutil.copytree(TRIAL, folder)
    scenes = folder / "scenes.yaml"
    asked = "      predict: Will they have it sweet?\n"
    text = scenes.read_text("utf-8")
    assert asked in text
    scenes.write_text(text.replace(asked, ""), "utf-8")
    return folder


@pytest.mark.parametrize("on", ["space", "enter", "end", "down"])
async def test_what_leads_to_a_count_is_read_first_and_then_the_roll_is_called(
    opened: Opener, untold: Path, on: str
) -> None:
    app = opened(untold, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1")
        assert "The kitchen" in seen(pilot)
        assert "more to read" in seen(pilot)
        assert "votes not called yet" not in page_words(game(app).story)
        await press(pilot, "1")
        assert "votes not called yet" not in page_words(game(app).story), "a number is no way to read on"
        while "The roll is called" not in seen(pilot):
            last = page_words(game(app).story)
            await press(pilot, on)
        assert "Hands are counted." in last
        assert "6 votes not called yet." in seen(pilot)
        assert "The count" in rows(pilot)[4], "the board has the whole view"
        game(app)._call()
        await pilot.pause()
        assert "4 votes not called yet." in seen(pilot)
        await press(pilot, "space")
        words = page_words(game(app).story)
        assert "Record 4 for" in words
        assert "The wind turns." in words
        assert "The count" in rows(pilot)[4], "it goes on where the count was"


async def test_the_roll_begins_at_once_beneath_what_leads_to_it_where_there_is_room(
    opened: Opener, untold: Path
) -> None:
    app = opened(untold, "clerk", motion=True)
    async with app.run_test(size=(140, 50)) as pilot:
        await choose(pilot, "2", "1")
        for left in ("6 votes", "4 votes"):
            assert "The roll is called" in seen(pilot)
            assert "Hands are counted." in seen(pilot)
            assert f"{left} not called yet." in seen(pilot)
            game(app)._call()
            await pilot.pause()
        assert "Hands are counted." in seen(pilot)
        assert "any key: why they voted so" in seen(pilot)


async def test_a_count_led_up_to_can_be_left_and_taken_back(opened: Opener, untold: Path) -> None:
    app = opened(untold, "clerk", motion=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1")
        await press(pilot, "w", "escape", "u", "1")
        assert "The roll" not in seen(pilot)
        assert len(game(app).kept.run.steps) < 2


async def test_a_count_led_up_to_that_was_read_before_is_whole(opened: Opener, untold: Path) -> None:
    first = opened(untold, "clerk", motion=True)
    async with first.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1")
    again = opened(untold, "clerk", motion=True)
    async with again.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1")
        assert "You have read this in an earlier run" in page_words(game(again).story)
        assert "Record 4 for" in page_words(game(again).story)


# -- the board itself ------------------------------------------------------------------------------


def held(run: Run) -> VoteHeld:
    return next(event for event in run.events() if isinstance(event, VoteHeld))


def counted() -> Count:
    run = Run(Program(read_pack(str(TRIAL))), "clerk")
    for step in ("wake", "kitchen", "tea-vote"):
        run.take(step)
    return Count(held(run), run.program.pack)


def text(lines: object) -> str:
    return " ".join(" ".join(line.plain for line in lines).split())


def test_the_waverers_come_last_with_their_reckoning() -> None:
    count = counted()
    assert [wavered(roll) for roll in count.order] == sorted(wavered(roll) for roll in count.order)
    words = text(count.whole(76))
    assert "One point short: the text gives it too little." in words
    assert "That makes 1; it asked for 1." in words


@pytest.mark.parametrize(
    ("roll", "told"),
    [
        (Roll("a", "a", 1, "for", (("x", 2),), 2, "", None, ""), True),
        (Roll("a", "a", 1, "for", (("x", 4),), 2, "", None, ""), False),
        (Roll("a", "a", 1, "against", (("x", 2),), 2, "a line", None, ""), False),
        (Roll("a", "a", 1, "abstain", (), 2, "", None, "Because."), True),
        (Roll("a", "a", 1, "for", (), 2, "", None, ""), False),
        (Roll("a", "a", 1, "for", (("x", 3),), 0, "", 2, ""), True),
        (Roll("a", "a", 1, "for", (("x", 5),), 0, "", 2, ""), False),
    ],
)
def test_a_waverer_is_one_whom_a_point_would_have_turned(roll: Roll, told: bool) -> None:
    assert wavered(roll) is told


@pytest.mark.parametrize("width", [40, 58, 76, 96])
def test_every_stage_of_a_count_fits_its_width_and_adds_up(width: int) -> None:
    count = counted()
    for called in range(count.stages + 1):
        lines = count.at(called, width)
        assert all(line.cell_length <= width for line in lines)
        votes = sum(roll.seats for roll in count.order[called:])
        assert (f"{votes} votes not called yet" in text(lines)) == bool(votes)
    assert all(line.cell_length <= width for line in count.whole(width))


def test_figures_that_are_disputed_are_called_so(tmp_path: Path) -> None:
    votes = (
        "blocs:\n  one: {name: the one, body: council, needs: 0}\n"
        "chronology:\n  that-day: {date_os: 1917-10-29, date_ns: 1917-11-11, what: It met., "
        "documented: true, sources: [A book], checked: recall}\n"
        "votes:\n  it: {title: It, body: council, present: {one: 5}, stance: {one: for}, "
        "recorded: {for: disputed, against: 3, cites: [that-day]}}\n"
    )
    scenes = (
        "  start: {{e}, text: Hands., vote: {hold: it, carried: {goto: end}, lost: {goto: end}}}\n"
        "  end: {{e}, ending: over}\n"
    )
    run = Run(Program(read_pack(write_pack(tmp_path / "p", scenes, votes))), "ana")
    words = text(Count(held(run), run.program.pack).whole(76))
    assert "Record a disputed number for, 3 against, an unknown number abstained." in words
    assert "29 October (New Style 11 November). In: A book." in words
