"""The program as a person or a script starts it: a real process, real pipes, real exit codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from packs import write_pack
from running import run
from vikzhel import __version__, cli
from vikzhel.cli import authoring

SMALL = "  start: {{e}, choices: [{id: a, text: Wait, goto: end}]}\n  end: {{e}, ending: over}\n"


def test_with_no_terminal_it_greets_explains_and_ends_well() -> None:
    done = run()
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Vikzhel" in done.stdout
    for role in ("Lev Kamenev", "David Riazanov", "Julius Martov"):
        assert role in done.stdout
    assert "vikzhel play" in done.stdout


def test_a_week_can_be_played_through_a_pipe_to_its_end() -> None:
    for role in ("kamenev", "riazanov", "martov"):
        done = run("play", "talks", "--role", role, typed="1\n" * 90)
        assert done.returncode == 0, done.stderr
        assert "The end:" in done.stdout
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout)


def test_a_run_broken_off_is_gone_on_with_where_it_stopped() -> None:
    first = run("play", "--role", "martov", typed="1\n")
    code = re.search(r"--resume (\w+-\w+-\w+)", first.stdout)
    assert code is not None
    stopped = first.stdout.rsplit("What do you do?", 1)[1].split("Type ")[0]
    for how in (code.group(1), "latest"):
        again = run("play", "--resume", *([how] if how != "latest" else []), typed="")
        assert again.returncode == 0
        assert stopped.strip() in again.stdout


def test_runs_can_be_kept_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    stick = tmp_path / "usb stick"
    assert run("play", "--role", "martov", "--data", str(stick), typed="1\n").returncode == 0
    assert (stick / "runs.sqlite").is_file()


def test_a_pack_that_is_not_there_is_said_in_one_breath() -> None:
    done = run("play", "tlaks")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "tlaks" in done.stderr + done.stdout


def test_check_says_what_is_wrong_and_where_and_exits_accordingly(tmp_path: Path) -> None:
    good = write_pack(tmp_path / "good", SMALL)
    bad = write_pack(tmp_path / "bad", SMALL.replace("goto: end}", "goto: ende}"))
    done = run("check", str(good))
    assert (done.returncode, done.stderr) == (0, "")
    done = run("check", str(good), str(bad))
    assert done.returncode == 1
    assert "bad/scenes.yaml:2:" in done.stdout
    assert "Did you mean “end”?" in done.stdout


def test_every_shipped_pack_is_sound() -> None:
    done = run("check", "talks", "tutorial")
    assert done.returncode == 0, done.stdout


def test_help_and_version_answer_without_starting_the_game() -> None:
    assert run("--version").stdout.strip() == f"vikzhel {__version__}"
    for arguments in (("--help",), ("play", "--help"), ("check", "--help")):
        done = run(*arguments)
        assert done.returncode == 0
        assert "usage: vikzhel" in done.stdout
    assert run("plya").returncode == 2


def test_a_scripted_path_is_followed_and_its_mistakes_named_by_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "small", SMALL)
    path = tmp_path / "path.txt"
    path.write_text("# my path\nrole: ana\na\n", encoding="utf-8")
    done = run("play", str(pack), "--follow", str(path))
    assert done.returncode == 0
    assert "It is over." in done.stdout
    path.write_text("role: ana\nb\n", encoding="utf-8")
    done = run("play", str(pack), "--follow", str(path))
    assert done.returncode == 1
    assert "path.txt:2" in done.stdout + done.stderr


def test_a_reader_of_a_pipe_who_leaves_early_causes_no_complaint() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "vikzhel", "play", "--role", "kamenev"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    try:
        process.stdin.write(b"1\n" * 40)
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait()


def test_a_bug_is_one_calm_line_and_goes_to_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(authoring, "run", broken)
    assert cli.main(["check", "talks"]) == 70
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    log = tmp_path / "xdg_state_home" / "vikzhel" / "vikzhel.log"
    assert str(log) in said
    assert "a mistake of ours" in log.read_text(encoding="utf-8")


def test_an_old_console_gets_what_it_can_show_and_no_crash() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vikzhel", "play", "--role", "kamenev"],
        input=b"1\n" * 40,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


@pytest.mark.parametrize(
    ("room", "heavy"),
    [
        ("vikzhel.story.packs", ("textual", "rich")),
        ("vikzhel.play.run", ("textual", "rich")),
        ("vikzhel.archive.store", ("textual", "rich")),
        ("vikzhel.publish.command", ("textual", "rich")),
        ("vikzhel.line.session", ("textual", "rich")),
        ("vikzhel.cli", ("textual", "rich", "yaml", "argparse", "dataclasses")),
    ],
)
def test_a_room_without_a_screen_imports_no_screen_library(room: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {room}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
