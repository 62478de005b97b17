"""The law of the two front ends: the same choices tell the same words in the same order."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from vikzhel.aloud.say import Telling
from vikzhel.places import pack_folder
from vikzhel.play.events import Chosen, Ended, Event, Narration, Quotation, SceneEntered, Speech, VoteHeld
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.screen.manuscript import by_step
from vikzhel.screen.passage import pieces
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, TUTORIAL

STORIES = {"trial": str(TRIAL), "tutorial": str(TUTORIAL), "talks": pack_folder("talks")}

NARROWEST = 56
"""The column of text in the smallest terminal that can be played in."""


@pytest.fixture(scope="module", params=STORIES)
def program(request: pytest.FixtureRequest) -> Program:
    return Program(read_pack(Path(STORIES[request.param])))


def played(program: Program, seed: int) -> Run:
    chance = Random(seed)
    run = Run(program, chance.choice([str(name) for name in program.pack.files.roles]))
    while not run.over:
        option = chance.choice(run.open)
        if option.kind == "vote":
            run.take(option.id, prediction=chance.choice(["carried", "lost", "unsure"]), sureness=2)
        else:
            run.take(option.id)
    return run


def on_screen(run: Run, width: int) -> list[str]:
    """Return what the screen tells, step by step, without the marks that pages are set with."""
    told = []
    before = None
    for number, events in enumerate(by_step(run)):
        found = pieces(events, run, run.steps[number - 1] if number else None, before)
        before = found[-1].scene if found else before
        lines = [line.plain for piece in found for line in piece.matter(width)]
        told.append(bare(" ".join(lines)))
    return told


def aloud(run: Run) -> list[str]:
    """Return what the plain mode tells, step by step."""
    telling = Telling(run.program.pack, run.role)
    return [
        bare(
            " ".join(
                " ".join(block)
                for block in telling.tell(events, step=run.steps[number - 1] if number else None)
            )
        )
        for number, events in enumerate(by_step(run))
    ]


def bare(text: str) -> str:
    return " ".join(re.sub(r"[┃─═]", " ", text).split())


def words_of(event: Event) -> list[str]:
    """Return the story's own words in an event, in the order in which both tell them."""
    match event:
        case SceneEntered():
            return [] if event.again else [event.title]
        case Narration() | Quotation():
            return [event.text]
        case Speech():
            return [event.line]
        case Chosen():
            return [event.text]
        case VoteHeld():
            return [event.title]
        case Ended():
            told = [event.title, *(line.text for line in event.judgements)]
            told += [goal.text for goal in event.goals]
            return [*told, *(reading for _, reading in event.readings), *event.questions]
    return []


def in_order(wanted: list[str], text: str, who: str) -> None:
    at = 0
    for told in wanted:
        told = bare(told).rstrip(".")
        found = text.find(told, at)
        assert found >= 0, f"{who}: not told, or not in order: {told!r}"
        at = found + len(told)


@pytest.mark.parametrize("width", [NARROWEST, 76])
@pytest.mark.parametrize("seed", range(8))
def test_screen_and_plain_mode_tell_the_same_words_in_the_same_order(
    program: Program, seed: int, width: int
) -> None:
    run = played(program, seed)
    for events, screen, plain in zip(by_step(run), on_screen(run, width), aloud(run), strict=True):
        first = events is not None and isinstance(events[0], SceneEntered)
        wanted = [words for event in events for words in words_of(event) if words]
        if first and isinstance(events[0], SceneEntered) and events[0].title in wanted[:1]:
            in_order(wanted[:1], plain, "plain")  # on the screen the first head is the fixed one
            wanted = wanted[1:]
        in_order(wanted, screen, "screen")
        in_order(wanted, plain, "plain")


@pytest.mark.parametrize("seed", range(8))
def test_neither_tells_words_that_nobody_heard(program: Program, seed: int) -> None:
    """Long words of the story that are in no event of a step are in neither telling of it."""
    run = played(program, seed)
    every = {
        bare(str(block.text or block.line))
        for scene in program.pack.files.scenes.values()
        for block in scene.text
        if (block.text or block.line) and len(str(block.text or block.line)) > 40
    }
    for events, screen, plain in zip(by_step(run), on_screen(run, 76), aloud(run), strict=True):
        heard = {bare(words) for event in events for words in words_of(event)}
        for words in every:
            assert (words in screen) == (words in plain) == (words in heard)


@pytest.mark.parametrize("seed", range(8))
def test_both_give_every_cause_in_the_step_it_belongs_to(program: Program, seed: int) -> None:
    """A cause may be told in the middle of a sentence, without its capital and its stop."""
    run = played(program, seed)
    for events, screen, plain in zip(by_step(run), on_screen(run, 76), aloud(run), strict=True):
        for event in events:
            cause = bare(str(getattr(event, "because", ""))).rstrip(".")[1:]
            if cause:
                assert cause in screen
                assert cause in plain


@pytest.mark.parametrize("seed", range(4))
def test_no_line_is_wider_than_its_column(program: Program, seed: int) -> None:
    run = played(program, seed)
    for number, events in enumerate(by_step(run)):
        for piece in pieces(events, run, run.steps[number - 1] if number else None, None):
            for width in (NARROWEST, 76):
                assert all(line.cell_length <= width for line in piece.matter(width))
