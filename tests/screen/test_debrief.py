"""Looking back on the screen: the debrief, runs side by side, playing on; in the words that plain mode says."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from textual.pilot import Pilot

from packs import write_pack
from vikzhel.aloud import sheets
from vikzhel.archive import compare_pages, pages
from vikzhel.archive.arrivals import receive
from vikzhel.archive.compare import compare
from vikzhel.archive.debrief import debrief
from vikzhel.archive.gather import Gathered
from vikzhel.archive.record import record_run, recorded
from vikzhel.archive.sheet import Chart, Part, Sheet, Table
from vikzhel.archive.store import Store
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.proof.aside import Aside
from vikzhel.screen.app import _open
from vikzhel.screen.gone_over import column_widths, part_set
from vikzhel.screen.screens.debrief import Comparison, Debrief, Laid
from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.undo import Undo
from vikzhel.screen.screens.weeks import Against, Weeks
from vikzhel.screen.shell import Shell
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, click, press, rows, seen

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
SNAPSHOTS = Path(__file__).parent / "snapshots"
STORIES = {"trial": str(TRIAL), "tutorial": str(TUTORIAL), "talks": pack_folder("talks")}
TO_THE_END = ("2", "1", "1", "3", "1")
"""What ends a night of the clerk's; the wind turns as chance has it."""
TITLES = ["Your story in ten lines", "Beside it, the record", "Turning points", "How historians read it",
          "Questions, and what you brought to them"]  # fmt: skip


def laid(app: Shell) -> Laid:
    assert isinstance(app.screen, Laid)
    return app.screen


async def ended(pilot: Pilot[None], *keys: str) -> None:
    """Play a night to its end."""
    assert isinstance(pilot.app.screen, Game)
    pilot.app.screen._chance = Random(1)
    await pilot.pause()
    await choose(pilot, *(keys or TO_THE_END))
    assert pilot.app.screen.kept.run.over
    await press(pilot, "end")


async def all_odds(pilot: Pilot[None]) -> None:
    """Wait until no better odds will come, and the screen has them."""
    screen = pilot.app.screen
    assert isinstance(screen, Laid)
    for aside in screen.source._asides:
        aside.wait(60, complete=True)
    for _ in range(200):
        if not screen.source.state:
            break
        await pilot.pause(0.05)
    screen._ask()
    await pilot.pause()


async def toasted(pilot: Pilot[None], words: str) -> None:
    """Wait until something is said in passing."""
    for _ in range(100):
        if words in " ".join(toast.message for toast in pilot.app._notifications):
            return
        await pilot.pause(0.02)
    raise AssertionError(words)


# -- the law: the words of plain mode --------------------------------------------------------------


def ended_at_random(program: Program, seed: int) -> Run:
    chance = Random(seed)
    run = Run(program, chance.choice([str(name) for name in program.pack.files.roles]))
    while not run.over:
        option = chance.choice(run.open)
        foretold = {"prediction": "carried", "sureness": 2} if option.kind == "vote" else {}
        run.take(option.id, **foretold)  # type: ignore[arg-type]
    return run


def squeezed(text: str) -> str:
    """Return words without the blanks that lines are broken and set with."""
    return "".join(text.split())


def words_of(text: str) -> list[str]:
    return re.findall(r"\w{1,14}", text)


