"""Events in words: every kind of change, the calendar, the record, the glossary."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from packs import run_of, write_pack
from vikzhel.aloud.changes import listed_with_causes, told
from vikzhel.aloud.say import Telling
from vikzhel.line.wording import because, inner, listed, sentence
from vikzhel.places import pack_folder
from vikzhel.play.events import FlagChanged, MoodChanged, Quotation, SceneEntered, TableChanged
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.dates import Moment
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sit
    from vikzhel.story.packs import Pack


@pytest.fixture(scope="module")
def talks() -> Pack:
    return read_pack(pack_folder("talks"))


# -- changes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "wanted", "words"),
    [
        (0, -1, -1, "Dan: one step colder, from neutral to wary, because you asked."),
        (-2, 1, 1, "Dan: three steps warmer, from cold to open, because you asked."),
        (
            2,
            3,
            4,
            "Dan: one step warmer, from warm to trusting, because you asked. That is as far as it goes.",
        ),
        (3, -3, -3, "Dan: six steps colder, from trusting to hostile, because you asked."),
        (
            -2,
            -3,
            -5,
            "Dan: one step colder, from cold to hostile, because you asked. That is as far as it goes.",
        ),
        (-3, -3, -4, "You asked: Dan, already hostile, can think no worse of you."),
        (3, 3, 5, "You asked: Dan, already trusting, can think no better of you."),
    ],
)
def test_a_mood_moves_in_words_and_the_end_of_the_scale_is_said(
    before: int, after: int, wanted: int, words: str, talks: Pack
) -> None:
    assert told(talks, [MoodChanged("dan", "Dan", before, after, wanted, "You asked.")]) == [words]


def test_what_is_at_the_end_of_the_scale_already_is_no_ones_doing(talks: Pack) -> None:
    cause = "You followed Kamenev in."
    lev = MoodChanged("lev", "Lev Kamenev", 3, 3, 4, cause)
    body = MoodChanged("srs", "The Left SRs", -3, -3, -6, cause)
    dan = MoodChanged("dan", "Dan", 2, 3, 4, cause)
    assert told(talks, [lev, body, dan]) == [
        "You followed Kamenev in:",
        "Lev Kamenev, already trusting, can think no better of you.",
        "The Left SRs, already hostile, can think no worse of you.",
        "Dan: one step warmer, from warm to trusting. That is as far as it goes.",
    ]
    assert told(talks, [lev]) == [
        "You followed Kamenev in: Lev Kamenev, already trusting, can think no better of you."
    ]
    bare = MoodChanged("lev", "Lev Kamenev", 3, 3, 4, "")
    assert told(talks, [bare]) == ["Lev Kamenev, already trusting, can think no better of you."]


@pytest.mark.parametrize(
    ("meaning", "cause", "told_once"),
    [
        (
            "You spoke for agreement before the whole table",
            "You spoke for agreement.",
            ["It is so: you spoke for agreement before the whole table."],
        ),
        (
            "You left the table for good",
            "You left the table for good.",
            ["It is so: you left the table for good."],
        ),
        ("The lamp is out", "You put it out.", ["It is so: the lamp is out. You put it out."]),
    ],
)
def test_the_ledger_says_nothing_twice(meaning: str, cause: str, told_once: list[str]) -> None:
    flag = FlagChanged("f", meaning, True, cause)
    assert listed_with_causes([flag]) == told_once
    mood = MoodChanged("dan", "Dan", 0, 1, 1, cause)
    words = "\n".join(listed_with_causes([mood, flag]))
    assert words.casefold().count(cause.rstrip(".").casefold()) == 1


def test_changes_with_one_cause_stand_under_it_and_a_flag_adds_nothing_to_them(talks: Pack) -> None:
    mood = MoodChanged("dan", "Dan", 0, 1, 1, "You asked.")
    other = MoodChanged("lenin", "Lenin", 0, -1, -1, "He heard of it.")
    table = TableChanged("who", "Who governs", "Us", "All", "You asked.")
    flag = FlagChanged("accepted", "You accepted", True, "You asked.")
    assert told(talks, [mood, other, table, flag]) == [
        "Because you asked:",
        "Dan: one step warmer, from neutral to open.",
        "On the table, Who governs: now “All”, before “Us”.",
        "Lenin: one step colder, from neutral to wary, because he heard of it.",
    ]
    assert told(talks, [mood, flag]) == ["Dan: one step warmer, from neutral to open, because you asked."]
    assert told(talks, [flag]) == ["You asked."]


def test_what_changes_on_entering_is_told_after_the_text(tmp_path: Path) -> None:
    scenes = """\
  start:
    {{e}, text: Ana tells you., learn: secret, because: Ana told you., choices: [{id: a, text: A, goto: start}]}
