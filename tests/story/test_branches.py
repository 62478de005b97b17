"""Branches: packs that are laid over a story, one or several, and what keeps them from it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from branches import FIRST, branch, made
from vikzhel.places import ABOVE, packs_folder
from vikzhel.play.events import Narration, Offered, Quotation, SceneEntered
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.check import check_pack
from vikzhel.story.codes import CODES
from vikzhel.story.diagnostics import Report
from vikzhel.story.groups import MUST_FIX
from vikzhel.story.packs import read_pack, try_pack
from vikzhel.story.stack import stack_of

STORY = Path(packs_folder())


def play(folder: str, *steps: str) -> Run:
    run = Run(Program(read_pack(folder)), "clerk")
    for step in steps:
        run.take(step)
    return run


def codes(folder: str) -> list[str]:
    return [problem.code for problem in try_pack(folder)[1].sorted()]


# -- the first branch --------------------------------------------------------------------------------


def test_twelve_lines_are_a_branch_that_can_be_played_and_leads_back(tmp_path: Path) -> None:
    assert FIRST.count("\n") == 12
    run = play(branch(tmp_path / "my-branch", FIRST), "my-branch:wake-the-stationmaster")
    assert run.scene == "my-branch:master"
    run.take("go-back-to-the-key")
    assert run.scene == "telegraph-room"


def test_a_scene_that_says_nothing_of_itself_is_invented_and_is_when_and_where_the_one_before_it_is(
    tmp_path: Path,
) -> None:
    pack = read_pack(branch(tmp_path / "b", FIRST))
    own, before = pack.files.scenes["my-branch:master"], pack.files.scenes["telegraph-room"]  # type: ignore[index]
    assert own.evidence == "invented"
    assert (own.when, own.where) == (before.when, before.where)


def test_players_are_told_what_was_added_and_by_whom(tmp_path: Path) -> None:
    run = play(branch(tmp_path / "b", FIRST))
    offered = run.events()[-1]
    assert isinstance(offered, Offered)
    added = {option.id: option.added for option in offered.options if option.added}
    assert added == {
        "my-branch:wake-the-stationmaster": "Added by your teacher: The stationmaster (Anna Petrova)"
    }
    told = run.take("my-branch:wake-the-stationmaster")
    entered = [event for event in told if isinstance(event, SceneEntered)]
    assert [event.added for event in entered] == ["Added by your teacher: The stationmaster (Anna Petrova)"]


def test_the_story_is_as_it_was_without_the_branch(tmp_path: Path) -> None:
    branch(tmp_path / "b", FIRST)
    before = read_pack(STORY / "tutorial")
    play(str(tmp_path / "b"), "my-branch:wake-the-stationmaster")
    after = read_pack(STORY / "tutorial")
    assert before.fingerprint == after.fingerprint
    assert [*before.files.scenes] == [*after.files.scenes]
    assert len(before.files.scenes["telegraph-room"].choices) == len(  # type: ignore[index]
        after.files.scenes["telegraph-room"].choices  # type: ignore[index]
    )


# -- finding it ----------------------------------------------------------------------------------------


def test_a_branch_in_the_players_folder_of_packs_goes_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vikzhel.places import pack_folder

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = branch(tmp_path / "vikzhel" / "packs" / "my-branch", FIRST)
    assert pack_folder("my-branch") == folder
    assert stack_of(pack_folder("my-branch")) == [str(STORY / "tutorial"), folder]
    assert pack_folder("talks") == str(STORY / "talks"), "what ships cannot be shadowed"


def test_the_origin_of_a_story_with_branches_opens_it_again(tmp_path: Path) -> None:
    from vikzhel.places import pack_folder

    one, two = branch(tmp_path / "a", FIRST), made(tmp_path / "b", "flags: {late: It is late}\n")
    pack = read_pack(f"{STORY / 'tutorial'} + {one} + {two}")
    assert pack.origin == f"tutorial + {one} + {two}"
    again = read_pack(pack_folder(pack.origin))
    assert again.fingerprint == pack.fingerprint
    assert [layer["id"] for layer in again.layers] == ["tutorial", "my-branch", "other"]
    assert read_pack(one).origin == f"tutorial + {one}"


# -- replacing -------------------------------------------------------------------------------------------

REPLACE = """\
replace:
  telegraph-room:
    title: The key
    where: A hut
    text:
      - was: Behind him hangs
        text: Behind him the stove has gone out.
      - was: Green before midnight
        text: Green, or nothing.
    choices:
      pass-on: Send it on at once
