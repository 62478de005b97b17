"""The archive, on the real file: nothing acknowledged is lost, nothing foreign is touched."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from generated import pack_of, story
from packs import write_pack
from vikzhel.archive import file as file_module
from vikzhel.archive.codes import new_code, tidy
from vikzhel.archive.store import APPLICATION, FILE, VERSION, Store, StoreError, keep_or_not
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

SCENES = """\
  start: {{e}, choices: [{id: a, text: A, goto: start}, {id: b, text: B, goto: mid}]}
  mid: {{e}, choices: [{id: x, text: X, goto: end}, {id: y, text: Y, goto: start}]}
  end: {{e}, ending: over}
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(read_pack(write_pack(tmp_path / "pack", SCENES)))


def test_a_run_can_be_gone_on_with_from_its_code_however_it_is_typed(
    tmp_path: Path, program: Program
) -> None:
    kept = Store.open(str(tmp_path)).begin(program, "ana")
    for step in ("a", "b", "y", "b"):
        kept.take(step)
    again = Store.open(str(tmp_path)).resume(kept.code.upper().replace("-", "  "), program)
    assert again.run.steps == kept.run.steps
    assert again.run.state == kept.run.state
    assert again.trouble == ""
    again.take("x")
    assert Store.open(str(tmp_path)).resume(kept.code, program).run.over


def test_undoing_is_kept_too_and_never_erases_a_row(tmp_path: Path, program: Program) -> None:
    kept = Store.open(str(tmp_path)).begin(program, "ana")
    for step in ("a", "a", "b"):
        kept.take(step)
    kept.undo(1)
    kept.take("b")
    again = Store.open(str(tmp_path)).resume(kept.code, program)
    assert [step.id for step in again.run.steps] == ["a", "b"]
    rows = (
        sqlite3.connect(tmp_path / FILE).execute("SELECT kind, option FROM steps ORDER BY number").fetchall()
    )
    assert rows == [("choice", "a"), ("choice", "a"), ("choice", "b"), ("undo", "1"), ("choice", "b")]


def test_the_latest_run_not_yet_over_is_the_one_to_go_on_with(tmp_path: Path, program: Program) -> None:
    store = Store.open(str(tmp_path))
    first, second = store.begin(program, "ana"), store.begin(program, "ana")
    first.take("a")
    time.sleep(0.002)
    second.take("b")
    time.sleep(0.002)
    assert store.resume("latest", program).code == second.code
    second.take("x")
    assert store.resume("latest", program).code == first.code
    assert [row.ending for row in store.runs()] == ["end", ""]
    with pytest.raises(StoreError, match="no unfinished run"):
        Store.open(str(tmp_path / "empty")).resume("latest", program)


def test_an_unknown_code_names_the_nearest_one(tmp_path: Path, program: Program) -> None:
    store = Store.open(str(tmp_path))
    code = store.begin(program, "ana").code
    with pytest.raises(StoreError, match=f"Did you mean {code}"):
        store.resume(code[:-1], program)


def test_a_changed_story_is_said_and_the_run_goes_on_from_the_last_step_that_fits(
    tmp_path: Path, program: Program
) -> None:
    kept = Store.open(str(tmp_path)).begin(program, "ana")
    for step in ("a", "b", "x"):
        kept.take(step)
    changed = Program(read_pack(write_pack(tmp_path / "new", SCENES.replace("id: x", "id: z"))))
    again = Store.open(str(tmp_path)).resume(kept.code, changed)
    assert "step 3 of 3" in again.trouble
    assert "no longer offers “x”" in again.trouble
    assert [step.id for step in again.run.steps] == ["a", "b"]
    again.take("z")
    settled = Store.open(str(tmp_path)).resume(kept.code, changed)
    assert settled.trouble == ""
    assert [step.id for step in settled.run.steps] == ["a", "b", "z"]


