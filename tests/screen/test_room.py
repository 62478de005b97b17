"""The room: panes beside the story, or in its place, by keyboard too; who speaks; what is not learnt yet."""

from __future__ import annotations

import pytest
from textual.color import Color

from vikzhel.screen.hours import in_full
from vikzhel.screen.screens.game import Game
from vikzhel.screen.shell import Shell
from vikzhel.screen.themes import LEAST_CONTRAST, THEMES
from vikzhel.screen.voices import ON_DARK, ON_LIGHT, initial, voice
from vikzhel.screen.widgets.sides import Pane
from vikzhel.story.dates import parse_moment
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, page_words, press, rows, seen
from .test_shell import contrast


def game(app: Shell) -> Game:
    assert isinstance(app.screen, Game)
    return app.screen


def pane(app: Shell, name: str) -> Pane:
    return game(app).sides.pane(name)


# -- panes -----------------------------------------------------------------------------------------


async def test_tab_gives_the_reading_keys_to_each_pane_in_turn(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        heads = []
        for _ in range(4):
            heads.append(
                [title for title in ("room", "table", "rests") if f"▸ {_title(title)}" in seen(pilot)]
            )
            await press(pilot, "tab")
        assert heads == [[], ["room"], ["table"], ["rests"]]
        await press(pilot, "shift+tab", "escape")
        assert "▸" not in seen(pilot)


def _title(word: str) -> str:
    return {"room": "The room", "table": "The table", "rests": "What this rests on"}[word]


async def test_a_pane_scrolls_by_keys_and_the_story_stays(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 20)) as pilot:
        await choose(pilot, "2")
        story = game(app).story.first_line
        await press(pilot, "tab", "tab", "tab")
        source = pane(app, "source")
        assert source.first_line == 0
        await press(pilot, "j", "j")
        assert source.first_line == 2
        await press(pilot, "end")
        assert source.at_end
        await press(pilot, "home")
        assert source.first_line == 0
        await press(pilot, "space")
        assert source.first_line > 0
        assert game(app).story.first_line == story
        await press(pilot, "escape", "end", "1")
        assert len(game(app).kept.run.steps) == 2, "numbers choose again"


@pytest.mark.parametrize("leaving", ["escape", "enter", "1"])
async def test_a_narrow_terminal_shows_each_pane_in_place_of_the_story(opened: Opener, leaving: str) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end")
        for title, words in (
            ("The room", "A porter [b]"),
            ("The table", "not learnt"),
            ("What this rests on", "Documented: it is on record."),
        ):
            await press(pilot, "tab")
            assert f"▸ {title}" in rows(pilot)[0]
            assert words in seen(pilot)
            assert "What do you do?" not in seen(pilot)
        await press(pilot, leaving)
        assert "What do you do?" in seen(pilot)
        assert not game(app).kept.run.steps, "the key only went back to the story"


async def test_a_pane_can_be_reached_at_every_width(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        assert "What this rests on" not in seen(pilot)
        await press(pilot, "tab", "tab", "tab")
        assert "▸ What this rests on" in seen(pilot)
        assert "▸" not in rows(pilot)[0]
        await press(pilot, "tab")
        assert "The table" in seen(pilot)


async def test_resizing_between_one_two_and_three_panes_keeps_what_is_read_in_each(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 20)) as pilot:
        await choose(pilot, "2")
        await press(pilot, "pageup", "tab", "tab", "tab", "j", "j", "j")
        story, source = game(app).story, pane(app, "source")
        at = story.matter_in_view, source.matter_in_view
        for size in [(110, 20), (80, 20), (150, 20), (64, 20), (140, 20)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "▸ What this rests on" in seen(pilot)
        assert (story.matter_in_view, source.matter_in_view) == at
        assert source.first_line > 0
        assert len(game(app).kept.run.steps) == 1


async def test_a_story_without_a_table_has_no_pane_of_it(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        if game(app).kept.run.program.pack.files.table:
            pytest.skip("the tutorial has a table now")
        assert "The table" not in seen(pilot)
        await press(pilot, "tab", "tab")
        assert "▸ What this rests on" in seen(pilot)


async def test_the_scrollbar_can_be_dragged(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 20)) as pilot:
        await choose(pilot, "2")
        story = game(app).story
        x = story.region.right - 2
        await pilot.mouse_down(offset=(x, story.region.y))
        await pilot.pause()
        assert story.first_line == 0
        await pilot.hover(offset=(x, story.region.bottom - 1))
        await pilot.mouse_up(offset=(x, story.region.bottom - 1))
        await pilot.pause()
        assert story.at_end


# -- the table -------------------------------------------------------------------------------------


async def test_what_is_not_learnt_yet_is_a_question_mark(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "end")
        assert "? 2 not learnt" in page_words(pane(app, "table"))
        await choose(pilot, "2")
        await press(pilot, "end")
        words = page_words(pane(app, "table"))
        assert "+ Those by the stove: drawn to this; never “Black”." in words
        assert "? 1 other not learnt" in words
        assert "Those by the door" not in words, "their line is nobody's to see"


# -- who speaks ------------------------------------------------------------------------------------


async def test_a_speaker_has_his_name_his_initial_and_the_same_ink_all_week(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert " P  A porter [b]  invented words" in seen(pilot)
        pack = game(app).kept.run.program.pack
        assert voice(pack, "porter") == voice(read_pack(str(TRIAL)), "porter") != voice(pack, "cook")


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Fedor Dan", "D"), ("A porter [b]", "P"), ("A clerk, on nights", "C"), ("1917", "·"), ("", "·")],
)
def test_an_initial_is_that_of_the_last_word_of_a_name(name: str, letter: str) -> None:
    assert initial(name) == letter


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_ink_of_a_speaker_stands_out(theme: object) -> None:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    for colour in ON_DARK if theme.dark else ON_LIGHT:
        ratio = contrast(Color.parse(colour), Color.parse(variables["background"]))
        assert ratio >= LEAST_CONTRAST, f"{colour}: {ratio:.2f}"


async def test_every_ink_of_a_speaker_stands_out_in_the_themes_of_textual_too(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)):
        for name, theme in app.available_themes.items():
            variables = theme.to_color_system().generate()
            if name.startswith("ansi") or "ansi" in variables["background"]:
                continue
            for colour in ON_DARK if theme.dark else ON_LIGHT:
                ratio = contrast(Color.parse(colour), Color.parse(variables["background"]))
                assert ratio >= 3.8, f"{name} {colour}: {ratio:.2f}"


# -- when and where --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1917-10-29 17:00", "29 October, evening, 17:00"),
        ("1917-10-29 05:30", "29 October, small hours, 05:30"),
        ("1917-10-29 night", "29 October, night"),
        ("1917-10-29 small-hours", "29 October, small hours"),
        ("1917-10-29 dusk", "29 October, dusk"),
        ("1917-10-29", "29 October"),
    ],
)
def test_day_half_day_and_hour_are_told_as_far_as_they_are_known(written: str, told: str) -> None:
    moment = parse_moment(written)
    assert moment is not None
    assert in_full(moment) == told


async def test_the_head_tells_both_calendars_and_what_the_words_rest_on(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        head = "\n".join(rows(pilot)[:6])
        for words in ("The desk", "29 October, night, 22:00", "A small room", "New Style 11 November"):
            assert words in head
        assert "documented: it is on record" in head
