"""The report as a teacher reads it: what is wrong, where, and what to do, before anything else."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from packs import write_pack
from proof import scale
from vikzhel.places import pack_folder
from vikzhel.proof import cache
from vikzhel.proof import prove as proving
from vikzhel.proof.command import run
from vikzhel.story.check import check_pack

SCREEN = 24

GOAL = "    goals:\n      peace: {text: Bring them to one table, met: flag.told, lost: flag.late}\n    start: start"
SECOND = """\
endings:
  over: {title: Over, evidence: inferred, text: It is over.}
  peace: {title: Peace at last, evidence: inferred, text: They sign.}
"""
TWO = "{id: a, text: A, because: B., mood: {ana: +1}, goto: end}, {id: b, text: B, goto: end}"


def filler(first: int, last: int, to: str) -> str:
    """Return scenes of two choices that follow one another."""
    names = [f"w{n}" for n in range(first, last)] + [to]
    return "".join(
        f"  {here}: {{{{e}}, choices: [{{id: x, text: X, goto: {there}}}, {{id: y, text: Y, goto: {there}}}]}}\n"
        for here, there in pairwise(names)
    )


PLANTED: dict[str, tuple[str, dict[str, str], str, tuple[str, ...]]] = {
    "a dead choice": (
        "  start:\n    evidence: inferred\n    reason: r\n    choices:\n"
        "      - {id: cool, text: Stay cool, because: B., mood: {ana: +1}, goto: end}\n"
        "      - {id: fly, text: Fly, if: mood.ana at least trusting and flag.late, goto: end}\n"
        "      - {id: late, text: Wait, because: B., flag: late, goto: start}\n"
        "  end: {{e}, ending: over}\n",
        {},
        "scenes.yaml:7:9: option start/fly",
        ("This part of its rule never holds there:  mood.ana at least trusting", "Loosen the rule"),
    ),
    "an unreachable ending": (
        "  start: {{e}, choices: [{id: a, text: A, goto: end}, {id: b, text: B, goto: mid}]}\n"
        "  mid:\n    evidence: inferred\n    reason: r\n    goto:\n"
        "      - {to: signed, if: knows.secret}\n      - {to: end}\n"
        "  signed: {{e}, ending: peace}\n  end: {{e}, ending: over}\n",
        {"endings": SECOND.rstrip(), "over": ""},
        "scenes.yaml:9:3: scene signed",
        ("mid", "knows.secret", "ending peace"),
    ),
    "a loop with no way out": (
        "  start: {{e}, choices: [{id: in, text: In, goto: trap}, {id: out, text: Out, goto: end}]}\n"
        "  trap: {{e}, choices: [{id: left, text: L, goto: trap}, {id: right, text: R, goto: pit}]}\n"
        "  pit: {{e}, choices: [{id: up, text: U, goto: trap}]}\n  end: {{e}, ending: over}\n",
        {},
        "scenes.yaml:3:3: scene trap",
        ("no ending can be reached", "a way on to an ending", "goes round for ever"),
    ),
    "an option that is never better": (
        "  start: {{e}, choices: [{id: help, text: Help, because: B., flag: told, goto: end},\n"
        "      {id: idle, text: Idle, because: B., mood: {ana: +1}, goto: end}]}\n  end: {{e}, ending: over}\n",
        {"start": GOAL},
        "scenes.yaml:3:7: start/idle",
        ("does no more than help", "Let it win something that the other does not."),
    ),
    "a goal lost without word": (
        "  start: {{e}, choices: [{id: tell, text: Tell, because: B., flag: told, goto: w0},\n"
        "      {id: hide, text: Hide, goto: w0}]}\n" + filler(0, 6, "end") + "  end: {{e}, ending: over}\n",
        {"start": GOAL},
        "scenes.yaml:3:7: goal peace",
        ("“Bring them to one table” can become impossible", "6 more decisions", "tells: peace", "hide"),
    ),
    "a goal nobody can meet": (
        f"  start: {{{{e}}, choices: [{TWO}]}}\n  end: {{{{e}}, ending: over}}\n",
        {"start": GOAL},
        "story.yaml:15:14: goal peace",
        ("can never be met", "met:"),
    ),
    "a vote that can only be carried": (
        "  start: {{e}, choices: [" + TWO.replace("goto: end", "goto: sitting") + "]}\n"
        "  sitting: {{e}, vote: {hold: motion, carried: {goto: end}, lost: {goto: no}}}\n"
        "  no: {{e}, goto: end}\n  end: {{e}, ending: over}\n",
        {
            "counters": "blocs: {all: {name: All of them, body: council}}\nvotes:\n  motion:\n"
            "    title: A motion\n    body: council\n    present: {all: 5}\n    stance: {all: [{vote: for}]}"
        },
        "scenes.yaml:3:56: motion, in sitting,",
        ("is never lost", "give a bloc a reason"),
    ),
    "a text variant that can never show": (
        "  start:\n    evidence: inferred\n    reason: r\n    text:\n"
        "      - {if: mood.ana at least warm and mood.ana at most cold, text: Torn.}\n"
        f"    choices: [{TWO}]\n  end: {{{{e}}, ending: over}}\n",
        {},
        "scenes.yaml:6:9: text start: Torn.",
        ("never holds there", "delete the paragraph"),
    ),
    "a quotation nobody can meet": (
        "  start:\n    evidence: inferred\n    reason: r\n    text:\n"
        "      - {if: flag.late and flag.told, quote: reed-vikzhel-poster-conquerors}\n"
        "    choices:\n      - {id: a, text: A, because: B., flag: late, goto: end}\n"
        "      - {id: b, text: B, because: B., flag: told, goto: end}\n  end: {{e}, ending: over}\n",
        {"version": '  version: "1"\n  evidence: shipped'},
        "scenes.yaml:6:9: quotation reed-vikzhel-poster-conquerors",
        ("never holds there", "quote it elsewhere"),
    ),
    "a premise that has expired": (
        "  start:\n    evidence: inferred\n    reason: r\n    choices:\n"
        "      - {id: wait, text: Wait, because: B., flag: late, goto: later}\n"
        "      - {id: haste, text: Hurry, because: B., flag: late, goto: later}\n"
        "  later:\n    evidence: inferred\n    reason: r\n    choices:\n"
        "      - {id: early, text: Come early, if: not flag.late, goto: end}\n"
        "      - {id: go, text: Go, goto: end}\n  end: {{e}, ending: over}\n",
        {},
        "scenes.yaml:12:9: option later/early",
        ("Its rule never holds there:  not flag.late", "Loosen the rule"),
    ),
}


def prove(folder: Path | str, **options: Any) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = run(str(folder), out=out, err=err, **options)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """The report of the shipped week, in words and in JSON: proved once, as that takes a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        said = prove(pack_folder("talks"))[1]
        return said, json.loads(prove(pack_folder("talks"), as_json=True)[1])