"""
    run = run_of(tmp_path, scenes)
    lines = [line for block in Telling(run.program.pack, "ana").tell(run.events()) for line in block]
    assert lines.index("Ana tells you.") < lines.index("You learn: they will yield. Ana told you.")
    assert lines[-1] == "1. A."


# -- who said it, when, and how sure we are -------------------------------------------------------


def _quotation(**changed: object) -> Quotation:
    plain: dict[str, object] = {
        "id": "q",
        "text": "Neither conquerors nor conquered",
        "speaker": "Abramovich",
        "occasion": "Opening",
        "when": Moment(date(1917, 10, 29)),
        "cited": "Reed, Ten Days (1919), ch. VIII",
        "confidence": "high",
        "context": "",
        "note": "Reed's English.",
        "source_kind": "memoir",
        "second_hand": False,
    }
    return Quotation(**(plain | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "last"),
    [
        ({}, "Source, a memoir: Reed, Ten Days (1919), ch. VIII."),
        ({"confidence": "medium"}, "Confidence in the wording: medium. Reed's English."),
        ({"second_hand": True}, "Taken from a later work that quotes it. Reed's English."),
        ({"second_hand": True, "note": ""}, "Taken from a later work that quotes it."),
    ],
)
def test_a_quotation_says_who_when_where_from_and_what_is_unsure(
    changed: dict[str, object], last: str, talks: Pack
) -> None:
    (block,) = Telling(talks).tell([_quotation(**changed)])
    assert block[0] == "Quotation. Abramovich, 29 October (New Style 11 November). Opening."
    assert block[1] == "“Neither conquerors nor conquered”"
    assert block[-1] == last


def test_words_of_another_year_say_so(talks: Pack) -> None:
    (block,) = Telling(talks).tell([_quotation(when=Moment(date(1920, 5, 29)))])
    assert "29 May 1920 (New Style 11 June 1920)" in block[0]


def test_a_source_named_once_is_not_read_out_again_at_once(talks: Pack) -> None:
    first, second, third = Telling(talks).tell([_quotation(), _quotation(), _quotation(cited="Elsewhere")])
    assert (first[2], second[2], third[2]) == (
        "Source, a memoir: Reed, Ten Days (1919), ch. VIII.",
        "Source: the same.",
        "Source, a memoir: Elsewhere.",
    )


def _sources(blocks: list[list[str]]) -> list[str]:
    return [line for block in blocks for line in block if line.startswith("Source")]


def test_a_source_heard_in_an_earlier_scene_is_said_again_in_short(talks: Pack) -> None:
    scene = next(str(name) for name, scene in talks.files.scenes.items() if not scene.doors)
    name, quote = next((k, q) for k, q in talks.evidence.quotes.items() if q.source == "reed-ten-days")
    assert quote.source == "reed-ten-days"
    telling, heard = Telling(talks), _quotation(id=str(name))
    full, short = (
        "Source, a memoir: Reed, Ten Days (1919), ch. VIII.",
        "Source, as before: John Reed, Ten Days That Shook the World.",
    )
    one, two = _scene(scene), _scene(scene, title="Another")
    assert _sources(telling.tell([one, heard, heard, two, heard])) == [full, "Source: the same.", short]
    assert _sources(telling.tell([heard])) == [short]
    telling.begin_afresh([one, heard])
    assert _sources(telling.tell([two, heard])) == [full]


def test_a_content_note_is_heard_once_until_other_notes_come_between(talks: Pack) -> None:
    telling = Telling(talks)
    names = cycle(str(name) for name, scene in talks.files.scenes.items() if not scene.doors)

    def noted(*notes: str) -> str:
        block = telling.tell([_scene(next(names), content=notes)])[0]
        return next((line.removeprefix("Content note: ") for line in block if line.startswith("Content")), "")

    heard = [
        noted("Harm"),
        noted("Harm"),
        noted(),
        noted("Harm", "Loss"),
        noted("Loss"),
        noted("Cold"),
        noted("Harm"),
    ]
    assert heard == ["Harm.", "", "", "Loss.", "", "Cold.", "Harm."]
    telling.begin_afresh([_scene(next(names), content=("Harm",))])
    assert (noted("Harm"), noted("Harm")) == ("Harm.", "")


def _scene(name: str, **changed: object) -> SceneEntered:
    plain: dict[str, object] = {
        "scene": name, "title": "T", "when": None, "where": "", "grade": "", "reason": "", "cites": (),
        "content": (), "room": (),
    }  # fmt: skip
    return SceneEntered(**(plain | changed))  # type: ignore[arg-type]


def test_invented_speech_is_told_apart_from_a_quotation(sit: Sit) -> None:
    text = sit(pack_folder("tutorial")).text
    assert "\n\nOsip, an engine driver (invented): Green before midnight" in text
    assert "\n\nQuotation. Vikzhel (wall poster), the same day." in text
    played = sit(pack_folder("talks"), ["2", "1", "2", "2", "1"], role="kamenev").text
    assert "(invented words): " in played


def test_a_scene_is_dated_in_both_calendars_with_its_evidence_and_content(tmp_path: Path) -> None:
    scenes = """\
  start:
    title: Late
    when: 1917-10-29 18:30
    where: Smolny
    evidence: counterfactual
    reason: Nobody did this
    content: harm
    text: It begins.
    choices: [{id: a, text: A, goto: start}]
