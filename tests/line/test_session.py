"""A whole sitting, from the greeting to leaving."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from generated import pack_of, story
from packs import write_pack
from terminal import Terminal
from vikzhel.archive.store import Store
from vikzhel.line import commands
from vikzhel.line.session import play
from vikzhel.places import pack_folder, packs_folder
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Sit
    from vikzhel.play.run import Run

TUTORIAL = pack_folder("tutorial")
SHIPPED = sorted(
    name for name in os.listdir(packs_folder()) if Path(packs_folder(), name, "story.yaml").is_file()
)
WORDS_OF_HELP = [word for word in commands.WORDS if word != "quit"]
WORDS = [
    "brief",
    "from 1",
    "from",
    "journal",
    "journal It is late.",
    "why",
    "moods",
    "table",
    "sources",
    "card",
    "again",
    "undo",
    "undo 1",
    "decisions",
    "?",
    "nonsense",
    "",
    "0",
]
HOSTILE = "\x1b[2J\x1b]0;evil\x07\u202e\u200bdoor\x00\x85"


def kept_run(data: Path, code: str, folder: str | Path) -> Run:
    return Store.open(str(data)).resume(code, Program(read_pack(folder))).run


def unspeakable(text: str) -> list[str]:
    """Return the characters that a plain page may not hold, and lines that say nothing."""
    found = [
        f"{unicodedata.name(char, repr(char))}"
        for char in text
        if (char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
        or "\u2190" <= char <= "\u2bff"  # arrows, box drawing, blocks, shapes, dingbats
        or char >= "\U0001f000"
    ]
    return found + [line for line in text.split("\n") if line and not re.search(r"\w", line)]


# -- every line is for the ear -----------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_a_page_holds_nothing_but_words_however_a_shipped_story_is_played(name: str, sit: Sit) -> None:
    folder = pack_folder(name)
    for role in map(str, read_pack(folder).files.roles):
        for seed in range(4):
            r = Random(seed)
            typed = [r.choice([*"1123", *"1234", "1 2", "skip", r.choice(WORDS)]) for _ in range(160)]
            played = sit(folder, typed, role=role)
            assert played.status == 0
            assert unspeakable(played.text) == []
            assert "\n\n\n" not in played.text


def test_the_same_holds_of_any_story(sit: Sit) -> None:
    for seed in range(24):
        r = Random(seed)
        with pack_of(story(r)) as pack:
            typed = [r.choice([*"12341234", "1 2", "skip", r.choice(WORDS)]) for _ in range(50)]
            played = sit(pack.folder, typed, role=r.choice(("ana", "boris")))
        assert played.status == 0
        assert unspeakable(played.text) == []


def test_what_a_player_types_cannot_command_the_terminal(sit: Sit) -> None:
    played = sit(
        TUTORIAL, [HOSTILE, f"why {HOSTILE}", f"undo {HOSTILE}", "9" * 5000, "x" * 100_000, "٣", "²"]
    )
    assert played.status == 0
    assert unspeakable(played.text) == []
    assert "“[2J]0;evildoor” means nothing here. Type 1 to 3, or ? for help." in played.lines
    assert max(map(len, played.lines)) < 1000


def test_a_line_without_end_is_one_line(sit: Sit) -> None:
    played = sit(TUTORIAL, ["2 " * 50_000, "1"])
    assert played.text.count("means nothing here") == 1
    assert "You chose: Go out into the sleet and ask Osip whom his train carries." in played.lines


# -- choosing ----------------------------------------------------------------------------------


def test_a_choice_is_made_by_number_or_by_id(sit: Sit, tmp_path: Path) -> None:
    by_number = sit(TUTORIAL, ["1", "2."], data=str(tmp_path / "other-data"))
    by_id = sit(TUTORIAL, ["ask-osip", " ADD-A-LINE "])
    assert by_number.text.replace(by_number.code, "").replace("other-data", "data") == by_id.text.replace(
        by_id.code, ""
    )
    assert [step.id for step in kept_run(tmp_path / "data", by_id.code, TUTORIAL).steps] == [
        "ask-osip",
        "add-a-line",
    ]


def test_a_locked_choice_is_heard_last_without_a_number_and_cannot_be_taken(sit: Sit, tmp_path: Path) -> None:
    played = sit(TUTORIAL, ["add-a-line", "4"])
    locked = "Not open: Send the order, and ask each station to let Osip's train pass. You cannot speak for a train"
    offer = next(block for block in played.blocks if block.startswith("What do you do?")).split("\n")
    assert [line[:2] for line in offer] == ["Wh", "1.", "2.", "3.", "No"]
    assert offer[-1].startswith(locked)
    assert sum(line.startswith(locked) for line in played.lines) == 2
    assert "There is no 4 here. Type 1 to 3, or ? for help." in played.lines
    assert kept_run(tmp_path / "data", played.code, TUTORIAL).steps == []


@pytest.mark.parametrize("typed", ["", "5", "dance", "1 2 3", "-1", "pass"])
def test_wrong_input_gets_one_calm_line_that_says_what_to_type(typed: str, sit: Sit) -> None:
    before, after = sit(TUTORIAL), sit(TUTORIAL, [typed])
    answer = [block for block in after.blocks if block not in before.blocks and "is kept" not in block]
    assert len(answer) == 1 or typed == ""
    assert all("\n" not in block and block.endswith("Type 1 to 3, or ? for help.") for block in answer)


def test_enter_goes_on_where_there_is_only_one_way(sit: Sit, tmp_path: Path) -> None:
    scenes = "  start: {{e}, choices: [{id: on, text: Go on, goto: end}]}\n  end: {{e}, ending: over}\n"
    played = sit(write_pack(tmp_path / "pack", scenes), [""])
    assert "Press Enter to go on, or ? for help." in played.lines
    assert "The end: Over. Inferred." in played.lines


def test_who_argued_an_option_is_told_only_after_it_is_taken(sit: Sit) -> None:
    played = sit(pack_folder("talks"), ["accept-nothing", "1"], role="kamenev")
    before, _, after = played.text.partition("You chose: ")
    assert "Argued that week" not in before
    assert "documented" not in before.partition("What do you do?")[2].casefold()
    assert "Argued that week by Lev Kamenev." in after


def test_a_reflective_choice_says_so_once_it_is_made(sit: Sit, tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, choices: [{id: think, text: Think, reflective: true, goto: end}]}
  end: {{e}, ending: over}
"""
    played = sit(write_pack(tmp_path / "pack", scenes), ["1"])
    assert played.text.index("You chose: Think.") < played.text.index("This changes nothing but you.")