def test_nothing_in_the_shipped_game_is_out_of_reach(shipped: tuple[str, dict[str, Any]]) -> None:
    """All that the weeks contain is met by someone, but for some results of votes; nobody goes round for ever."""
    data = shipped[1]
    for verdict in data["verdicts"]:
        said = {role["verdict"] for role in verdict["roles"].values()}
        assert verdict["kind"] == "result" or "reachable" in said, verdict["name"]
    for role in data["roles"].values():
        assert role["endless"] == []
        for odds in role["odds"].values():
            assert sum(odds.values()) == pytest.approx(1)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("fault", PLANTED)
def test_the_first_screen_says_what_is_wrong_where_and_what_to_do(fault: str, tmp_path: Path) -> None:
    scenes, replaced, place, words = PLANTED[fault]
    folder = write_pack(tmp_path / "small", scenes, **replaced)
    pack, report, _, _ = check_pack(folder)
    assert pack is not None, report.render()
    assert not report.fatal, report.render()
    code, said, err = prove(folder)
    assert (code, err) == (0, "")
    lines = said.splitlines()
    screen = squeezed("\n".join(lines[:SCREEN]))
    assert place in screen
    for word in words:
        assert squeezed(word) in squeezed(said if word.startswith("goes round") else screen)
    assert max(map(len, lines)) <= 80
    assert "Nothing to mend" not in said


def test_a_story_with_nothing_wrong_says_so_and_is_short() -> None:
    _, said, _ = prove(pack_folder("tutorial"))
    lines = said.splitlines()
    assert "Nothing to mend was found." in lines
    assert "Everything can be met" in said
    assert len(lines) <= 36
    assert "Quality gates" not in said  # they are for a week played in one lesson
    assert "\x1b" not in said


