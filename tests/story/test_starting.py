"""Beginning something: what is written can be played at once, whatever was answered, and nothing is touched."""

from __future__ import annotations

import io
import os
import shlex
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vikzhel.places import packs_folder
from vikzhel.story.check import check_pack
from vikzhel.story.diagnostics import Report, Source
from vikzhel.story.nodes import Map, Scalar
from vikzhel.story.packs import read_pack
from vikzhel.story.parsing import parse
from vikzhel.story.rewriting import CannotChange
from vikzhel.story.starting.command import run
from vikzhel.story.starting.inserting import inserted
from vikzhel.story.starting.questions import QUESTIONS
from vikzhel.story.starting.typed import folded, typed
from vikzhel.story.text import FORBIDDEN, one_line

HOSTILE = [
    'He said: "no" # and left',
    "- a dash",
    "null",
    "{braces}, [brackets] & *stars* !bang |pipe >fold %percent @at `tick`",
    "'single' \"double\" \\back \\n \\x1b[31m",
    "\x1b[31mred\x07\u202ereversed\u200b",
    "Ёжик в тумане — 革命 🚂",
    "key: value\nother: value",
    "---",
    "1917-10-29",
    "~",
    "? what: is",
    "\ttab\tand  spaces ",
    "word " * 200,
    "x" * 400,
]
SHIPPED = Path(packs_folder())
BEGIN = {"title": "A night", "author": "I"}
BRANCH = {**BEGIN, "of": "tutorial", "scene": "telegraph-room", "choice": "Go out", "text": "It is dark."}
SCENE = {"title": "A yard", "text": "It is dark.", "goto": "midnight"}
ROLE = dict.fromkeys(("who", "want", "fear", "answers-to", "cannot", "deadline"), "Peace.")
QUOTE = {
    "text": "Peace and bread",
    "speaker-name": "An old man",
    "date": "1917-10-31",
    "occasion": "In the yard",
    "source": "yard-book",
    "author": "A. B.",
    "work": "The yard",
}


