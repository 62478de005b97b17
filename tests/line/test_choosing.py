"""What a player types is what was read out to him: numbers, words and Enter, doors and the time for them, chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.archive.store import Store
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Played, Sit

END = "  end: {{e}, ending: over}\n"


def taken(tmp_path: Path, played: Played, folder: Path) -> list[str]:
    run = Store.open(str(tmp_path / "data")).resume(played.code, Program(read_pack(folder))).run
    return [step.id for step in run.steps]


def choices(folder: Path, *ids: str) -> Path:
    listed = "\n".join(f'      - {{id: "{name}", text: Take {name}, goto: end}}' for name in ids)
    return write_pack(
        folder, "  start:\n    evidence: inferred\n    reason: made up\n    choices:\n" + listed + "\n" + END
    )


# -- numbers, words, ids -----------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "chosen"), [("1", ["2"]), ("2", ["1"]), ("3.", ["17"]), ("17", [])])
def test_a_number_is_the_number_that_was_read_out_whatever_the_ids(
    typed: str, chosen: list[str], sit: Sit, tmp_path: Path
) -> None:
    folder = choices(tmp_path / "pack", "2", "1", "17")
    assert taken(tmp_path, sit(folder, [typed]), folder) == chosen


def test_a_number_is_the_number_that_was_read_out_at_doors_too(sit: Sit, tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, doors: {pick: 1, of: [{to: "2", text: Left}, {to: "1", text: Right}], then: end}}
  "1": {{e}, choices: [{id: x, text: Out, goto: back}]}
  "2": {{e}, choices: [{id: x, text: Out, goto: back}]}
"""
    folder = write_pack(tmp_path / "pack", scenes + END)
    assert taken(tmp_path, sit(folder, ["2"]), folder) == ["1"]


@pytest.mark.parametrize("typed", ["quit", "q", "why", "undo", "un", "Help", "sour"])
def test_a_word_of_the_program_is_never_an_id(typed: str, sit: Sit, tmp_path: Path) -> None:
    folder = choices(tmp_path / "pack", "quit", "why", "undo", "help", "q", "un", "sour")
    assert taken(tmp_path, sit(folder, [typed]), folder) == []


@pytest.mark.parametrize(
    ("typed", "chosen"), [("skip", ["skip"]), ("SKIP", ["skip"]), ("ski", []), ("skip it", [])]
)
def test_an_id_is_typed_in_full_or_not_at_all(
    typed: str, chosen: list[str], sit: Sit, tmp_path: Path
) -> None:
    folder = choices(tmp_path / "pack", "skip", "leave")
    assert taken(tmp_path, sit(folder, [typed]), folder) == chosen


def test_the_program_never_says_leave_for_quitting(sit: Sit) -> None:
    text = sit(pack_folder("tutorial"), ["?", "2", "?", "quit"]).text
    assert "leave" not in text.casefold()
    assert "Press Enter for part 1 of 5, or type ? for help." in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("q", "Nothing has begun yet. To start:"),
        ("quit", "Nothing has begun yet. To start:"),
        ("a", "1. Queen Again."),
        ("help", "Type the number of the man you want to play, again to hear the cards once more, or quit."),
        ("why", "First choose whom you play."),
        ("9", "There is no 9 here. Type 1 for Queen Again, 2 for Helen Whyte or 3 for 9 Lives."),
        ("", "Type 1 for Queen Again, 2 for Helen Whyte or 3 for 9 Lives."),
    ],
)
def test_at_the_roles_too_words_and_numbers_come_before_names(
    typed: str, told: str, sit: Sit, tmp_path: Path
) -> None:
    people = "".join(
        f"  {name}: {{name: {full}, invented: true}}\n"
        for name, full in (("qa", "Queen Again"), ("hw", "Helen Whyte"), ("nl", "9 Lives"))
    )
    card = "card: {who: A, want: B, fear: C, answers_to: D, cannot: E, deadline: F}"
    roles = "roles:\n" + "".join(f"  {name}: {{{card}, start: start}}\n" for name in ("qa", "hw", "nl"))
    folder = choices(tmp_path / "pack", "x", "y")
    written = (folder / "story.yaml").read_text("utf-8")
    before, _, after = written.partition("roles:\n")
    rest = after[after.index("moods:") :]
    before = before.replace(
        "  ana: {name: Ana, invented: true}\n", f"  ana: {{name: Ana, invented: true}}\n{people}"
    )
    (folder / "story.yaml").write_text(before + roles + rest, encoding="utf-8")
    shown = sit(folder).text
    answer = sit(folder, [typed]).text.removeprefix(shown.partition("Whom do you play?")[0])
    assert told in answer
    assert "You play" not in answer
    assert "You play Helen Whyte." in sit(folder, [typed, "whyte"]).text or typed in ("q", "quit")


# -- Enter -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "listed",
    [
        "{id: go, text: Go, goto: end}, {id: stay, text: Stay, if: flag.late, locked: Not yet., goto: end}",
        "{id: go, text: Go, goto: end}, {id: stay, text: Stay, if: flag.late, goto: end}",
        "{id: go, text: Go, goto: end}, {id: stay, text: Stay, goto: end}",
        "{id: stay, text: Stay, if: flag.late, goto: end}, {id: go, text: Give up, fallback: true, goto: end}",
    ],
    ids=["locked", "hidden", "two", "fallback"],
)
def test_enter_takes_nothing_where_the_scene_knows_more_than_one_way(
    listed: str, sit: Sit, tmp_path: Path
) -> None:
    folder = write_pack(tmp_path / "pack", f"  start: {{{{e}}, choices: [{listed}]}}\n{END}")
    played = sit(folder, [""])
    assert taken(tmp_path, played, folder) == []
    assert played.lines.count("1. Go.") + played.lines.count("1. Give up.") == 2
    assert "Press Enter to go on" not in played.text
    assert taken(tmp_path, sit(folder, ["1"]), folder) == ["go"]