"""


def test_headings_paragraphs_speech_and_choices_are_replaced_and_said_to_be(tmp_path: Path) -> None:
    run = play(made(tmp_path / "b", REPLACE))
    told = run.events()
    entered = next(event for event in told if isinstance(event, SceneEntered))
    assert (entered.title, entered.where) == ("The key", "A hut")
    assert entered.added == "Changed by your teacher: T-other (A-other)"
    changed = [event for event in told if isinstance(event, Narration) and "stove has gone" in event.text]
    assert [(event.grade, event.added) for event in changed] == [("invented", entered.added)]
    assert any(getattr(event, "line", "") == "Green, or nothing." for event in told)
    option = next(option for option in run.options if option.id == "pass-on")
    assert (option.text, option.added) == ("Send it on at once", "Changed by your teacher: T-other (A-other)")


def test_a_whole_scene_keeps_the_ids_that_both_have_and_the_day_and_place(tmp_path: Path) -> None:
    scene = """\
replace:
  telegraph-room:
    scene:
      text: The key calls, and nobody is there.
      choices:
        - {id: hold-back, text: Hang out the green lamp, goto: green-lamp}
        - {text: Hang out the red one, goto: red-lamp}
"""
    pack = read_pack(made(tmp_path / "b", scene))
    new, old = (
        pack.files.scenes["telegraph-room"],
        read_pack(STORY / "tutorial").files.scenes["telegraph-room"],
    )  # type: ignore[index]
    assert [str(choice.id) for choice in new.choices] == ["hold-back", "other:hang-out-the-red-one"]
    assert (new.where, new.evidence) == (old.where, "invented")


def test_a_whole_choice_stands_in_the_place_of_one_and_keeps_its_id(tmp_path: Path) -> None:
    rest = """\
flags: {slow: You sent it slowly}
replace:
  telegraph-room:
    choices:
      pass-on: {text: Send it slowly, flag: slow, because: You took your time., goto: green-lamp}
"""
    run = play(made(tmp_path / "b", rest), "pass-on")
    assert run.scene == "green-lamp"
    assert [option.text for option in play(made(tmp_path / "b", rest)).options if option.id == "pass-on"] == [
        "Send it slowly"
    ]
    assert codes(made(tmp_path / "c", rest.replace("{text: Send", "{id: other, text: Send"))) == ["V625"]
    assert codes(made(tmp_path / "d", rest.replace(", goto: green-lamp", ""))) == ["V304"]


def test_a_quotation_makes_way_for_words_or_for_another_and_words_for_one(tmp_path: Path) -> None:
    rest = """\
replace:
  telegraph-room:
    text:
      - {was: reed-vikzhel-poster-conquerors, quote: reed-vikzhel-poster-refuse}
      - {was: Behind him hangs, quote: reed-vikzhel-poster-conquerors}
"""
    told = play(made(tmp_path / "b", rest)).events()
    quoted = [(event.id, event.added) for event in told if isinstance(event, Quotation)]
    changed = "Changed by your teacher: T-other (A-other)"
    assert quoted == [("reed-vikzhel-poster-conquerors", changed), ("reed-vikzhel-poster-refuse", changed)]
    words = rest.replace("quote: reed-vikzhel-poster-refuse", "text: The poster is torn.")
    told = play(made(tmp_path / "c", words)).events()
    assert any(isinstance(event, Narration) and event.text == "The poster is torn." for event in told)
    for wrong in (
        "was: Behind him hangs}",
        "was: Behind him hangs, text: A, quote: reed-vikzhel-poster-refuse}",
    ):
        text = rest.replace("was: Behind him hangs, quote: reed-vikzhel-poster-conquerors}", wrong)
        assert codes(made(tmp_path / "d", text)) == ["V614"]


def test_an_ending_gets_paragraphs_questions_and_readings_and_says_whose_they_are(tmp_path: Path) -> None:
    rest = """\
