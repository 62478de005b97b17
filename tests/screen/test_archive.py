"""The archive of sources and where they stand: what may be read before the week, found and read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.screen.archive_papers import KINDS, holdings
from vikzhel.screen.front_papers import known_by
from vikzhel.screen.screens.archive import Archive
from vikzhel.screen.widgets.page import Page
from vikzhel.story.packs import read_pack

from .conftest import Opener
from .reading import click, press, rows, seen

TALKS = Path(pack_folder("talks"))
FIRST = date(1917, 10, 29)


@pytest.fixture(scope="module")
def program() -> Program:
    return Program(read_pack(TALKS))


def test_before_a_week_is_finished_nothing_later_than_the_first_day_is_open(program: Program) -> None:
    quotes = program.pack.evidence.quotes
    held = holdings(program, finished=False)
    words = [entry.id.partition("/")[2] for entry in held.entries if entry.id.startswith("quote/")]
    assert words
    assert all(quotes[name].date_os <= FIRST for name in words)  # type: ignore[index]
    assert len(words) + held.shut == len(quotes)
    people = [entry for entry in held.entries if entry.id.startswith("person/")]
    told = " ".join(line.plain for entry in people for line in entry.page(80))
    assert "Later:" not in told
    for later in ("4 Nov", "30 Oct", "1936", "1938"):
        assert later not in told


def test_once_a_week_is_finished_everything_is_open(program: Program) -> None:
    held = holdings(program, finished=True)
    assert held.shut == 0
    evidence = program.pack.evidence
    ids = {entry.id for entry in held.entries}
    assert {f"quote/{name}" for name in evidence.quotes} | {
        f"person/{name}" for name in evidence.people
    } <= ids


def test_every_source_says_who_when_what_kind_and_what_it_cannot_tell(program: Program) -> None:
    sources = [e for e in holdings(program, finished=True).entries if e.id.startswith("source/")]
    kinds = {str(source.kind) for source in program.pack.evidence.sources.values()}
    assert kinds <= KINDS.keys()
    for entry in sources:
        told = " ".join(line.plain for line in entry.page(80))
        assert "Who:" in told
        assert "When:" in told
        assert any(f"{words.split(':')[0]}:" in told for words in KINDS.values())


def test_hindsight_is_left_out_sentence_by_sentence() -> None:
    text = "Chairs the congress. Resigns on 4 Nov 1917. Left on 26 Oct; shot in 1936. Ends it later."
    assert known_by(text, FIRST) == "Chairs the congress. Left on 26 Oct"
    assert known_by(text, None) == text
    assert known_by("Voted on 29-30 October.", FIRST) == ""


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_a_search_finds_what_holds_every_word(opened: Opener, size: tuple[int, int]) -> None:
    async with (app := opened(TALKS)).run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        assert isinstance(app.screen, Archive)
        everything = rows(pilot)[0]
        await press(pilot, *"reed memoir")
        assert rows(pilot)[0] != everything
        assert "Ten Days That Shook" in seen(pilot)
        await press(pilot, *"xyz")
        assert "Nothing here holds all of these words." in seen(pilot)
        await press(pilot, *["backspace"] * 3)
        assert "Ten Days That Shook" in seen(pilot)


async def test_the_entry_that_is_marked_is_read(opened: Opener) -> None:
    async with (app := opened(TALKS)).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        page = app.screen.query_one(Page)
        first = page.text
        await press(pilot, "down")
        assert page.text != first
        await press(pilot, "up")
        assert page.text == first
        await press(pilot, *"kautsky", "pagedown", "pageup")
        assert "Proletarian Revolution" in page.text
        assert "It cannot tell what the speaker doubted." in " ".join(page.text.split())


async def test_an_entry_is_chosen_by_mouse(opened: Opener) -> None:
    async with (app := opened(TALKS)).run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "2")
        first = app.screen.query_one(Page).text
        await click(pilot, "Leon Trotsky, 25 October")
        assert app.screen.query_one(Page).text != first
        assert "Leon Trotsky" in app.screen.query_one(Page).text


async def test_where_they_stand_gives_no_red_line_away(opened: Opener) -> None:
    async with (app := opened(TALKS)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "3")
        page = app.screen.query_one(Page)
        files = app.library.pack.files
        for issue in files.table.values():
            assert str(issue.label) in page.text
            for words in issue.positions.values():
                assert str(words) in page.text
        for bloc in files.blocs.values():
            assert str(bloc.name)[1:] in page.text
        assert "never “" not in page.text
        assert page.text.count("● ") == len(files.table)
        for later in ("Nov", "30 Oct", "31 Oct"):
            assert later not in page.text