def same_words(sheet: Sheet, width: int) -> None:
    """Assert that a sheet set in type says what plain mode says of it, in order, and besides only draws its charts.

    Of a table that is set as one, its cells stand there in place of the sentences.
    """
    for number, part in enumerate(sheet.parts):
        tables = [
            b
            for b in (*part.blocks, *part.more)
            if isinstance(b, Table) and b.whole and column_widths(b, width)
        ]
        for table in tables:
            alone = replace(sheet, lead=(), parts=(Part("", (table,)),))
            shown = {
                word
                for matter in part_set(alone, 0)
                for line in matter(width)
                for word in words_of(line.plain)
            }
            cells = (*table.columns, *(cell for row in table.rows for cell in row.cells))
            assert {word for cell in cells for word in words_of(cell)} <= shown
        rest = replace(part, blocks=tuple(block for block in part.blocks if block not in tables))
        part, sheet = rest, replace(sheet, parts=(*sheet.parts[:number], rest, *sheet.parts[number + 1 :]))
        screen = squeezed("".join(line.plain for matter in part_set(sheet, number) for line in matter(width)))
        told = [line for block in sheets.told(part, 1, 1) for line in block][1:]
        told += [line for block in sheets.more(part) for line in block]
        if number == 0:
            told = [*sheet.lead, *told]
        headings = {block.heading for block in (*part.blocks, *part.more) if block.heading}
        at = 0
        left = ""
        for line in told:
            words = squeezed(line[:-1] if line[:-1] in headings else line)
            found = screen.find(words, at)
            assert found >= 0, f"not told on the screen, or not in order: {line!r}"
            left += screen[at:found]
            at = found + len(words)
        left += screen[at:]
        if not any(isinstance(block, Chart) for block in part.blocks):
            assert re.fullmatch("[—▸]*", left)


def sheets_of(story: str, seed: int) -> list[Sheet]:
    program = Program(read_pack(Path(STORIES[story])))
    run, other = ended_at_random(program, seed), ended_at_random(program, seed + 100)
    aside = Aside(str(program.pack.folder), run.role, [step.id for step in run.steps], more=0)
    odds = aside.wait(60)
    aside.close()
    assert odds is not None
    beside = [Gathered("one", run), Gathered("two", other)]
    found = [pages.sheet(debrief(run)), pages.sheet(debrief(run, "a-code", odds))]
    found.append(compare_pages.sheet(compare(beside, [odds, None])))
    others = (ended_at_random(program, seed + n) for n in range(200, 260))
    if man := next((week for week in others if week.role != run.role), None):
        found.append(compare_pages.sheet(compare([beside[0], Gathered("another man", man)], [odds, None])))
    if recorded(program, run.role):
        his = [Gathered("one", run), Gathered("the record", record_run(program, run.role, run))]
        found.append(compare_pages.sheet(compare(his, [odds, odds])))
    return found


@pytest.mark.parametrize(("story", "seed"), [("trial", 1), ("trial", 2), ("tutorial", 1), ("talks", 1)])
def test_the_screen_says_the_words_of_plain_mode_and_no_line_is_too_wide(story: str, seed: int) -> None:
    for sheet in sheets_of(story, seed):
        for width in (54, 76):
            same_words(sheet, width)
            for number in range(len(sheet.parts)):
                assert all(
                    line.cell_length <= width for matter in part_set(sheet, number) for line in matter(width)
                )


# -- opening it and getting about ------------------------------------------------------------------


@SIZES
async def test_enter_on_the_last_page_goes_on_to_the_debrief_and_through_it(
    opened: Opener, size: tuple[int, int]
) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=size) as pilot:
        await ended(pilot)
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, Debrief)
        for number, title in enumerate(TITLES, 1):
            await all_odds(pilot)
            assert f"▸{number}" in seen(pilot)
            assert title.split(",")[0] in seen(pilot)
            assert f"{number} of 5" in rows(pilot)[0]
            for _ in range(40):
                if not laid(app).page.at_end:
                    await press(pilot, "enter")
            await press(pilot, "enter")
        assert laid(app).at == 4
        await press(pilot, "escape")
        assert isinstance(app.screen, Game)