def test_a_vote_that_now_goes_otherwise_is_never_replayed_in_silence(tmp_path: Path) -> None:
    scenes = (
        "  start: {{e}, choices: [{id: a, text: A, goto: hall}]}\n  hall: {{e}, vote: {hold: motion,"
        " carried: {goto: end}, lost: {goto: end}}}\n  end: {{e}, ending: over}\n"
    )
    blocs = (
        "blocs: {one: {name: ones, body: council, needs: NEEDS}}\n"
        "votes: {motion: {title: M, body: council, present: {one: 4}, on: {}}}\n"
    )
    easy = Program(read_pack(write_pack(tmp_path / "a", scenes, blocs.replace("NEEDS", "0"))))
    kept = Store.open(str(tmp_path)).begin(easy, "ana")
    hard = Program(read_pack(write_pack(tmp_path / "a", scenes, blocs.replace("NEEDS", "1"))))
    kept.take("a")
    assert "a vote now goes otherwise" in Store.open(str(tmp_path)).resume(kept.code, hard).trouble


def test_a_run_of_another_pack_with_the_same_id_is_never_played_over(
    tmp_path: Path, program: Program
) -> None:
    store = Store.open(str(tmp_path))
    kept = store.begin(program, "ana")
    kept.take("a")
    copied = SCENES.replace("id: a,", "id: changed,")
    copy = Program(read_pack(write_pack(tmp_path / "copy", copied)))
    with pytest.raises(StoreError, match="another story that calls itself “small” too"):
        store.resume(kept.code, copy)
    with pytest.raises(StoreError, match="no unfinished run"):
        store.resume("latest", copy)
    assert store.row_of(kept.code).origin == str(program.pack.folder)
    assert store.resume("latest", program).code == kept.code


def test_a_scene_that_was_renamed_keeps_old_runs_alive(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    kept = Store.open(str(tmp_path)).begin(Program(read_pack(write_pack(folder, SCENES))), "ana")
    for step in ("a", "b", "y"):
        kept.take(step)
    renamed = SCENES.replace("mid:", "middle:").replace("goto: mid", "goto: middle")
    manifest = "  greeting: Hello.\n  renamed: {mid: middle}"
    again = Store.open(str(tmp_path)).resume(
        kept.code, Program(read_pack(write_pack(folder, renamed, greeting=manifest)))
    )
    assert again.trouble == ""
    assert [step.id for step in again.run.steps] == ["a", "b", "y"]


def test_an_archive_that_can_only_be_read_is_gone_on_with_unkept(tmp_path: Path, program: Program) -> None:
    kept = Store.open(str(tmp_path)).begin(program, "ana")
    kept.take("b")
    kept.close()
    stick = sqlite3.connect(tmp_path / FILE)
    stick.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stick.close()
    original = file_module.prepare

    def refuse(db: sqlite3.Connection) -> None:
        file_module.prepare = original
        raise sqlite3.OperationalError("attempt to write a readonly database")

    file_module.prepare = refuse
    try:
        again = Store.open(str(tmp_path)).resume(kept.code, program)
    finally:
        file_module.prepare = original
    assert [step.id for step in again.run.steps] == ["b"]
    assert "can only be read" in again.trouble
    assert not again.kept
    again.take("x")
    assert again.run.over


def test_two_windows_on_one_run_do_not_mix_their_steps(tmp_path: Path, program: Program) -> None:
    first = Store.open(str(tmp_path)).begin(program, "ana")
    second = Store.open(str(tmp_path)).resume(first.code, program)
    first.take("a")
    second.take("b")
    assert "another window" in second.trouble
    assert not second.kept
    second.take("x")  # play goes on
    assert [s.id for s in Store.open(str(tmp_path)).resume(first.code, program).run.steps] == ["a"]


def test_two_processes_write_their_own_runs_at_the_same_time(tmp_path: Path, program: Program) -> None:
    kept = [Store.open(str(tmp_path)).begin(program, "ana") for _ in range(2)]
    for _ in range(50):
        for run in kept:
            run.take("a")
    store = Store.open(str(tmp_path))
    assert [len(store.resume(run.code, program).run.steps) for run in kept] == [50, 50]


@pytest.mark.parametrize(
    "content", [b"not a database at all, only words\n" * 40, b"SQLite format 3\0" + b"\1" * 500]
)
def test_a_damaged_file_is_left_alone_and_the_game_goes_on_unkept(
    tmp_path: Path, program: Program, content: bytes
) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    kept = keep_or_not(str(tmp_path), program, "ana")
    assert not kept.kept
    assert "This run is not kept" in kept.trouble
    kept.take("a")
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path, program: Program) -> None:
    other = sqlite3.connect(tmp_path / FILE)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    before = (tmp_path / FILE).read_bytes()
    assert "some other program" in keep_or_not(str(tmp_path), program, "ana").trouble
    assert (tmp_path / FILE).read_bytes() == before


