"""What a hostile reading of the screen found: stores that fail, counts and evidence told falsely, crowded screens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from packs import write_pack
from vikzhel.archive.file import File
from vikzhel.archive.store import StoreError
from vikzhel.play.events import Narration
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.screen import app as entry
from vikzhel.screen.cells import cells, centred, cut
from vikzhel.screen.masthead import masthead
from vikzhel.screen.passage import pieces
from vikzhel.screen.screens.game import Game
from vikzhel.screen.screens.title import Title
from vikzhel.screen.shell import Shell
from vikzhel.screen.typesetting import ends, hang, rule
from vikzhel.screen.widgets.page import Page
from vikzhel.story.packs import read_pack

from .conftest import TRIAL, TUTORIAL, Opener
from .reading import choose, click, page_words, press, rows, seen

SMALL = (80, 24)
LONG = " ".join(f"This is sentence number {number} of a long evening." for number in range(60))
END = "  end: {{e}, ending: over}\n"


def program(pack: Path) -> Program:
    return Program(read_pack(str(pack)))


def game(app: Shell) -> Game:
    assert isinstance(app.screen, Game)
    return app.screen


# -- runs that cannot be kept or opened ------------------------------------------------------------


async def test_a_run_that_is_gone_is_said_calmly_and_another_can_be_begun(
    opened: Opener, tmp_path: Path
) -> None:
    data = tmp_path / "kept"
    opened(TRIAL, data=str(data)).library.begin("clerk").take("stay")
    app = opened(TRIAL, data=str(data))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Continue" in seen(pilot)
        for file in data.iterdir():
            file.unlink()
        await press(pilot, "enter")
        assert isinstance(app.screen, Title)
        assert "That run cannot be opened. There is no run" in " ".join(seen(pilot).split())
        assert "Continue" not in seen(pilot)
        await press(pilot, "1", "1")
        assert not game(app).kept.run.steps


async def test_a_folder_that_can_only_be_read_is_said_on_the_title(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = str(tmp_path / "kept")
    opened(TRIAL, data=data).library.begin("clerk").take("stay")
    open_it = File.open.__func__  # type: ignore[attr-defined]

    def only_to_read(cls: type[File], folder: str) -> File:
        file: File = open_it(cls, folder)
        file.read_only = "the folder can only be read"
        return file

    monkeypatch.setattr(File, "open", classmethod(only_to_read))
    async with (app := opened(TRIAL, data=data)).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "What you play now will not be kept. The folder can only be read." in seen(pilot)
        assert "Continue" in seen(pilot)
        await press(pilot, "enter")
        assert [step.id for step in game(app).kept.run.steps] == ["stay"]


async def test_runs_that_cannot_even_be_looked_for_are_said_on_the_title(
    opened: Opener, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    async with opened(TRIAL, data=str(tmp_path / "file")).run_test(size=SMALL) as pilot:
        await pilot.pause()
        words = " ".join(seen(pilot).split())
        assert "Runs played before cannot be opened, nor new ones kept. The archive" in words


def test_a_run_that_cannot_be_resumed_is_said_in_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert entry.play(str(TUTORIAL), "", "copper-tram-nine", str(tmp_path / "file")) == 1
    told = capsys.readouterr().err
    assert told.startswith("The archive ")
    assert "Nothing has been changed. Without --resume the story begins anew." in told


async def test_help_says_whether_the_run_is_kept_and_an_undo_says_it_again(opened: Opener) -> None:
    app = opened(TRIAL, "clerk")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press(pilot, "question_mark")
        assert f"This run is kept as {app._kept.code}." in page_words(app.screen.query_one(Page))
        await press(pilot, "escape")
        store = game(app).kept._store
        assert store is not None

        def full(*_: object) -> None:
            raise StoreError("the disk is full")

        store.append = full  # type: ignore[method-assign]
        told = "From here on this run is not kept: the disk is full."
        await choose(pilot, "2")
        assert told in page_words(game(app).story)
        await press(pilot, "question_mark")
        words = page_words(app.screen.query_one(Page))
        assert told in words
        assert "is kept as" not in words
        assert "what you have played is kept" not in words
        await press(pilot, "escape", "u", "1")
        assert not game(app).kept.run.steps
        assert told in page_words(game(app).story)


# -- counts ----------------------------------------------------------------------------------------

BLOCS = (
    "blocs:\n  one: {name: the one, body: council, points: {who: {all: 2, few: 1}}}\n"
    "  two: {name: the two, body: council, points: {who: {few: 3}}}\n"
)
RIVALS = (
    "votes:\n  texts: {title: Which text, body: council, present: {one: 5, two: 3}, between: "
    "{a: {label: The wide text, on: {who: all}}, b: {label: The narrow text, on: {who: few}}}}\n"
)


def holding(seen: str, predict: str = ", predict: Which?") -> str:
    return (
        f"  start: {{{{e}}, text: They count., vote: {{hold: texts, seen: {seen}{predict}, "
        "carried: {goto: after}, lost: {goto: after}}}\n"
        "  after: {{e}, text: So it is., choices: [{id: go, text: Go, goto: end}]}\n" + END
    )


@pytest.mark.parametrize("seen_as", ["room", "news"])
async def test_between_two_texts_everything_names_the_texts(
    opened: Opener, tmp_path: Path, seen_as: str
) -> None:
    app = opened(write_pack(tmp_path / "p", holding(seen_as), BLOCS + RIVALS), "ana")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        assert "1  They will take “The wide text”" in seen(pilot)
        await press(pilot, "2", "3")
        words = page_words(game(app).story)
        assert "5 The one: for “The wide text”" in words
        assert "3 The two: for “The narrow text”" in words
        assert "Taken: “The wide text” 5 for “The wide text”, 3 for “The narrow text”, 0 abstained." in words
        assert "you expected them to take “The narrow text”, certain." in words
        assert "Carried" not in words


async def test_hearsay_names_the_text_that_was_taken(opened: Opener, tmp_path: Path) -> None:
    app = opened(write_pack(tmp_path / "p", holding("hearsay", ""), BLOCS + RIVALS), "ana")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        words = page_words(game(app).story)
        assert "It is said that “The wide text” was taken." in words
        assert "5 for" not in words


async def test_news_of_a_count_tells_blocs_and_reasons(opened: Opener, tmp_path: Path) -> None:
    motion = (
        "votes:\n  texts: {title: All of them, body: council, present: {one: 5, two: 3}, on: {who: all}}\n"
    )
    app = opened(write_pack(tmp_path / "p", holding("news", ""), BLOCS + motion), "ana")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        held = next(event for event in game(app).kept.run.events() if hasattr(event, "rolls"))
        words = page_words(game(app).story)
        assert "You were not there." in words
        for roll in held.rolls:
            assert f"{roll.seats} {roll.name[0].upper()}{roll.name[1:]} {roll.why}".strip() in words


# -- changes ---------------------------------------------------------------------------------------


async def test_why_something_became_so_is_told_once(opened: Opener, tmp_path: Path) -> None:
    scenes = (
        "  start: {{e}, text: Well?, choices: [{id: say, text: Say it, because: You said it aloud., "
        "flag: [late, told], goto: after}]}\n"
        "  after: {{e}, text: So., choices: [{id: b, text: Shout, because: You shouted., flag: [late], "
        "unflag: [told], mood: {ana: -1}, goto: end}]}\n" + END
    )
    app = opened(write_pack(tmp_path / "p", scenes), "ana")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await choose(pilot, "1", "1")
        words = page_words(game(app).story)
        assert words.count("· You said it aloud.") == 1
        assert words.count("You said it aloud.") == 1
        assert words.count("You shouted.") == 1
        assert "It is late" not in words, "what it means is for the ledger"


# -- the evidence mark -----------------------------------------------------------------------------

GRADED = (
    "  start:\n    title: The first room\n    evidence: documented\n    cites: [oct29-cc-session]\n    text: Well?\n"
    "    choices:\n"
    "      - {id: a, text: Invent, evidence: counterfactual, reply: [He laughs.], because: You joked., "
    "mood: {ana: -1}, goto: after}\n"
    "      - {id: b, text: Do as he did, really_chose: [ana], goto: after}\n"
    "      - {id: c, text: Do otherwise, goto: after}\n"
    "  after: {title: The next room, evidence: documented, cites: [oct29-cc-session], text: So it is., "
    "choices: [{id: go, text: Go, goto: end}]}\n" + END
)


def graded(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "p", GRADED, story="story:\n  evidence: shipped")


def test_a_reply_belongs_to_the_scene_and_the_evidence_of_the_choice(tmp_path: Path) -> None:
    run = Run(program(graded(tmp_path)), "ana")
    found = pieces(run.events(), run, None, None)
    told = pieces(run.take("a"), run, run.steps[-1], found[-1].scene)
    placed = [
        (piece.matter(60)[0].plain.strip(), piece.scene.title if piece.scene else "", piece.grade)
        for piece in told
    ]
    first, next_room = "The first room", "The next room"
    assert placed[0] == ("› Invent  ~ counterfactual", first, "counterfactual")
    assert placed[1] == ("He laughs.", first, "counterfactual")
    assert placed[2][1:] == (first, "counterfactual")
    assert "You joked." in placed[2][0]
    assert [place[1:] for place in placed[3:]] == [(next_room, "documented")] * 2


@pytest.mark.parametrize(("option", "grade"), [("b", "documented"), ("c", "counterfactual")])
def test_what_he_did_is_documented_and_what_he_did_not_is_not(
    tmp_path: Path, option: str, grade: str
) -> None:
    run = Run(program(graded(tmp_path)), "ana")
    events = run.take(option)
    told = pieces(events, run, run.steps[-1], None)
    assert told[0].matter(60)[0].plain.endswith(f"~ {grade}")


async def test_the_fixed_head_belongs_to_what_is_at_the_top_of_the_view(
    opened: Opener, tmp_path: Path
) -> None:
    app = opened(graded(tmp_path), "ana")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        assert rows(pilot)[0].strip() == "The first room"
        assert any(row.startswith(" ── counterfactual") for row in rows(pilot)[2:5])
        assert "The next room" in seen(pilot)
        await pilot.resize_terminal(140, 40)
        await pilot.pause()
        assert "Counterfactual: this did not" in seen(pilot), "the card beside it says the same"


def test_a_paragraph_with_evidence_of_its_own_has_it_in_the_head() -> None:
    run = Run(program(TRIAL), "clerk")
    own = Narration("A guess.", grade="inferred", reason="likely")
    assert pieces([*run.events()[:1], own], run, None, None)[-1].grade == "inferred"


# -- choices are held back until the end of the text has been on the screen ------------------------

HELD = (
    "  start: {{e}, text: Short., choices: [{id: a, text: Go in, because: You went in., goto: mid}]}\n"
    f"  mid: {{{{e}}, title: The long room, text: '{LONG}', mood: {{bo: {{change: -2, because: It was long.}}}}, "
    "table: {who: {change: all, because: Late.}}, goto: after}\n"
    "  after: {{e}, title: The last room, text: The very end., choices: [{id: b, text: Leave, goto: end}, "
    "{id: c, text: Stay, goto: end}]}\n" + END
)


@pytest.fixture
def long(opened: Opener, tmp_path: Path) -> Shell:
    people = "people:\n  bo: {name: Bo, invented: true}"
    return opened(write_pack(tmp_path / "p", HELD, people=people, moods="moods:\n  bo: neutral"), "ana")


async def test_choices_and_moods_wait_until_the_text_is_read(long: Shell) -> None:
    async with long.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "1  Go in" in seen(pilot), "a text that is on the screen as a whole holds nothing back"
        await press(pilot, "1")
        assert "more to read: Space or Enter" in seen(pilot)
        assert "1  Leave" not in seen(pilot)
        assert "neutral 0" in rows(pilot)[2]
        await press(pilot, "1", "2")
        assert len(game(long).kept.run.steps) == 1
        assert "First read to the end: Space or Enter. Then choose." in seen(pilot)
        pages = 0
        while "1  Leave" not in seen(pilot):
            await press(pilot, "space" if pages % 2 else "enter")
            pages += 1
        assert pages > 2
        assert "The very end." in seen(pilot), "nothing of the text is covered by the choices"
        assert "cold −2" in rows(pilot)[2]
        await press(pilot, "home")
        assert "1  Leave" in seen(pilot), "once read, the choices stay"
        await press(pilot, "1")
        assert len(game(long).kept.run.steps) == 2


async def test_arrows_move_the_text_before_they_move_over_choices(long: Shell) -> None:
    async with long.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        line = game(long).story.first_line
        await press(pilot, "j", "down")
        assert game(long).story.first_line == line + 2
        await press(pilot, "k")
        assert game(long).story.first_line == line + 1
        await press(pilot, "end", "j")
        assert game(long).choices.highlighted == 0


async def test_the_mouse_reads_on_and_then_chooses(long: Shell) -> None:
    async with long.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        for _ in range(20):
            if "more to read" in seen(pilot):
                await click(pilot, "more to read")
        await click(pilot, "1  Leave")
        assert game(long).kept.run.over


async def test_the_draft_beside_the_story_waits_too(long: Shell) -> None:
    async with long.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        assert re.search("Who is in +●○○", seen(pilot))
        await press(pilot, "end")
        assert re.search("Who is in +○○●", seen(pilot))


async def test_a_taller_window_shows_what_was_held_back(long: Shell) -> None:
    async with long.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        assert "1  Leave" not in seen(pilot)
        await pilot.resize_terminal(100, 70)
        await pilot.pause()
        await pilot.pause()
        assert "1  Leave" in seen(pilot)


# -- crowded choices -------------------------------------------------------------------------------


def many(count: int, text: str = "Option", first: str = "") -> str:
    choices = ", ".join(f"{{id: o{n}, text: {text} {n}, goto: end}}" for n in range(1, count + 1))
    return f"  start: {{{{e}}, text: Pick., choices: [{first}{choices}]}}\n" + END


async def test_what_is_open_comes_before_a_long_lock_and_all_of_it_can_be_read(
    opened: Opener, tmp_path: Path
) -> None:
    why = " ".join(f"You gave your word {number} times." for number in range(40))
    lock = f"{{id: x, text: Storm it, if: flag.late, locked: '{why}', goto: end}}, "
    app = opened(write_pack(tmp_path / "p", many(2, first=lock)), "ana")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        words = seen(pilot)
        assert words.index("1  Option 1") < words.index("2  Option 2") < words.index("×  Storm it")
        assert "↓ more below" in words
        assert "You gave your word 39 times." not in words
        for _ in range(8):
            if "39 times" not in seen(pilot):
                await press(pilot, "j")
        assert "You gave your word 39 times." in seen(pilot)
        assert "↓ more below" not in seen(pilot)
        await press(pilot, "2")
        assert game(app).kept.run.steps[-1].id == "o2"


async def test_a_short_lock_keeps_its_place(opened: Opener, tmp_path: Path) -> None:
    lock = "{id: x, text: Storm it, if: flag.late, locked: No., goto: end}, "
    app = opened(write_pack(tmp_path / "p", many(2, first=lock)), "ana")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert seen(pilot).index("×  Storm it") < seen(pilot).index("1  Option 1")


async def test_more_than_nine_are_numbered_and_taken_by_number_and_enter(
    opened: Opener, tmp_path: Path
) -> None:
    app = opened(write_pack(tmp_path / "p", many(12, f"Something {'rather ' * 12}long")), "ana")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "Type the number, then Enter" in seen(pilot)
        choices = game(app).choices
        assert choices.size.height >= 0.4 * SMALL[1]
        await press(pilot, "1")
        assert choices.highlighted == 0
        await press(pilot, "1")
        assert choices.highlighted == 10
        marked = next(row for row in rows(pilot) if row.strip().startswith("11 Something"))
        assert rows(pilot).index(marked) < SMALL[1] - 4
        await press(pilot, "5", "1", "0", "enter")
        assert game(app).kept.run.steps[-1].id == "o10"


async def test_every_line_can_be_seen_with_the_mark_on_it(opened: Opener, tmp_path: Path) -> None:
    app = opened(write_pack(tmp_path / "p", many(12, f"Something {'rather ' * 24}long")), "ana")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        choices = game(app).choices
        await press(pilot, "j")
        for number in range(12):
            for _ in range(4):
                if choices.highlighted == number and f"long {number + 1}" in seen(pilot):
                    break
                await press(pilot, "j")
            assert choices.highlighted == number
            assert f"long {number + 1}" in seen(pilot)


# -- words, widths, the title ----------------------------------------------------------------------


async def test_the_last_choices_name_the_role_and_no_other_if_there_is_none(
    opened: Opener, tmp_path: Path
) -> None:
    app = opened(TRIAL, "cook")
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        await choose(pilot, "2", "1", "1", "2", "1")
        assert "2  Play again as Praskovia" in seen(pilot)
        assert "3  Play somebody else" in seen(pilot)
        assert "5  Leave" in seen(pilot)
        assert "table" not in seen(pilot).rpartition("Play again")[2].partition("w Why")[0].lower()


async def test_the_masthead_has_the_year_once(opened: Opener, tmp_path: Path) -> None:
    scene = "  start: {{e}, when: 1916-02-29 midnight, text: So., choices: [{id: a, text: A, goto: end}]}\n"
    async with opened(write_pack(tmp_path / "p", scene + END)).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "── 29 February 1916, Old Style ─" in rows(pilot)[3]
        assert "─ 13 March 1916, New Style ──" in rows(pilot)[3]


WIDE = "委员会开会了没有人说话" * 6


def test_wide_letters_are_measured_as_they_are_painted() -> None:
    for text in ("plain", "Café — “so”…", WIDE, "e\u0301\u0301", "\u05dc\u05b5\u05d1", "🚂 train"):
        assert cells(text) == cell_len(text)
        for width in range(1, 20):
            assert cell_len(cut(text, width)) <= width
            assert cell_len(centred(text, width)) <= width
    assert cut(WIDE, 10).endswith("…")
    for row, _ in masthead(WIDE, WIDE, "29 October", "11 November", 40):
        assert cell_len(row) <= 40
    assert cell_len(ends(WIDE, "29 October", 40).plain) == 40
    assert cell_len(rule(40, "李大钊", "里").plain) == 40
    assert all(line.cell_length <= 30 for line in hang(("李 ", ""), WIDE, 30))


async def test_a_pack_in_wide_letters_keeps_its_rows(opened: Opener, tmp_path: Path) -> None:
    scene = f"  start: {{{{e}}, title: {WIDE}, when: 1917-10-29, text: {WIDE}, choices: [{{id: a, text: A, goto: end}}]}}\n"
    app = opened(write_pack(tmp_path / "p", scene + END, title=f"  title: {WIDE}"), "ana")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert rows(pilot)[0].endswith("29 October")
        assert "…" in rows(pilot)[0]
        assert all(cell_len(row) <= 80 for row in rows(pilot))
    async with opened(tmp_path / "p").run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert cell_len(rows(pilot)[1]) <= 79
        assert rows(pilot)[1].endswith("…")


@pytest.mark.parametrize("size", [(60, 20), SMALL])
async def test_every_card_can_be_read_whole_where_not_all_of_them_fit(
    opened: Opener, size: tuple[int, int]
) -> None:
    app = opened(Path(__file__).parents[2] / "story" / "talks")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        for part in app.library.front.roles:
            words = ""
            for _ in range(4):
                words += " ".join(seen(pilot).replace("┃", " ").replace("│", " ").split())
                await press(pilot, "space")
            for line in (part.name, part.card["who"], part.card["deadline"], part.goals[-1]):
                assert line in words
            await press(pilot, "pageup", "pageup", "down")


async def test_more_roles_than_fit_say_so_and_come_into_view(opened: Opener, tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(9)]
    card = "card: {who: A, want: B, fear: C, answers_to: D, cannot: E, deadline: F}, start: start"
    roles = "roles:\n" + "\n".join(
        f"  {name}: {{name: Somebody with the very long name of {name}, {card}}}" for name in names
    )
    people = "people:\n" + "\n".join(f"  {name}: {{name: {name}, invented: true}}" for name in names)
    app = opened(write_pack(tmp_path / "p", many(2), people=people, roles=roles))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await press(pilot, "1")
        assert "more: Space ↓" in seen(pilot)
        assert "very long name of p8" not in seen(pilot)
        await press(pilot, *["down"] * 8)
        assert "very long name of p8  ■" in seen(pilot)
        await press(pilot, *["up"] * 8)
        assert "very long name of p0  ■" in seen(pilot)
