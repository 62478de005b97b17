"""The panels: made from the run as it stands, searched by typing, reached and left by keys and mouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from vikzhel.places import pack_folder
from vikzhel.play.events import Chosen, Ended, Offered, Quotation, SceneEntered, Speech
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.screen import journey, ledger, people, sources, stands
from vikzhel.screen.actions import GAME, deeds
from vikzhel.screen.front_papers import known_by
from vikzhel.screen.panels import panel as paper_of
from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.journal import END_ASKS, MIDDLE, MIDDLE_ASKS, START_ASKS, question
from vikzhel.screen.screens.panel import Panel
from vikzhel.screen.widgets.page import Page
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, Opener
from .reading import choose, click, page_words, press, rows, seen

SIZES = [(80, 24), (140, 40)]


def game(app: object) -> Game:
    assert isinstance(app.screen, Game)
    return app.screen


def panel(app: object) -> str:
    assert isinstance(app.screen, Panel)
    return page_words(app.screen.query_one(Page))


def text(matters: list[object], width: int = 76) -> str:
    return " ".join(" ".join(line.plain for matter in matters for line in matter(width)).split())


@pytest.fixture(scope="module")
def week() -> Program:
    return Program(read_pack(pack_folder("talks")))


def played(program: Program, seed: int, steps: int = 60) -> Run:
    chance = Random(seed)
    run = Run(program, chance.choice([str(name) for name in program.pack.files.roles]))
    while not run.over and len(run.steps) < steps:
        run.take(chance.choice(run.open).id)
    return run


# -- reaching them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("key", "head", "words"),
    [
        ("w", "Why", "Towards you, from −3 to +3"),
        ("t", "The table", "● Black"),
        ("s", "Where they stand", "Those by the stove"),
        ("q", "Sources met", "To whom"),
        ("p", "Who is who", "A porter [b]"),
        ("m", "What you have seen", "▶ The desk"),
        ("c", "Your card", "Answers to"),
        ("g", "Words", "This story explains no words"),
        ("h", "How this works", "Read, then choose."),
        ("question_mark", "Help", "Marks in the text"),
    ],
)
async def test_every_panel_has_a_key_that_opens_it_and_esc_closes_it(
    opened: Opener, size: tuple[int, int], key: str, head: str, words: str
) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        before = seen(pilot)
        for closing in ("escape",) if key in "wsqpg" else ("escape", key):
            await press(pilot, key)
            assert head in rows(pilot)[0]
            assert words in panel(app)
            await press(pilot, closing)
            assert seen(pilot) == before
        assert not game(app).kept.run.steps


def test_every_panel_of_the_game_is_among_the_deeds_and_so_in_bar_palette_and_help() -> None:
    from vikzhel.screen.panels import _PANELS

    named = {deed.action for deed in deeds(GAME)}
    assert {f"sheet('{name}')" for name in _PANELS} <= named


async def test_the_help_tells_every_key_there_is(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "question_mark")
        words = panel(app)
        for deed in deeds(GAME):
            assert f"{deed.key_words} {' '.join(deed.help.split())}" in words


async def test_panels_open_and_close_by_mouse(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        for name in ("Why", "Table", "Sources", "Map", "People", "Stands", "Card", "Words", "Help"):
            await click(pilot, name)
            assert isinstance(app.screen, Panel), name
            await click(pilot, "Esc Close")
            assert isinstance(app.screen, Game)


async def test_a_long_panel_is_read_to_its_end_by_keys(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "question_mark")
        page = app.screen.query_one(Page)
        assert "more: PgDn" in rows(pilot)[0]
        for key, back in (("pagedown", "pageup"), ("space", "b"), ("j", "k"), ("down", "up")):
            await press(pilot, key)
            assert page.first_line > 0, key
            await press(pilot, back)
            assert page.first_line == 0, back
        await press(pilot, "end")
        assert page.at_end
        assert "more: PgDn" not in rows(pilot)[0]
        await press(pilot, "home")
        assert page.first_line == 0


# -- looking something up --------------------------------------------------------------------------


async def test_typing_leaves_standing_only_what_has_those_words(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2")
        await press(pilot, "p")
        assert "Praskovia" not in panel(app), "not met yet"
        await press(pilot, "w")
        assert "Look up: w▏" in seen(pilot)
        await press(pilot, *"zz")
        assert "Nothing here has “wzz” in it." in panel(app)
        await press(pilot, "backspace", "backspace", "backspace", *"porter")
        assert "1 found" in seen(pilot)
        assert "A porter [b]" in panel(app)
        await press(pilot, "escape")
        assert "To look something up" in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, Game)


async def test_sources_are_found_by_any_of_their_words(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "q")
        whole = panel(app)
        for label in ("Who", "When", "To whom", "Why", "Kind", "Limits"):
            assert f" {label} " in f" {whole}"
        await press(pilot, *"conquerors")
        await press(pilot, "space", *"riots")
        assert "1 found" in seen(pilot)
        await press(pilot, *"xyzzy")
        assert "Nothing here has “conquerors riotsxyzzy” in it." in seen(pilot)


async def test_what_is_looked_up_is_forgotten_when_a_panel_is_closed(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "q", *"xyzzy")
        await press(pilot, "escape", "escape", "q")
        assert "To look something up" in seen(pilot)


# -- what stands on them ---------------------------------------------------------------------------


def test_the_ledger_tells_every_change_with_its_time_and_cause(week: Program) -> None:
    run = played(week, 5, steps=12)
    words = text(ledger.ledger(run))
    scene = None
    for event in run.events():
        scene = event if isinstance(event, SceneEntered) else scene
        cause = getattr(event, "because", "")
        if cause:
            assert " ".join(cause.split()) in words
            assert scene is None or scene.when is None or scene.when.words in words


@pytest.mark.parametrize("seed", range(6))
def test_sources_hold_every_quotation_met_and_no_other(week: Program, seed: int) -> None:
    run = played(week, seed, steps=9)
    met = {event.id for event in run.events() if isinstance(event, Quotation)}
    words = text(sources.sources(run)).replace("┃ ", "")
    for name, quote in week.pack.evidence.quotes.items():
        assert (" ".join(str(quote.text).split()) in words) == (str(name) in met)


@pytest.mark.parametrize("seed", range(6))
def test_the_map_names_what_was_seen_and_taken_and_nothing_else(week: Program, seed: int) -> None:
    run = played(week, seed)
    stops = journey.stops(run)
    entered = [event for event in run.events() if isinstance(event, SceneEntered)]
    assert {stop.scene.scene for stop in stops} == {event.scene for event in entered}
    words = text(journey.journey(run), 200)
    chosen = {event.id for event in run.events() if isinstance(event, Chosen)}
    offered = {option.id: option.text for e in run.events() if isinstance(e, Offered) for option in e.options}
    for name, option in offered.items():
        if name not in chosen and option not in {offered[taken] for taken in chosen if taken in offered}:
            assert option not in words
    titles = {str(scene.title) for name, scene in week.pack.files.scenes.items() if scene.title}
    places = {scene.where for scene in entered} | {scene.title for scene in entered}
    allowed = " ".join([*places, *(event.text for event in run.events() if isinstance(event, Chosen))])
    counts = " ".join(stop for found in stops for stop in found.counts)
    for title in titles:
        if title not in allowed and title not in counts and len(title) > 12:
            assert title not in words
    end = next((event.title for event in run.events() if isinstance(event, Ended)), "")
    assert not end or f"The end: {end}" in words


def test_the_map_marks_where_one_is_and_has_a_stub_for_each_thing_not_taken() -> None:
    run = Run(Program(read_pack(str(TRIAL))), "clerk")
    assert "▶ The desk A small room you are here" in text(journey.journey(run))
    run.take("wake")
    lines = [line.plain for matter in journey.journey(run) for line in matter(76)]
    assert any(line.strip() == "├─○ 2 others not taken" for line in lines), "stay and sit"
    assert any(line.strip() == "├─× one other barred" for line in lines), "shout"
    assert any("├─● Go and wake the porter" in line for line in lines)
    assert any("29 October, night" in line for line in lines)


@pytest.mark.parametrize("seed", range(6))
def test_people_are_those_met_or_named_as_they_were_known_that_day(week: Program, seed: int) -> None:
    run = played(week, seed, steps=8)
    words = text(people.people(run))
    told = " ".join(
        str(getattr(event, name))
        for event in run.events()
        for name in ("text", "line", "speaker")
        if hasattr(event, name)
    )
    room = {who for event in run.events() if isinstance(event, SceneEntered) for who in event.room}
    speakers = {str(name): str(quote.speaker) for name, quote in week.pack.evidence.quotes.items()}
    room |= {speakers[event.id] for event in run.events() if isinstance(event, Quotation)}
    room |= {event.who for event in run.events() if isinstance(event, Speech)}
    for name, person in week.pack.evidence.people.items():
        surname = str(person.name).split()[-1]
        if str(person.name) in words:
            assert surname in told or str(name) in room
        for hindsight in (person.fate, person.died, person.stance):
            assert not hindsight or str(hindsight)[:40] not in words


@pytest.mark.parametrize(
    ("post", "day", "known"),
    [
        (
            "Chairman of VTsIK (27 Oct - 8 Nov OS); CC member",
            date(1917, 10, 29),
            "Chairman of VTsIK; CC member",
        ),
        ("VTsIK; talks commission of 3 Nov", date(1917, 10, 29), "VTsIK"),
        ("VTsIK; talks commission of 3 Nov", date(1917, 11, 3), "VTsIK; talks commission of 3 Nov"),
        ("SR leader; premier (from 31 Oct)", date(1917, 10, 30), "SR leader"),
        ("SR leader; premier (from 31 Oct)", date(1917, 10, 31), "SR leader; premier (from 31 Oct)"),
        ("At Gatchina (27 Oct - 1 Nov)", date(1917, 11, 1), "At Gatchina (27 Oct - 1 Nov)"),
        ("At Gatchina (27 Oct - 1 Nov)", date(1917, 11, 2), ""),
        ("A Bolshevik (recent)", date(1917, 10, 29), "A Bolshevik (recent)"),
        ("Behind the rising of 29 Oct", None, "Behind the rising of 29 Oct"),
        ("", date(1917, 10, 29), ""),
    ],
)
def test_a_post_is_told_as_it_was_known_that_day(post: str, day: date | None, known: str) -> None:
    assert known_by(post, day) == known


@pytest.mark.parametrize("seed", range(6))
def test_where_they_stand_tells_only_the_lines_that_were_learnt(week: Program, seed: int) -> None:
    run = played(week, seed, steps=14)
    learnt = {pair for event in run.events() for pair in getattr(event, "reveals", ())}
    words = text(stands.stands(run), 96)
    for name, bloc in week.pack.files.blocs.items():
        known = any(bloc_id == name for bloc_id, _ in learnt)
        told = f"{str(bloc.name)[:1].upper()}{str(bloc.name)[1:]}:"
        assert (told in words) == known


def test_where_they_stand_marks_how_the_draft_suits_those_who_are_known() -> None:
    run = Run(Program(read_pack(str(TRIAL))), "clerk")
    rows_ = [line.plain for matter in stands.stands(run) for line in matter(60)]
    assert next(row for row in rows_ if "by the stove" in row).split()[-1] == "?"
    run.take("wake")
    rows_ = [line.plain for matter in stands.stands(run) for line in matter(60)]
    assert next(row for row in rows_ if "by the stove" in row).split()[-1] == "+"
    assert next(row for row in rows_ if "by the door" in row).split()[-1] == "?"


# -- the journal -----------------------------------------------------------------------------------


def test_the_journal_asks_at_the_start_in_the_middle_and_at_the_end(week: Program) -> None:
    run = Run(week, "kamenev")
    assert question(run) == START_ASKS
    chance = Random(1)
    while len(run.decisions()) < MIDDLE:
        run.take(chance.choice(run.open).id)
    assert question(run) == MIDDLE_ASKS
    while not run.over:
        run.take(chance.choice(run.open).id)
    assert question(run) == END_ASKS


async def test_a_line_of_the_journal_is_kept_with_the_run(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2")
        await press(pilot, "d")
        assert START_ASKS[:40] in seen(pilot)
        await press(pilot, *"No [red]sleep[/].", "enter")
        assert "— No [red]sleep[/]." in seen(pilot)
        await press(pilot, "escape")
        kept = game(app).kept
        assert [note.text for note in kept.notes] == ["No [red]sleep[/]."]
        assert [step.id for step in kept.run.steps] == ["wake"], "what is typed there chooses nothing"
    again = opened(TRIAL).library.begin("", kept.code)
    assert [note.text for note in again.notes] == ["No [red]sleep[/]."]


# -- going back ------------------------------------------------------------------------------------


async def test_undo_goes_back_to_any_decision_by_number_and_by_mouse(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(pilot, "2", "1", "3", "1")
        assert len(game(app).kept.run.steps) > 3
        await press(pilot, "u")
        assert "The count: Sweet tea for everybody" in seen(pilot)
        assert "29 October, 22:00, A small room" in seen(pilot)
        await press(pilot, "2")
        assert [step.id for step in game(app).kept.run.steps] == ["wake"]
        await press(pilot, "u")
        await click(pilot, "Go and wake the porter")
        assert not game(app).kept.run.steps


def test_help_says_what_to_type_to_go_on_from_wherever_runs_are_kept(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "a stick"
    kept = opened(TRIAL, data=str(folder)).library.begin("clerk")
    told = text(paper_of("help", kept).matters, 400)
    assert f"vikzhel play {TRIAL} --resume {kept.code} --data '{folder}'" in told
    assert "--plain" not in told.partition("To go on with it later")[2]
    kept.close()
