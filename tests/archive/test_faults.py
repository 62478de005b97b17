"""What can go wrong with the file, on the real program: it says so calmly, plays on, and overwrites nothing."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vikzhel.archive.file import APPLICATION, FILE, VERSION
from vikzhel.archive.store import Store
from vikzhel.places import pack_folder
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs limits and users as Unix has them")

OLD = Path(__file__).parent / "version-1.sqlite"
WEEK = "1\n" * 60
ARGV = [sys.executable, "-m", "vikzhel"]


def play(
    data: Path, *arguments: str, typed: str = WEEK, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Play the real program in plain mode with runs kept in ``data``."""
    return subprocess.run(
        [*ARGV, "play", "--plain", "--data", str(data), *arguments],
        input=typed, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        preexec_fn=before,
    )  # fmt: skip


def vikzhel(*arguments: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run one of the commands."""
    return subprocess.run(
        [*ARGV, *arguments], capture_output=True, text=True, check=False, timeout=60, preexec_fn=before
    )


def playable_and_said(done: subprocess.CompletedProcess[str], *said: str) -> None:
    """Assert that the week was played to its end, in spite of all, and that the trouble was told once."""
    assert (done.returncode, done.stderr) == (0, "")
    assert "The end: " in done.stdout
    for words in said:
        assert done.stdout.count(words) == 1, done.stdout[-1500:]


def bound_by_permissions() -> None:
    """Be bound by what files permit even as root: without the right to override it."""
    libc = ctypes.CDLL(None, use_errno=True)
    for override in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, override, 0, 0, 0)  # PR_CAPBSET_DROP


# -- a folder that can only be read ------------------------------------------------------------


def test_a_folder_that_can_only_be_read_is_played_in_without_keeping(tmp_path: Path) -> None:
    data = tmp_path / "stick"
    data.mkdir()
    data.chmod(0o555)
    done = play(data, "--role", "martov", before=bound_by_permissions)
    playable_and_said(done, "This run is not kept: the archive ", "This run was not kept.")
    assert list(data.iterdir()) == []


def test_runs_on_a_write_protected_stick_can_be_gone_on_with_and_are_not_changed(tmp_path: Path) -> None:
    data = tmp_path / "stick"
    play(data, "--role", "martov", typed="1\n1\n1\n")
    # As a kill leaves it: the last steps only in the write-ahead log.
    code, log = _left_in_log(data)
    for path in [*data.iterdir(), data]:
        path.chmod(0o555 if path == data else 0o444)
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    done = play(data, "--resume", code, before=bound_by_permissions)
    playable_and_said(done, "From here on this run is not kept: ")
    assert f"You have made {log} decisions so far." in done.stdout
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before
    listed = vikzhel("runs", "--data", str(data), before=bound_by_permissions)
    assert code in listed.stdout
    data.chmod(0o755)


def _left_in_log(data: Path) -> tuple[str, str]:
    """Play two steps of a new run and leave the files as a killed process would; return its code."""
    script = (
        "import os, sys\nfrom vikzhel.archive.store import Store\nfrom vikzhel.places import pack_folder\n"
        "from vikzhel.play.program import Program\nfrom vikzhel.story.packs import read_pack\n"
        "kept = Store.open(sys.argv[1]).begin(Program(read_pack(pack_folder('talks'))), 'kamenev')\n"
        "for _ in range(2): kept.take(kept.run.open[0].id)\n"
        "print(kept.code, flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(data)], capture_output=True, text=True, check=False
    )
    assert (data / f"{FILE}-wal").stat().st_size > 0
    return done.stdout.strip(), "two"


# -- a full disk -------------------------------------------------------------------------------


@pytest.mark.parametrize("kilobytes", [0, 8, 33, 60, 90])
def test_a_disk_that_fills_up_is_said_and_play_goes_on(tmp_path: Path, kilobytes: int) -> None:
    """A limit on the size of files stands for the full disk: SQLite meets it in the middle of a write."""
    data = tmp_path / "data"
    code = None
    if kilobytes:
        code = re.search(r"kept as ([a-z-]+)", play(data, "--role", "riazanov", typed="1\n").stdout)
    most = kilobytes * 1024

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = play(data, "--role", "martov", before=limited)
    playable_and_said(done, "not kept: ")
    if code is not None:  # what had been kept before is whole
        assert play(data, "--resume", code.group(1), typed="").returncode == 0


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs a disk of its own")
@pytest.mark.parametrize("kilobytes", [40, 64, 100, 132])
def test_a_disk_that_is_full_is_said_and_play_goes_on(tmp_path: Path, kilobytes: int) -> None:
    """A real small disk; what had been acknowledged as kept before it was full is there afterwards."""
    disk, saved = tmp_path / "disk", tmp_path / "saved"
    disk.mkdir()
    command = (
        f"mount -t tmpfs -o size={kilobytes}k tmpfs {disk} || exit 77; "
        f"{' '.join(ARGV)} play --plain --data {disk} --role martov; status=$?; cp -r {disk} {saved}; exit $status"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", command],
        input=WEEK,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("no disk of its own here")
    playable_and_said(done, "not kept: ")
    told = done.stdout.split("not kept: ")[0].count("You chose: ")
    if (saved / FILE).is_file() and (saved / FILE).stat().st_size and told:
        store = Store.open(str(saved))
        kept = store.runs()
        assert not kept or kept[0].choices >= told - 3  # doors are chosen too, and are no choices
        program = Program(read_pack(pack_folder("talks")))
        for row in kept:
            assert store.resume(row.code, program).trouble == ""


# -- files that are not what they should be ----------------------------------------------------


def _database(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def _truncated(path: Path, keep: float) -> None:
    shutil.copy(OLD, path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])


def _scribbled(path: Path) -> None:
    shutil.copy(OLD, path)
    data = bytearray(path.read_bytes())
    for at in range(4200, len(data), 97):
        data[at] ^= 0x5A
    path.write_bytes(data)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "words": (lambda path: path.write_text("My homework.\n" * 500), "is not an archive of runs; it has been left as it was"),
    "a half": (lambda path: _truncated(path, 0.5), "is damaged; it has been left as it was"),
    "nine tenths": (lambda path: _truncated(path, 0.9), "is damaged"),
    "a header": (lambda path: _truncated(path, 0.003), "is damaged"),
    "scribbled on": (_scribbled, ""),
    "foreign": (lambda path: _database(path, "CREATE TABLE recipes (name TEXT)"), "some other program"),
    "foreign and named": (
        lambda path: _database(path, "CREATE TABLE runs (code TEXT)", "PRAGMA application_id = 77"), "some other program"
    ),
    "newer": (
        lambda path: _database(path, f"PRAGMA application_id = {APPLICATION}", f"PRAGMA user_version = {VERSION + 1}"),
        "a newer version of this program",
    ),
    "a folder": (lambda path: path.mkdir(), "it can neither be opened nor made there"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SPOILT)
def test_a_file_that_is_not_ours_or_not_whole_is_left_as_it_was_and_the_week_is_played(
    tmp_path: Path, kind: str
) -> None:
    spoil, said = SPOILT[kind]
    path = tmp_path / FILE
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    done = play(tmp_path, "tutorial", typed="1\n2\n")
    playable_and_said(done, "This run is not kept: ", *([said] if said else []))
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.name.startswith(FILE)) == [FILE]
    for command in (["runs"], ["delete", "a-b-c", "--yes"], ["play", "--resume"]):
        done = vikzhel(*command, "--data", str(tmp_path))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") == 1
    assert (path.read_bytes() if path.is_file() else b"") == before


# -- several at once ---------------------------------------------------------------------------


def test_many_processes_that_begin_at_once_in_an_empty_folder_all_keep_their_runs(tmp_path: Path) -> None:
    data = tmp_path / "new"
    command = [*ARGV, "play", "tutorial", "--plain", "--data", str(data)]
    players = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    told = [player.communicate("1\n2\n", timeout=60)[0] for player in players]
    assert all("This run is kept as " in text for text in told), told
    rows = Store.open(str(data)).runs()
    assert len(rows) == 6
    assert len({row.code for row in rows}) == 6
    assert all(row.steps == 2 and row.ending for row in rows)


def test_one_run_played_in_two_windows_is_kept_by_one_and_the_other_is_told(tmp_path: Path) -> None:
    command = [*ARGV, "play", "tutorial", "--plain", "--data", str(tmp_path)]
    code = re.findall(r"kept as ([a-z-]+)", play(tmp_path, "tutorial", typed="").stdout)[0]
    first = subprocess.Popen(
        [*command, "--resume", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert first.stdin is not None
    assert first.stdout is not None
    while "Type 1" not in first.stdout.readline():
        pass
    second = play(tmp_path, "--resume", code, typed="2\n")
    assert f"kept as {code}" in second.stdout
    told = first.communicate("1\n2\n", timeout=60)[0]
    assert "From here on this run is not kept: this run is being played in another window as well." in told
    assert "The end: " in told
    assert [step.id for step in Store.open(str(tmp_path)).played(code).steps] == ["pass-on"]


# -- what happens to the file while it is played ------------------------------------------------


@pytest.mark.parametrize("gone", ["", "-wal"])
@pytest.mark.parametrize("back", [False, True])
def test_a_file_that_is_deleted_or_replaced_while_it_is_played_is_said_at_the_next_step(
    tmp_path: Path, gone: str, back: bool
) -> None:
    """The system lets a program write on into a file that is deleted, and forgets it all at the end."""
    program = Program(read_pack(pack_folder("tutorial")))
    kept = Store.open(str(tmp_path)).begin(program, "clerk")
    kept.take("ask-osip")
    assert kept.kept
    path = tmp_path / f"{FILE}{gone}"
    contents = path.read_bytes()
    path.unlink()
    if back:
        (tmp_path / "other").write_bytes(contents)
        (tmp_path / "other").rename(path)
    kept.take("pass-on")
    assert not kept.kept
    assert "has been moved, deleted or replaced meanwhile" in kept.trouble
    assert kept.run.over, "the week is played to its end all the same"


def test_a_write_ahead_log_left_behind_by_a_kill_is_taken_in_and_a_stray_index_does_no_harm(
    tmp_path: Path,
) -> None:
    program = Program(read_pack(pack_folder("tutorial")))
    kept = Store.open(str(tmp_path)).begin(program, "clerk")
    kept.take("ask-osip")
    left = tmp_path / "left"
    left.mkdir()
    for name in (FILE, f"{FILE}-wal"):
        shutil.copy(tmp_path / name, left)
    (left / f"{FILE}-shm").write_bytes(b"\xff" * 32768)
    assert [step.id for step in Store.open(str(left)).played(kept.code).steps] == ["ask-osip"]


def test_which_run_was_played_last_hangs_on_no_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A school's computer may wake up in 2010; to go on is still to go on with what was played last."""
    program = Program(read_pack(pack_folder("tutorial")))
    store = Store.open(str(tmp_path))
    old = store.begin(program, "clerk")
    monkeypatch.setattr("vikzhel.archive.store.now", lambda: "2010-01-01T00:00:00.000+00:00")
    monkeypatch.setattr("vikzhel.archive.rows.now", lambda: "2010-01-01T00:00:00.000+00:00")
    new = store.begin(program, "clerk")
    assert store.latest(program) == new.code
    assert [row.code for row in store.runs()] == [new.code, old.code]
    old.take("ask-osip")
    assert store.latest(program) == old.code
    assert store.seen("tutorial", "clerk", new.code).last == {"telegraph-room": "ask-osip"}


# -- an archive of the first version -----------------------------------------------------------


def test_an_archive_of_the_first_version_is_brought_up_to_date_whole(tmp_path: Path) -> None:
    shutil.copy(OLD, tmp_path / FILE)
    store = Store.open(str(tmp_path))
    assert [(row.code, row.steps, row.ending, row.name, row.parent) for row in store.runs()] == [
        ("old-kettle-six", 12, "", "", ""),
        ("dark-ferry-two", 2, "end", "", ""),
        ("copper-tram-nine", 2, "", "", ""),
    ]
    played = store.played("copper-tram-nine")
    assert [(step.scene, step.id, step.digest, step.change) for step in played.steps] == [
        ("start", "a", "9628843d", ""),
        ("start", "b", "9eebb51d", ""),
    ]
    foretold = store.played("old-kettle-six").steps[3]
    assert (foretold.kind, foretold.id, foretold.prediction, foretold.sureness) == (
        "vote",
        "cc-names",
        "carried",
        2,
    )
    assert store.file.one("PRAGMA user_version") == (VERSION,)
    store.close()
    fresh = tmp_path / "fresh"
    Store.open(str(fresh)).close()
    columns = [
        {(table, *row[1:3]) for table in ("runs", "steps", "notes") for row in sqlite3.connect(path / FILE).execute(f"PRAGMA table_info({table})")}
        for path in (tmp_path, fresh)
    ]  # fmt: skip
    assert columns[0] == columns[1]


def test_processes_that_open_an_old_archive_at_once_bring_it_up_to_date_once(tmp_path: Path) -> None:
    shutil.copy(OLD, tmp_path / FILE)
    command = [*ARGV, "runs", "--json", "--data", str(tmp_path)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert all("old-kettle-six" in reader.communicate(timeout=60)[0] for reader in readers)
    assert [reader.returncode for reader in readers] == [0] * 6


def test_a_migration_that_fails_half_way_leaves_the_old_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vikzhel.archive import file as file_module
    from vikzhel.archive.file import StoreError

    shutil.copy(OLD, tmp_path / FILE)
    broken = (*file_module._MIGRATIONS[:-1], file_module._MIGRATIONS[-1] + "CREATE TABLE runs (x);\n")
    monkeypatch.setattr(file_module, "_MIGRATIONS", broken)
    with pytest.raises(StoreError):
        Store.open(str(tmp_path))
    monkeypatch.undo()
    with sqlite3.connect(tmp_path / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert len(Store.open(str(tmp_path)).runs()) == 3


def test_an_old_archive_on_a_write_protected_stick_can_still_be_read(tmp_path: Path) -> None:
    data = tmp_path / "stick"
    data.mkdir()
    shutil.copy(OLD, data / FILE)
    (data / FILE).chmod(0o444)
    data.chmod(0o555)
    listed = vikzhel("runs", "--data", str(data), before=bound_by_permissions)
    assert "old-kettle-six" in listed.stdout
    data.chmod(0o755)
