"""Story tests: what they are told when they are wrong, what passes, and how they are recorded.

``trials/pack`` is a small story; every other file of ``trials/`` is a ``tests.yaml`` for it, and the
``.txt`` of the same name is what ``vikzhel test`` says of it, to the letter. A name begins with the code.
``VIKZHEL_REGENERATE=1 pytest tests/play/test_trials.py`` writes these anew: read them as a teacher would.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from vikzhel.line.trials import run_tests
from vikzhel.places import pack_folder
from vikzhel.play import recording
from vikzhel.play.program import Program
from vikzhel.play.recording import NotRecorded, record
from vikzhel.play.run import Run
from vikzhel.play.trials import Outcome, try_out
from vikzhel.story.check import check_pack
from vikzhel.story.packs import Pack, read_pack
from vikzhel.story.trials import read_trials

sys.path.insert(0, str(Path(__file__).parent.parent / "story"))

from mutations import spoil

TRIALS = Path(__file__).parent / "trials"
CASES = sorted(path.stem for path in TRIALS.glob("*.yaml"))
REGENERATE = bool(os.environ.get("VIKZHEL_REGENERATE"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a copy of the small pack, without tests."""
    return Path(shutil.copytree(TRIALS / "pack", tmp_path / "pack"))


@cache
def shipped(name: str) -> tuple[Pack, str]:
    """Return a pack that ships, and what stands in its file of tests."""
    folder = Path(pack_folder(name))
    return read_pack(folder), (folder / "tests.yaml").read_text("utf-8")


def write(pack: Path, tests: str) -> Path:
    (pack / "tests.yaml").write_text(tests, encoding="utf-8", newline="")
    return pack


def outcomes(pack: Path) -> dict[str, Outcome]:
    """Run a pack's tests, which can be read."""
    tried, tests, report = read_trials(read_pack(pack))
    assert not report.problems, report.render()
    program = Program(tried)
    return {str(name): try_out(program, str(name), trial) for name, trial in tests.items()}


def codes(pack: Path) -> list[str]:
    return [failure.problem.code for outcome in outcomes(pack).values() for failure in outcome.failures]


def played(pack: Path, *ids: str, role: str = "ana") -> Run:
    run = Run(Program(read_pack(pack)), role)
    for option in ids:
        run.take(option)
    return run


# -- what is told ----------------------------------------------------------------------------------


def told(
    case: str, pack: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...] = ()
) -> tuple[int, str]:
    shutil.copy(TRIALS / f"{case}.yaml", pack / "tests.yaml")
    out = io.StringIO()
    status = run_tests(str(pack), list(names), False, out)
    return status, out.getvalue() + capsys.readouterr().err


@pytest.mark.parametrize("case", CASES)
def test_what_is_told_is_the_expected(case: str, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = told(case, pack, capsys)
    assert status == 1
    expected = TRIALS / f"{case}.txt"
    if REGENERATE:
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert text == expected.read_bytes().decode("utf-8")


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("V")])
def test_one_mistake_gives_messages_of_one_code_and_each_says_what_to_do(case: str, pack: Path) -> None:
    shutil.copy(TRIALS / f"{case}.yaml", pack / "tests.yaml")
    report = read_trials(read_pack(pack))[2]
    problems = report.problems
    if not problems:
        problems = [failure.problem for outcome in outcomes(pack).values() for failure in outcome.failures]
    assert {problem.code for problem in problems} == {case.partition("-")[0]}
    assert all(problem.hint and problem.mark.source.name == "pack/tests.yaml" for problem in problems)


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith("V9")])
def test_check_tells_the_same_mistakes_and_lets_the_pack_be_played(case: str, pack: Path) -> None:
    shutil.copy(TRIALS / f"{case}.yaml", pack / "tests.yaml")
    mistakes = read_trials(read_pack(pack))[2].sorted()
    checked = check_pack(pack)
    assert checked.playable
    told = [p.render() for p in checked.report.sorted() if p.mark.source.name == "pack/tests.yaml"]
    assert told == [p.render() for p in mistakes]


def test_all_tests_run_and_a_path_goes_on_after_an_expectation_that_failed(pack: Path) -> None:
    shutil.copy(TRIALS / "many-failures-in-many-tests.yaml", pack / "tests.yaml")
    found = outcomes(pack)
    assert [name for name, outcome in found.items() if not outcome.failures] == ["fine", "fine-as-well"]
    assert [failure.after for failure in found["goes-on-after-an-expectation"].failures] == [1, 1, 2, 3]


def test_what_one_step_fails_in_is_told_in_the_order_of_the_file(pack: Path) -> None:
    write(
        pack,
        "tests:\n  one:\n    role: ana\n    path: [down]\n"
        "    expect:\n      told: [No such words.]\n      votes: {unlock: 7-0-0}\n      scene: stairs\n      ending: over\n",
    )
    lines = [failure.problem.mark.line for failure in outcomes(pack)["one"].failures]
    assert len(lines) > 2
    assert lines == sorted(lines)