def begin(kind: str, **answers: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    done = run(
        kind, {name.replace("_", "-"): text for name, text in answers.items()}, io.StringIO(), out, err
    )
    return done, out.getvalue(), err.getvalue()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    done, _, err = begin("pack", folder=str(tmp_path / "pack"), **BEGIN)
    assert done == 0, err
    return tmp_path / "pack"


# -- words ---------------------------------------------------------------------------------------------


def read_back(text: str) -> str:
    report = Report()
    node = parse(Source("x", f"list:\n  - key: {text}\n    after: it\n"), report)
    assert not report.problems, report.render()
    assert isinstance(node, Map)
    item = node.pairs[0][1].items[0]  # type: ignore[union-attr]
    assert isinstance(item, Map)
    assert [str(name) for name, _ in item.pairs] == ["key", "after"]
    value = item.pairs[0][1]
    assert isinstance(value, Scalar)
    assert not value.absent
    return " ".join(value.value.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_read_back_as_they_were_said(text: str) -> None:
    assert read_back(typed(text)) == one_line(text)
    assert read_back(folded(text, 6)) == one_line(text)


@given(st.text(max_size=300).filter(one_line))
@settings(max_examples=400, deadline=None)
def test_any_words_are_read_back_as_they_were_said(text: str) -> None:
    assert read_back(typed(text)) == one_line(text)
    assert read_back(folded(text, 6)) == one_line(text)
    assert not FORBIDDEN.search(typed(text))


# -- whole packs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pack", "branch"])
def test_what_is_begun_checks_clean_and_says_where_it_is(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "mine"
    done, out, err = begin(kind, folder=str(folder), **(BRANCH if kind == "branch" else BEGIN))
    assert (done, err) == (0, "")
    assert str(folder / "story.yaml") in out
    assert check_pack(folder).playable
    assert not check_pack(folder).report.fatal


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["pack", "branch"])
def test_whatever_is_answered_it_can_be_played(tmp_path: Path, kind: str, text: str) -> None:
    fixed = {
        "folder": str(tmp_path / "mine"),
        "of": "tutorial",
        "scene": "telegraph-room",
        "back": "red-lamp",
    }
    flags = [question.flag for question in QUESTIONS[kind]]
    answers = {flag: fixed.get(flag, text) for flag in flags}
    done, _, err = begin(kind, **answers)
    assert done == 0, err
    read = read_pack(tmp_path / "mine")
    title = read.branches[0].manifest.title if kind == "branch" else read.manifest.title
    assert title == one_line(text)


def test_a_branch_may_begin_at_doors_and_leads_back_to_them(tmp_path: Path) -> None:
    answers = {**BRANCH, "of": "talks", "scene": "r-before-commission"}
    assert begin("branch", folder=str(tmp_path / "mine"), **answers)[0] == 0
    scenes = read_pack(tmp_path / "mine").files.scenes
    assert scenes["mine:a-night"].choices[0].goto[0].to == "back"  # type: ignore[index]


def test_nothing_is_written_over(pack: Path) -> None:
    before = (pack / "story.yaml").read_bytes()
    done, _, err = begin("pack", folder=str(pack), **BEGIN)
    assert done == 2
    assert "written over" in err
    assert (pack / "story.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"of": "toturial"}, "no story"),
        ({"of": "../tutorial"}, "no story"),
        ({"scene": "telegraf-room"}, "telegraph-room"),
        ({"scene": "red-lamp"}, "nothing is decided"),
        ({"back": "nowhere"}, "no scene"),
        ({"title": "\x1b"}, "has to be said"),
        ({"text": "x" * 9000}, "8000"),
        ({"folder": "/"}, "name"),
        ({"folder": "talks"}, "ships with the program"),
        ({"folder": "Tutorial"}, "ships with the program"),
    ],
)
def test_an_answer_that_will_not_do_is_told_of_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done, _, err = begin("branch", **{"folder": str(tmp_path / "mine"), **BRANCH, **wrong})
    assert done == 2
    assert words in err
    assert not [*tmp_path.iterdir()]


# -- entries ----------------------------------------------------------------------------------------------


def test_a_scene_a_role_and_a_quotation_are_added_and_nothing_else_is_touched(pack: Path) -> None:
    before = {path.name: path.read_text(encoding="utf-8") for path in pack.iterdir()}
    for kind, answers in (
        ("scene", SCENE),
        ("scene", {**SCENE, "choice": "Go in: now", "title": "A gate"}),
        ("role", {**ROLE, "id": "martov", "start": "start"}),
        ("role", {**ROLE, "id": "anna", "name": "Anna", "start": "start"}),
        ("quote", QUOTE),
        ("quote", {**QUOTE, "speaker": "martov", "source": "reed-ten-days", "text": "Bread"}),
    ):
        done, _, err = begin(kind, **{"in": str(pack), **answers})
        assert done == 0, f"{kind}: {err}"
    read = read_pack(pack)
    assert {"a-yard", "a-gate"} <= {*map(str, read.files.scenes)}
    assert {"martov", "anna"} <= {*map(str, read.files.roles)}
    assert "anna" in read.files.people
    assert "martov" not in read.files.people
    assert read.evidence.quotes["an-old-man-peace-and-bread"].text == "Peace and bread"  # type: ignore[index]
    for name, text in before.items():
        after = (pack / name).read_text(encoding="utf-8").splitlines()
        left = iter(after)
        assert all(line in left for line in text.splitlines()), name


@pytest.mark.parametrize("name", ["talks", "tutorial", "example-branch", str(SHIPPED / "talks")])
def test_nothing_is_written_into_what_ships(name: str) -> None:
    before = {path: path.read_bytes() for path in SHIPPED.rglob("*.yaml")}
    done, _, err = begin("scene", **{**SCENE, "in": name, "goto": "k-monday"})
    assert done == 2
    assert "vikzhel new branch" in err
    assert {path: path.read_bytes() for path in SHIPPED.rglob("*.yaml")} == before


def test_only_what_was_begun_is_remarked_on(pack: Path) -> None:
    begin("scene", **SCENE, **{"in": str(pack)})
    _, out, _ = begin("role", id="sasha", name="Sasha", start="start", **ROLE, **{"in": str(pack)})
    assert "a-yard" not in out


def test_what_to_type_next_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "мой стол").mkdir()
    done, out, err = begin("branch", folder=os.path.join("мой стол", "ветка 2"), **BRANCH)
    assert done == 0, err
    commands = [line.partition("vikzhel ")[2] for line in out.splitlines() if "vikzhel " in line]
    assert [shlex.split(command)[-1] for command in commands] == [os.path.join("мой стол", "ветка 2")] * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_scene_says_it_can_be_played(pack: Path, text: str) -> None:
    done, _, err = begin(
        "scene",
        **{
            "in": str(pack),
            "goto": "midnight",
            "id": "mine",
            "title": text,
            "text": text,
            "choice": text,
            "reason": text,
        },
    )
    assert done == 0, err
    scene = read_pack(pack).files.scenes["mine"]  # type: ignore[index]
    assert scene.title == scene.text[0].text == scene.choices[0].text == one_line(text)


