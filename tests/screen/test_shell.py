"""What holds on every screen: resizing, small terminals, themes, the palette, and what happens to bugs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from vikzhel.screen import app as entry
from vikzhel.screen.actions import DEEDS, GAME, deeds
from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.small import Small
from vikzhel.screen.themes import CONTRAST, LEAST_CONTRAST, NEWSPRINT, NIGHT, THEMES, first_theme

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import press, rows, seen


async def test_resizing_keeps_the_place(opened: Opener) -> None:
    """The paragraph at the top of the view stays at the top, in whatever width."""
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end", "1", "pagedown")
        assert isinstance(app.screen, Game)
        story = app.screen.story
        at = story.matter_in_view
        assert story.first_line > 0
        for size in [(140, 40), (64, 22), (100, 30), (80, 24)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert story.matter_in_view == at
            assert len(app.screen.kept.run.steps) == 1


async def test_resizing_keeps_the_marked_choice(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end", "j", "j")
        assert isinstance(app.screen, Game)
        for size in [(140, 40), (64, 22)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.screen.choices.highlighted == 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (104, 30), (132, 36), (140, 40), (200, 60)])
async def test_every_size_shows_story_and_choices(opened: Opener, size: tuple[int, int]) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for told in ("The tape lies under the lamp.", "? Help", "Osip"):
            assert told in seen(pilot)
        await press(pilot, "end")
        assert "1  Go out into the sleet" in seen(pilot)
        assert isinstance(app.screen, Game)
        assert app.screen.story.size.height >= 5


async def test_a_small_terminal_is_told_so_and_play_goes_on_when_it_grows(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(50, 15)
        await pilot.pause()
        assert "This window is 50 by 15." in seen(pilot)
        await press(pilot, "1", "ctrl+p")
        assert isinstance(app.screen, Small)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, Game)
        assert not app.screen.kept.run.steps


async def test_a_terminal_small_from_the_start_waits(opened: Opener) -> None:
    app = opened(TUTORIAL)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert "60 by 20" in seen(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Begin" in seen(pilot)


TEXTS = (
    "foreground",
    "press-quiet",
    "press-red",
    "text-muted",
    "text-disabled",
    "block-cursor-foreground",
    "screen-selection-foreground",
)
GROUNDS = (
    "background",
    "surface",
    "panel",
    "press-slip",
    "press-picked",
    "block-hover-background",
    "screen-selection-background",
)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_colour_of_text_stands_out_on_every_ground(theme: Theme) -> None:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    least = 7.0 if theme.name == CONTRAST else LEAST_CONTRAST
    for text in TEXTS:
        for ground in GROUNDS:
            ratio = contrast(Color.parse(variables[text]), Color.parse(variables[ground]))
            assert ratio >= least, f"{text} on {ground}: {ratio:.2f}"


def test_no_colour_is_used_that_the_contrast_test_does_not_hold() -> None:
    """Every colour our style sheets and type name is one of text or ground, or a line and never text."""
    screen = Path(__file__).parents[2] / "game" / "vikzhel" / "screen"
    sheets = "\n".join(
        path.read_text(encoding="utf-8") for path in screen.rglob("*") if path.suffix in (".tcss", ".py")
    )
    as_text = set(re.findall(r"(?<![\w-])color: \$([\w-]+)", sheets)) | set(
        re.findall(r'= "(?:bold )?\$([\w-]+)"', sheets)
    )
    as_ground = set(re.findall(r"background: \$([\w-]+)", sheets))
    assert as_text - {"press-rule"} <= set(TEXTS)
    assert as_ground <= set(GROUNDS)


def contrast(first: Color, second: Color) -> float:
    """Return the contrast of two colours as WCAG 2 reckons it."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_terminal_that_says_its_ground_is_light_gets_newsprint() -> None:
    assert first_theme({"COLORFGBG": "0;15"}) == NEWSPRINT
    assert first_theme({"COLORFGBG": "15;0"}) == NIGHT
    assert first_theme({}) == NIGHT


async def test_every_theme_of_textual_can_be_worn(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        for theme in list(app.available_themes):
            app.theme = theme
            await pilot.pause()
            assert "The tape lies under the lamp." in seen(pilot)


async def test_without_colour_the_marked_choice_still_shows(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end", "j")
        strips = app.screen._compositor.render_strips()
        marked = [segment for strip in strips for segment in strip if "Go out into the sleet" in segment.text]
        assert any(segment.style and segment.style.reverse for segment in marked)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_in_the_terminals_own_colours_the_marked_line_still_shows(opened: Opener, theme: str) -> None:
    app = opened(TUTORIAL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await pilot.pause()
        await press(pilot, "down", "down")
        strips = app.screen._compositor.render_strips()
        lines = {segment.text: segment.style for strip in strips for segment in strip if segment.style}
        assert lines["Settings"].reverse
        assert not lines["Begin"].reverse


@pytest.mark.parametrize("screen", sorted({screen for deed in DEEDS for screen in deed.screens}))
def test_no_key_means_two_things_and_ctrl_c_means_none(screen: str) -> None:
    keys = [key for deed in deeds(screen) for key in deed.keys]
    assert len(keys) == len(set(keys))
    assert not any("ctrl+c" in deed.keys for deed in DEEDS)


async def test_the_palette_offers_what_the_keys_do(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        names = {command.title for command in app.get_system_commands(app.screen)}
        assert {deed.label for deed in deeds(GAME) if deed.palette} <= names
        await press(pilot, "ctrl+p", *"table")
        await pilot.pause(0.3)
        await press(pilot, "down", "enter")
        await pilot.pause(0.2)
        assert "The table" in rows(pilot)[0]


async def test_a_bug_ends_the_app_without_a_traceback(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = opened(TUTORIAL, "clerk")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(Game, "_stand", broken)
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "1")
    assert isinstance(app.failure, ZeroDivisionError)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err


def test_a_broken_pack_is_explained_and_not_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "story.yaml").write_text("story:\n  id: Broken\n", encoding="utf-8")
    assert entry.play(str(tmp_path), "", "", str(tmp_path)) == 1
    told = capsys.readouterr().err
    assert "story.yaml" in told
    assert "cannot be played until that is mended" in told
    assert "Traceback" not in told


def test_an_unknown_role_and_an_unknown_run_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.play(str(TUTORIAL), "lenin", "", str(tmp_path)) == 1
    assert "The roles are clerk." in capsys.readouterr().err
    assert entry.play(str(TUTORIAL), "", "no-such-run", str(tmp_path)) == 1
    assert "no run" in capsys.readouterr().err


def test_the_title_frame_needs_no_textual() -> None:
    code = (
        "import sys; import vikzhel.screen.app, vikzhel.screen.title_frame as t;"
        f"t.show({str(TUTORIAL)!r}); print(t.glimpse({str(TUTORIAL)!r}));"
        "print([m for m in ('textual', 'rich', 'yaml') if m in sys.modules])"
    )
    game = Path(__file__).parents[2] / "game"
    env = {**os.environ, "PYTHONPATH": str(game)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.splitlines() == [
        "('The Midnight Telegram', 'A practice story in three scenes')",
        "[]",
    ]


async def test_text_can_be_selected_and_copied(opened: Opener) -> None:
    app = opened(TUTORIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        y = next(number for number, row in enumerate(rows(pilot)) if "The tape lies" in row)
        await pilot.mouse_down(offset=(5, y))
        await pilot.hover(offset=(24, y))
        await pilot.mouse_up(offset=(24, y))
        await pilot.pause()
        assert (app.screen.get_selected_text() or "").strip() == "tape lies under the"