def test_names_choose_which_tests_run(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = "many-failures-in-many-tests"
    assert told(case, pack, capsys, ("fine",)) == (0, "ok: fine (1 step)\n1 test, and all as expected.\n")
    status, text = told(case, pack, capsys, ("fine-as-wel",))
    assert status == 1
    assert "Did you mean “fine-as-well”?" in text


def test_a_pack_without_tests_says_how_to_begin(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests(str(pack), [], False, io.StringIO()) == 1
    assert "--record" in capsys.readouterr().err


def test_what_a_player_never_reads_of_a_count_is_shown_to_who_wrote_the_test(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenes = pack / "scenes.yaml"
    scenes.write_text(
        scenes.read_text("utf-8").replace("hold: unlock", "hold: unlock, seen: hearsay"), "utf-8"
    )
    _, text = told("V905-figures", pack, capsys)
    assert "Everybody, 7 votes: for." in text


# -- what holds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expect"),
    [
        ("", "{scene: stairs, offered: [look, drink, down], locked: unbolt, hidden: whisper}"),
        ("path: [look]", "{offered: unbolt, hidden: look, rules: knows.key}"),
        ("path: [drink, drink]", "{offered: whisper, rules: [count.cups is 2, mood.boris is warm]}"),
        ("path: [look, unbolt, count]", "{ending: over, scene: end, votes: {unlock: 7-0-0}}"),
        ("path: [down, count]", "{votes: {unlock: 0-0-7}, rules: vote.unlock is tied}"),
        ("path: [look, down, leave]", "{ending: away, goals: {keep-quiet: met, get-key: met}}"),
        (
            "path: [down, leave]",
            "{told: [A cold draught, You are gone., Nobody was there, You have no key.]}",
        ),
        ("path: [down]", "{rules: [seen.stairs, not seen.landing, role is ana]}"),
        ("path: [drink, {take: down, expect: {told: count the hands}}, leave]", "{ending: away}"),
    ],
)
def test_what_is_so_passes(path: str, expect: str, pack: Path) -> None:
    write(pack, f"tests:\n  one:\n    role: ana\n    {path}\n    expect: {expect}\n")
    assert codes(pack) == []


def test_tests_change_nothing_about_the_story(pack: Path) -> None:
    before = read_pack(pack).fingerprint
    write(pack, "tests:\n  one:\n    role: ana\n    expect: {rules: not seen.landing}\n")
    assert read_pack(pack).fingerprint == before


def test_a_link_out_of_the_pack_is_not_read(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret: words", encoding="utf-8")
    (pack / "tests.yaml").symlink_to(tmp_path / "secret")
    report = read_trials(read_pack(pack))[2]
    assert [problem.code for problem in report.problems] == ["V109"]
    assert "words" not in report.render()


def test_thousands_of_steps_are_tried_in_a_second(pack: Path) -> None:
    path = "[" + ", ".join(["drink"] * 400) + "]"
    write(pack, "tests:\n" + "".join(f"  t{n}:\n    role: ana\n    path: {path}\n" for n in range(10)))
    tried, tests, _ = read_trials(read_pack(pack))
    program = Program(tried)
    start = time.process_time()
    steps = sum(try_out(program, str(name), trial).steps for name, trial in tests.items())
    assert steps == 4000
    assert steps / (time.process_time() - start) > 3000


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["talks", "tutorial"]))
def test_a_spoilt_file_is_told_about_or_tried_and_never_breaks_anything(seed: int, name: str) -> None:
    pack, text = shipped(name)
    data = spoil(text, Random(seed))
    tried, tests, report = read_trials(pack, data)
    if not tests and not report.problems:
        left = [line for line in map(bytes.strip, data.splitlines()) if not line.startswith((b"#", b"..."))]
        assert b"".join(left) in (b"", b"tests:")
    if not report.problems:
        program = Program(tried)
        for trial, record_ in tests.items():
            assert all(f.problem.hint for f in try_out(program, str(trial), record_).failures)


# -- recording -------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_whatever_was_played_can_be_recorded_and_passes(seed: int) -> None:
    r = Random(seed)
    with pack_of(story(r)) as contents:
        program = Program(contents)
        for number in range(3):
            run = Run(program, r.choice(("ana", "boris")))
            for _ in range(r.randrange(14)):
                if run.over:
                    break
                run.take(r.choice(run.open).id)
            before = _bytes(contents.folder)
            record(run, f"t{number}")
            assert _bytes(contents.folder).startswith(before)
        found = outcomes(contents.folder)
        assert [*found] == ["t0", "t1", "t2"]
        assert not any(outcome.failures for outcome in found.values())


def _bytes(folder: Path) -> bytes:
    path = folder / "tests.yaml"
    return path.read_bytes() if path.exists() else b""


def test_a_recorded_test_fails_as_soon_as_the_story_is_changed(pack: Path) -> None:
    record(played(pack, "look", "unbolt", "count"), "opened")
    scenes = pack / "scenes.yaml"
    scenes.write_text(
        scenes.read_text("utf-8").replace("table: {door: open}", "table: {door: ajar}"), "utf-8"
    )
    assert codes(pack) == ["V905", "V906"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# only a note\n",
        "tests:\n  one: {role: ana}\n",
        "tests:\n  one: {role: ana}",
        "tests:\n    one:\n        role: ana\n        expect:\n            scene: stairs\n# a note at the end\n",
        "\ufefftests:\r\n  one:\r\n    role: ana\r\n",
        "tests:\n  one:\n    role: ana\n    expect:\n      told: >-\n        A cold\n        draught\n\n\n",
        'tests:\n\n  one:\n    role: ana\n    about: "x"   # why\n\n\n',
        "# mine\ntests:\n",
        "tests: # none yet\n\n  # the first will stand here\n# and this is outside",
        "\ufefftests:\r\n  # a note\r\n  one: # first\r\n    role: ana # who\r\n  # what comes next\r\n# outside\r\n",
    ],
    ids=range(11),
)
def test_what_is_in_the_file_stays_to_the_byte(before: str, pack: Path) -> None:
    write(pack, before)
    kept = (pack / "tests.yaml").read_bytes()
    record(played(pack, "drink", "down"), "two")
    after = (pack / "tests.yaml").read_bytes()
    assert after.startswith(kept)
    assert (b"\r\n" in kept) == (b"\r\n" in after)
    assert after.replace(b"\r\n", b"").count(b"\r") == 0
    assert [*outcomes(pack)][-1] == "two"
    assert codes(pack) == []


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("tests:\n  two:\n    role: boris\n", "There is a test “two” already, at pack/tests.yaml:2:3."),
        ("tests: {one: {role: ana}}\n", "to put in by hand"),
        ("tests:\n  one: {role: ana}\n...\n", "to put in by hand"),
        ("tests:\n  one: {role: anna}\n", "Did you mean “ana”?"),
    ],
)
def test_what_cannot_be_recorded_leaves_the_file_as_it_is(before: str, reason: str, pack: Path) -> None:
    write(pack, before)
    with pytest.raises(NotRecorded) as refused:
        record(played(pack, "drink"), "two")
    assert reason in str(refused.value)
    assert (pack / "tests.yaml").read_text("utf-8") == before
    assert sorted(path.name for path in pack.iterdir()) == ["scenes.yaml", "story.yaml", "tests.yaml"]