sources:
  book: {author: A. Stationmaster, title: The depot, rights: short-quotation, kind: memoir}
add:
  line-stands:
    text: The stationmaster has woken.
    questions: Whom would you have woken?
    historians: {source: book, reading: The union was too slow.}
replace:
  line-stands:
    text: {was: The order has gone out, text: The order is out.}
"""
    run = play(made(tmp_path / "b", rest), "pass-on")
    told = run.events()
    texts = {event.text: event.added for event in told if isinstance(event, Narration)}
    assert texts["The stationmaster has woken."] == "Added by your teacher: T-other (A-other)"
    assert texts["The order is out."] == "Changed by your teacher: T-other (A-other)"
    ending = run.program.pack.files.endings["line-stands"]  # type: ignore[index]
    assert ending.questions[-1] == "Whom would you have woken? (Added by your teacher: T-other (A-other))"
    assert ending.historians[-1].reading.startswith("The union was too slow. (Added by")


@pytest.mark.parametrize(
    "rest",
    [
        "add: {line-stands: {choices: [{text: A, goto: red-lamp}]}}",
        "add: {telegraph-room: {questions: Why?}}",
        "replace: {line-stands: {title: Another}}",
        "add: {over: {text: A}}\nendings: {over: {title: T, evidence: invented, text: A}}",
    ],
)
def test_scenes_and_endings_are_told_apart(tmp_path: Path, rest: str) -> None:
    assert "V625" in codes(made(tmp_path / "b", rest + "\n"))


# -- several at once --------------------------------------------------------------------------------------


def test_two_branches_may_bring_scenes_of_one_id_and_add_to_one_scene(tmp_path: Path) -> None:
    one = branch(tmp_path / "a", FIRST)
    two = branch(tmp_path / "b", FIRST.replace("my-branch", "your-branch"))
    run = play(f"{one} + {two}", "your-branch:wake-the-stationmaster")
    assert run.scene == "your-branch:master"
    assert {"my-branch:master", "your-branch:master"} <= {*map(str, run.program.pack.files.scenes)}


@pytest.mark.parametrize("swapped", [False, True])
def test_two_branches_that_replace_one_thing_are_reported_with_both_places(
    tmp_path: Path, swapped: bool
) -> None:
    one = made(tmp_path / "a", REPLACE, name="one")
    two = made(tmp_path / "b", REPLACE.split("    text:")[0], name="two")
    pair = (two, one) if swapped else (one, two)
    report = try_pack(" + ".join((str(STORY / "tutorial"), *pair)))[1]
    assert [problem.code for problem in report.sorted()] == ["V627", "V627"]
    for problem in report.problems:
        assert problem.related is not None
        assert {problem.mark.source.name, problem.related.source.name} == {"a/story.yaml", "b/story.yaml"}


def test_a_scene_replaced_whole_by_one_cannot_be_changed_by_another(tmp_path: Path) -> None:
    whole = "replace:\n  telegraph-room:\n    scene: {text: Nobody., goto: red-lamp}\n"
    one, two = made(tmp_path / "a", whole, name="one"), made(tmp_path / "b", REPLACE, name="two")
    assert "V627" in codes(f"{one} + {two}")
    assert "V627" in codes(f"{two} + {one}")


def test_a_choice_for_a_scene_that_another_branch_has_replaced_is_told_so(tmp_path: Path) -> None:
    whole = "replace:\n  telegraph-room:\n    scene: {text: Nobody., goto: red-lamp}\n"
    one, two = made(tmp_path / "a", whole, name="one"), branch(tmp_path / "b", FIRST)
    for pair in (f"{one} + {two}", f"{two} + {one}"):
        problem = next(problem for problem in try_pack(pair)[1].problems if problem.code == "V625")
        assert "any more" in problem.message
        assert problem.related is not None
        assert problem.related.source.name == "a/story.yaml"


def test_one_branch_twice_is_refused(tmp_path: Path) -> None:
    one, two = branch(tmp_path / "a", FIRST), branch(tmp_path / "b", FIRST)
    report = try_pack(f"{one} + {two}")[1]
    assert [problem.code for problem in report.problems] == ["V626"]
    assert report.problems[0].related is not None


# -- what does not fit --------------------------------------------------------------------------------------


def test_a_branch_of_another_story_and_a_story_are_no_branches_of_this_one(tmp_path: Path) -> None:
    folder = branch(tmp_path / "b", FIRST)
    assert codes(f"{STORY / 'talks'} + {folder}") == ["V629"]
    assert codes(f"{STORY / 'talks'} + {STORY / 'tutorial'}") == ["V629"]


def test_a_broken_story_is_told_of_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    packs = tmp_path / "vikzhel" / "packs"
    branch(packs / "broken", "story:\n  id: broken\n  title: [\n")
    assert codes(made(packs / "b", "", story="broken")) == ["V623"]


def test_branches_of_branches_are_refused_however_they_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    packs = tmp_path / "vikzhel" / "packs"
    one = made(packs / "one", "", name="one", story="two")
    two = made(packs / "two", "", name="two", story="one")
    three = made(packs / "three", "", name="three", story="three")
    assert [codes(folder) for folder in (one, two, three)] == [["V621"]] * 3


@pytest.mark.parametrize("name", ["..", "../tutorial", "/etc", "./tutorial", "a\\b", "~", "tutorial/"])
def test_a_branch_cannot_name_a_place(tmp_path: Path, name: str) -> None:
    found = codes(made(tmp_path / "b", "", story=f'"{name}"' if "\\" not in name else f"'{name}'"))
    assert found in (["V620"], ["V309"])


def test_every_code_of_a_misfit_is_explained() -> None:
    assert {code for code in CODES if code.startswith("V62")} == {f"V62{n}" for n in range(10)}


def test_check_speaks_of_the_branch_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "b", "add:\n  k-names:\n    text: He *says* nothing.\n", story="talks")
    checked = check_pack(folder)
    assert checked.playable
    assert [problem.code for problem in checked.report.problems] == ["V819"]
    assert {problem.mark.source.name for problem in checked.report.problems} == {"b/story.yaml"}


def test_both_parsers_read_a_branch_alike(tmp_path: Path) -> None:
    folder = made(tmp_path / "b", REPLACE)
    fast, pure = (try_pack(folder, pure=pure)[0] for pure in (False, True))
    assert fast is not None
    assert pure is not None
    assert fast.fingerprint == pure.fingerprint
    assert fast.brought == pure.brought


# -- day and place --------------------------------------------------------------------------------------------


def test_a_day_is_handed_on_through_scenes_and_rings_of_them(tmp_path: Path) -> None:
    ring = """\
