"""Playing: by key, by mouse, through a count, back again, and at the end."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from packs import write_pack
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.screen.passage import pieces
from vikzhel.screen.screens.game import Game
from vikzhel.screen.shell import Shell
from vikzhel.screen.widgets.choices import Choices, Line
from vikzhel.screen.widgets.page import Page
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, click, in_order, page_words, press, rows, seen

SIZES = [(80, 24), (140, 40)]


def game(app: Shell) -> Game:
    assert isinstance(app.screen, Game)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("keys", "ending"),
    [
        (["end", "1", "end", "2"], "line-stands"),
        (["end", "j", "j", "j", "enter"], "line-runs"),
        (["end", "2"], "line-stands"),
    ],
)
async def test_the_tutorial_is_played_to_its_endings_by_keys_alone(
    opened: Opener, size: tuple[int, int], keys: list[str], ending: str
) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, *keys)
        run = game(app).kept.run
        assert run.over
        assert getattr(run.events()[-1], "ending", "") == ending
        in_order(run, page_words(game(app).story))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("clicks", "ending"),
    [
        (["Go out into the sleet", "ask each station"], "line-stands"),
        (["Put the tape in your drawer"], "line-runs"),
    ],
)
async def test_the_tutorial_is_played_to_its_endings_by_mouse_alone(
    opened: Opener, size: tuple[int, int], clicks: list[str], ending: str
) -> None:
    app = opened(TUTORIAL)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await click(pilot, "1  Begin")
        await click(pilot, "1  A telegraph clerk")
        for words in clicks:
            await press(pilot, "end")
            await click(pilot, words)
        assert getattr(game(app).kept.run.events()[-1], "ending", "") == ending
        await press(pilot, "end")
        assert "Play again as a telegraph clerk" in seen(pilot)
        assert "Play somebody else" not in seen(pilot), "there is nobody else"
        await click(pilot, "Leave")
        assert not app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_a_locked_choice_is_shown_with_its_reason_and_cannot_be_taken(
    opened: Opener, size: tuple[int, int]
) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "end")
        assert "You cannot speak for a train before you know whom it carries." in seen(pilot)
        await click(pilot, "ask each station")
        assert not game(app).kept.run.steps


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_pack_says_is_never_obeyed_as_markup(opened: Opener, size: tuple[int, int]) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        words = page_words(game(app).story)
        assert "A note says [red]stop[/red] and [@click=app.quit]press here[/], C:\\temp\\[b]." in words
        assert "Is it [bold]you[/bold]? [link=https://example.org]Look.[/link]" in words
        assert "A porter [b]" in seen(pilot)
        await click(pilot, "[@click=app.quit]")
        await press(pilot, "end")
        assert "It is too early to [shout]." in seen(pilot)
        assert app.is_running
        assert not game(app).kept.run.steps
        await click(pilot, "Stay [@click=app.quit]where[/] you are")
        assert [step.id for step in game(app).kept.run.steps] == ["stay"]
        for key in "wtqcgh?":
            await press(pilot, "question_mark" if key == "?" else key, "escape")
        assert app.is_running


async def test_the_view_starts_at_the_top_of_what_is_new(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "1")
        story = [row for row in rows(pilot) if row.strip()][4]
        assert story.strip().startswith("› Go out into the sleet")
        await press(pilot, "home")
        assert "The tape lies under the lamp" in seen(pilot)


async def test_enter_reads_on_before_it_takes_anything(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "more to read" in seen(pilot)
        while "more to read" in seen(pilot):
            await press(pilot, "enter")
        assert not game(app).kept.run.steps
        await press(pilot, "enter")
        assert not game(app).kept.run.steps, "only marked so far"
        await press(pilot, "enter")
        assert len(game(app).kept.run.steps) == 1


async def test_what_changed_stands_in_the_text_with_its_cause(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "2")
        words = page_words(game(app).story)
        assert "−2 A porter [b]: neutral → cold." in words
        assert "§ The tea: Sweet [i]." in words
        assert "You now know: The kettle is cracked. You woke him for nothing." in words
        assert "You can no longer reach this: Sleep before dawn." in words
        await press(pilot, "w")
        assert "You are awake for good." in page_words(app.screen.query_one(Page))


async def test_a_mood_at_its_bound_says_so(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "1")
        assert "Praskovia: trusting already" in page_words(game(app).story)


async def test_a_count_asks_first_and_then_explains_itself(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "2", "1")
        await press(pilot, "end")
        assert "Will they have it sweet?" in page_words(game(app).story)
        assert "It will be carried" in seen(pilot)
        assert "The count" in seen(pilot)
        await choose(pilot, "2", "3")
        step = game(app).kept.run.steps[-1]
        assert (step.prediction, step.sureness) == ("lost", 3)
        words = page_words(game(app).story)
        assert "for 4 Those by the stove" in words
        assert "One point short" in words
        assert "Record 4 for, an unknown number against" in words
        assert "The figures are a joke." in words
        assert "It came otherwise than you thought: you expected it lost, certain." in words
        assert "The count" in rows(pilot)[0], "a count belongs to the scene it was held in"


async def test_how_sure_can_be_taken_back_before_the_count(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "2", "1", "1")
        assert "How sure are you?" in seen(pilot)
        await press(pilot, "u")
        assert "What do you expect?" in seen(pilot)
        await choose(pilot, "3")
        assert game(app).kept.run.steps[-1].prediction == "unsure"


async def test_hearsay_brings_no_figures(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "2", "1", "3", "1")
        assert game(app).kept.run.over
        told = page_words(game(app).story).rpartition("Hearsay")[2]
        assert "is said to have been carried" in told
        assert "4 for" not in told


async def test_papers_open_from_the_key_bar_by_mouse(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "Sources")
        assert "Sources met" in seen(pilot)
        await click(pilot, "Esc Close")
        assert isinstance(app.screen, Game)


async def test_undo_goes_back_to_a_decision(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "2", "1", "u")
        assert "Go and wake the porter" in seen(pilot)
        await press(pilot, "escape")
        assert len(game(app).kept.run.steps) == 2
        await press(pilot, "u", "2")
        assert not game(app).kept.run.steps
        await press(pilot, "end")
        assert "wake the porter" in seen(pilot)
        assert "Doors on both sides" not in page_words(game(app).story)


async def test_off_the_record_is_said_once_left(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Off the record" not in seen(pilot)
        await choose(pilot, "2")
        assert "Off the record since 29 October" in seen(pilot)
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "Off the record since 29 October, 22:00" in seen(pilot), "the hour, where there is room for it"


async def test_the_last_page_has_everything_and_plays_again(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await choose(pilot, "2", "1", "1", "2", "1")
        words = page_words(game(app).story)
        for told in ("It is day", "Nobody died of it.", "Lost Sleep before dawn", "Who washes the glasses?"):
            assert told in words
        code = game(app).kept.code
        await choose(pilot, "2")
        assert not game(app).kept.run.steps
        assert game(app).kept.code != code


async def test_three_panes_where_there_is_room(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        top = rows(pilot)[0]
        assert "The desk" in top
        assert "The room" in top
        assert "The table" in top
        await choose(pilot, "1")
        assert "−1 You stayed." in seen(pilot)


@pytest.mark.parametrize("width", [58, 76])
@pytest.mark.parametrize("pack", [TRIAL, TUTORIAL])
def test_everything_told_is_set_in_order_whatever_is_chosen(pack: object, width: int) -> None:
    """The law of the screen: no narration, speech or quotation is lost or moved."""
    program = Program(read_pack(str(pack)))
    for seed in range(30):
        chance = Random(seed)
        run = Run(program, chance.choice([str(name) for name in program.pack.files.roles]))
        found = pieces(run.events(), run, None, None)
        while not run.over:
            events = run.take(chance.choice(run.open).id)
            found += pieces(events, run, run.steps[-1], found[-1].scene)
        lines = [line.plain for piece in found for line in piece.matter(width)]
        assert all(len(line) <= width for line in lines)
        in_order(run, " ".join(" ".join(lines).replace("┃", " ").split()))


async def test_choices_keep_their_numbers_to_what_can_be_taken(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end")
        choices = app.screen.query_one("#choices", Choices)
        assert [line.id for line in choices.open] == ["stay", "wake", "sit"]
        await choose(pilot, "4")
        assert not game(app).kept.run.steps


async def test_a_run_whose_story_has_changed_says_so_when_it_is_opened(
    opened: Opener, tmp_path: Path
) -> None:
    scenes = "  start: {{e}, text: In the hall., choices: [{id: a, text: Wait, goto: start}, {id: b, text: Go, goto: end}]}\n"
    end = "  end: {{e}, ending: over}\n"
    first = opened(write_pack(tmp_path / "first", scenes + end), "ana").library.begin("ana")
    for step in ("a", "a", "b"):
        first.take(step)
    changed = write_pack(tmp_path / "second", scenes.replace("id: b", "id: leave") + end)
    app = opened(changed)
    app._kept = app.library.begin("ana", first.code)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "no longer offers" in seen(app)
        await choose(pilot, "2")
        assert game(app).kept.run.over


TALKS = TUTORIAL.parent / "talks"


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (104, 30), (132, 24), (140, 40)])
async def test_nothing_is_offered_before_the_end_of_the_text_was_in_view(
    opened: Opener, size: tuple[int, int], width: int
) -> None:
    app = opened(TALKS, "kamenev")
    app.settings.change(width=width)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for steps in range(3):
            while game(app).lectern.held:
                assert all(line.mark for line in game(app).choices.shown)
                await press(pilot, "space")
            await pilot.pause()
            assert game(app).story.at_end
            await press(pilot, "1")
            assert len(game(app).kept.run.steps) == steps + 1


async def test_where_it_says_that_there_is_more_a_click_reads_on(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end", "home")
        assert game(app).story.first_line == 0
        await click(pilot, "more to read: Space")
        assert game(app).story.first_line > 0
        await press(pilot, "question_mark")
        page = app.screen.query_one("#panel-page", Page)
        await click(pilot, "more: PgDn")
        assert page.first_line > 0
        assert not game_steps(app)


async def test_where_choices_go_on_below_a_click_shows_them(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(60, 20)) as pilot:
        choices = game(app).choices
        choices.show([Line(str(n), f"Choice {n}") for n in range(40)], most=6)
        await pilot.pause()
        await click(pilot, "more below")
        assert choices.scroll_y > 0
        assert not game_steps(app)


def game_steps(app: Shell) -> int:
    found = next(screen for screen in app.screen_stack if isinstance(screen, Game))
    return len(found.kept.run.steps)