def test_the_shipped_report_fits_eighty_columns_and_explains_its_terms(
    shipped: tuple[str, dict[str, Any]],
) -> None:
    said, _ = shipped
    assert max(map(len, said.splitlines())) <= 80
    for term in (
        "Middle: half of random plays",
        "± is the standard error",
        "three times in four",
        "Not counted:",
    ):
        assert term in squeezed(said)
    for word in ("bits", "quotient", "entropy", "None", "inf"):
        assert f" {word} " not in said


def test_a_story_too_big_says_what_is_proved_and_what_is_estimated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = scale.story(12)
    folder = tmp_path / "big"
    folder.mkdir()
    (folder / "story.yaml").write_text(json.dumps(data), encoding="utf-8")
    smaller = {**(proving.prove.__kwdefaults__ or {}), "most": 10, "plays": 300}
    monkeypatch.setattr(proving.prove, "__kwdefaults__", smaller)
    _, said, _ = prove(folder)
    screen = squeezed("\n".join(said.splitlines()[:SCREEN]))
    assert "Too big to search whole" in screen
    assert "is an estimate from 300 random plays" in screen
    assert "let later scenes read one flag instead of many moods" in screen
    assert "give or take" in said
    assert "not proved" in said
    assert max(map(len, said.splitlines())) <= 80