def test_a_scene_that_leads_nowhere_is_not_begun(pack: Path) -> None:
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    done, _, err = begin("scene", **{"in": str(pack), **SCENE, "goto": "midnigth"})
    assert done == 2
    assert "Did you mean “midnight”?" in err
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before


def test_what_check_refuses_is_taken_back(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vikzhel.story.starting import templates

    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    monkeypatch.setattr(templates, "quote", lambda *_: "mine:\n  text: but no source\n")
    done, _, err = begin("quote", **{"in": str(pack), **QUOTE})
    assert done == 1
    assert "Nothing has been changed" in err
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before


def test_a_branch_gets_scenes_that_need_say_nothing_of_the_record(tmp_path: Path) -> None:
    begin("branch", folder=str(tmp_path / "mine"), **BRANCH)
    assert begin("scene", **{"in": str(tmp_path / "mine"), **SCENE, "goto": "red-lamp"})[0] == 0
    text = (tmp_path / "mine" / "story.yaml").read_text(encoding="utf-8")
    assert "  a-yard:\n" in text
    assert "evidence" not in text
    done, _, err = begin("role", **{"in": str(tmp_path / "mine"), **ROLE, "id": "martov", "start": "a-yard"})
    assert done == 2
    assert "adds no roles" in err


def test_what_a_pack_cannot_be_read_for_is_said_first(pack: Path) -> None:
    (pack / "scenes.yaml").write_text("scenes: [", encoding="utf-8")
    done, _, err = begin("scene", **{"in": str(pack), **SCENE})
    assert done == 2
    assert "vikzhel check" in err


# -- in place -----------------------------------------------------------------------------------------------

ENTRY = "mine:\n  text: Words\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "scenes:\n  mine:\n    text: Words\n"),
        ("# a note\n", "# a note\n\nscenes:\n  mine:\n    text: Words\n"),
        ("scenes:\n", "scenes:\n  mine:\n    text: Words\n"),
        ("scenes:\n   a: {}", "scenes:\n   a: {}\n   mine:\n     text: Words\n"),
        (
            "scenes:\n  a:\n    text: A\n  # of a\n\n# of b\nb: {}\n",
            "scenes:\n  a:\n    text: A\n  # of a\n  mine:\n    text: Words\n\n# of b\nb: {}\n",
        ),
        ("scenes:\n  a: {}\n\n  b: {}\n", "scenes:\n  a: {}\n\n  b: {}\n\n  mine:\n    text: Words\n"),
        ("scenes:\r\n  a: {}\r\n", "scenes:\r\n  a: {}\r\n  mine:\r\n    text: Words\r\n"),
        ("\ufeffscenes:\n  a: {}\n", "\ufeffscenes:\n  a: {}\n  mine:\n    text: Words\n"),
        (
            "scenes:\n  a:\n    text: >-\n      Long\n\n      words\nb: {}\n",
            "scenes:\n  a:\n    text: >-\n      Long\n\n      words\n  mine:\n    text: Words\nb: {}\n",
        ),
    ],
)
def test_an_entry_is_put_at_the_end_of_its_table(before: str, after: str) -> None:
    assert inserted(before.encode(), ("scenes",), ENTRY).decode() == after