def test_a_file_is_replaced_whole_or_not_at_all(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(pack, "tests:\n  one: {role: ana}\n").joinpath("tests.yaml").chmod(0o640)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(recording.os, "fsync", full)
        with pytest.raises(NotRecorded, match="No space left"):
            record(played(pack), "two")
    assert (pack / "tests.yaml").read_text("utf-8") == "tests:\n  one: {role: ana}\n"
    assert len([*pack.iterdir()]) == 3
    record(played(pack), "two")
    assert (pack / "tests.yaml").stat().st_mode & 0o777 == 0o640


def test_an_id_that_yaml_would_take_for_nothing_is_recorded_in_quotes(pack: Path) -> None:
    scenes = pack / "scenes.yaml"
    scenes.write_text(scenes.read_text("utf-8").replace("id: down", 'id: "null"'), "utf-8")
    record(played(pack, "null"), "nothing")
    assert codes(pack) == []


# -- the packs that ship ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["talks", "tutorial"])
def test_the_tests_of_shipped_packs_pass(name: str) -> None:
    assert codes(Path(pack_folder(name))) == []


def test_the_shipped_tests_follow_the_record_and_reach_every_ending() -> None:
    pack = read_pack(pack_folder("talks"))
    tried, tests, _ = read_trials(pack)
    reached = {str(trial.expect.ending) for trial in tests.values() if trial.expect and trial.expect.ending}
    assert reached == {str(ending) for ending in pack.files.endings}
    for role in pack.files.roles:
        trial = next(t for name, t in tests.items() if name == f"{role}-does-what-he-did")
        run = Run(Program(tried), str(role))
        for taken in trial.path:
            run.take(taken.take)
        assert run.over
        assert run.left_record() is None
        scenes = {str(name): scene for name, scene in pack.files.scenes.items()}
        followed = 0
        for step in run.steps:
            his = {str(c.id) for c in scenes[step.scene].choices if role in c.really_chose}
            assert not his or step.id in his, step
            followed += bool(his)
        assert followed >= 10