# -- doors -------------------------------------------------------------------------------------

ROOMS = """\
  a: {{e}, choices: [{id: out, text: Out, goto: back}]}
  b: {{e}, choices: [{id: out, text: Out, goto: back}]}
"""


def doors(folder: Path, pick: int, *of: str) -> Path:
    hub = f"  start: {{{{e}}, doors: {{pick: {pick}, of: [{', '.join(of)}], then: end}}}}\n"
    return write_pack(folder, hub + ROOMS + END)


SHUT = "if: flag.late, locked: It is shut."


def test_doors_that_are_all_locked_are_not_passed_without_a_word(sit: Sit, tmp_path: Path) -> None:
    folder = doors(
        tmp_path / "pack", 2, f"{{to: a, text: Room A, {SHUT}}}", "{to: b, text: Room B, if: flag.late}"
    )
    block = "You would have time for two visits, but nothing is open to you.\nNot open: Room A. It is shut."
    blocks = sit(folder).blocks
    assert blocks.index(block) < blocks.index("Scene: end.\nInferred: made up.")
    assert block in sit(folder, ["again"]).blocks[blocks.index(block) + 3 :]


def test_time_that_is_left_when_no_other_door_is_open_is_not_lost_without_a_word(
    sit: Sit, tmp_path: Path
) -> None:
    folder = doors(tmp_path / "pack", 2, "{to: a, text: Room A}", f"{{to: b, text: Room B, {SHUT}}}")
    played = sit(folder, ["1", ""])
    lost = "You would have time for one visit more, but nothing else is open to you."
    assert "You have time for two visits, but only one is open to you now." in played.lines
    assert played.lines.count(lost) == 1
    again, resumed = sit(folder, ["1", "", "undo", ""]), sit(folder, resume=played.code)
    assert (again.lines.count(lost), resumed.lines.count(lost)) == (2, 1)


@pytest.mark.parametrize(
    ("pick", "of", "said"),
    [
        (2, ("{to: a, text: A}", "{to: b, text: B, if: not seen.a}"), ["two visits"]),
        (
            2,
            ("{to: a, text: A}", "{to: b, text: B, if: seen.a}"),
            ["two visits, but only one is open to you now", "one visit more"],
        ),
        (2, ("{to: a, text: A}", "{to: b, text: B}"), ["two visits", "one visit more"]),
        (1, ("{to: a, text: A}", f"{{to: b, text: B, {SHUT}}}"), ["one visit"]),
    ],
)
def test_no_more_visits_are_promised_than_there_are_doors(
    pick: int, of: tuple[str, ...], said: list[str], sit: Sit, tmp_path: Path
) -> None:
    text = sit(doors(tmp_path / "pack", pick, *of), ["1", "", "1", ""]).text
    told = [line for line in text.split("\n") if line.startswith("You have time")]
    assert told == [f"You have time for {visits}." for visits in said]
    assert ("would have time" in text) == ("not seen" in of[-1])


# -- chance ------------------------------------------------------------------------------------


def test_chance_asks_before_it_decides_twice_running(sit: Sit, tmp_path: Path) -> None:
    """The checker refuses a ring of draws; here is what would stop one that got past it."""
    draws = "".join(
        f"  dice{n}: {{{{e}}, chance: {{of: [{{id: a, weight: 1, text: Tails {n}., goto: {to}}}, {{id: b, weight: 1, text: Heads {n}., goto: {to}}}]}}}}\n"
        for n, to in ((1, "dice2"), (2, "dice3"), (3, "end"))
    )
    start = "  start: {{e}, choices: [{id: throw, text: Throw, goto: dice1}]}\n"
    folder = write_pack(tmp_path / "pack", start + draws + END)

    def thrown(played: Played) -> int:
        return sum(line.startswith(("Tails", "Heads")) for line in played.lines)

    waiting = sit(folder, ["", "why", "1", "nonsense"])
    assert waiting.status == 0
    assert len(taken(tmp_path, waiting, folder)) == 2
    assert thrown(waiting) == 1
    assert waiting.lines.count("Press Enter to go on, or ? for help.") == 5
    assert waiting.lines[-3].startswith("Your run is kept as ")
    further = sit(folder, [""], resume=waiting.code)
    assert len(taken(tmp_path, further, folder)) == 3
    assert thrown(further) == 2
    assert "The end: Over." in sit(folder, [""], resume=waiting.code).text
    assert taken(tmp_path, sit(folder, ["undo"], resume=waiting.code), folder) == []


def test_again_after_a_draw_tells_what_led_to_it(sit: Sit, tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, choices: [{id: throw, text: Throw, reply: It rolls., goto: dice}]}
  dice: {{e}, chance: {of: [{id: a, weight: 1, text: Tails., goto: mid}, {id: b, weight: 1, text: Heads., goto: mid}]}}
  mid: {{e}, choices: [{id: x, text: X, goto: end}, {id: y, text: Y, goto: end}]}
"""
    played = sit(write_pack(tmp_path / "pack", scenes + END), ["", "again"])
    assert played.lines.count("It rolls.") == 2
    assert played.lines.count("Tails.") + played.lines.count("Heads.") == 2