add:
  telegraph-room:
    choices: [{text: Go out, goto: yard}]
scenes:
  yard:
    text: A yard.
    choices: [{text: Look, goto: gate}, {text: Go in, goto: telegraph-room}]
  gate:
    text: A gate.
    choices: [{text: Come back, goto: yard}]
"""
    scenes = read_pack(made(tmp_path / "b", ring)).files.scenes
    assert scenes["other:gate"].when == scenes["telegraph-room"].when  # type: ignore[index]


def test_what_a_scene_says_of_itself_is_not_asked_of_those_before_it(tmp_path: Path) -> None:
    rest = """\
add:
  k-smolny-dusk:
    choices: [{text: Out, goto: yard}]
  m-embankment:
    choices: [{text: Out, goto: yard}]
scenes:
  yard: {text: A yard., when: 1917-10-29 18:00, where: A yard, goto: k-smolny-dusk}
"""
    assert codes(made(tmp_path / "b", rest, story="talks")) == []
    where = try_pack(made(tmp_path / "c", rest.replace(", where: A yard", ""), story="talks"))[1]
    assert [problem.code for problem in where.problems] == ["V628"]
    assert "where:" in where.problems[0].hint
    assert "when:" not in where.problems[0].hint


# -- hostile ones -----------------------------------------------------------------------------------------------

CHAIN = 4000


@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_branch_takes_no_long_time(tmp_path: Path, backwards: bool) -> None:
    order = range(CHAIN, 0, -1) if backwards else range(1, CHAIN + 1)
    scenes = "".join(
        f"  s{n}:\n    text: On.\n    choices: [{{text: A, goto: s{n + 1}}}, {{text: B, goto: nowhere{n}}}]\n"
        for n in order
    )
    rest = f"add:\n  telegraph-room:\n    choices: [{{text: Go, goto: s1}}]\nscenes:\n{scenes}"
    folder = made(tmp_path / "b", rest + f"  s{CHAIN + 1}: {{text: End., goto: red-lamp}}\n")
    began = time.process_time()
    report = try_pack(folder)[1]
    assert time.process_time() - began < 12
    assert {problem.code for problem in report.problems} == {"V501"}
    assert len(report.problems) == CHAIN


def test_a_branch_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("flags: {secret: It is out}\n", encoding="utf-8")
    folder = Path(branch(tmp_path / "b", FIRST))
    (folder / "more.yaml").symlink_to(secret)
    assert "V109" in codes(str(folder))


@pytest.mark.parametrize(
    "story",
    [
        "story: {extends: tutorial}\n",
        "story:\n  extends: tutorial\n  id: 7\n",
        "story:\n  extends: [tutorial]\n",
        "story:\n  extends: {a: b}\n",
        "story:\n  extends:\n",
        'story:\n  extends: "\x1b[31m"\n',
        "story:\n  extends: tutorial\n  id: tutorial\n  title: T\n  authors: A\nscenes: 7\n",
        "extends: tutorial\n",
        "story: extends\n",
        "story:\n  extends: " + "x" * 5000 + "\n",
    ],
)
def test_a_manifest_of_any_shape_is_answered_in_words(tmp_path: Path, story: str) -> None:
    report = try_pack(branch(tmp_path / "b", story))[1]
    assert report.fatal
    assert "\x1b" not in report.render()


@pytest.mark.parametrize(
    "rest",
    [
        "add: 7\n",
        "add: {telegraph-room: 7}\n",
        "add: {telegraph-room: {}}\n",
        "add: {telegraph-room: {choices: {}}}\n",
        "replace: {telegraph-room: {text: {}}}\n",
        "replace: {telegraph-room: {choices: {pass-on: [a]}}}\n",
        "replace: {telegraph-room: {scene: {text: A}}}\n",
        "add: {nowhere: {text: A}}\nreplace: {nowhere: {title: A}}\n",
        "roles: {clerk: {start: x}}\n",
        "table: {who: {label: A}}\n",
        "replace: {telegraph-room: {text: [{was: '', text: A}]}}\n",
        "add: {telegraph-room: {doors: [{to: red-lamp, text: A}]}}\n",
    ],
)
def test_a_branch_of_any_shape_is_answered_in_words(tmp_path: Path, rest: str) -> None:
    for pure in (False, True):
        report = try_pack(made(tmp_path / "b", rest), pure=pure)[1]
        if rest != "add: {telegraph-room: {}}\n":
            assert report.fatal
            for problem in report.problems:
                assert problem.hint, problem.render()
                assert problem.mark.source.name.startswith("b/"), problem.render()


def test_paragraphs_speech_and_quotations_added_say_so_and_only_when_they_are_shown(tmp_path: Path) -> None:
    rest = """\