def test_the_json_holds_everything_under_these_names(
    shipped: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    _, data = shipped
    assert set(data) == {
        "format", "story", "title", "version", "fingerprint", "seconds", "finished", "endings", "roles",
        "faults", "remarks", "verdicts", "gates",
    }  # fmt: skip
    assert set(data["roles"]["kamenev"]) == {
        "name", "method", "finished", "states", "seconds", "players", "odds", "goals", "plays",
        "not_played", "standard_error", "open", "forever", "endless", "decisions", "earliest", "path", "swaps", "losses",
        "moods_at_bound",
    }  # fmt: skip
    path = data["roles"]["kamenev"]["path"]
    assert set(path) == {"words", "decisions", "doors", "quotations", "words_besides", "plays"}
    assert set(path["words"]) == {
        "least", "median", "percentile_95", "most", "least_and_most_are", "median_is",
    }  # fmt: skip
    assert path["words"]["least_and_most_are"] in ("exact", "bounds")
    assert path["words"]["median_is"] in ("exact", "plays")
    small = json.loads(prove(pack_folder("tutorial"), as_json=True)[1])["roles"]["clerk"]["path"]
    assert small["words"]["least_and_most_are"] == small["words"]["median_is"] == "exact"
    assert set(data["roles"]["kamenev"]["swaps"]) == {"plays", "changed", "days"}
    scenes, replaced, _, _ = PLANTED["a goal lost without word"]
    (role,) = json.loads(prove(write_pack(tmp_path / "small", scenes, **replaced), as_json=True)[1])[
        "roles"
    ].values()
    for lost in role["losses"].values():
        assert set(lost) == {
            "never_possible", "lost", "decisions_untold", "most", "place", "path",
        }  # fmt: skip
    assert role["losses"]
    assert set(data["verdicts"][0]) == {"kind", "name", "place", "roles"}
    for gate in data["gates"]:
        assert set(gate) == {"role", "name", "limit", "found", "known", "passed"}
        assert gate["passed"] in (True, False, None)
        assert gate["known"] in ("exact", "bounds", "plays")
        assert gate["role"] in ("", *data["roles"])
    for fault in data["faults"]:
        assert set(fault) == {"kind", "name", "place", "why", "cure", "cause", "path"}


def test_what_is_drawn_is_never_called_exact(shipped: tuple[str, dict[str, Any]]) -> None:
    _, data = shipped
    drawn = [gate for gate in data["gates"] if gate["known"] == "plays"]
    names = {gate["name"] for gate in drawn}
    assert names >= {
        "Plays whose ending changes when one decision is changed",
        "The same, for decisions of one day",
        "Moods at the end of their scale for half a play or more",
    }
    for gate in drawn:
        assert "±" in gate["found"] or "about" in gate["found"] or gate["found"] == "none", gate


# -- the cache ---------------------------------------------------------------------------------------

SMALL = f"  start: {{{{e}}, choices: [{TWO}]}}\n  end: {{{{e}}, ending: over}}\n"


@pytest.mark.parametrize("more", [{}, {"strict": True}, {"as_json": True}, {"path": "over"}])
def test_a_kept_report_in_which_anything_was_changed_is_made_anew(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    folder = write_pack(tmp_path / "small", SMALL)
    code, whole, _ = prove(folder, **more)
    path = Path(cache.path_of(str(folder)))
    kept = path.read_bytes()
    digest, data = kept[:32], json.loads(kept[32:])
    for spoilt in (
        {"format": cache.FORMAT},
        {**data, "roles": []},
        {**data, "faults": [1]},
        {**data, "gates": [{}]},
        {**data, "verdicts": None},
        {key: value for key, value in data.items() if key != "finished"},
        {**data, "title": "\x1b[2JGone"},
    ):
        for before in (b"", digest):
            path.write_bytes(before + json.dumps(spoilt).encode())
            again = prove(folder, **more)
            assert (again[0], _timeless(again[1])) == (code, _timeless(whole))
    for spoilt_text in (b"[" * 200_000, kept[:-1], b"", digest):
        path.write_bytes(spoilt_text)
        assert _timeless(prove(folder, **more)[1]) == _timeless(whole)
    path.unlink()
    os.mkfifo(path)
    assert _timeless(prove(folder, **more)[1]) == _timeless(whole)


def _timeless(said: str) -> str:
    return re.sub(r'"seconds": [0-9.]+', "", said)


def test_a_copied_pack_is_told_of_by_its_own_name(tmp_path: Path) -> None:
    dead = SMALL.replace("text: B,", "text: B, if: flag.late,")
    assert "one/scenes.yaml" in prove(write_pack(tmp_path / "one", dead))[1]
    assert "two/scenes.yaml" in prove(write_pack(tmp_path / "two", dead))[1]


def test_hidden_files_and_links_to_nowhere_do_no_harm(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SMALL)
    before = cache.path_of(str(folder))
    (folder / ".#scenes.yaml").symlink_to("somebody@nowhere.1")
    (folder / "gone.yaml").symlink_to(folder / "nothing")
    os.mkfifo(folder / ".pipe.yaml")
    assert cache.path_of(str(folder)) == before


def test_old_reports_are_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    for number in range(5):
        prove(write_pack(tmp_path / "small", SMALL.replace("text: B,", f"text: B {number},")))
    kept = tmp_path / "cache" / "vikzhel" / "proofs"
    assert len(list(kept.iterdir())) == 3
    for number in range(3):  # as a process that is killed leaves them
        half = kept / f"tmp{number}.tmp"
        half.write_text("{", encoding="utf-8")
        os.utime(half, (1, 1))
    prove(write_pack(tmp_path / "small", SMALL.replace("text: B,", "text: C,")))
    assert [entry.suffix for entry in kept.iterdir()] == [".report"] * 3


# -- stopping, and exit codes ------------------------------------------------------------------------


def test_a_report_cut_short_is_not_kept_and_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SMALL.replace("text: B,", "text: B, if: mood.ana is trusting,"))
    code, said, err = prove(folder, seconds=0)
    assert code == 3
    assert "The time is up. This is what was known by then" in err
    assert "Everything can be met" not in said
    assert "stopped before the end" in said
    assert not Path(cache.path_of(str(folder))).exists()
    assert prove(folder, seconds=0, strict=True)[0] == 3


class Full(StringIO):
    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_report_that_cannot_be_written_is_no_bug(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SMALL)
    err = StringIO()
    assert run(str(folder), out=Full(), err=err) == 1
    assert err.getvalue() == "The report could not be written: No space left on device.\n"


@pytest.mark.parametrize("wrong", ["-1", "0", "nan", "inf", "soon"])
def test_a_time_limit_that_is_none_is_refused(wrong: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vikzhel", "prove", "tutorial", f"--seconds={wrong}"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "number of seconds above 0" in done.stderr


def test_exit_codes_are_told_by_help() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vikzhel", "prove", "--help"], check=False, capture_output=True, text=True
    )
    assert "Exit code: 0" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs SIGINT")
@pytest.mark.parametrize("after", [0.6, 1.5, 2.5])
def test_ctrl_c_at_any_moment_gives_a_report_at_once(after: float, tmp_path: Path) -> None:
    folder = tmp_path / "big"
    folder.mkdir()
    data = scale.story(16)
    (folder / "story.yaml").write_text(json.dumps(data), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "vikzhel", "prove", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    said, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    if process.returncode == 3:  # else it had not begun to read yet, or was done
        assert "This is what was known by then" in err
        assert said.startswith(data["story"]["title"])