"""
    run = run_of(tmp_path, scenes, greeting="  greeting: Good evening.\n  content: {harm: People are hurt}")
    assert Telling(run.program.pack).tell(run.events())[0] == [
        "Scene: Late.",
        "29 October, 18:30 (New Style 11 November). Smolny.",
        "Counterfactual: Nobody did this.",
        "Content note: People are hurt.",
    ]


def test_leaving_the_record_is_said_once_and_again_after_it_was_taken_back(tmp_path: Path) -> None:
    scenes = """\
  start:
    when: 1917-10-29 17:00
    evidence: inferred
    reason: made up
    choices:
      - {id: his, text: His, goto: mid, really_chose: ana, record: reported}
      - {id: other, text: Other, goto: mid}
  mid: {{e}, choices: [{id: on, text: Go on, goto: end}]}
  end: {{e}, ending: over}
"""
    run = run_of(tmp_path, scenes)
    telling = Telling(run.program.pack, "ana")
    off = "Off the record since 29 October, 17:00."

    def take(option: str) -> list[str]:
        events = run.take(option)
        return [
            line
            for block in telling.tell(events, step=run.steps[-1], left=run.left_record())
            for line in block
        ]

    telling.tell(run.events())
    assert off in take("other")
    assert off not in take("on")
    run.undo(0)
    telling.tell(run.events(), left=run.left_record())
    assert off not in take("his")
    run.undo(0)
    telling.tell(run.events(), left=run.left_record())
    assert off in take("other")


def test_a_goal_out_of_reach_is_told_to_the_man_whose_goal_it_is(tmp_path: Path) -> None:
    scenes = """\
  start: {{e}, text: {text: The lamp goes out., tells: see}, choices: [{id: a, text: A, goto: start}]}
"""
    folder = write_pack(
        tmp_path,
        scenes,
        start="    start: start\n    goals: {see: {text: See the night through, met: flag.told, lost: flag.late}}",
    )
    pack = read_pack(folder)
    run = Run(Program(pack), "ana")
    told_her = Telling(pack, "ana").tell(run.events())
    assert [
        "The lamp goes out.",
        "Out of reach from here on, of your goals: See the night through.",
    ] in told_her
    assert ["The lamp goes out."] in Telling(pack).tell(run.events())


def test_the_end_is_told_with_judgements_goals_readings_and_questions(sit: Sit) -> None:
    text = sit(pack_folder("tutorial"), ["3"]).text
    assert "The end: The line runs. Counterfactual.\n\nLives: Osip's train" in text
    assert "To talk over:\nWhat would you need to know before you kept an order back?" in text
    assert "To play again:\nvikzhel play tutorial" in text


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Go on", "Go on."),
        ("Go on.", "Go on."),
        ("Who?", "Who?"),
        ("He said “no.”", "He said “no.”"),
        ("It (b)", "It (b)."),
    ],
)
def test_a_sentence_ends_in_one_stop(text: str, ended: str) -> None:
    assert sentence(text) == ended


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("You asked.", "you asked"),
        ("Rykov told you.", "Rykov told you"),
        ("It's late.", "it's late"),
        ("I am here.", "I am here"),
        ("VTsIK voted...", "VTsIK voted..."),
    ],
)
def test_a_name_keeps_its_capital_inside_a_sentence(text: str, inside: str) -> None:
    assert inner(text) == inside


def test_a_cause_joins_its_effect_and_its_absence_leaves_no_trace() -> None:
    assert because("Dan: colder", "You asked.") == "Dan: colder, because you asked."
    assert because("Dan: colder", "") == "Dan: colder."
    assert [listed("a"), listed("ab"), listed("abc", "or")] == ["a", "a and b", "a, b or c"]
