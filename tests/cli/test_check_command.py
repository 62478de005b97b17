"""``vikzhel check`` and ``vikzhel schema`` as a person, an editor or a workflow starts them."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packs import write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

FINE = "  start: {{e}, choices: [{id: a, text: Wait, goto: end}]}\n  end: {{e}, ending: over}\n"
LONG = " ".join(["word"] * 23)
USED = """\
  start:
    evidence: inferred
    reason: made up
    when: 1917-10-29 18:30
    text:
      - You wait.
      - {says: council, line: Nobody may leave.}
    choices:
      - id: wait
        text: Wait
        if: flag.late or knows.secret or count.cups at least 1 or table.who is all or mood.ana at least open
        goto: end
      - id: go
        text: "Go, 100% sure: now"
        because: So.
        flag: [late, told]
        learn: secret
        mood: {ana: +1}
        table: {who: +1}
        goto: start
      - {id: leave, text: Leave, if: flag.told, because: So., count: {cups: +1}, goto: end}
  end: {evidence: inferred, reason: made up, ending: over}
"""


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vikzhel", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))},
        timeout=60,
        check=False,
    )


def test_nothing_to_say_is_said_in_one_line_and_ends_with_0(tmp_path: Path) -> None:
    done = run("check", "--strict", str(write_pack(tmp_path / "used", USED)))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "small: can be played. 1 role, 2 scenes, 1 decision, 1 ending.\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "strictly", "counts"),
    [
        ("goto: end}", "goto: ende}", 1, 1, "Must be fixed: 1. Players will notice: 0. Style: 0."),
        ("You wait.", "Leningrad waits.", 0, 1, "Must be fixed: 0. Players will notice: 1. Style: 0."),
        (
            "text: Wait\n",
            f"text: {' '.join(['word'] * 17)}\n",
            0,
            1,
            "Must be fixed: 0. Players will notice: 0. Style: 1.",
        ),
    ],
)
def test_exit_codes_go_by_the_groups(
    tmp_path: Path, old: str, new: str, code: int, strictly: int, counts: str
) -> None:
    pack = str(write_pack(tmp_path / "p", USED.replace(old, new)))
    done = run("check", pack)
    assert done.returncode == code
    assert counts in done.stdout
    assert run("check", "--strict", pack).returncode == strictly


@pytest.mark.parametrize(
    "arguments", [("--fromat", "json"), ("--format", "xml"), ("--watch", "--fix-ids"), ("--nonsense",)]
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    done = run("check", *arguments)
    assert done.returncode == 2
    assert "usage: vikzhel" in done.stderr


def test_problems_are_told_file_by_file_what_must_be_fixed_first(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "p", USED.replace("You wait.", f"Leningrad waits. {LONG}"))
    (pack / "more.yaml").write_text(
        "glossary: {tea: " + " ".join(["word"] * 13) + "}\nflags: {spare: x}\n", "utf-8"
    )
    done = run("check", str(pack))
    heads = re.findall(r"^In (.*):$", done.stdout, re.MULTILINE)
    assert heads == ["p/more.yaml, style", "p/scenes.yaml, what players will notice"]
    assert "Must be fixed: 0. Players will notice: 1. Style: 2.\nsmall: can be played." in done.stdout


def test_a_pack_that_cannot_be_played_is_told_so(tmp_path: Path) -> None:
    done = run("check", str(write_pack(tmp_path / "p", USED.replace("goto: end}", "goto: ende}"))))
    assert "In p/scenes.yaml, what must be fixed:\n\np/scenes.yaml:22:" in done.stdout
    assert done.stdout.endswith("small: cannot be played yet.\n")
    assert "looked at once nothing must be fixed" in done.stdout


def test_mistakes_in_the_tests_are_told_with_the_rest_and_the_pack_can_be_played_all_the_same(
    tmp_path: Path,
) -> None:
    pack = write_pack(tmp_path / "p", USED.replace("You wait.", f"Leningrad waits. {LONG}"))
    tests = pack / "tests.yaml"
    tests.write_text(
        "tests:\n  one:\n    role: ana\n    path: [go, leave]\n    expect: {ending: over}\n", "utf-8"
    )
    assert "1 ending, 1 test.\n" in run("check", str(pack)).stdout
    tests.write_text(tests.read_text("utf-8").replace("over", "ovre").replace("role", "rle"), "utf-8")
    (pack / "zoo.yaml").write_text("flags: {spare: x}\n", "utf-8")
    done = run("check", str(pack))
    assert done.returncode == 1
    assert re.findall(r"^In (.*):$", done.stdout, re.MULTILINE) == [
        "p/scenes.yaml, what players will notice",
        "p/tests.yaml, what must be fixed",
        "p/zoo.yaml, style",
    ]
    assert "p/tests.yaml:3:5:" in done.stdout
    assert "small: can be played." in done.stdout
    assert "cannot be run before tests.yaml is mended" in done.stdout
    told = json.loads(run("check", "--format", "json", "p", cwd=tmp_path).stdout)
    assert (tmp_path / told["problems"][-2]["file"]) == tests
    assert told["packs"][0]["playable"]


def test_ids_in_the_tests_are_looked_up_once_the_story_itself_is_sound(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "p", USED.replace("  end:", "  ned:"))
    (pack / "tests.yaml").write_text("tests:\n  one:\n    role: ana\n    expect: {scene: end}\n", "utf-8")
    told = json.loads(run("check", "--format", "json", "p", cwd=tmp_path).stdout)
    assert {problem["file"] for problem in told["problems"]} == {os.path.join("p", "scenes.yaml")}


def test_tests_that_lie_elsewhere_are_not_passed_over(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "p", USED)
    (pack / "scenes").mkdir()
    (pack / "scenes" / "tests.yaml").write_text("tests: {one: {role: ana}}\n", "utf-8")
    done = run("check", str(pack))
    assert done.returncode == 1
    assert "“tests” may stand only in the pack's tests.yaml, beside story.yaml." in done.stdout


def test_json_has_the_keys_it_promises_and_paths_that_can_be_opened(tmp_path: Path) -> None:
    write_pack(tmp_path / "p", USED.replace("You wait.", "Leningrad waits."))
    done = run("check", "--format", "json", "p", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert {*told} == {"problems", "packs"}
    for problem in told["problems"]:
        assert list(problem) == ["code", "group", "file", "line", "column", "width", "message", "hint"]
    problem = told["problems"][0]
    assert {key: problem[key] for key in ("code", "group", "file", "line", "column", "width")} == {
        "code": "V820",
        "group": "players will notice",
        "file": os.path.join("p", "scenes.yaml"),
        "line": 7,
        "column": 9,
        "width": 9,
    }
    assert (tmp_path / problem["file"]).read_text("utf-8").splitlines()[6][8:17] == "Leningrad"
    assert [(pack["pack"], pack["playable"]) for pack in told["packs"]] == [
        ("small", True),
        ("nowhere", False),
    ]
    assert told["packs"][1]["counts"] == {"must fix": 1, "players will notice": 0, "style": 0}


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)")


def test_annotations_for_github_are_escaped(tmp_path: Path) -> None:
    odd = tmp_path / "odd, 100%: folder"
    write_pack(odd, USED.replace("goto: start", "goto: strat").replace("flag.told", "flag.tolld"))
    done = run("check", "--format", "github", odd.name, cwd=tmp_path)
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert len(lines) == 2
    for line in lines:
        found = COMMAND.fullmatch(line)
        assert found is not None, line
        assert found.group(1) == "error"
        properties = dict(part.split("=", 1) for part in found.group(2).split(","))
        assert {*properties} == {"file", "line", "endLine", "col", "endColumn", "title"}
        assert properties["file"].startswith("odd%2C 100%25%3A folder")
        assert "%0A" in found.group(3)
    assert run("check", "--format", "github", "talks").returncode == 0


def test_nothing_in_a_pack_can_give_a_workflow_command(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "p", USED)
    (pack / "more.yaml").write_text(
        'flags: {"::set-output name=x::y\\n::error::z": x}\n"::stop-commands::x": 1\n', "utf-8"
    )
    done = run("check", "--format", "github", str(pack))
    for line in done.stdout.splitlines():
        assert COMMAND.fullmatch(line) or not line.lstrip().startswith("::"), line


def test_ids_are_written_and_said(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "p", USED.replace("      - id: wait\n        text", "      - text"))
    done = run("check", "--fix-ids", str(pack))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "p/scenes.yaml:10: start/wait\np/scenes.yaml: 1 id written.\n"
    assert (pack / "scenes.yaml").read_text("utf-8").splitlines()[9] == "      - id: wait"
    assert run("check", "--fix-ids", str(pack)).stdout == "small: every choice has its id.\n"
    assert run("check", "--strict", str(pack)).returncode == 0


def test_the_schema_is_printed() -> None:
    done = run("schema")
    assert done.returncode == 0
    assert json.loads(done.stdout)["$schema"].startswith("http://json-schema.org/draft-07")


class Watched:
    """``check --watch`` in a process of its own, and what it tells check by check."""

    def __init__(self, pack: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "vikzhel", "check", "--watch", str(pack)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def result(self) -> str:
        told = ""
        while "Ctrl-C ends" not in told:
            told += self._lines.get(timeout=20)
        return told


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watching = Watched(write_pack(tmp_path / "p", USED))
    yield watching
    watching.process.kill()
    watching.process.wait()
    for stream in (watching.process.stdout, watching.process.stderr):
        if stream is not None:
            stream.close()


@pytest.mark.skipif(os.name == "nt", reason="sends a signal as Ctrl-C does elsewhere")
def test_watching_checks_again_at_once_on_every_save_until_ctrl_c(watched: Watched, tmp_path: Path) -> None:
    first = watched.result()
    assert "can be played" in first
    assert re.search(r"^\d\d:\d\d:\d\d  Checked in ", first, re.MULTILINE)
    path = tmp_path / "p" / "scenes.yaml"
    path.write_text(path.read_text("utf-8").replace("goto: end}", "goto: ende}"), "utf-8")
    assert "ende" in watched.result()
    new = tmp_path / "p" / "new.tmp"  # as editors do that write beside the file and put it in its place
    new.write_text(path.read_text("utf-8").replace("goto: ende}", "goto: end}"), "utf-8")
    os.replace(new, path)
    assert "can be played" in watched.result()
    (tmp_path / "p" / "added.yaml").write_text("flags: {spare: Not used}\n", "utf-8")
    assert "added.yaml" in watched.result()
    (tmp_path / "p" / "tests.yaml").write_text("tests: {one: {role: anna}}\n", "utf-8")
    assert "Did you mean “ana”?" in watched.result()
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(timeout=20) == 0
    assert watched.process.stderr is not None
    assert watched.process.stderr.read() == ""


def test_watching_waits_for_the_end_of_a_save_and_sees_a_folder_go_and_come(
    watched: Watched, tmp_path: Path
) -> None:
    assert "can be played" in watched.result()
    pack = tmp_path / "p"
    path = pack / "scenes.yaml"
    text = path.read_text("utf-8")
    (pack / "dangling.yaml").symlink_to(pack / "nowhere")
    with path.open("w", encoding="utf-8") as stream:  # emptied, and filled a moment later
        stream.flush()
        time.sleep(0.08)
        stream.write(text)
    assert "can be played" in watched.result()
    os.replace(path, pack / "scenes.yaml~")  # moved away, and written anew
    time.sleep(0.08)
    path.write_text(text.replace("You wait.", "You wait and wait."), "utf-8")
    assert "can be played" in watched.result()
    path.write_text(text, "utf-8")
    assert "can be played" in watched.result()
    before = path.stat()
    path.write_text(text.replace("You wait.", "You WAIT."), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # as some tools copy
    assert "can be played" in watched.result()
    (pack / "story.yaml").write_text((pack / "story.yaml").read_text("utf-8") + "# a note\n", "utf-8")
    assert "can be played" in watched.result()
    os.replace(pack, tmp_path / "elsewhere")
    assert "is not there" in watched.result()
    os.replace(tmp_path / "elsewhere", pack)
    assert "can be played" in watched.result()
    path.unlink()
    assert "cannot be played" in watched.result()