# -- roles -------------------------------------------------------------------------------------


def test_roles_are_numbered_with_their_cards_and_chosen_by_number_or_name(sit: Sit) -> None:
    played = sit(pack_folder("talks"), ["why", "4", "riaz"])
    assert "2. David Riazanov." in played.lines
    assert played.text.count("You fear: ") == 3
    assert "First choose whom you play." in played.lines
    assert "You play David Riazanov." in played.lines


def test_leaving_before_a_role_is_chosen_says_how_to_start(sit: Sit) -> None:
    for lines in ([], ["quit"], ["card", "q"]):
        played = sit(pack_folder("talks"), lines)
        assert played.status == 0
        assert played.lines[-3] == "Nothing has begun yet. To start:"
        assert played.lines[-2].startswith("vikzhel play --data ")


def test_a_role_that_is_not_there_is_an_error_that_names_those_that_are(
    sit: Sit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sit(pack_folder("talks"), role="lenin\x1b").status == 1
    assert (
        capsys.readouterr().err
        == "Nobody called “lenin” can be played here. There is kamenev, riazanov, martov.\n"
    )


# -- keeping, leaving, coming back -------------------------------------------------------------

WHOLE = ["1", "moods", "2", ""]


@pytest.mark.parametrize("upto", range(len(WHOLE) + 1))
def test_the_end_of_input_anywhere_keeps_the_run_and_says_how_to_go_on(
    upto: int, sit: Sit, tmp_path: Path
) -> None:
    played = sit(TUTORIAL, WHOLE[:upto])
    assert played.status == 0
    run = kept_run(tmp_path / "data", played.code, TUTORIAL)
    assert len(run.steps) == [0, 1, 1, 2, 2][upto]
    if not run.over:
        command = f"vikzhel play tutorial --resume {played.code} --data {tmp_path / 'data'} --plain"
        assert played.lines[-3:-1] == [f"Your run is kept as {played.code}. To go on:", command]


def test_the_command_to_go_on_names_only_what_is_needed(sit: Sit, tmp_path: Path) -> None:
    from vikzhel.places import data_folder

    played = sit(pack_folder("talks"), role="martov", data=data_folder())
    assert played.lines[-2] == f"vikzhel play --resume {played.code} --plain"
    own = write_pack(tmp_path / "my pack", "  start: {{e}, choices: [{id: a, text: A, goto: start}]}\n")
    played = sit(own, data=data_folder())
    assert played.lines[-2] == f"vikzhel play '{own}' --resume {played.code} --plain"


def test_a_run_gone_on_with_stands_where_it_was_left(sit: Sit) -> None:
    left = sit(TUTORIAL, ["1"])
    back = sit(TUTORIAL, ["2"], resume=left.code)
    assert (
        f"You go on with {left.code}. You play a telegraph clerk. You have made one decision so far."
        in back.lines
    )
    assert "You chose: Go out into the sleet and ask Osip whom his train carries." in back.lines
    assert "The end: The line stands. Counterfactual." in back.lines
    over = sit(TUTORIAL, [], resume=left.code)
    assert "The end: The line stands. Counterfactual." in over.lines


def test_an_unknown_run_is_an_error_in_words(sit: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    assert sit(TUTORIAL, resume="no-such-run").status == 1
    assert "no-such-run" in capsys.readouterr().err


def test_play_goes_on_and_says_so_when_nothing_can_be_kept(sit: Sit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    played = sit(TUTORIAL, ["1"], data=str(tmp_path / "file"))
    assert played.status == 0
    assert played.text.count("This run is not kept: ") == 1
    assert played.lines[-2] == "This run was not kept."


def test_control_c_is_quit(tmp_path: Path) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    out = io.StringIO()
    assert play(TUTORIAL, "", "", str(tmp_path), Interrupted(), out) == 130
    assert "Your run is kept as " in out.getvalue()


def test_a_broken_pack_is_explained_on_stderr(
    sit: Sit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_pack(tmp_path / "pack", "  start: {{e}, choices: [{id: a, text: A, goto: nowhere}]}\n")
    assert sit(folder).status == 1
    assert "pack/scenes.yaml:2:" in capsys.readouterr().err


def test_after_the_end_one_can_look_back_take_back_and_leave(sit: Sit) -> None:
    played = sit(TUTORIAL, ["2", "why", "sources", "9", "undo", "3", "quit"])
    assert played.status == 0
    assert "The end: The line stands. Counterfactual." in played.lines
    assert "There is no 9 here. Press Enter for part 1 of 5, or type ? for help." in played.lines
    assert "The end: The line runs. Counterfactual." in played.lines
    assert played.lines[-2].startswith("This run is kept as ")


# -- taking back -------------------------------------------------------------------------------


def test_taking_a_choice_back_and_making_it_again_tells_the_same(sit: Sit) -> None:
    played = sit(TUTORIAL, ["1", "undo", "1"])
    parts = played.text.split("You chose: Go out into the sleet")
    assert len(parts) == 3
    told, again = parts[1].partition("\n\nTaken back: ")[0], parts[2].partition("\n\nYour run is kept")[0]
    assert told == again


def test_undo_goes_back_one_decision_or_to_a_numbered_one(sit: Sit, tmp_path: Path) -> None:
    lines = ["undo", "1", "1", "undo 7", "undo x", "decisions", "undo 1", "decisions"]
    played = sit(TUTORIAL, lines)
    assert "There is nothing to take back yet." in played.lines
    assert played.text.count("Type undo, or undo and a number from 1 to 2; decisions lists them.") == 2
    assert "2. A strip of paper tape. Send the order down the line at once, word for word." in played.lines
    first, new = re.findall(r"(\S+) stays as it is|A new run, (\S+)\.", played.text)[::-1]
    assert f"A new run, {new[1]}. It stands before: " in played.text, "it was over, and is kept as it was"
    assert len(kept_run(tmp_path / "data", first[0], TUTORIAL).steps) == 2
    assert "You have decided nothing yet." in played.lines
    assert kept_run(tmp_path / "data", played.code, TUTORIAL).steps == []


# -- looking things up -------------------------------------------------------------------------


def test_every_word_works_by_its_first_letter_too(sit: Sit, tmp_path: Path) -> None:
    for word in WORDS_OF_HELP:
        long, short = (
            sit(TUTORIAL, ["1", typed], data=str(tmp_path / f"{word}-{len(typed)}"))
            for typed in (word, word[0].upper())
        )
        told = [re.sub(rf"{played.code}|{word}-\d+", "", played.text) for played in (long, short)]
        assert told[0] == told[1]
        assert "means nothing here" not in short.text


def test_why_tells_each_change_with_when_and_why(sit: Sit) -> None:
    played = sit(TUTORIAL, ["why", "1", "why", "why osip", "why nobody"])
    cause, change = (
        "ecause you went out to look before you decided",
        "Osip, an engine driver: one step warmer, from neutral to open",
    )
    place = "29 October, 23:20. A strip of paper tape."
    assert "Nothing has changed yet." in played.lines
    assert played.lines.count(f"{change}, b{cause}.") == 2
    assert f"{place}\nB{cause}:\n{change}.\nIt is so: you asked Osip" in played.text
    assert f"{place}\n{change}, b{cause}.\n" in played.text
    assert "Nothing has changed yet for anybody called nobody." in played.lines


def test_sources_tells_what_is_needed_to_weigh_a_quotation(sit: Sit) -> None:
    block = next(b for b in sit(TUTORIAL, ["sources"]).blocks if b.startswith("1. Vikzhel (wall poster)"))
    assert "29 October (New Style 11 November)" in block
    assert "Source: John Reed, Ten Days That Shook the World (1919), ch. VIII." in block
    assert "What limits it: Confidence in the wording: medium. Seen by Reed among posters" in block
    assert "Address: https://" in block


def test_moods_of_this_scene_come_first(sit: Sit) -> None:
    blocks = sit(pack_folder("talks"), ["1", "moods"], role="kamenev").blocks
    here = next(block for block in blocks if block.startswith("Towards you, in this scene:"))
    assert "The railwaymen: open." in here
    assert blocks[blocks.index(here) + 1].startswith("Towards you, elsewhere:")


def test_the_table_shows_the_draft_what_is_known_and_how_much_is_not(sit: Sit, tmp_path: Path) -> None:
    scenes = (
        "  start: {{e}, choices: [{id: ask, text: Ask, because: You asked., learn: secret, goto: start}]}\n"
    )
    extra = """\
blocs:
  hard:
    {name: the hard ones, body: council, needs: 1, points: {who: {some: 1, few: -1}, what: {yes: 1}}, never: {who: all}}
"""
    folder = write_pack(
        tmp_path / "pack",
        scenes,
        extra,
        table="table:\n  what: {label: What, positions: {no: Not, yes: Yes}, start: no}\n"
        "  tea: {label: Tea, positions: {black: Black, green: Green}, start: black}",
        facts="facts: {secret: {text: They will yield, reveals: {hard: [who, tea]}}}",
    )
    before, after = (sit(folder, lines).text for lines in (["table"], ["1", "table"]))
    assert "Who is in. Now: A few.\n" in before
    assert "Still unknown to you: the hard ones, two questions." in before
    assert "Type table to hear where they stand: the hard ones on “Who is in” and “Tea”." in after
    known = "The hard ones, on “Who is in”: will never accept “All of them”; is drawn to “Some”; dislikes “A few”."
    assert known in after
    assert "The hard ones, on “Tea”: no line of its own." in after
    assert "Still unknown to you: the hard ones, one question." in after


def test_again_tells_the_scene_and_the_choices_once_more(sit: Sit) -> None:
    once, twice = sit(TUTORIAL, []), sit(TUTORIAL, ["again"])
    for block in once.blocks[once.blocks.index(next(b for b in once.blocks if b.startswith("Scene:"))) : -1]:
        assert twice.blocks.count(block) == 2


def test_again_at_the_doors_brings_the_text_back(sit: Sit, tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, text: A long corridor., doors: {pick: 2, of: [{to: a, text: Room A}, {to: b, text: Room B}], then: end}}
  a: {{e}, choices: [{id: out, text: Out, reply: A door shuts., goto: back}]}
  b: {{e}, choices: [{id: out, text: Out, goto: back}]}
  end: {{e}, ending: over}
"""
    played = sit(write_pack(tmp_path / "pack", scenes), ["1", "", "again"])
    assert played.text.count("A long corridor.") == 2
    assert "You have time for two visits." in played.lines
    assert "You have time for one visit more." in played.lines
    assert played.text.count("Back to: start.") == 2
    through = sit(tmp_path / "pack", ["1", "", "1", ""])
    assert through.text.count("Back to: start.") == 1


# -- streams -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp866", "utf-8"])
def test_a_stream_that_cannot_show_a_character_does_not_end_the_game(encoding: str, tmp_path: Path) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, errors="strict")
    assert play(TUTORIAL, "", "", str(tmp_path), io.StringIO("né — “x”\nsources\n2\n"), out) == 0
    text = raw.getvalue().decode(encoding)
    assert "The end: The line stands." in text
    assert "?To the" not in text


def _vikzhel(
    arguments: Iterable[str], typed: bytes, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, **environment}
    argv = [sys.executable, "-m", "vikzhel", *arguments]
    return subprocess.run(argv, input=typed, capture_output=True, env=env, check=False)


def test_bytes_that_are_no_text_are_wrong_input_like_any_other(tmp_path: Path) -> None:
    arguments = ["play", "tutorial", "--plain", "--data", str(tmp_path)]
    for encoding in ("utf-8:strict", "ascii:strict", "utf-8"):
        ran = _vikzhel(arguments, b"\xff\xfe\x80\n2\n", PYTHONIOENCODING=encoding)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert b"The end: The line stands." in ran.stdout


class Recorded(Terminal):
    """A terminal that remembers every byte it was sent."""

    written = b""

    def _read(self, seconds: float) -> bool | None:
        before = len(self._chunks)
        got = super()._read(seconds)
        self.written += b"".join(data for _, data in self._chunks[before:])
        return got


def test_on_a_terminal_the_answer_is_typed_beside_the_prompt_and_no_escape_is_written(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "vikzhel", "play", "tutorial", "--plain", "--data", str(tmp_path)]
    with Recorded(argv) as terminal:
        terminal.wait_for(r"Type 1 to 3, or \? for help:")
        terminal.press("2\r")
        terminal.wait_for(r"Press Enter for part 1 of 5, or type \? for help:")
        terminal.press(b"\x04")
        terminal.wait_for("for part 1 of 5, or type .*This run is kept as ")
        assert terminal.wait_exit() == 0
        assert b"or ? for help: 2\r\n\r\nYou chose: Send the order" in terminal.written
        assert b"\x1b" not in terminal.written
        lines = terminal.written.decode().split("\r\n")
        assert max(len(line) for line in lines if not line.startswith("vikzhel play ")) <= 78