@pytest.mark.parametrize(
    "text", ["{scenes: {a: {}}}\n", "scenes: {a: {}}\n", "scenes: [\n", "- a list\n", "scenes: words\n"]
)
def test_where_an_entry_cannot_go_nothing_is_made_of_it(text: str) -> None:
    with pytest.raises(CannotChange):
        inserted(text.encode(), ("scenes",), ENTRY)


@pytest.mark.parametrize("name", ["talks", "tutorial"])
def test_every_table_of_the_shipped_packs_can_be_added_to(name: str) -> None:
    files = sorted((Path(__file__).parents[2] / "story" / name).rglob("*.yaml"))
    for path in files:
        data = path.read_bytes()
        added = inserted(data, ("scenes",), ENTRY).decode().splitlines()
        left = iter(added)
        assert all(line in left for line in data.decode().splitlines()), path.name
        assert len(added) - len(data.decode().splitlines()) in (2, 3, 4)


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answers_make_a_branch_that_can_be_played(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "mine"
    shutil.rmtree(folder, ignore_errors=True)
    words = st.text(max_size=60).filter(one_line)
    answers = {**BRANCH, **{flag: data.draw(words) for flag in ("title", "author", "choice", "text", "on")}}
    done, _, err = begin("branch", folder=str(folder), **answers)
    assert done == 0, err
    assert os.listdir(folder) == ["story.yaml"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "scenes:\n  a:\n    choices:\n      - text: A\n        goto: b\n    # of it\n\n  b: {}\n",
            "scenes:\n  a:\n    choices:\n      - text: A\n        goto: b\n    # of it\n      - mine\n\n  b: {}\n",
        ),
        ("scenes:\n  a:\n    choices:\n    - b\n", "scenes:\n  a:\n    choices:\n    - b\n    - mine\n"),
        (
            "scenes:\n  a:\n    choices:\n      - b\n\n      - c\nd: {}\n",
            "scenes:\n  a:\n    choices:\n      - b\n\n      - c\n\n      - mine\nd: {}\n",
        ),
        ("scenes:\n  a:\n    choices: [b]\r\n", "scenes:\n  a:\n    choices: [b, [mine]]\r\n"),
        (
            "scenes:\n  a:\n    choices: [b,\n      c]\n    text: d\n",
            "scenes:\n  a:\n    choices: [b,\n      c, [mine]]\n    text: d\n",
        ),
        ("scenes:\n  a:\n    text: d\n", "scenes:\n  a:\n    text: d\n    choices:\n      - mine\n"),
        ("scenes:\n  b: {}\n", "scenes:\n  b: {}\n  a:\n    choices:\n      - mine\n"),
        ("x: y\n", "x: y\n\nscenes:\n  a:\n    choices:\n      - mine\n"),
    ],
)
def test_an_item_is_put_at_the_end_of_its_list(before: str, after: str) -> None:
    assert inserted(before.encode(), ("scenes", "a", "choices"), "- mine\n", "[mine]").decode() == after


@pytest.mark.parametrize(
    "text",
    [
        "scenes:\n  a:\n    choices: words\n",
        "scenes:\n  a: {choices: [b]}\n",
        "scenes:\n  a:\n    choices: [b] # a note\n",
        "scenes:\n  a:\n    choices:\n      -\n        text: b\n",
    ],
)
def test_where_an_item_cannot_go_nothing_is_made_of_it(text: str) -> None:
    with pytest.raises(CannotChange):
        inserted(text.encode(), ("scenes", "a", "choices"), "- mine\n", "[mine]")


def codes(folder: Path) -> set[str]:
    return {problem.code for problem in check_pack(folder).report.problems}


