"""What ``check`` remarks on, and what it must leave alone. The corpus holds a case of every code."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from packs import write_pack
from vikzhel.line import commands
from vikzhel.play.layout import SCENE
from vikzhel.play.predicates import interpret
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.check import check_pack
from vikzhel.story.diagnostics import Diagnostic, Report
from vikzhel.story.lint import typed
from vikzhel.story.lint.desk import Desk
from vikzhel.story.lint.expired import premises
from vikzhel.story.lint.plainness import grade, sentences, syllables
from vikzhel.story.packs import read_pack
from vikzhel.story.resolve import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OF_THE_HEAD = ("V831", "V832", "V834", "V837")
"""Codes that the head of the small pack gives rise to, which declares more than is used."""
START = "  start:\n    when: 1917-10-29 18:30\n    evidence: inferred\n    reason: made up\n"


def remarks(folder: Path, scenes: str, extra: str = "", **replacements: str) -> list[Diagnostic]:
    """Return what is said of a small pack, without what its unused head gives rise to."""
    report = check_pack(write_pack(folder, scenes, extra, **replacements))[1]
    assert not report.fatal, report.render()
    return [problem for problem in report.sorted() if problem.code not in OF_THE_HEAD]


def of_text(folder: Path, text: str, day: str = "1917-10-29") -> list[str]:
    lines = START.replace("1917-10-29", day) + f"    text:\n      - {text}\n    goto: end\n"
    return [problem.code for problem in remarks(folder, lines + "  end: {{e}, text: Night., ending: over}\n")]


@pytest.mark.parametrize(
    "text",
    [
        "You look back over your shoulder at the history of the house on the wall.",
        "Later that evening he would know the address.",
        "The elections are called for 12 November, and nobody has the lists.",
        "He has been at it since 25 October, he says, or since 1905.",
        "In 1917 rifles cost less than bread, and 1950 cartridges lie on the floor.",
        "It is the third of the month by his watch. May 1 comes to his mind.",
        "Lenin has not slept, and Stalin is asleep on a coat.",
        "In January the river will still be frozen.",
        '"You kill time with tea, and in cold blood: the shot of vodka is for later."',
        "A photographer has shot a picture of the corridor.",
        "You took a shooting star for a flare.",
    ],
)
def test_harmless_words_are_let_be(tmp_path: Path, text: str) -> None:
    assert of_text(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("History would judge him more kindly.", "V820"),
        ("In years to come he tells it otherwise.", "V820"),
        ("As we now know, the trains do not come.", "V820"),
        ("The Soviet Union is born in such rooms.", "V820"),
        ("It is what people call Stalinism.", "V820"),
        ("It ends in 1921, and badly.", "V820"),
        ("On November 6 the talks break up.", "V820"),
        ("The talks break up on the 6th of November.", "V820"),
        ("Two cadets were shot against the wall.", "V821"),
        ("A corpse lies by the tram.", "V821"),
        ("They would have lynched him.", "V821"),
        ("The sailors come with bloody hands.", "V821"),
    ],
)
def test_words_that_know_too_much_or_tell_of_violence(tmp_path: Path, text: str, code: str) -> None:
    assert of_text(tmp_path, text) == [code]


def test_a_story_of_another_year_may_speak_of_its_own_time(tmp_path: Path) -> None:
    assert of_text(tmp_path, "Leningrad in 1936, and the USSR has a new constitution.", "1936-12-05") == []


def test_a_content_note_is_enough(tmp_path: Path) -> None:
    lines = (
        START
        + "    content: blood\n    text: They were shot.\n    goto: end\n  end: {{e}, text: Night., ending: over}\n"
    )
    told = remarks(tmp_path, lines, greeting="  greeting: Hello.\n  content: {blood: Blood is shed.}")
    assert told == []


def test_texts_that_cannot_stand_together_are_not_added_up(tmp_path: Path) -> None:
    half = " ".join(["word"] * 90)
    both = [
        (f"flag.late, text: {half}.", f"not flag.late, text: {half}."),
        (f"mood.ana at least warm, text: {half}.", f"mood.ana at most wary, text: {half}."),
        (f"role is ana, text: {half}.", f"flag.told and role is not ana, text: {half}."),
    ]
    choices = "    choices:\n      - {id: a, text: Wait, flag: [late, told], because: So., mood: {ana: +1}, goto: start}\n      - {id: b, text: Go, goto: end}\n"
    end = "  end: {{e}, text: Night., ending: over}\n"
    for number, (one, other) in enumerate(both):
        text = f"    text:\n      - {{if: {one}}}\n      - {{if: {other}}}\n"
        told = remarks(tmp_path / str(number), START + text + choices + end)
        assert [p.code for p in told if p.code in ("V801", "V802", "V811")] == []
    together = f"    text:\n      - {{if: flag.late, text: {half}.}}\n      - {{if: mood.ana at least open, text: {half}.}}\n      - One more.\n"
    told = remarks(tmp_path / "both", START + together + choices + end)
    assert [p.code for p in told if "182 words" in p.message] == ["V802"]


def test_a_locked_option_is_seen_and_a_fallback_is_not(tmp_path: Path) -> None:
    four = "".join(
        f"      - {{id: c{n}, text: Wait, flag: [told], because: So., goto: end}}\n" for n in range(4)
    )
    end = "  end: {{e}, text: Night., ending: over}\n"
    fallback = "      - {id: f, text: Leave, fallback: true, goto: end}\n"
    assert remarks(tmp_path / "a", START + "    choices:\n" + four + fallback + end) == []
    locked = "      - {id: l, text: Leave, if: flag.told, locked: You told them., goto: end}\n"
    told = remarks(tmp_path / "b", START + "    choices:\n" + four.replace("end}", "start}") + locked + end)
    assert [p.code for p in told] == ["V812"]


def test_who_speaks_where_he_was_or_when_nothing_is_known_is_let_be(tmp_path: Path) -> None:
    end = "  end: {{e}, text: Night., ending: over}\n"
    own = {"greeting": "  greeting: Hello.\n  evidence: shipped"}
    for number, (who, day, where) in enumerate(
        [
            ("kerensky", "1917-10-29", "Gatchina, the palace"),
            ("kerensky", "1917-10-24", "The Winter Palace"),
            ("nogin", "1917-10-30", "Smolny"),
            ("kamenev", "1917-10-29", "Smolny"),
            ("chernov", "1917-11-12", "The peasants' congress"),
        ]
    ):
        lines = (
            START.replace("1917-10-29", day)
            + f"    where: {where}\n    text: [{{says: {who}, line: Well.}}]\n    goto: end\n"
        )
        assert remarks(tmp_path / str(number), lines + end, **own) == [], who
    lines = (
        START.replace("1917-10-29", "1917-10-31")
        + "    where: Smolny\n    text: [{says: chernov, line: Well.}]\n    goto: end\n"
    )
    (told,) = remarks(tmp_path / "away", lines + end, **own)
    assert told.code == "V822"
    assert "Mogilev" in told.message


VOTES = """\
votes:
  motion: {title: The motion, body: council, present: {hard: 3}, stance: {hard: for}}
