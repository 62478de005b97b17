"""Names, journals, branches, deleting, and what the archive remembers of earlier weeks."""

from __future__ import annotations

from pathlib import Path

import pytest

from packs import write_pack
from vikzhel.archive.home import LONGEST_NAME
from vikzhel.archive.past import Earlier, texts_read
from vikzhel.archive.store import FILE, KeptRun, Store, StoreError, keep_or_not
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack

SCENES = """\
  start: {{e}, text: An office., choices: [{id: a, text: A, reply: You wait., goto: start}, {id: b, text: B, goto: mid}]}
  mid: {{e}, text: A hall., choices: [{id: x, text: X, goto: end}, {id: y, text: Y, goto: start}]}
  end: {{e}, ending: over}
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(read_pack(write_pack(tmp_path / "pack", SCENES)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(str(tmp_path))


def week(store: Store, program: Program, *steps: str) -> KeptRun:
    kept = store.begin(program, "ana")
    for step in steps:
        kept.take(step)
    return kept


# -- names -------------------------------------------------------------------------------------


def test_a_name_stands_beside_the_code_and_opens_the_run(store: Store, program: Program) -> None:
    kept = week(store, program, "a")
    assert store.rename(kept.code, "  Group \t 4 ") == (kept.code, "Group 4")
    assert store.resume("group 4", program).code == kept.code
    assert store.runs()[0].name == "Group 4"
    store.rename("Group 4", "")
    with pytest.raises(StoreError, match="There is no run"):
        store.resume("Group 4", program)


def test_a_name_is_made_safe_and_short(store: Store, program: Program) -> None:
    kept = week(store, program)
    _, name = store.rename(kept.code, "\x1b]0;evil\x07\u202e" + "x" * 500 + "\udcff\n")
    assert name == "]0;evil" + "x" * (LONGEST_NAME - 7)


def test_a_name_that_two_runs_have_asks_for_the_code(store: Store, program: Program) -> None:
    codes = [week(store, program).code for _ in range(2)]
    for code in codes:
        store.rename(code, "Ours")
    with pytest.raises(StoreError, match="2 runs have that name") as refused:
        store.resume("ours", program)
    assert all(code in str(refused.value) for code in codes)


def test_a_code_goes_before_a_name_that_looks_like_it(store: Store, program: Program) -> None:
    first, second = week(store, program, "a"), week(store, program, "b")
    store.rename(second.code, first.code)
    assert store.resume(first.code, program).run.steps[0].id == "a"


# -- the journal -------------------------------------------------------------------------------


def test_a_line_stands_beside_its_step_and_goes_when_the_step_does(store: Store, program: Program) -> None:
    kept = week(store, program, "a", "b")
    kept.note(0, "Before.")
    kept.note(2, "In the hall.")
    kept.note(1, "Waiting.\x1b[1m")
    kept.note(2, "Still there.")
    said = [(0, "Before."), (1, "Waiting.[1m"), (2, "In the hall."), (2, "Still there.")]
    assert kept.notes == said
    assert store.resume(kept.code, program).notes == said
    kept.undo(1)
    assert kept.notes == said[:2]
    kept.take("b")  # another step in the same place has no line of its own
    assert kept.notes == said[:2]
    assert store.resume(kept.code, program).notes == said[:2]


def test_an_empty_line_is_not_kept_and_a_step_that_was_not_taken_has_none(
    store: Store, program: Program
) -> None:
    kept = week(store, program, "a")
    assert kept.note(1, " \x07 ") is None
    assert kept.notes == []
    with pytest.raises(IndexError):
        kept.note(2, "Too far.")


def test_a_journal_is_kept_in_memory_where_nothing_can_be_written(tmp_path: Path, program: Program) -> None:
    (tmp_path / "file").write_text("")
    kept = keep_or_not(str(tmp_path / "file"), program, "ana")
    kept.take("a")
    kept.note(1, "All the same.")
    assert kept.notes == [(1, "All the same.")]


# -- branches ----------------------------------------------------------------------------------


def test_a_branch_begins_where_the_old_run_stood_and_leaves_it_as_it_is(
    store: Store, program: Program
) -> None:
    old = week(store, program, "a", "b", "x")
    old.note(1, "Mine.")
    before = store.played(old.code)
    new = store.branch(old.code, 2, program)
    assert [step.id for step in new.run.steps] == ["a", "b"]
    new.take("y")
    again = store.resume(new.code, program)
    assert [step.id for step in again.run.steps] == ["a", "b", "y"]
    assert (store.played(new.code).parent, store.played(new.code).parent_steps) == (old.code, 2)
    assert new.notes == []
    assert store.played(old.code) == before
    with pytest.raises(StoreError, match="has only 3 steps"):
        store.branch(old.code, 4, program)


def test_a_run_can_branch_at_its_beginning_and_at_its_end(store: Store, program: Program) -> None:
    old = week(store, program, "b", "x")
    assert store.branch(old.code, 0, program).run.steps == []
    end = store.branch(old.code, 2, program)
    assert end.run.over
    assert next(row for row in store.runs() if row.code == end.code).ending == "end"


def test_a_run_of_an_edited_story_branches_as_far_as_it_still_goes(
    tmp_path: Path, store: Store, program: Program
) -> None:
    old = week(store, program, "a", "b", "x")
    changed = Program(read_pack(write_pack(tmp_path / "pack", SCENES.replace("id: x", "id: z"))))
    with pytest.raises(StoreError, match="no longer offers “x”"):
        store.branch(old.code, 3, changed)
    assert len(store.branch(old.code, 2, changed).run.steps) == 2


# -- deleting ----------------------------------------------------------------------------------


def test_a_deleted_run_leaves_no_trace_in_the_files(tmp_path: Path, store: Store, program: Program) -> None:
    others = [week(store, program, *["a"] * 30) for _ in range(3)]
    kept = week(store, program, "a", "b")
    for number in range(40):
        kept.note(1, f"Nobody else may read this, number {number}.")
    store.rename(kept.code, "Secretly mine")
    branch = store.branch(kept.code, 1, program)
    assert store.delete(kept.code) == (kept.code, True)
    data = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    for trace in (b"Nobody else may read", b"Secretly", kept.code.encode()):
        assert trace not in data
    assert store.played(branch.code).parent == ""
    assert len(store.runs()) == 4
    assert all(store.resume(other.code, program).trouble == "" for other in others)


def test_a_run_deleted_in_another_window_plays_on_and_says_so(
    tmp_path: Path, store: Store, program: Program
) -> None:
    kept = week(store, program, "a")
    Store.open(str(tmp_path)).delete(kept.code)
    kept.take("b")
    assert "it has been deleted in another window" in kept.trouble
    kept.take("x")
    assert kept.run.over
    assert Store.open(str(tmp_path)).runs() == []
    data = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert kept.code.encode() not in data


# -- earlier weeks -----------------------------------------------------------------------------


def test_what_was_taken_in_earlier_weeks_is_counted_and_the_last_is_known(
    store: Store, program: Program
) -> None:
    week(store, program, "a", "a", "b", "x")
    week(store, program, "b", "y", "a").undo(2)
    now = week(store, program, "b")
    seen = store.seen("small", "ana", now.code)
    assert seen.times == {("start", "a"): 2, ("start", "b"): 2, ("mid", "x"): 1, ("mid", "y"): 1}
    assert seen.last == {"start": "a", "mid": "y"}
    assert seen.scenes == {"start", "mid"}
    assert store.seen("small", "boris").times == {}
    assert store.seen("other", "ana").times == {}


def test_what_was_taken_before_is_known_under_the_names_it_has_today(
    tmp_path: Path, store: Store, program: Program
) -> None:
    week(store, program, "a", "b", "x")
    edited = SCENES.replace("mid", "hall").replace("id: a,", "id: c,")
    greeting = "  greeting: Good evening.\n  renamed: {mid: hall, start/a: start/c}"
    today = Program(read_pack(write_pack(tmp_path / "pack", edited, greeting=greeting)))
    kept = store.begin(today, "ana")
    seen = Earlier(kept).seen
    assert seen is not None
    assert seen.times == {("start", "c"): 1, ("start", "b"): 1, ("hall", "x"): 1}
    assert seen.told("hall", "x") == "You chose this last time."
    assert (seen.told("start", "c"), seen.told("start", "a")) == ("You have chosen this before.", "")


def test_what_a_branch_has_from_its_parent_counts_once(store: Store, program: Program) -> None:
    old = week(store, program, "a", "b", "x")
    store.branch(old.code, 2, program).take("y")
    seen = store.seen("small", "ana")
    assert seen.times == {("start", "a"): 1, ("start", "b"): 1, ("mid", "x"): 1, ("mid", "y"): 1}
    assert seen.last["mid"] == "y"


def test_a_text_counts_as_read_only_in_these_words(tmp_path: Path, store: Store, program: Program) -> None:
    week(store, program, "a")
    read = texts_read(program, "ana", store.earlier("small", "ana"))
    assert {"An office.", "You wait."} <= read
    assert "A hall." not in read
    changed = Program(read_pack(write_pack(tmp_path / "pack", SCENES.replace("You wait.", "You sit down."))))
    assert "You sit down." in texts_read(
        changed, "ana", store.earlier("small", "ana")
    )  # told on this path, in new words
    gone = Program(read_pack(write_pack(tmp_path / "pack", SCENES.replace("id: a,", "id: c,"))))
    assert texts_read(gone, "ana", store.earlier("small", "ana")) == {"An office."}


def test_a_run_of_thousands_is_still_found_at_once(store: Store, program: Program) -> None:
    """Not a measure of time: that the archive of a whole school is read without its runs being replayed."""
    played = store.played(week(store, program, *["a"] * 20).code)
    for _ in range(200):
        store.enter(played)
    assert len(store.runs()) == 201
    assert store.seen("small", "ana").times == {("start", "a"): 201}
    assert isinstance(store.resume("latest", program).run, Run)