@SIZES
async def test_every_part_is_reached_by_number_by_arrows_and_by_mouse(
    opened: Opener, size: tuple[int, int]
) -> None:
    async with (app := opened(TUTORIAL, "clerk")).run_test(size=size) as pilot:
        await ended(pilot, "2")
        await click(pilot, "Go over it")
        await press(pilot, "3")
        assert laid(app).at == 2
        await press(pilot, "right", "tab", "right")
        assert laid(app).at == 4
        await press(pilot, "9", "0")
        assert laid(app).at == 4
        await press(pilot, "left", "shift+tab")
        assert laid(app).at == 2
        await click(pilot, "How historians read it")
        assert laid(app).at == 3
        await click(pilot, " 2 ")
        assert laid(app).at == 1
        assert "Debrief" in rows(pilot)[0]
        await press(pilot, "question_mark")
        assert "Hold another run, or the record, against this one" in " ".join(seen(pilot).split())
        await press(pilot, "escape")
        await click(pilot, "Esc Close")
        assert isinstance(app.screen, Game)


async def test_a_part_is_found_again_where_it_was_left(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await ended(pilot)
        await press(pilot, "o", "5", "space")
        line = laid(app).page.first_line
        assert line
        await press(pilot, "1", "5")
        assert laid(app).page.first_line == line


async def test_before_the_end_there_is_nothing_to_go_over(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end", "o")
        assert isinstance(app.screen, Game)
        await toasted(pilot, "It can be gone over once it has ended.")


# -- the odds come in ------------------------------------------------------------------------------


async def test_the_odds_come_in_where_one_is_reading_and_their_process_ends_with_the_screen(
    opened: Opener,
) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await ended(pilot)
        await press(pilot, "o", "3")
        screen = laid(app)
        if screen.source.odds[0] is None and not screen.source.over:
            assert "The odds of this run have not been worked out." in screen.page.text
            assert "The odds are being worked out" in seen(pilot)
        await all_odds(pilot)
        assert screen.at == 2
        assert "All these figures are exact" in screen.page.text
        assert "being worked out" not in seen(pilot)
        process = screen.source._asides[0]._process
        await press(pilot, "escape")
        assert not screen.is_attached
        assert process is None or process.poll() is not None


async def test_closing_the_game_ends_the_process_too(opened: Opener) -> None:
    async with (app := opened(pack_folder("talks"), "martov")).run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, Game)
        kept = app.screen.kept
        chance = Random(3)
        while not kept.run.over:
            kept.take(chance.choice(kept.run.open).id)
        await press(pilot, "o")
        process = laid(app).source._asides[0]._process
        assert process is not None
        assert process.poll() is None
    assert process.poll() is not None


# -- kept runs, runs side by side, playing on ------------------------------------------------------


def finished(opened: Opener, data: str, *ids: str) -> str:
    kept = opened(TUTORIAL, data=data).library.begin("clerk")
    for option in ids:
        kept.take(option)
    kept.close()
    return kept.code


def last_option(opened: Opener, number: int) -> str:
    run = opened(TUTORIAL).library.begin("clerk").run
    return run.open[number].id


async def test_a_finished_run_opens_on_its_debrief(opened: Opener, tmp_path: Path) -> None:
    data = str(tmp_path / "kept")
    code = finished(opened, data, last_option(opened, 1))
    async with (app := opened(TUTORIAL, data=data)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "Runs that are kept")
        assert isinstance(app.screen, Weeks)
        await press(pilot, "1")
        assert isinstance(app.screen, Debrief)
        assert f"This run is kept as {code}." in laid(app).page.text
        await press(pilot, "escape")
        assert isinstance(app.screen, Game)


async def test_a_finished_run_resumed_by_its_code_opens_on_its_debrief_too(
    opened: Opener, tmp_path: Path
) -> None:
    data = str(tmp_path / "kept")
    code = finished(opened, data, last_option(opened, 1))
    shell = _open(str(TUTORIAL), "", code, data, "", True)
    async with shell.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert isinstance(shell.screen, Debrief)
        await press(pilot, "escape")
        assert isinstance(shell.screen, Game)


@SIZES
async def test_a_run_is_held_against_another(opened: Opener, tmp_path: Path, size: tuple[int, int]) -> None:
    data = str(tmp_path / "kept")
    other = finished(opened, data, last_option(opened, 0))
    code = finished(opened, data, last_option(opened, 1))
    async with (app := opened(TUTORIAL, data=data)).run_test(size=size) as pilot:
        await pilot.pause()
        await click(pilot, "Runs that are kept")
        await click(pilot, code)
        await press(pilot, "c")
        assert isinstance(app.screen, Weeks)
        assert code not in seen(pilot)
        await click(pilot, other)
        assert isinstance(app.screen, Comparison)
        await all_odds(pilot)
        assert "Two runs side by side" in rows(pilot)[0]
        words = " ".join(laid(app).page.text.split())
        assert code in words
        assert other in words
        await press(pilot, "3")
        assert "The odds of “" in laid(app).page.text
        await press(pilot, "c", "f", "escape")
        assert isinstance(app.screen, Debrief)


async def test_runs_are_held_against_each_other_from_the_list_of_kept_runs(
    opened: Opener, tmp_path: Path
) -> None:
    data = str(tmp_path / "kept")
    codes = {finished(opened, data, last_option(opened, number)) for number in (0, 1)}
    async with (app := opened(TUTORIAL, data=data)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "Runs that are kept")
        await press(pilot, "down", "c")
        assert "Hold against it" in rows(pilot)[0]
        await press(pilot, "escape", "c")
        await click(pilot, next(code for code in codes if code in seen(pilot)))
        assert isinstance(app.screen, Comparison)
        assert all(code in laid(app).page.text for code in codes)
        await press(pilot, "escape")
        assert isinstance(app.screen, Weeks)


async def test_several_are_marked_and_held_against_a_run_the_record_and_one_from_elsewhere_among_them(
    opened: Opener, tmp_path: Path
) -> None:
    data, away = str(tmp_path / "kept"), str(tmp_path / "away")
    story = opened(TRIAL, data=data)
    codes = []
    for where, seed in ((data, 1), (data, 2), (away, 3)):
        kept = opened(TRIAL, data=where).library.begin("clerk")
        chance = Random(seed)
        while not kept.run.over:
            kept.take(chance.choice(kept.run.open).id)
        codes.append(kept.code)
        kept.close()
    store = Store.open(away)
    handed_in = store.played(codes[2])
    store.close()
    store = Store.open(data)
    codes[2] = receive(store, handed_in).code
    store.rename(codes[1], "Group 4")
    store.close()
    assert story.library.weeks()
    async with (app := opened(TRIAL, data=data)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click(pilot, "Runs that are kept")
        assert "from another computer" in seen(pilot)
        await click(pilot, codes[0])
        await press(pilot, "c")
        assert isinstance(app.screen, Against)
        assert "“Group 4”" in seen(pilot)
        await press(pilot, "space", "down", "space", "3")
        assert seen(pilot).count("✓") == 3
        await press(pilot, "3", "3", "enter")
        assert isinstance(app.screen, Comparison)
        await all_odds(pilot)
        assert "Four runs side by side" in rows(pilot)[0]
        words = " ".join(laid(app).page.text.split())
        assert all(name in words for name in (codes[0], "Group 4", codes[2], "the record"))
        await press(pilot, "4")
        assert "D  " in laid(app).page.text, "the odds of all four are drawn one over the other"


async def test_a_run_is_held_against_the_record(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await ended(pilot)
        await press(pilot, "o", "c")
        assert "The record" in seen(pilot)
        await press(pilot, "1")
        assert isinstance(app.screen, Comparison)
        assert "the record" in laid(app).page.text


async def test_where_there_is_no_other_run_it_is_said(opened: Opener, tmp_path: Path) -> None:
    scenes = "  start: {{e}, text: So., choices: [{id: a, text: A, goto: end}, {id: b, text: B, goto: end}]}\n  end: {{e}, ending: over}\n"
    pack = write_pack(tmp_path / "pack", scenes)
    app = opened(pack)
    role = str(next(iter(app.library.pack.files.roles)))
    async with (app := opened(pack, role)).run_test(size=(80, 24)) as pilot:
        await ended(pilot, "1")
        await press(pilot, "o", "c")
        await toasted(pilot, "There is no other run to hold against it yet.")


async def test_a_run_can_be_played_on_from_any_of_its_decisions_and_stays_as_it_is(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await ended(pilot)
        assert isinstance(app.screen, Game)
        old = app.screen.kept
        steps = list(old.run.steps)
        await press(pilot, "o", "f")
        assert isinstance(app.screen, Undo)
        assert "Play on from" in rows(pilot)[0]
        await press(pilot, "f", "f")  # the key that opened it closes it
        await click(pilot, "Go and wake the porter")
        assert isinstance(app.screen, Game)
        new = app.screen.kept
        assert new.code != old.code
        assert new.run.steps == []
        await toasted(pilot, f"{old.code} stays as it was.")
        store = app.library.begin("clerk", old.code)
        assert list(store.run.steps) == steps
        assert new.store is not None
        assert new.store.row_of(new.code).parent == old.code


async def test_going_back_from_a_finished_week_begins_a_new_run_and_the_week_stays(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await ended(pilot)
        assert isinstance(app.screen, Game)
        old = app.screen.kept
        steps = list(old.run.steps)
        await press(pilot, "u")
        assert "Go back to, in a new run" in rows(pilot)[0]
        await press(pilot, "1")
        await toasted(pilot, f"{old.code} stays as it was.")
        assert isinstance(app.screen, Game)
        new = app.screen.kept
        assert new.code != old.code
        assert not new.run.over
        again = app.library.begin("clerk", old.code)
        assert again.run.over
        assert list(again.run.steps) == steps


async def test_on_a_second_week_what_was_chosen_and_read_before_is_marked(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(80, 24)) as pilot:
        await ended(pilot)
        await press(pilot, "2")
        assert isinstance(app.screen, Game)
        assert "You have read this in an earlier run: End goes on to what you do." in app.screen.story.text
        await press(pilot, "end")
        assert seen(pilot).count("You chose this last time.") == 1
        await press(pilot, "1")
        assert "You have read this" not in app.screen.story.text.split("›")[-1], "it is new"


# -- hostile words, and how it looks ---------------------------------------------------------------


async def test_hostile_words_are_shown_and_not_obeyed(opened: Opener) -> None:
    async with (app := opened(TRIAL, "clerk")).run_test(size=(140, 40)) as pilot:
        await ended(pilot, "1", "1", "1", "3", "1")
        await press(pilot, "o")
        await all_odds(pilot)
        told = ""
        for part in "12345":
            await press(pilot, part)
            told += squeezed(laid(app).page.text)
        assert squeezed("Stay [@click=app.quit]where[/] you are") in told
        assert "\x1b" not in told
        await press(pilot, "3")
        await click(pilot, "[@click=app.quit]")
        assert isinstance(app.screen, Debrief)
        assert app.is_running


@SIZES
@pytest.mark.parametrize("name", ["lines", "record", "turning", "readings", "rest", "beside"])
async def test_it_looks_as_it_did(
    opened: Opener, name: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vikzhel.archive.store.new_code", lambda taken: "copper-tram-nine")
    keys = {"lines": "1", "record": "2", "turning": "3", "readings": "4", "rest": "5", "beside": "c1"}[name]
    async with (app := opened(TRIAL, "clerk")).run_test(size=size) as pilot:
        await ended(pilot)
        await press(pilot, "o", *keys)
        assert isinstance(app.screen, Laid)
        await all_odds(pilot)
        now = "\n".join(rows(pilot)) + "\n"
    file = SNAPSHOTS / f"debrief-{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("VIKZHEL_REGENERATE"):
        file.write_text(now, encoding="utf-8")
    assert file.is_file(), f"{file.name} is missing; make it with VIKZHEL_REGENERATE=1"
    assert now == file.read_text(encoding="utf-8")
