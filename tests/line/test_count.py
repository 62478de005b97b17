"""Votes: what is asked before, what is told after, and what of it is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from vikzhel.archive.store import Store
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sit, VotePack


def test_a_vote_is_told_bloc_by_bloc_with_the_count_and_the_record(sit: Sit, vote_pack: VotePack) -> None:
    played = sit(vote_pack(), ["1 3"])
    assert played.text.count("Will it carry?") == 1
    told = played.text.partition("You are certain: carried.\n\n")[2].partition("\n\nScene:")[0]
    assert told == (
        "Vote. The council: That tea be served.\n"
        "The hard ones, 1 vote: against. They take coffee.\n"
        "The soft ones, 5 votes: for.\n\n"
        "Carried: 5 for, 1 against, 0 abstaining. It needed more votes for than against.\n"
        "So you expected.\n\n"
        "On the record: 4 for, votes against not recorded, 2 abstaining.\n"
        "The clerk was asleep.\n"
        "Source: The hall, 29 October (New Style 11 November). In: The Tea Book; The Cup; and 1 more, under Sources."
    )


@pytest.mark.parametrize(
    ("typed", "prediction", "sureness", "said"),
    [
        (["1 3"], "carried", 3, "You are certain: carried."),
        (["2", "1"], "lost", 1, "You guess: lost."),
        (["2", "dunno", "2 1"], "lost", 1, "You guess: lost."),
        (["Lost, 2"], "lost", 2, "You are fairly sure: lost."),
        (["3"], "unsure", 0, "You cannot tell."),
        (["skip"], "", 0, "You make no guess."),
        (["1 9", "why", "", "maybe", "SKIP"], "", 0, "You make no guess."),
    ],
)
def test_a_prediction_is_asked_for_and_kept(
    typed: list[str], prediction: str, sureness: int, said: str, sit: Sit, vote_pack: VotePack, tmp_path: Path
) -> None:
    folder = vote_pack()
    played = sit(folder, typed)
    assert said in played.lines
    (step,) = Store.open(str(tmp_path / "data")).resume(played.code, Program(read_pack(folder))).run.steps
    assert (step.prediction, step.sureness) == (prediction, sureness)


def test_hearsay_carries_no_figures_no_rolls_and_no_record(sit: Sit, vote_pack: VotePack) -> None:
    told = sit(vote_pack("hearsay"), ["skip", ""]).text.partition("You make no guess.")[2]
    assert "They say that it was carried. No figures have reached you." in told
    told = told.partition("You can go over it now.")[0]
    assert not re.search(r"\d", told)
    assert "ones" not in told
    assert "record" not in told


def test_a_guess_can_be_left_at_any_point(sit: Sit, vote_pack: VotePack) -> None:
    folder = vote_pack()
    for lines in (["quit"], ["1", "quit"], ["2", "q"]):
        played = sit(folder, [*lines, "1 1"])
        assert played.lines[-2].startswith("vikzhel play ")
        assert "You guess" not in played.text


def test_only_the_vote_that_was_guessed_at_is_judged(sit: Sit, vote_pack: VotePack) -> None:
    played = sit(vote_pack(second=True), ["1 1"])
    assert "Vote. The council: More tea." in played.lines
    assert played.text.count("So you expected.") == 1


def test_news_says_that_it_is_news(sit: Sit, vote_pack: VotePack) -> None:
    assert "News of a vote. The council: That tea be served." in sit(vote_pack("news"), ["skip"]).lines


def test_a_vote_between_two_texts_names_the_texts(sit: Sit, vote_pack: VotePack) -> None:
    text = sit(vote_pack(rivals=True), ["2 2"]).text
    assert "Your guess: 1. They take Ana's text. 2. They take the old text. 3. I cannot tell." in text
    assert "You are fairly sure: they take the old text." in text
    assert "The soft ones, 5 votes: for Ana's text." in text
    assert (
        "Taken: Ana's text. 5 for Ana's text, 0 for the old text, 1 abstaining.\nYou expected otherwise."
        in text
    )


def test_a_vote_that_needs_two_thirds_says_so_before_and_after(sit: Sit, vote_pack: VotePack) -> None:
    folder = vote_pack(rivals=True)
    file = folder / "story.yaml"
    file.write_text(
        file.read_text("utf-8").replace("    between:", "    carry: two-thirds\n    between:"), "utf-8"
    )
    text = sit(folder, ["1 1"]).text
    assert "Ana's text needs two thirds of the votes for either text.\nYour guess: 1. They" in text
    assert "1 abstaining. Ana's text needed two thirds of the votes for either text." in text
    folder = vote_pack()
    file.write_text(
        file.read_text("utf-8").replace("    stance:", "    carry: two-thirds\n    stance:"), "utf-8"
    )
    text = sit(folder, ["1 1"]).text
    assert "It needs two thirds of the votes for and against.\nYour guess: 1. Carried." in text
    assert "0 abstaining. It needed two thirds of the votes for and against." in text
