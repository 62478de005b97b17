"""Branches and beginnings as a person starts them: a real process, real folders, a real terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from branches import FIRST, branch
from running import run
from terminal import Terminal


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "desk"
    branch(place / "my-branch", FIRST)
    monkeypatch.chdir(place)
    return place


def code_of(done: subprocess.CompletedProcess[str]) -> str:
    found = re.search(r"--resume (\w+-\w+-\w+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    return found.group(1)


def test_a_branch_is_played_with_its_story_and_says_what_it_added(here: Path) -> None:
    for names in (["./my-branch"], ["tutorial", "--with", "./my-branch"]):
        done = run("play", *names, typed="4\n1\n")
        assert done.returncode == 0, done.stderr
        assert (
            "4. Wake the stationmaster. Added by your teacher: The stationmaster (Anna Petrova)."
            in done.stdout
        )
        assert "He is awake already" in done.stdout
        assert "Invented.\nAdded by your teacher: The stationmaster (Anna Petrova)." in done.stdout
        assert "Back to: A strip of paper tape." not in done.stdout.split("He is awake")[0]


def test_a_branch_in_the_folder_of_packs_is_played_by_its_name(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = here / "data" / "vikzhel" / "packs"
    packs.mkdir(parents=True)
    (here / "my-branch").rename(packs / "kept-there")
    monkeypatch.setenv("XDG_DATA_HOME", str(here / "data"))
    for names in (["kept-there"], ["tutorial", "--with", "kept-there"]):
        done = run("play", *names, typed="4\n")
        assert done.returncode == 0, done.stderr
        assert "He is awake already" in done.stdout


def test_what_a_branch_adds_can_be_typed_by_its_plain_id(here: Path) -> None:
    done = run("play", "./my-branch", typed="wake-the-stationmaster\n")
    assert "He is awake already" in done.stdout


def test_a_run_is_gone_on_with_as_it_was_played(here: Path) -> None:
    code = code_of(run("play", "./my-branch", typed="4\n"))
    for again in (
        run("play", "--resume", code),
        run("play", "tutorial", "--with", "./my-branch", "--resume", code),
    ):
        assert again.returncode == 0, again.stderr
        assert "He is awake already" in again.stdout


def test_a_run_is_never_silently_gone_on_with_without_its_branch_nor_with_one_it_had_not(here: Path) -> None:
    code = code_of(run("play", "./my-branch", typed="1\n"))
    without = run("play", "tutorial", "--resume", code)
    assert without.returncode == 1
    assert "my-branch" in without.stderr
    assert f"vikzhel play --resume {code}" in without.stderr
    plain = code_of(run("play", "tutorial", typed="1\n"))
    with_one = run("play", "./my-branch", "--resume", plain)
    assert with_one.returncode == 1
    assert "without any branch" in with_one.stderr


def test_the_command_at_the_end_of_a_sitting_opens_it_again(here: Path) -> None:
    first = run("play", "tutorial", "--with", "./my-branch", typed="4\n")
    command = next(line for line in first.stdout.splitlines() if line.startswith("vikzhel play "))
    again = run(*command.split()[1:])
    assert again.returncode == 0, again.stderr
    assert "He is awake already" in again.stdout


def test_a_run_with_a_branch_is_put_on_paper_and_compared(here: Path) -> None:
    code = code_of(run("play", "./my-branch", typed="4\n"))
    other = code_of(run("play", "tutorial", "--with", "./my-branch", typed="1\n"))
    done = run("export", code, "--format", "md", "--out", "run.md")
    assert done.returncode == 0, done.stderr
    assert "Wake the stationmaster" in (here / "run.md").read_text(encoding="utf-8")
    compared = run("compare", code, other)
    assert compared.returncode == 0, compared.stderr


def test_a_run_whose_branch_is_gone_says_so(here: Path) -> None:
    code = code_of(run("play", "./my-branch", typed="1\n"))
    (here / "my-branch").rename(here / "moved")
    lost = run("play", "--resume", code)
    assert lost.returncode == 1
    assert "is not there" in lost.stderr
    found = run("play", "tutorial", "--with", "./moved", "--resume", code)
    assert found.returncode == 0, found.stderr


def test_a_branch_has_tests_of_its_own_and_can_be_held_against_those_of_its_story(here: Path) -> None:
    tests = "tests:\n  there:\n    role: clerk\n    path: [wake-the-stationmaster]\n    expect: {scene: master, offered: go-back-to-the-key}\n"
    (here / "my-branch" / "tests.yaml").write_text(tests, encoding="utf-8")
    own = run("test", "./my-branch")
    assert own.stdout.splitlines()[-1] == "1 test, and all as expected.", own.stdout + own.stderr
    theirs = run("test", "tutorial", "--with", "./my-branch")
    assert theirs.stdout.splitlines()[-1] == "3 tests, and all as expected."


def test_a_test_is_recorded_and_passes(here: Path) -> None:
    run("play", "./my-branch", typed="4\n1\n")
    done = run("test", "./my-branch", "--record", "played")
    assert done.returncode == 0, done.stderr
    assert run("test", "./my-branch").returncode == 0


def test_a_branch_is_proved(here: Path) -> None:
    done = run("prove", "./my-branch", "--path", "my-branch:master")
    assert done.returncode == 0, done.stderr
    done = run("prove", "./my-branch")
    assert done.returncode == 0, done.stderr
    assert "Everything can be met" in done.stdout


def test_plain_ids_will_do_where_only_one_thing_can_be_meant(here: Path) -> None:
    (here / "path.txt").write_text(
        "role: clerk\nwake-the-stationmaster\ngo-back-to-the-key\n", encoding="utf-8"
    )
    done = run("play", "./my-branch", "--follow", "path.txt")
    assert done.returncode == 0, done.stderr
    assert "He is awake already" in done.stdout
    for name in ("master", "telegraph-room/wake-the-stationmaster", "scene master"):
        done = run("prove", "./my-branch", "--path", name)
        assert done.returncode == 0, done.stderr
        assert "my-branch:wake-the-stationmaster" in done.stdout


def test_where_two_branches_bring_one_id_it_is_said_which_there_are(here: Path) -> None:
    branch(here / "other", FIRST.replace("id: my-branch", "id: other"))
    (here / "path.txt").write_text("role: clerk\nwake-the-stationmaster\n", encoding="utf-8")
    both = "my-branch:wake-the-stationmaster, other:wake-the-stationmaster."
    done = run("play", "tutorial", "--with", "./my-branch", "--with", "./other", "--follow", "path.txt")
    assert done.returncode == 1
    assert (
        f"path.txt:2: More than one branch has “wake-the-stationmaster” here. Write one of: {both}"
        in done.stderr
    )
    typed = run(
        "play", "tutorial", "--with", "./my-branch", "--with", "./other", typed="wake-the-stationmaster\n"
    )
    assert f"Type one of: {both}" in typed.stdout
    proved = run("prove", "tutorial", "--with", "./my-branch", "--with", "./other", "--path", "master")
    assert proved.returncode == 1
    assert "More than one branch has “master”. Write one of: my-branch:master, other:master." in proved.stderr


def test_ids_are_written_into_a_branch_and_never_into_its_story(here: Path) -> None:
    done = run("check", "./my-branch", "--fix-ids")
    assert done.returncode == 0
    assert "{id: wake-the-stationmaster, text:" in (here / "my-branch" / "story.yaml").read_text(
        encoding="utf-8"
    )
    assert "tutorial" not in done.stdout
    assert run("check", "./my-branch").returncode == 0


# -- beginning something ---------------------------------------------------------------------------------


def test_without_a_terminal_it_says_which_answers_are_missing(here: Path) -> None:
    done = run("new", "branch", "mine", "--author", "I")
    assert done.returncode == 2
    assert "--title" in done.stderr
    assert "--scene" in done.stderr
    assert "--author" not in done.stderr
    assert not (here / "mine").exists()


def test_questions_are_asked_on_a_terminal_until_the_answers_will_do(here: Path) -> None:
    terminal = Terminal(
        [sys.executable, "-m", "vikzhel", "new", "branch"], size=(240, 40), env={**os.environ}
    )
    try:
        for asked, answer in (
            ("In which folder", "my-branch"),
            ("nothing is written over", "second"),
            ("branch of?", "tutorial"),
            ("see it called", "The second: “try”"),
            ("Who writes it", "Me"),
            ("does it begin", "telegraf-room"),
            ("Did you mean", "telegraph-room"),
            ("do there besides", "Look: who is there? # nobody"),
            ("what does he read", "Nobody is there."),
            ("do after it", ""),
            ("does that lead to", ""),
        ):
            assert terminal.wait_for(asked), terminal.text
            terminal.press(f"{answer}\n".encode())
        assert terminal.wait_for("Play it:"), terminal.text
    finally:
        terminal.close()
    assert run("check", "./second").returncode == 0
    assert run("play", "./second", typed="4\n").returncode == 0


def test_a_run_file_names_its_branches_and_who_takes_it_in_is_told_what_is_missing(here: Path) -> None:
    code = code_of(run("play", "./my-branch", typed="4\n1\n"))
    assert run("export", code, "--format", "json", "--out", "run.json").returncode == 0
    told = json.loads((here / "run.json").read_text(encoding="utf-8"))
    assert [branch["id"] for branch in told["with"]] == ["my-branch"]
    (here / "my-branch").rename(here / "away")
    elsewhere = ("--data", str(here / "other"))
    taken_in = run("import", "run.json", *elsewhere)
    assert taken_in.returncode == 0
    assert f"{code} was played with “my-branch” laid over the story, and that is not here." in taken_in.stdout
    assert f"vikzhel play tutorial --with FOLDER --resume {code}" in taken_in.stdout
    for command in (["play", "--resume", code], ["runs", code]):
        done = run(*command, *elsewhere)
        assert done.returncode == 1
        assert "my-branch" in done.stderr
    without = run("play", "tutorial", "--resume", code, *elsewhere)
    assert "was played with my-branch laid over the story" in without.stderr
    for file in (code, "run.json"):
        refused = run("export", file, "--format", "md", *elsewhere)
        assert refused.returncode == 1
        assert (
            "my-branch laid over the story, which is not here. Say where it is with  --with FOLDER"
            in refused.stderr
        )
    told_with = run(
        "export",
        "run.json",
        "--format",
        "md",
        "--out",
        "-",
        "--story",
        "tutorial",
        "--with",
        "./away",
        *elsewhere,
    )
    assert "Wake the stationmaster" in told_with.stdout
    gone_on = run("play", "tutorial", "--with", "./away", "--resume", code, *elsewhere)
    assert gone_on.returncode == 0, gone_on.stderr
    assert "You go on with" in gone_on.stdout
    packs = here / "other" / "packs"
    packs.mkdir(parents=True)
    (here / "away").rename(packs / "my-branch")
    again = run("import", "run.json", "--data", str(here / "third"))
    assert "laid over the story" in again.stdout, "its own folder of packs is another"
    assert (
        "Wake the stationmaster"
        in run("export", "run.json", "--format", "md", "--out", "-", *elsewhere).stdout
    )
