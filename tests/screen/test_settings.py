"""The settings: at once, remembered, and never at the cost of somebody else's file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from vikzhel.screen.screens.archive import Archive
from vikzhel.screen.settings import FILE, USUAL_WIDTH, Settings
from vikzhel.screen.shell import Shell
from vikzhel.screen.themes import CONTRAST, NEWSPRINT, NIGHT

from .conftest import TRIAL, Opener
from .reading import click, press, rows, seen


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "config"


def shell(opened: Opener, folder: Path, role: str = "") -> Shell:
    app = opened(TRIAL)
    kept = app.library.begin(role) if role else None
    return Shell(app.library, kept, Settings(str(folder)))


# -- the file ----------------------------------------------------------------------------------------


def test_what_is_changed_is_in_force_again_next_time(kept: Path) -> None:
    assert (Settings(str(kept)).motion, Settings(str(kept)).width) == ("full", USUAL_WIDTH)
    assert not kept.exists(), "looking writes nothing"
    Settings(str(kept)).change(motion="none", width=60, theme=NEWSPRINT)
    again = Settings(str(kept))
    assert (again.motion, again.width, again.theme, again.trouble) == ("none", 60, NEWSPRINT, "")


def test_what_another_version_kept_there_stays(kept: Path) -> None:
    kept.mkdir()
    (kept / FILE).write_text('{"width": 80, "volume": 11}')
    settings = Settings(str(kept))
    settings.change(motion="none")
    assert json.loads((kept / FILE).read_text()) == {"width": 80, "motion": "none", "volume": 11}


@pytest.mark.parametrize(
    "text", ["not json", "[1, 2]", "", "null", "{" * 3000, '"' + "x" * 200_000 + '"', '{"a": 1} tail', "\x00"]
)
def test_a_broken_file_is_told_and_left_until_something_is_changed(kept: Path, text: str) -> None:
    kept.mkdir()
    (kept / FILE).write_text(text)
    settings = Settings(str(kept))
    assert (settings.motion, settings.width) == ("full", USUAL_WIDTH)
    assert "holds no settings of this program" in settings.trouble
    settings.change(motion="full")
    assert (kept / FILE).read_text() == text, "nothing has been changed"
    settings.change(width=60)
    assert json.loads((kept / FILE).read_text())["width"] == 60
    assert (kept / f"{FILE}.old").read_text() == text
    assert not settings.trouble
    assert Settings(str(kept)).width == 60


def test_bytes_that_are_no_text_are_told_too(kept: Path) -> None:
    kept.mkdir()
    (kept / FILE).write_bytes(b"\xff\xfe\x00\x01")
    assert "holds no settings" in Settings(str(kept)).trouble


@pytest.mark.parametrize(
    ("name", "value"), [("motion", "some"), ("width", 7), ("width", True), ("width", "60"), ("theme", 3)]
)
def test_a_value_that_cannot_be_used_is_told_and_the_others_count(
    kept: Path, name: str, value: object
) -> None:
    kept.mkdir()
    found = {"theme": NIGHT, "motion": "none", "width": 60, name: value}
    (kept / FILE).write_text(json.dumps(found))
    settings = Settings(str(kept))
    assert f"under {name} cannot be used" in settings.trouble
    others = {"theme": NIGHT, "motion": "none", "width": 60}
    del others[name]
    assert all(getattr(settings, other) == value for other, value in others.items())


def test_a_folder_that_cannot_be_written_is_told_and_the_setting_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings = Settings(str(tmp_path / "file" / "below"))
    settings.change(width=60)
    assert settings.width == 60
    assert "cannot be kept" in settings.trouble


def test_a_write_that_fails_halfway_leaves_the_old_file_whole(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Settings(str(kept)).change(width=60)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    settings = Settings(str(kept))
    settings.change(width=80)
    assert "No space left on device" in settings.trouble
    assert Settings(str(kept)).width == 60


def test_a_terminal_set_to_no_animations_starts_without_motion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    assert Settings().motion == "none"


# -- the screen --------------------------------------------------------------------------------------


async def open_settings(pilot) -> None:  # type: ignore[no-untyped-def]
    await pilot.pause()
    await click(pilot, "  Settings")
    await pilot.pause()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_a_change_holds_at_once_and_on_the_next_start(
    opened: Opener, kept: Path, size: tuple[int, int]
) -> None:
    app = shell(opened, kept)
    async with app.run_test(size=size) as pilot:
        await open_settings(pilot)
        before = app.theme
        await press(pilot, "right")
        assert app.theme != before
        await press(pilot, "left", "left")
        theme = app.theme
        await press(pilot, "j", "enter", "down", "space")
        assert (app.settings.motion, app.settings.width) == ("none", 60)
        assert app.animation_level == "none"
        assert "60 columns" in seen(pilot)
        await press(pilot, "escape")
        assert "Begin" in seen(pilot)
    again = shell(opened, kept)
    async with again.run_test(size=size) as pilot:
        await pilot.pause()
        assert again.theme == theme
        assert again.animation_level == "none"
        assert again.settings.width == 60


async def test_settings_are_changed_by_mouse(opened: Opener, kept: Path) -> None:
    app = shell(opened, kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_settings(pilot)
        row = next(y for y, row in enumerate(rows(pilot)) if "Text width" in row)
        await pilot.click(offset=(rows(pilot)[row].index("◂"), row))
        await pilot.pause()
        assert app.settings.width == 72
        await pilot.click(offset=(rows(pilot)[row].index("▸"), row))
        await pilot.pause()
        assert app.settings.width == 80


async def test_the_sample_is_as_wide_as_a_line_may_be(opened: Opener, kept: Path) -> None:
    app = shell(opened, kept)
    async with app.run_test(size=(140, 40)) as pilot:
        await open_settings(pilot)
        await press(pilot, "down", "down")
        for _ in range(3):
            width = app.settings.width
            start = next(y for y, row in enumerate(rows(pilot)) if "So long a line" in row)
            lines = [row.strip(" │") for row in rows(pilot)[start : start + 3]]
            assert width - 12 < max(map(len, lines)) <= width
            await press(pilot, "right")


async def test_a_theme_chosen_from_the_palette_is_remembered(opened: Opener, kept: Path) -> None:
    app = shell(opened, kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for theme in (CONTRAST, NIGHT):
            app.theme = theme
            await pilot.pause()
            assert Settings(str(kept)).theme == theme


async def test_a_theme_that_is_no_more_is_told(opened: Opener, kept: Path) -> None:
    Settings(str(kept)).change(theme="gone")
    async with (app := shell(opened, kept)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == NIGHT
        assert "There is no theme “gone” any more" in seen(pilot)


async def test_a_broken_file_is_told_on_the_front_page(opened: Opener, kept: Path) -> None:
    kept.mkdir()
    (kept / FILE).write_text("{")
    async with shell(opened, kept).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "holds no settings of this program" in " ".join(seen(pilot).split())
        assert (kept / FILE).read_text() == "{"


async def test_the_settings_are_reached_while_a_run_is_played(opened: Opener, kept: Path) -> None:
    app = shell(opened, kept, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        names = {command.title for command in app.get_system_commands(app.screen)}
        assert "Settings" in names
        app.action_settings()
        await pilot.pause()
        assert "Text width" in seen(pilot)
        await press(pilot, "q")
        assert "The lamp smokes." in seen(pilot)


async def test_the_archive_is_one_of_the_themed_pages(opened: Opener, kept: Path) -> None:
    app = shell(opened, kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "The archive of sources")
        assert isinstance(app.screen, Archive)
        for theme in list(app.available_themes):
            app.theme = theme
            await pilot.pause()
            assert "Search: a name" in seen(pilot)