blocs:
  hard: {name: the hard, body: council, needs: 0}
"""


@pytest.mark.parametrize(
    ("title", "option", "told"),
    [
        ("The motion is rejected", "Sit down", True),
        ("The motion", "Speak until the motion is carried", True),
        ("The motion", "Wait while he wins the vote", True),
        ("The motion", "Ask him whether you may vote it down", False),
        ("Who may be outvoted here", "Sit down", True),
        ("The motion", "Take the paper that he passed you and carried off", False),
    ],
)
def test_results_told_too_soon(tmp_path: Path, title: str, option: str, told: bool) -> None:
    lines = (
        START
        + f"    choices:\n      - {{id: a, text: {option}, goto: count}}\n      - {{id: b, text: Leave, goto: end}}\n"
        f"  count:\n    evidence: inferred\n    reason: made up\n    title: {title}\n"
        "    vote: {hold: motion, carried: {goto: after}, lost: {goto: end}}\n"
        "  after:\n    evidence: inferred\n    reason: made up\n    title: The motion is carried\n    text: Yes.\n    goto: end\n"
        "  end: {{e}, text: Night., ending: over}\n"
    )
    assert [p.code for p in remarks(tmp_path, lines, VOTES)] == (["V824"] if told else [])


def test_a_premise_is_looked_for_behind_doors_and_after_votes(tmp_path: Path) -> None:
    lines = (
        "  start: {{e}, doors: {pick: 1, of: [{to: room, text: See}, {to: shed, text: Look, if: flag.late}], then: hall}}\n"
        "  room: {{e}, choices: [{id: a, text: Ask, flag: late, because: So., goto: back}, {id: b, text: Go, goto: back}]}\n"
        "  shed: {{e}, text: Dark., goto: back}\n"
        "  hall:\n    evidence: inferred\n    reason: made up\n    text: [{if: flag.late, text: Late.}]\n"
        "    vote: {hold: motion, carried: {goto: count}, lost: {goto: count}}\n"
        "  count:\n    evidence: inferred\n    reason: made up\n    text:\n"
        "      - {if: vote.motion is carried, text: 'Yes.'}\n      - {if: vote.motion is lost, text: 'No.'}\n"
        "      - {if: vote.motion is not-held, text: Never.}\n      - {if: role is ana and flag.late, text: You.}\n    goto: end\n"
        "  end: {{e}, text: Night., ending: over}\n"
    )
    (told,) = remarks(tmp_path, lines, VOTES)
    assert (told.code, told.mark.line) == ("V833", lines.split("Never")[0].count("\n") + 1)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_what_is_called_never_open_is_never_open_in_play(seed: int) -> None:
    r = Random(seed)
    with pack_of(story(r)) as pack:
        report = Report()
        premises(Desk(pack, report))
        never = {(p.mark.source.name, p.mark.line) for p in report.problems if "choice" in p.message}
        places = {
            (str(scene_id), str(choice.id)): choice
            for scene_id, scene in pack.files.scenes.items()
            for choice in scene.choices
            if choice.condition is not None
        }
        run = Run(Program(pack), r.choice(("ana", "boris")))
        for _ in range(30):
            if run.over:
                break
            for option in run.open:
                choice = places.get((str(run.scene), str(option.id)))
                if choice is not None:
                    rows = {
                        (choice.mark.source.name, row)
                        for row in range(choice.mark.line, choice.mark.line + 2)
                    }
                    assert not rows & never
            run.take(r.choice(run.open).id)


SYLLABLES = (
    "cat 1 tape 1 wrote 1 walked 1 wanted 2 railwayman 3 committee 3 government 3 people 2 little 2 rifle 2 houses 2"
    " Petrograd 3 Kamenev 3 union 2 being 2 idea 3 quiet 2 create 2 society 4 science 2 asked 1 takes 1 telegraph 3"
    " sailor 2 question 2 nation 2 religion 3 radio 3 armistice 3 through 1 thought 1 eye 1 you 1 socialist 3 I 1 a 1"
)


def test_syllables_are_counted_well_enough() -> None:
    parts = SYLLABLES.split()
    wrong = [
        word for word, count in zip(parts[::2], parts[1::2], strict=True) if syllables(word) != int(count)
    ]
    assert len(wrong) <= len(parts) // 20, wrong


def test_the_grade_is_the_published_formula() -> None:
    text = "The cat sat on the mat. It was not a big cat."
    assert grade(text) == pytest.approx(0.39 * 12 / 2 + 11.8 * 12 / 12 - 15.59)
    assert grade("") == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("At 7 p.m. he came. Dr. Dan too.", 2),
        ("“Stop.” He did not…", 2),
        ("No stop at all\nNor here", 2),
        ("He paid 3.50 for it.", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert sentences(text) == count


def test_nothing_is_remarked_on_while_something_must_be_fixed(tmp_path: Path) -> None:
    long = " ".join(["word"] * 300)
    pack = write_pack(tmp_path, f"  start: {{{{e}}, text: {long}, goto: nowhere}}\n")
    assert [p.code for p in check_pack(pack)[1].problems] == ["V501"]


def test_remarks_never_keep_a_pack_from_being_played(tmp_path: Path) -> None:
    long = " ".join(["word"] * 300)
    pack = write_pack(tmp_path, f"  start: {{{{e}}, text: They killed him. {long}, ending: over}}\n")
    assert check_pack(pack)[1].problems
    assert read_pack(pack).manifest.id == "small"


def _chain() -> tuple[str, str]:
    return "".join(f"  s{n}: {{{{e}}, text: On., goto: s{n + 1}}}\n" for n in range(6000)) + (
        "  s6000: {{e}, text: Night., ending: over}\n"
    ), ""


def _lattice() -> tuple[str, str]:
    ways = "[{{if: flag.late, to: a{0}}}, {{to: b{0}}}]"
    rows = [f"  {x}{n}: {{{{e}}, text: On., goto: {ways.format(n + 1)}}}\n" for n in range(400) for x in "ab"]
    return "".join(rows) + "  a400: {{e}, ending: over}\n  b400: {{e}, ending: over}\n", ""


def _conditions() -> tuple[str, str]:
    blocks = "".join(
        f"      - {{if: flag.f{n} or flag.f{n + 1} or flag.late, text: Word.}}\n" for n in range(190)
    )
    flags = "".join(f"  f{n}: x\n" for n in range(191))
    return START + "    text:\n" + blocks + "    goto: end\n  end: {{e}, ending: over}\n", flags


def _doors() -> tuple[str, str]:
    door = "  d{0}: {{{{e}}, doors: {{pick: 1, of: [{{to: r{0}, text: See}}], then: d{1}}}}}\n  r{0}: {{{{e}}, text: On., goto: back}}\n"
    return "".join(door.format(n, n + 1) for n in range(1500)) + "  d1500: {{e}, ending: over}\n", ""


@pytest.mark.parametrize("shape", [_chain, _lattice, _conditions, _doors])
def test_no_shape_of_story_takes_long_or_much_stack(
    tmp_path: Path, shape: Callable[[], tuple[str, str]]
) -> None:
    scenes, flags = shape()
    first = scenes.split(":", 1)[0].strip()
    line = f"flags:\n  late: It is late\n  told: x\n{flags}".rstrip()
    pack = write_pack(tmp_path, scenes, start=f"    start: {first}", flags=line)
    began = time.process_time()
    report = check_pack(pack)[1]
    assert time.process_time() - began < 10
    assert not report.fatal, report.render()[:600]


def test_the_words_of_the_plain_mode_are_those_that_are_looked_for() -> None:
    assert typed.COMMANDS == commands.WORDS


@pytest.mark.parametrize("name", ["1", "12", "a", "why", "mood", "takecare", "again-and-again", "b", "7a"])
def test_an_id_is_remarked_on_if_typing_it_does_something_else(tmp_path: Path, name: str) -> None:
    lines = START + "    choices:\n      - {id: other, text: Do another thing, goto: end}\n"
    lines += f"      - {{id: {name}, text: Do it, flag: late, because: So., goto: end}}\n"
    lines += "  end: {{e}, text: Night., ending: over}\n"
    pack = write_pack(tmp_path, lines)
    told = any(problem.code == "V837" for problem in check_pack(pack)[1].problems)
    options = Run(Program(read_pack(pack)), "ana").open
    assert told == (commands.read(name, options, "Type 1 or 2") != commands.Request("take", name))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_whatever_is_so_in_play_may_be_so_in_the_dataflow(seed: int) -> None:
    r = Random(seed)
    with pack_of(story(r)) as pack:
        flow = Desk(pack, Report()).flow
        assert flow is not None
        program = Program(pack)
        layout = program.layout
        for role in ("ana", "boris"):
            alone, together = flow.run(role), flow.run()
            passed: list[tuple[int, ...]] = []
            state = program.begin(role, None, passed)
            for _ in range(30):
                options = program.open(state)
                if not options:
                    break
                state = program.take(state, r.choice(options), None, passed)
            for values in passed:
                name = layout.scenes[values[SCENE]]
                scene = next(scene for at, scene in pack.files.scenes.items() if at == name)
                for states in (alone, together):
                    may = flow.entered(scene, states[name])
                    for rule in rules_of(pack):
                        assert flow.either(rule, may)[0 if interpret(rule, layout, values) else 1]
                        if interpret(rule, layout, values):
                            assert flow.can_hold(rule, may)