def test_a_scene_is_led_to_from_where_it_is_said_to_be_reached(pack: Path) -> None:
    answers = {"in": str(pack), "from": "start", "option": "Go out: look", "title": "A yard", "text": "Dark."}
    done, out, err = begin("scene", **answers)
    assert (done, err) == (0, "")
    scenes = read_pack(pack).files.scenes
    choice = scenes["start"].choices[-1]  # type: ignore[index]
    assert (choice.text, choice.goto[0].to) == ("Go out: look", "a-yard")
    assert scenes["a-yard"].goto[0].to == "midnight"  # type: ignore[index]
    assert "V609" not in codes(pack)
    assert "Put this" not in out


@pytest.mark.parametrize(
    ("at", "list_of"), [("k-monday", "choices"), ("k-front-hall", "doors"), ("mine", "choices")]
)
def test_a_branch_leads_to_its_scene_from_the_storys_and_its_own(
    tmp_path: Path, at: str, list_of: str
) -> None:
    folder = tmp_path / "mine"
    begin("branch", folder=str(folder), **{**BRANCH, "of": "talks", "scene": "k-monday", "title": "Mine"})
    done, _, err = begin(
        "scene",
        **{"in": str(folder), "from": at, "option": "Go, and look", "title": "A yard", "text": "Dark."},
    )
    assert (done, err) == (0, "")
    scenes = {str(name): scene for name, scene in read_pack(folder).files.scenes.items()}
    scene = scenes.get(at) or scenes[f"mine:{at}"]
    last = scene.doors.of[-1] if scene.doors else scene.choices[-1]
    assert last.text == "Go, and look"
    assert "V609" not in codes(folder)


def test_a_list_in_brackets_is_added_to_as_well(tmp_path: Path) -> None:
    folder = tmp_path / "canteen"
    folder.mkdir()
    (folder / "story.yaml").write_text(
        "story: {id: canteen, extends: talks, title: The canteen, authors: I}\n"
        'add:\n  k-monday:\n    choices: [{text: "Go down, and eat.", once: true, goto: soup}]\n'
        "scenes:\n  soup:\n    text: Nobody looks up.\n    goto: k-monday\n",
        encoding="utf-8",
    )
    answers = {"in": str(folder), "from": "k-monday", "option": 'Say "no", and go: now', "title": "A yard"}
    done, _, err = begin("scene", **answers, text="Dark.")
    assert (done, err) == (0, "")
    assert read_pack(folder).files.scenes["k-monday"].choices[-1].text == 'Say "no", and go: now'  # type: ignore[index]


@pytest.mark.parametrize("at", ["", "start"])
def test_what_could_not_be_put_where_it_belongs_is_shown_to_be_typed(pack: Path, at: str) -> None:
    path = pack / "scenes.yaml"
    path.write_text(
        path.read_text("utf-8").replace("      - id: first\n", "      -\n        id: first\n"), "utf-8"
    )
    assert check_pack(pack).playable
    answers = {
        "in": str(pack),
        "from": at,
        "option": "Look",
        "title": "A yard",
        "text": "Dark.",
        "goto": "start",
    }
    done, out, err = begin("scene", **answers)
    assert (done, err) == (0, "")
    assert "Nothing leads to “a-yard” yet" in out
    assert "goto: a-yard" in out
    assert "V609" not in out


def test_a_quotation_is_put_into_a_scene(pack: Path) -> None:
    done, out, err = begin("quote", **{"in": str(pack), **QUOTE, "date": "1917-10-29", "scene": "start"})
    assert (done, err) == (0, "")
    assert read_pack(pack).files.scenes["start"].text[-1].quote == "an-old-man-peace-and-bread"  # type: ignore[index]
    assert "V834" not in codes(pack)
    done, out, err = begin("quote", **{"in": str(pack), **QUOTE, "text": "Bread", "scene": ""})
    assert "Nobody reads “an-old-man-bread” yet" in out
    assert "V834" not in out


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_an_option_says_it_leads_to_the_scene(pack: Path, text: str) -> None:
    done, _, err = begin(
        "scene", **{"in": str(pack), "from": "start", "option": text, "title": "A yard", "text": "Dark."}
    )
    assert done == 0, err
    assert read_pack(pack).files.scenes["start"].choices[-1].text == one_line(text)  # type: ignore[index]