add:
  red-lamp:
    text:
      - Added words.
      - {says: driver, line: Added speech.}
      - quote: reed-vikzhel-poster-refuse
      - {if: flag.exception, text: Not shown.}
"""
    told = play(made(tmp_path / "b", rest), "pass-on").events()
    added = [event for event in told if getattr(event, "added", "")]
    assert [type(event).__name__ for event in added] == ["Narration", "Speech", "Quotation"]
    assert {event.added for event in added} == {"Added by your teacher: T-other (A-other)"}  # type: ignore[union-attr]
    assert not any(isinstance(event, SceneEntered) and event.added for event in told)


def test_a_long_title_does_not_bury_a_choice(tmp_path: Path) -> None:
    long = FIRST.replace("The stationmaster", "x" * 4000)
    option = play(branch(tmp_path / "b", long)).options[-1]
    assert option.added.startswith("Added by your teacher: xxx")
    assert len(option.added) < 140


SPOILT = {
    "a tab": lambda line: "\t" + line.lstrip(),
    "no colon": lambda line: line.replace(":", "", 1),
    "a space more": lambda line: " " + line,
    "a quote": lambda line: line.replace(": ", ': "', 1),
    "a bracket": lambda line: line.replace(": ", ": [", 1),
    "a letter less": lambda line: line[:-1],
    "a brace less": lambda line: line.replace("}", ""),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_branch_with_a_mistake_in_it_is_still_told_of_as_a_branch(tmp_path: Path, how: str) -> None:
    lines = FIRST.splitlines()
    for number, line in enumerate(lines):
        spoilt = SPOILT[how](line)
        if spoilt == line or "extends" in line or line == "story:":
            continue
        text = "\n".join([*lines[:number], spoilt, *lines[number + 1 :]]) + "\n"
        report = try_pack(branch(tmp_path / "b", text))[1]
        said = report.render()
        assert "V629" not in said, f"{text}\n{said}"
        for foreign in ("“version”", "“greeting”", "no key “extends”", "has no scenes", "A story file"):
            assert foreign not in said, f"{text}\n{said}"


def test_two_branches_that_replace_one_thing_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    one, two = made(tmp_path / "a", REPLACE, name="one"), made(tmp_path / "b", REPLACE, name="two")
    said = {
        problem.message for problem in try_pack(" + ".join((str(STORY / "tutorial"), one, two)))[1].problems
    }
    assert all("(one)" in message and "(two)" in message for message in said), said


def two_branches(folder: Path, other: str) -> Report:
    for name, text in (
        ("one", "story: {id: one, extends: tutorial, title: One, authors: I}\n"),
        ("two", f"story: {{id: two, extends: {other}, title: Two, authors: I}}\n"),
    ):
        (folder / name).mkdir()
        (folder / name / "story.yaml").write_text(
            text + "add: {telegraph-room: {text: [It is late.]}}\n", encoding="utf-8"
        )
    return check_pack(ABOVE.join([str(STORY / "tutorial"), str(folder / "one"), str(folder / "two")])).report


def test_a_branch_of_the_other_branch_is_told_what_to_do(tmp_path: Path) -> None:
    (problem,) = [p for p in two_branches(tmp_path, "one").problems if p.group == MUST_FIX]
    assert problem.code == "V621"
    assert "extends: tutorial" in problem.hint


def test_one_branch_named_twice_is_told_so(tmp_path: Path) -> None:
    two_branches(tmp_path, "tutorial")
    twice = ABOVE.join([str(STORY / "tutorial"), str(tmp_path / "one"), str(tmp_path / "one")])
    (problem,) = check_pack(twice).report.problems
    assert (problem.code, problem.hint) == ("V626", "Name it once.")


def test_who_replaces_a_paragraph_that_is_not_there_reads_how_those_there_begin(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(
        "story: {id: mine, extends: tutorial, title: Mine, authors: I}\n"
        "replace: {telegraph-room: {text: [{was: Nobody at all, text: Somebody.}]}}\n",
        encoding="utf-8",
    )
    (problem,) = check_pack(tmp_path).report.problems
    assert problem.code == "V625"
    assert "“The tape lies under”" in problem.hint
