"""Planted cases for the remarks that are easiest to get wrong: each told where it is so, and nowhere else."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.story.check import check_pack

if TYPE_CHECKING:
    from pathlib import Path

END = "  end: {{e}, when: 1917-10-29 23:00, text: Night., ending: over}\n"
SHIPPED = "  greeting: Hello.\n  evidence: shipped"
VOTES = """\
votes:
  motion: {title: Whether to strike, body: council, present: {hard: 3}, stance: {hard: for}}
blocs:
  hard: {name: the hard, body: council, needs: 0}
"""


def told(folder: Path, code: str, scenes: str, extra: str = "", **replacements: str) -> bool:
    report = check_pack(write_pack(folder, scenes, extra, **replacements))[1]
    assert not report.fatal, report.render()
    return any(problem.code == code for problem in report.problems)


def evening(body: str, where: str = "The hall", title: str = "An evening") -> str:
    head = f"when: 1917-10-29 18:30\nwhere: {where}\ntitle: {title}\nevidence: inferred\nreason: made up\n"
    return "  start:\n" + indent(head + body, "    ") + END


SAYS = "{says: kerensky, line: Wait.}"


@pytest.mark.parametrize(
    ("scenes", "over", "wrong"),
    [
        (evening(f"text: [{SAYS}]\ngoto: end\n"), "", True),
        (evening(f"choices: [{{id: go-on, text: Go, reply: [{SAYS}], goto: end}}]\n"), "", True),
        (evening("text: Go.\ngoto: later\n") + f"  later: {{{{e}}, text: [{SAYS}], goto: end}}\n", "", True),
        (evening("text: Go.\ngoto: end\n"), SAYS, True),
        (evening("text: [{says: krasnov, line: Wait.}]\ngoto: end\n"), "", True),
        (evening(f"text: [{SAYS}]\ngoto: end\n", where="A wire from Gatchina"), "", False),
        (evening(f"text: [{SAYS}]\ngoto: end\n", title="The telephone from Tsarskoe Selo"), "", False),
        (evening("text: [{says: sukhanov, line: Wait.}]\ngoto: end\n"), "", False),
        (evening("text: [{says: ana, line: Wait.}]\ngoto: end\n"), "", False),
        (
            "  start: {{e}, text: X., choices: [{id: one-way, text: A, flag: late, because: S., goto: d-one},"
            " {id: two-way, text: B, goto: d-two}]}\n  d-one: {{e}, when: 1917-10-29 19:00, text: X., goto: any-day}\n"
            "  d-two: {{e}, when: 1917-10-25 19:00, text: X., goto: any-day}\n"
            f"  any-day: {{{{e}}, text: [{SAYS}], goto: end}}\n{END}",
            "",
            False,
        ),
    ],
)
def test_speakers_who_were_elsewhere(tmp_path: Path, scenes: str, over: str, wrong: bool) -> None:
    text = f"[{over}]" if over else "It is over."
    ending = f"  over: {{title: Over, evidence: inferred, text: {text}}}"
    assert told(tmp_path, "V822", scenes, greeting=SHIPPED, over=ending) == wrong


def quoted(day: str) -> str:
    return (
        "sources:\n  letters: {author: A clerk, title: Letters, rights: public-domain, kind: letter}\n"
        f"quotes:\n  wire:\n    speaker: ana\n    speaker_name: Ana\n    text: The wire is dead.\n    date_os: 1917-{day}\n"
        f"    date_ns: 1917-{NEW_STYLE[day]}\n    occasion: A letter\n    source: letters\n    confidence: low\n    seen: direct\n"
    )


NEW_STYLE = {"10-28": "11-10", "10-29": "11-11", "10-30": "11-12"}
SHOWN = "{quote: wire}"


@pytest.mark.parametrize(
    ("scenes", "over", "day", "wrong"),
    [
        (evening(f"text: [{SHOWN}]\ngoto: end\n"), "", "10-30", True),
        (evening(f"choices: [{{id: go-on, text: Go, reply: [{SHOWN}], goto: end}}]\n"), "", "10-30", True),
        (
            evening("text: Go.\ngoto: later\n") + f"  later: {{{{e}}, text: [{SHOWN}], goto: end}}\n",
            "",
            "10-30",
            True,
        ),
        (evening("text: Go.\ngoto: end\n"), SHOWN, "10-30", True),
        (evening("text: [{if: flag.late, quote: wire}]\ngoto: end\n"), "", "10-30", True),
        (evening(f"text: [{SHOWN}]\ngoto: end\n"), "", "10-29", False),
        (evening(f"text: [{SHOWN}]\ngoto: end\n"), "", "10-28", False),
        (evening("text: Go.\ngoto: end\n"), SHOWN, "10-29", False),
        (
            f"  start: {{{{e}}, text: [{SHOWN}], goto: end}}\n  end: {{{{e}}, ending: over}}\n",
            "",
            "10-30",
            False,
        ),
        (
            evening("text: Go.\ngoto: next-day\n")
            + f"  next-day: {{{{e}}, when: 1917-10-30, text: X., goto: later}}\n  later: {{{{e}}, text: [{SHOWN}], goto: end}}\n",
            "",
            "10-30",
            False,
        ),
    ],
)
def test_quotations_before_their_day(tmp_path: Path, scenes: str, over: str, day: str, wrong: bool) -> None:
    text = f"[{over}]" if over else "It is over."
    ending = f"  over: {{title: Over, evidence: inferred, text: {text}}}"
    assert told(tmp_path, "V823", scenes, quoted(day), over=ending) == wrong


def count(title: str = "Hands", option: str = "Sit down and wait", first: str = "The corridor") -> str:
    return (
        f"  start: {{{{e}}, title: {first}, text: X., goto: between}}\n"
        f"  between: {{{{e}}, text: X., choices: [{{id: one-way, text: {option}, flag: late, because: S., goto: vote}},"
        " {id: leave-it, text: Leave, goto: end}]}\n"
        f"  vote: {{{{e}}, title: {title}, text: X., vote: {{hold: motion, carried: {{goto: after}}, lost: {{goto: end}}}}}}\n"
        f"  after: {{{{e}}, title: The motion is carried, text: X., goto: end}}\n{END}"
    )


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("The strike rejected", True),
        ("The motion is carried", True),
        ("Outvoted", True),
        ("Carried", True),
        ("The strike carried by nine votes to none", True),
        ("A note passed under the table", False),
        ("He is carried out on a stretcher", False),
        ("A question passed from bench to bench", False),
        ("Whether the strike is rejected", False),
        ("Krasnov is defeated", False),
    ],
)
def test_results_in_titles(tmp_path: Path, title: str, wrong: bool) -> None:
    assert told(tmp_path / "count", "V824", count(title=title), VOTES) == wrong
    assert told(tmp_path / "long-before", "V824", count(first=title), VOTES) == wrong


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        ("Speak when the strike is approved", True),
        ("Accept that you are outvoted", True),
        ("Go home because the vote is lost", True),
        ("Celebrate that he wins the vote", True),
        ("Take the draft that has been rejected", True),
        ("Ask if the strike is rejected", False),
        ("Take the text passed to you", False),
        ("Wait until it is passed on to you", False),
        ("Help the man who is carried in", False),
        ("Move that the motion be rejected", False),
    ],
)
def test_results_in_options(tmp_path: Path, option: str, wrong: bool) -> None:
    assert told(tmp_path, "V824", count(option=option), VOTES) == wrong


def way(body: str, rest: str = "") -> str:
    """Return a story in which one way sets a flag and both lead to a hall, where ``body`` stands."""
    return (
        "  start: {{e}, text: X., choices: [{id: tell-them, text: Tell, flag: late, because: S., goto: hall},"
        " {id: keep-quiet, text: Wait, goto: hall}]}\n"
        "  hall:\n    evidence: inferred\n    reason: made up\n" + indent(body, "    ") + rest + END
    )


GO = "\ngoto: end\n"
VOTE = "vote: {hold: motion, carried: {goto: yes}, lost: {goto: no}}\n"


@pytest.mark.parametrize(
    ("scenes", "wrong"),
    [
        (way("text: [{if: flag.late and not flag.late, text: X.}]" + GO), True),
        (way("text: [{if: mood.ana at least warm and mood.ana at most cold, text: X.}]" + GO), True),
        (way("text: [{if: seen.shed, text: X.}]" + GO, "  shed: {{e}, text: X., goto: end}\n"), True),
        (
            way(
                "choices: [{id: ask-them, text: A, if: flag.late, goto: room}, {id: leave-it, text: B, goto: end}]\n",
                "  room: {{e}, text: [X., {if: not flag.late, text: X.}], goto: end}\n",
            ),
            True,
        ),
        (
            way(
                VOTE,
                "  yes: {{e}, text: [{if: vote.motion is lost, text: X.}], goto: end}\n  no: {{e}, text: X., goto: end}\n",
            ),
            True,
        ),
        (
            way(
                "text: X.\ngoto: [{if: flag.late, to: room}, {to: end}]\n",
                "  room: {{e}, text: X., choices: [{id: a-b, text: A, goto: [{if: not flag.late, to: hall}, {to: end}]}]}\n",
            ),
            True,
        ),
        (way("text: [{if: flag.late, text: X.}, {if: not flag.late, text: X.}]" + GO), False),
        (way("text: [{if: seen.start, text: X.}]" + GO), False),
        (
            way(
                "choices: [{id: ask-them, text: A, if: flag.late, unflag: late, because: S., goto: room}, {id: leave-it, text: B, goto: end}]\n",
                "  room: {{e}, text: [X., {if: not flag.late, text: X.}], goto: end}\n",
            ),
            False,
        ),
        (
            way(
                VOTE,
                "  yes: {{e}, text: X., goto: end}\n  no: {{e}, text: [{if: vote.motion is tied, text: X.}], goto: end}\n",
            ),
            False,
        ),
        (
            way(
                "doors: {pick: 1, of: [{to: shed, text: See}], then: yard}\n",
                "  shed: {{e}, text: X., goto: back}\n  yard: {{e}, text: [{if: seen.shed, text: X.}, {if: not seen.shed, text: X.}], goto: end}\n",
            ),
            False,
        ),
        (way("text: [{if: mood.ana at least warm and flag.late, text: X.}]" + GO), False),
    ],
)
def test_premises_that_have_expired(tmp_path: Path, scenes: str, wrong: bool) -> None:
    assert told(tmp_path, "V833", scenes, VOTES) == wrong


GOALS = (
    "    goals:\n      keep: {text: Keep quiet, met: not flag.late, lost: flag.late or mood.ana at most cold}"
)


@pytest.mark.parametrize(
    ("scenes", "wrong"),
    [
        (way("text: [{text: Lost., tells: keep}]" + GO), True),
        (way("choices: [{id: ask-them, text: A, reply: {text: L., tells: keep}, goto: end}]\n"), True),
        (way("text: [{text: Lost., tells: keep, if: mood.ana at most wary}]" + GO), True),
        (way("text: [{text: Lost., tells: keep, if: flag.late}]" + GO), False),
        (way("text: [{text: Lost., tells: keep, if: flag.late or mood.ana is cold}]" + GO), False),
        (
            way(
                "choices: [{id: ask-them, text: A, flag: late, because: S., reply: {text: L., tells: keep}, goto: end}]\n"
            ),
            False,
        ),
        (
            way(
                "choices: [{id: ask-them, text: A, reply: {text: L., tells: keep}, goto: yard}]\n",
                "  yard: {{e}, text: X., flag: late, goto: end}\n",
            ),
            False,
        ),
        (
            way(
                "choices: [{id: ask-them, text: A, mood: {ana: cold}, because: S., reply: {text: L., tells: keep}, goto: end}]\n"
            ),
            False,
        ),
        (
            way(
                "choices: [{id: ask-them, text: A, flag: late, because: S., goto: yard}, {id: leave-it, text: B, if: flag.late, goto: yard}, {id: stay, text: C, goto: end}]\n",
                "  yard: {{e}, text: [{text: L., tells: keep}], goto: end}\n",
            ),
            False,
        ),
    ],
)
def test_goals_that_are_called_lost(tmp_path: Path, scenes: str, wrong: bool) -> None:
    pack = write_pack(tmp_path, scenes, start=f"    start: start\n{GOALS}")
    report = check_pack(pack)[1]
    assert not report.fatal, report.render()
    codes = [problem.code for problem in report.problems]
    assert ("V836" in codes) == wrong
    assert "V835" not in codes
    silent = write_pack(
        tmp_path / "silent", scenes.replace(", tells: keep", ""), start=f"    start: start\n{GOALS}"
    )
    assert "V835" in [problem.code for problem in check_pack(silent)[1].problems]


def test_a_text_with_a_reason_of_its_own_is_left_to_the_proof(tmp_path: Path) -> None:
    goals = "    start: start\n    goals:\n      keep: {text: Keep, met: not flag.late, lost: flag.late}"
    scenes = (
        "  start: {{e}, text: X., choices: [{id: one-way, text: A, flag: told, because: S., goto: yard},"
        " {id: stay, text: B, goto: yard}, {id: late, text: C, flag: late, because: S., goto: yard}]}\n"
        "  yard: {{e}, text: [{RULE text: L., tells: keep}], goto: end}\n" + END
    )
    assert not told(tmp_path / "a", "V836", scenes.replace("RULE", "if: flag.told,"), start=goals)
    assert told(tmp_path / "b", "V836", scenes.replace("RULE", ""), start=goals)


def test_two_ways_to_lose_a_goal_meet_in_a_scene_that_tells_so(tmp_path: Path) -> None:
    goals = "    start: start\n    goals:\n      keep: {text: Keep, met: not flag.late, lost: flag.late or flag.told}"
    scenes = (
        "  start: {{e}, text: X., choices: [{id: one-way, text: A, flag: late, because: S., goto: hall},"
        " {id: two-way, text: B, flag: told, because: S., goto: hall}, {id: stay, text: C, goto: end}]}\n"
        "  hall: {{e}, text: X., choices: [{id: go-on, text: On, goto: yard}]}\n"
        "  yard: {{e}, text: [{text: L., tells: keep}], goto: end}\n" + END
    )
    assert not told(tmp_path / "a", "V836", scenes, start=goals)
    reset = scenes.replace("{id: go-on, text: On,", "{id: go-on, text: On, unflag: told, because: S.,")
    assert told(tmp_path / "b", "V836", reset, start=goals)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("You do *not* move.", True),
        ("You do _not_ move.", True),
        ("You do **not** move.", True),
        ("You <i>do not</i> move.", True),
        ("You do NOT move.", True),
        ("The door is SHUT. You have shut it.", True),
        ("The SRs and the CC of the RSDLP(b) meet in room II.", False),
        ("A banner says ALL POWER TO THE SOVIETS.", False),
        ("2 * 3 * 4 carriages, file_name_one and snake_case.", False),
        ("I am here, and I stay. A train. O God.", False),
        ("VTsIK sits in Smolny; the Duma, the USA and the SR men elsewhere.", False),
    ],
)
def test_stress(tmp_path: Path, text: str, wrong: bool) -> None:
    assert told(tmp_path, "V819", evening(f'text: ["{text}"]\ngoto: end\n')) == wrong


def test_a_whole_sentence_may_not_be_shouted(tmp_path: Path) -> None:
    assert told(tmp_path, "V819", evening('text: [{says: ana, line: "GET OUT OF HERE NOW"}]\ngoto: end\n'))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Kameneff waits.", True),
        ("Ryazanov's coat hangs here.", True),
        ("Krushinskii of the union.", True),
        ("The Sovnarkom and Vikzhel’s men, Kamenev’s chair, Riazanov, ‘Martov’, Krushinsky.", False),
        ("“Vikzhel” calls. Krasnov and Martynov wait.", False),
        ("Vikzhel, Vikzhel, Vikjel.", True),
    ],
)
def test_spellings(tmp_path: Path, text: str, wrong: bool) -> None:
    assert told(tmp_path / "in-a-scene", "V825", evening(f'text: ["{text}"]\ngoto: end\n')) == wrong
    gloss = f'glossary: {{evening: "{text}"}}\n'
    assert told(tmp_path / "in-the-glossary", "V825", evening("text: Go.\ngoto: end\n"), gloss) == wrong


def test_the_words_of_a_quotation_are_spelt_as_they_were_printed(tmp_path: Path) -> None:
    own = quoted("10-29").replace("The wire is dead.", "Kameneff is DEAD, and I mean *dead*.")
    scenes = evening("text: [{quote: wire}]\ngoto: end\n")
    assert not told(tmp_path / "a", "V825", scenes, own)
    assert not told(tmp_path / "b", "V819", scenes, own)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("goto: end", "goto: end", True),
        ("goto: end", "goto: end, reflective: true", False),
        ("goto: end", "goto: end, once: true", False),
        ("goto: end", "goto: [{if: flag.late, to: start}, {to: end}]", False),
        ("goto: end", "goto: end, flag: late, because: S.", False),
        ("goto: end", "goto: start", False),
    ],
)
def test_options_that_come_to_the_same(tmp_path: Path, one: str, other: str, alike: bool) -> None:
    scenes = evening(
        f"text: X.\nchoices:\n  - {{id: one-way, text: A, {one}}}\n  - {{id: two-way, text: B, {other}}}\n"
        "  - {id: late-way, text: C, flag: [late, told], because: S., goto: start}\n"
    )
    assert told(tmp_path, "V829", scenes) == alike


def predicting(pick: int) -> str:
    """Return a story with four doors, behind each of which a vote is predicted."""
    doors = ", ".join(f"{{to: room-{n}, text: Go to {n}}}" for n in range(4))
    rooms = "".join(
        f"  room-{n}: {{{{e}}, text: X., vote: {{hold: v{n}, predict: Will they?, carried: {{goto: back}}, lost: {{goto: back}}}}}}\n"
        for n in range(4)
    )
    return evening(f"text: X.\ndoors: {{pick: {pick}, of: [{doors}], then: end}}\n") + rooms


PREDICTED = "blocs: {hard: {name: the hard, body: council, needs: 0}}\nvotes:\n" + "".join(
    f"  v{n}: {{title: V{n}, body: council, present: {{hard: 3}}, stance: {{hard: for}}}}\n" for n in range(4)
)


@pytest.mark.parametrize(("pick", "wrong"), [(3, False), (4, True)])
def test_predictions_behind_doors_count_as_often_as_doors_are_picked(
    tmp_path: Path, pick: int, wrong: bool
) -> None:
    assert told(tmp_path, "V827", predicting(pick), PREDICTED) == wrong


def test_people_who_cannot_be_named_at_once_are_not_added_up(tmp_path: Path) -> None:
    names = ["Ivan", "Petr", "Olga", "Vera", "Lida"]
    people = "\n".join(
        ["people:", *(f"  {name.lower()}: {{name: {name}, invented: true}}" for name in names)]
    )
    some, others = "{if: flag.late, text: Ivan and Petr and Olga.}", "text: Vera and Lida.}"
    apart = way(f"text: [{some}, {{if: not flag.late, {others}]" + GO)
    joined = way(f"text: [{some}, {{{others}]" + GO)
    assert not told(tmp_path / "a", "V813", apart, people=people)
    assert told(tmp_path / "b", "V813", joined, people=people)


def test_a_name_on_the_role_card_or_met_on_every_way_is_not_new(tmp_path: Path) -> None:
    more = "people:\n  ivan: {name: Ivan, invented: true}\n  olga: {name: Olga, invented: true}"
    scenes = evening("text: Ivan and Olga.\ngoto: end\n")
    assert told(tmp_path / "a", "V818", scenes, people=more)
    card = "    card: {who: A, want: Ivan home, fear: C, answers_to: D, cannot: E, deadline: F}"
    assert not told(tmp_path / "b", "V818", scenes, people=more, card=card)
    later = evening("text: Ivan waits.\ngoto: hall\n") + "  hall: {{e}, text: Ivan and Olga., goto: end}\n"
    assert not told(tmp_path / "c", "V818", later, people=more)


def test_doors_are_options(tmp_path: Path) -> None:
    assert not told(tmp_path / "a", "V812", predicting(1), PREDICTED)
    more = predicting(1).replace("of: [", "of: [{to: yard, text: Go out}, ")
    assert told(tmp_path / "b", "V812", more + "  yard: {{e}, text: X., goto: back}\n", PREDICTED)


def test_quotations_are_read_before_the_first_decision_too(tmp_path: Path) -> None:
    long = quoted("10-29").replace("The wire is dead.", " ".join(["wire"] * 60))
    scenes = evening(
        f"text: [{' '.join(['word'] * 110)}.MORE]\n"
        "choices: [{id: one-way, text: A, goto: end}, {id: two-way, text: B, goto: start}]\n"
    )
    assert not told(tmp_path / "a", "V810", scenes.replace("MORE", ""), long)
    assert told(tmp_path / "b", "V810", scenes.replace("MORE", ", {quote: wire}"), long)
    assert told(tmp_path / "c", "V811", scenes.replace("MORE", ", {quote: wire}, {quote: wire}"), long)


LOOKING_BACK = "It would later be called a mistake."


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (LOOKING_BACK, True),
        ("He was to become a minister.", True),
        ("This night goes down in history.", True),
        ("Little does he know who sits behind him.", True),
        ("The talks break up on 7 November.", True),
        ("Later that night you would like some tea.", False),
        ("He wants to become a minister.", False),
        ("You know the history of this house.", False),
        ("The elections are set for 12 November.", False),
        ("On 28 October the cadets took the telephone exchange.", False),
    ],
)
def test_hindsight(tmp_path: Path, text: str, wrong: bool) -> None:
    scenes = evening(f'text: ["{text}"]\ngoto: end\n')
    assert told(tmp_path, "V820", scenes) == wrong


@pytest.mark.parametrize(
    ("scenes", "facts", "wrong"),
    [
        (
            f"choices: [{{id: one-way, text: A, flag: late, because: {LOOKING_BACK}, goto: end}}]\n",
            "Nothing",
            True,
        ),
        (
            f"choices: [{{id: one-way, text: A, if: flag.late, locked: {LOOKING_BACK}, goto: end}}, {{id: two-way, text: B, goto: end}}]\n",
            "Nothing",
            True,
        ),
        ("text: X.\ngoto: end\n", LOOKING_BACK, True),
        (f"text: [{{text: X., evidence: inferred, reason: {LOOKING_BACK}}}]\ngoto: end\n", "Nothing", False),
        ("text: X.\ngoto: end\n", "Nothing", False),
    ],
)
def test_hindsight_is_looked_for_in_all_a_player_reads_but_not_in_the_authors_reasons(
    tmp_path: Path, scenes: str, facts: str, wrong: bool
) -> None:
    assert told(tmp_path, "V820", evening(scenes), facts=f"facts: {{secret: {facts}}}") == wrong
