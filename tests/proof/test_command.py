"""``vikzhel prove`` as a teacher meets it: the report, the paths, the cache, and stopping half-way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest

from packs import write_pack
from vikzhel.proof import cache
from vikzhel.proof.command import run
from vikzhel.proof.gates import divergence

SCENES = """\
  start:
    evidence: inferred
    reason: r
    text:
      - {if: flag.late, text: It is late.}
      - {if: flag.late and not flag.late, text: Never told.}
    choices:
      - {id: wait, text: Wait, because: B., flag: late, goto: start}
      - {id: go, text: Go, goto: end}
      - {id: fly, text: Fly, if: mood.ana at least trusting, goto: sky}
  sky: {{e}, text: The sky., goto: end}
  end: {{e}, ending: over}
"""


def prove(folder: Path | str, **options: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = run(str(folder), out=out, err=err, **options)  # type: ignore[arg-type]
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_what_can_never_be_met_is_named_with_its_place(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES)
    code, said, err = prove(folder)
    assert (code, err) == (0, "")
    assert "What nobody can ever meet (4, proved)" in said
    for line in (
        "small/scenes.yaml:7:9: text start: Never told.",
        "small/scenes.yaml:11:9: option start/fly",
        "small/scenes.yaml:12:3: scene sky",
    ):
        assert line in said
    assert "always  Over" in said


def test_the_way_to_anything_is_shown_on_request_and_a_wrong_name_is_helped(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES)
    assert "Ana: wait" in prove(folder, path="start: It is late.")[1]
    assert "unreachable (its option is never open)" in prove(folder, path="start/fly")[1]
    code, said, err = prove(folder, path="start/flee")
    assert (code, said) == (1, "")
    assert "Did you mean “start/fly”?" in err


def test_the_report_is_also_plain_json_with_the_path_to_everything(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES)
    code, said, _ = prove(folder, as_json=True)
    assert code == 0
    data = json.loads(said)
    assert data["roles"]["ana"]["odds"]["at random"] == {"over": 1.0}
    verdicts = {(v["kind"], v["name"]): v["roles"]["ana"] for v in data["verdicts"]}
    assert verdicts["ending", "over"] == {"verdict": "reachable", "path": ["go"]}
    assert verdicts["scene", "sky"]["verdict"] == "unreachable"


def test_a_loop_with_no_way_out_is_told_with_the_choices_that_lead_there(tmp_path: Path) -> None:
    scenes = (
        "  start: {{e}, choices: [{id: in, text: In, goto: trap}, {id: out, text: Out, goto: end}]}\n"
        "  trap: {{e}, choices: [{id: round, text: Round, goto: trap}]}\n  end: {{e}, ending: over}\n"
    )
    _, said, _ = prove(write_pack(tmp_path / "small", scenes))
    assert "Ana can get where no ending can be reached, by choosing:\n  in\n" in said
    assert "50.0 %  Over" in said


def test_a_report_is_kept_until_the_story_changes(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES)
    first = prove(folder)[1]
    (kept,) = (tmp_path / "cache" / "vikzhel" / "proofs").iterdir()
    data = cache.read(str(kept))
    assert data is not None
    cache.keep(str(kept), {**data, "title": "From the cache"})
    assert prove(folder)[1].startswith("From the cache")
    assert prove(folder, fresh=True)[1].splitlines()[0] == first.splitlines()[0]
    write_pack(folder, SCENES.replace("Never told.", "Not once told."))
    assert "Not once told." in prove(folder)[1]


def test_a_spoilt_cache_is_not_believed_and_one_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES)
    path = Path(cache.path_of(str(folder)))
    path.parent.mkdir(parents=True)
    for spoilt in ("", "{", "[]", '{"format": 3}'):
        path.write_text(spoilt, encoding="utf-8")
        assert prove(folder)[1].startswith("A small story")
    path.unlink()
    path.mkdir()
    assert prove(folder)[0] == 0


def test_a_broken_pack_is_explained_and_not_proved(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES.replace("goto: sky", "goto: skye"))
    code, said, err = prove(folder)
    assert (code, said) == (1, "")
    assert "Did you mean “sky”?" in err
    assert "Nothing can be proved" in err


def test_strict_fails_when_a_gate_fails(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "small", SCENES)
    assert prove(folder, strict=True)[0] == 1
    assert prove(folder)[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="needs SIGINT")
def test_ctrl_c_stops_the_search_and_says_what_is_known(tmp_path: Path) -> None:
    links = []
    for number in range(24):
        options = "".join(
            f"      - {{id: c{i}, text: C{i}, because: B., count: {{cups: +{i + 1}}}, flag: f{number}x{i}, goto: s{number + 1}}}\n"
            for i in range(3)
        )
        links.append(f"  s{number}:\n    evidence: inferred\n    reason: r\n    choices:\n{options}")
    flags = [f"f{n}x{i}" for n in range(24) for i in range(3)]
    last = "\n".join(f"      - {{if: flag.{flag}, to: s25}}" for flag in flags)
    scenes = "".join(links).replace("s0:", "start:", 1)
    scenes += f"  s24:\n    evidence: inferred\n    reason: r\n    goto:\n{last}\n      - s24b\n"
    scenes += "  s24b:\n    evidence: inferred\n    reason: r\n    choices: [{id: on, text: On, goto: s25}]\n"
    scenes += "  s25:\n    evidence: inferred\n    reason: r\n    ending: over\n"
    declared = "flags: {" + ", ".join(f"{flag}: It is {flag}" for flag in ["late", "told", *flags]) + "}"
    folder = write_pack(
        tmp_path / "big", scenes, flags=declared, counters="counters: {cups: {label: Cups, max: 90}}"
    )
    for seconds in (3, 10, 30):
        process = subprocess.Popen(
            [sys.executable, "-m", "vikzhel", "prove", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        said, err = process.communicate(timeout=60)
        if process.returncode != 130:  # on a busy machine it may not even have begun
            break
    assert process.returncode == 3, err
    assert "Stopped. This is what was known by then" in err
    assert "stopped before the end" in said
    assert "Traceback" not in err


def test_the_progress_line_fits_the_terminal_and_needs_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setattr("vikzhel.proof.command.OFTEN", 0.0)
    folder = write_pack(tmp_path / "small", SCENES)
    out, err = StringIO(), StringIO()
    monkeypatch.setattr(err, "isatty", lambda: True, raising=False)
    assert run(str(folder), out=out, err=err) == 0
    drawn = err.getvalue()
    assert "for Ana" in drawn
    assert "\x1b" not in drawn
    assert "\n" not in drawn
    assert max(map(len, drawn.split("\r"))) < 30
    assert not drawn.split("\r")[-2].strip()


def test_the_divergence_of_distributions_is_what_it_is_by_hand() -> None:
    assert divergence([{"a": 1.0}, {"b": 1.0}]) == pytest.approx(1)
    assert divergence([{"a": 0.5, "b": 0.5}, {"a": 0.5, "b": 0.5}]) == pytest.approx(0)
