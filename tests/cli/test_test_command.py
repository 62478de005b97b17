"""``vikzhel test`` as a teacher or a script runs it: real processes, real files, real exit codes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from running import run
from vikzhel.places import packs_folder

PACK = Path(__file__).parent.parent / "play" / "trials" / "pack"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


def play(pack: Path, *typed: str) -> str:
    """Play by numbers through a pipe; return the run's code."""
    done = run("play", str(pack), "--role", "ana", typed="".join(f"{number}\n" for number in typed))
    found = re.search(r"kept as (\w+-\w+-\w+)|--resume (\w+-\w+-\w+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    return found.group(1) or found.group(2)


def test_every_shipped_pack_has_tests_and_they_pass() -> None:
    for name in sorted(path.parent.name for path in Path(packs_folder()).glob("*/story.yaml")):
        done = run("test", name)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        assert done.stdout.rstrip().endswith("all as expected.")


def test_one_failure_makes_the_exit_code_one_and_says_where(pack: Path) -> None:
    (pack / "tests.yaml").write_text("tests:\n  a: {role: ana}\n  b: {role: ana, path: [dwon]}\n", "utf-8")
    done = run("test", str(pack))
    assert done.returncode == 1
    assert done.stdout.startswith("ok: a (0 steps)\nfailed: b (0 steps)\n")
    assert "pack/tests.yaml:3:25: “stairs” does not offer “dwon”." in done.stdout
    assert "Did you mean “down”?" in done.stdout
    assert "On offer in “stairs”: look, drink, down. Locked: unbolt (You have no key)." in done.stdout
    assert run("test", str(pack), "a").returncode == 0
    assert run("test", str(pack), "b").returncode == 1
    assert run("test", str(pack), "c").returncode == 1


def test_json_says_the_same_to_a_program(pack: Path) -> None:
    (pack / "tests.yaml").write_text("tests:\n  a: {role: ana}\n  b: {role: ana, path: [dwon]}\n", "utf-8")
    done = run("test", str(pack), "--format", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["pack"], told["ok"]) == ("cellar", False)
    assert told["tests"][0] == {"name": "a", "ok": True, "steps": 0, "failures": []}
    (failure,) = told["tests"][1]["failures"]
    assert (failure["code"], failure["file"], failure["line"], failure["column"]) == (
        "V901",
        "pack/tests.yaml",
        3,
        25,
    )
    assert failure["offered"] == ["look", "drink", "down"]
    assert failure["locked"] == {"unbolt": "You have no key."}


@pytest.mark.parametrize("wrong", [("no-such-pack",), ()])
def test_what_cannot_be_run_ends_without_a_traceback(wrong: tuple[str, ...]) -> None:
    done = run("test", *wrong)
    assert done.returncode == (1 if wrong else 2)
    assert "Traceback" not in done.stderr


def test_mistakes_in_the_file_are_told_with_their_place_and_nothing_runs(pack: Path) -> None:
    (pack / "tests.yaml").write_text("tests:\n  a: {role: ana}\n  b: {rolle: ana}\n", "utf-8")
    done = run("test", str(pack))
    assert (done.returncode, done.stdout) == (1, "")
    assert "pack/tests.yaml:3:7" in done.stderr
    assert "Did you mean “role”?" in done.stderr


def test_the_latest_run_is_recorded_or_the_one_that_is_named(pack: Path) -> None:
    first = play(pack, "1", "2", "1")
    play(pack, "3", "2")
    assert run("test", str(pack), "--record", "latest").returncode == 0
    assert run("test", str(pack), "--record", "named", "--run", first).returncode == 0
    text = (pack / "tests.yaml").read_text("utf-8")
    assert "path:\n      - down\n      - leave\n    expect:\n      ending: away\n" in text
    assert (
        "path:\n      - look\n      - unbolt\n      - count\n" in text
        or "      - look\n      - drink\n" in text
    )
    done = run("test", str(pack))
    assert (done.returncode, done.stdout.count("ok: ")) == (0, 2)


def test_a_followed_path_is_recorded_with_how_things_stand_at_its_end(pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "path.txt"
    path.write_text("role: ana\ndrink   # hot\nlook\nunbolt\ncount\n", encoding="utf-8")
    done = run("test", str(pack), "--record", "opened", "--follow", str(path))
    assert done.returncode == 0, done.stderr
    assert (pack / "tests.yaml").read_text("utf-8").partition("tests:\n")[2] == (
        "  opened:\n    role: ana\n    path:\n      - drink\n      - look\n      - unbolt\n      - count\n"
        "    expect:\n      ending: over\n      votes:\n        unlock: 7-0-0\n"
        "      goals:\n        keep-quiet: met\n        get-key: met\n"
        "      rules:\n        - mood.boris is open\n        - table.door is open\n"
    )
    again = run("test", str(pack), "--record", "opened", "--follow", str(path))
    assert again.returncode == 1
    assert "There is a test “opened” already, at pack/tests.yaml:4:3." in again.stderr
    path.write_text("role: ana\ndrnk\n", encoding="utf-8")
    astray = run("test", str(pack), "--record", "other", "--follow", str(path))
    assert astray.returncode == 1
    assert "path.txt:2: " in astray.stderr
    assert "Did you mean “drink”?" in astray.stderr


def test_what_cannot_be_recorded_is_said_in_words_and_writes_nothing(pack: Path) -> None:
    for arguments, said in [
        (("--record", "one"), "No run of “cellar” is kept yet."),
        (("--record", "one", "--run", "copper-tram-nine"), "There is no run “copper-tram-nine”."),
        (("--record", "Number One"), "cannot be a test's name"),
    ]:
        done = run("test", str(pack), *arguments)
        assert done.returncode == 1
        assert said in done.stderr
    assert run("test", str(pack), "--run", "copper-tram-nine").returncode == 2
    assert not (pack / "tests.yaml").exists()


def test_a_run_that_no_longer_fits_the_story_is_not_recorded(pack: Path) -> None:
    play(pack, "3", "2")
    scenes = pack / "scenes.yaml"
    scenes.write_text(scenes.read_text("utf-8").replace("id: leave", "id: go-away"), encoding="utf-8")
    done = run("test", str(pack), "--record", "one")
    assert done.returncode == 1
    assert "The story has changed since this run was played" in done.stderr
    assert not (pack / "tests.yaml").exists()