def test_an_archive_of_a_newer_version_is_left_alone(tmp_path: Path, program: Program) -> None:
    Store.open(str(tmp_path)).close()
    newer = sqlite3.connect(tmp_path / FILE)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.commit()
    newer.close()
    assert "newer version" in keep_or_not(str(tmp_path), program, "ana").trouble


def test_the_file_says_whose_it_is_and_is_written_safely(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    assert store.file.one("PRAGMA application_id") == (APPLICATION,)
    assert store.file.one("PRAGMA journal_mode") == ("wal",)
    assert store.file.one("PRAGMA synchronous") == (2,)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, program: Program) -> None:
    tmp_path.chmod(0o500)
    assert "This run is not kept" in keep_or_not(str(tmp_path / "deep"), program, "ana").trouble
    tmp_path.chmod(0o700)


CHILD = """\
import sys
from random import Random
from vikzhel.archive.store import Store
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack
program = Program(read_pack(sys.argv[1]))
kept = Store.open(sys.argv[2]).begin(program, "ana")
print(kept.code, flush=True)
dice = Random(int(sys.argv[3]))
while True:
    option = dice.choice(["a", "b"] if kept.run.scene == "start" else ["y"])
    kept.take(option)
    print(option, flush=True)
    if dice.random() < 0.1:
        kept.undo(len(kept.run.steps) - 1)
        print("undo", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_process_loses_no_step_it_had_acknowledged(tmp_path: Path, program: Program) -> None:
    pack = str(program.pack.folder)
    for seed in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, pack, str(tmp_path), str(seed)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        code = child.stdout.readline().strip()
        time.sleep(Random(seed).uniform(0.005, 0.06))
        child.send_signal(signal.SIGKILL)
        told = child.stdout.read().split("\n")
        child.wait()
        child.stdout.close()
        steps: list[str] = []
        for line in told[:-1]:  # the last line may have been cut
            if line == "undo":
                steps.pop()
            else:
                steps.append(line)
        kept = [step.id for step in Store.open(str(tmp_path)).resume(code, program).run.steps]
        # What was acknowledged is there; at most one more row was on disk but not yet told.
        assert kept[: len(steps)] == steps or kept == steps[:-1]
        assert len(kept) <= len(steps) + 1


def test_random_stories_are_kept_and_come_back_the_same(tmp_path: Path) -> None:
    for seed in range(25):
        r = Random(seed)
        with pack_of(story(r)) as pack:
            generated = Program(pack)
            kept = Store.open(str(tmp_path)).begin(generated, r.choice(("ana", "boris")))
            for _ in range(10):
                if kept.run.over:
                    break
                kept.take(r.choice(kept.run.open).id)
                if r.random() < 0.2:
                    kept.undo(r.randint(0, len(kept.run.steps)))
            again = Store.open(str(tmp_path)).resume(kept.code, generated)
            assert again.trouble == ""
            assert again.run.state == kept.run.state


def test_codes_are_three_plain_words_and_never_taken_twice() -> None:
    taken: set[str] = set()
    for _ in range(300):
        code = new_code(taken)
        assert code not in taken
        assert len(code.split("-")) == 3
        assert tidy(code.title().replace("-", " ")) == code
        taken.add(code)
