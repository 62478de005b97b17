"""A second week in the plain mode: what was chosen and read before, the journal, playing on from a decision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.archive.store import Store

if TYPE_CHECKING:
    from conftest import Sit

SCENES = """\
  start: {{e}, title: The office, text: An office at dusk., choices: [
    {id: ask, text: Ask him, reply: He shrugs., because: You asked., mood: {ana: +1}, goto: hall},
    {id: wait, text: Wait here, reply: Nothing comes., goto: hall}]}
  hall: {{e}, title: The hall, text: A cold hall., choices: [{id: in, text: Go in, goto: end}, {id: out, text: Go out, goto: end}]}
  end: {{e}, ending: over}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack", SCENES)


def test_a_first_week_says_nothing_of_an_earlier_one(sit: Sit, pack: Path) -> None:
    assert "(You" not in sit(pack, ["1", "1"]).text


def test_a_second_week_marks_what_was_chosen_last_time_and_before(sit: Sit, pack: Path) -> None:
    sit(pack, ["1", "2"])
    sit(pack, ["2"])
    third = sit(pack, ["1"])
    assert "1. Ask him. (You have chosen this before.)" in third.lines
    assert "2. Wait here. (You chose this last time.)" in third.lines
    assert "1. Go in." in third.lines
    assert "2. Go out. (You chose this last time.)" in third.lines


def test_a_run_gone_on_with_is_not_its_own_earlier_week(sit: Sit, pack: Path) -> None:
    left = sit(pack, ["1"])
    assert "(You" not in sit(pack, ["undo", "again"], resume=left.code).text


def test_brief_leaves_out_what_was_read_in_an_earlier_run_and_again_brings_it_back(
    sit: Sit, pack: Path
) -> None:
    sit(pack, ["1", "1"])
    told = sit(pack, ["brief", "1", "again"]).text.split("From here on, what you have read")[1]
    brief, again = told.split("Type again to hear it.)")
    assert "He shrugs." not in brief
    assert "A cold hall." not in brief
    assert "Scene: The hall." in brief
    assert "one step warmer" in brief
    assert "He shrugs." in again
    assert "A cold hall." in again


def test_brief_tells_what_is_new(sit: Sit, pack: Path) -> None:
    sit(pack, ["1"])
    told = sit(pack, ["brief", "2"]).text
    assert "Nothing comes." in told
    assert "A cold hall." not in told
    assert "A cold hall." in sit(pack, ["brief", "brief", "1"]).text


def test_brief_on_a_first_week_says_so(sit: Sit, pack: Path, tmp_path: Path) -> None:
    assert "You have not played this man before, so there is nothing to pass over." in sit(pack, ["b"]).text
    (tmp_path / "file").write_text("")
    assert "Nothing of this run is being kept" in sit(pack, ["b"], data=str(tmp_path / "file")).text


def test_the_journal_is_written_read_and_kept(sit: Sit, pack: Path) -> None:
    first = sit(pack, ["journal", "JOURNAL  Why Does he Shrug?\x1b[2J", "1", "j It is cold.", "journal"])
    assert "Your journal is empty." in first.text
    assert "Written in your journal, in “The office”: Why Does he Shrug?[2J." in first.lines
    assert "Your journal:\nIn “The office”: Why Does he Shrug?[2J.\nIn “The hall”: It is cold." in first.text
    back = sit(pack, ["journal", "undo", "journal"], resume=first.code)
    assert back.text.count("In “The hall”: It is cold.") == 1


def test_from_plays_on_in_a_new_run_and_leaves_the_old_one(sit: Sit, pack: Path, tmp_path: Path) -> None:
    played = sit(pack, ["1", "1", "from 2", "2"])
    new = played.code
    (line,) = (line for line in played.lines if line.startswith("A new run, "))
    old = line.rsplit(". ", 1)[1].split(" ")[0]
    assert line == f"A new run, {new}. It stands before: The hall. Go in. {old} stays as it is."
    store = Store.open(str(tmp_path / "data"))
    assert [step.id for step in store.played(old).steps] == ["ask", "in"]
    assert [step.id for step in store.played(new).steps] == ["ask", "out"]
    assert (store.played(new).parent, store.played(new).parent_steps) == (old, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["from 1"], "You have decided nothing yet, so there is nothing to play on from."),
        (["1", "from"], "Type from and a number from 1 to 1; decisions lists them."),
        (["1", "from 2"], "Type from and a number from 1 to 1; decisions lists them."),
        (["1", "from ²"], "Type from and a number from 1 to 1; decisions lists them."),
    ],
)
def test_from_nowhere_says_what_to_type(sit: Sit, pack: Path, typed: list[str], said: str) -> None:
    assert said in sit(pack, typed).text


def test_a_run_that_is_not_kept_has_no_branches(sit: Sit, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    played = sit(pack, ["1", "from 1"], data=str(tmp_path / "file"))
    assert "This run is not being kept, so no other can branch off it." in played.text
