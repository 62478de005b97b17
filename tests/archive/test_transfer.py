"""A run as a file: what goes out comes back, and nothing else gets in."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from packs import write_pack
from vikzhel.archive.arrivals import receive
from vikzhel.archive.home import pack_of_run
from vikzhel.archive.store import Store, StoreError
from vikzhel.archive.transfer import LARGEST, LONGEST_NOTE, NotARun, Played, from_json, read_file, to_json
from vikzhel.play.program import Program
from vikzhel.story.packs import read_pack
from vikzhel.story.text import FORBIDDEN

SCENES = """\
  start: {{e}, choices: [{id: a, text: A, goto: start}, {id: b, text: B, goto: mid}]}
  mid: {{e}, choices: [{id: x, text: X, goto: end}, {id: y, text: Y, goto: start}]}
  end: {{e}, ending: over}
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(read_pack(write_pack(tmp_path / "pack", SCENES)))


def a_run(data: Path, program: Program, *steps: str) -> tuple[Store, str]:
    store = Store.open(str(data))
    kept = store.begin(program, "ana")
    for step in steps:
        kept.take(step)
    return store, kept.code


def changed(text: str, **values: object) -> str:
    whole = json.loads(text)
    for key, value in values.items():
        inside, _, last = key.rpartition("__")
        target = whole
        for part in inside.split("__") if inside else []:
            target = target[int(part)] if part.isdecimal() else target[part]
        target[last] = value
    return json.dumps(whole)


@pytest.fixture
def text(tmp_path: Path, program: Program) -> str:
    store, code = a_run(tmp_path / "theirs", program, "a", "b", "y")
    kept = store.resume(code, program)
    kept.note(0, "Where to begin?")
    kept.note(2, "I went in.")
    return to_json(store.played(code))


# -- there and back ----------------------------------------------------------------------------


def test_a_run_comes_back_the_same_and_can_be_played_on(tmp_path: Path, program: Program, text: str) -> None:
    played = from_json(text)
    assert to_json(played) == text
    store = Store.open(str(tmp_path / "mine"))
    code, how = receive(store, played)
    assert (code, how) == (played.code, "new")
    kept = store.resume(code, program)
    assert (kept.trouble, [step.id for step in kept.run.steps]) == ("", ["a", "b", "y"])
    assert [(note.step, note.text) for note in kept.notes] == [(0, "Where to begin?"), (2, "I went in.")]
    kept.take("b")
    assert kept.kept


def test_random_runs_of_random_stories_come_back_the_same(tmp_path: Path) -> None:
    for seed in range(20):
        r = Random(seed)
        with pack_of(story(r)) as pack:
            store = Store.open(str(tmp_path))
            kept = store.begin(Program(pack), r.choice(("ana", "boris")))
            while not kept.run.over and len(kept.run.steps) < 12:
                option = r.choice(kept.run.open)
                kept.take(
                    option.id,
                    prediction="lost" if option.kind == "vote" else "",
                    sureness=option.kind == "vote",
                )
                kept.note(
                    r.randint(0, len(kept.run.steps)), r.choice(["x", "“two” words", "\x1b[1m", "né 漢"])
                )
            played = store.played(kept.code)
            assert from_json(to_json(played)) == played


def test_the_file_names_no_person_and_no_place(tmp_path: Path, program: Program) -> None:
    store, code = a_run(tmp_path / "data", program, "a")
    store.rename(code, "Ana's own week")
    text = to_json(store.played(code))
    assert "Ana's" not in text
    assert str(tmp_path) not in text
    assert set(json.loads(text)) == {
        "vikzhel", "format", "code", "story", "with", "role", "begun", "start", "ending", "branch", "steps", "journal",
    }  # fmt: skip


def test_only_steps_that_stand_are_in_it_with_the_lines_beside_them(tmp_path: Path, program: Program) -> None:
    store, code = a_run(tmp_path / "data", program, "a", "b")
    kept = store.resume(code, program)
    kept.note(2, "Taken back.")
    kept.note(1, "Stays.")
    kept.undo(1)
    played = store.played(code)
    assert [step.id for step in played.steps] == ["a"]
    assert [note.text for note in played.notes] == ["Stays."]


# -- a run that is here already ----------------------------------------------------------------


def test_the_same_file_twice_is_one_run(tmp_path: Path, text: str) -> None:
    store = Store.open(str(tmp_path / "mine"))
    first, second = receive(store, from_json(text)), receive(store, from_json(text))
    assert (second.code, second.how) == (first.code, "already here")
    assert len(store.runs()) == 1


def test_a_run_played_on_elsewhere_gets_its_further_steps_and_lines(
    tmp_path: Path, program: Program, text: str
) -> None:
    store = Store.open(str(tmp_path / "mine"))
    code = receive(store, from_json(text)).code
    theirs = Store.open(str(tmp_path / "theirs"))
    kept = theirs.resume(code, program)
    kept.take("b")
    kept.take("x")
    kept.note(5, "Over.")
    longer = theirs.played(code)
    assert receive(store, longer) == (code, "added")
    assert store.played(code) == longer
    assert [note.text for note in store.played(code).notes] == ["Where to begin?", "I went in.", "Over."]
    assert receive(store, from_json(text)).how == "already here"
    assert store.played(code) == longer


def test_a_run_that_went_another_way_comes_in_beside_the_one_here(
    tmp_path: Path, program: Program, text: str
) -> None:
    store = Store.open(str(tmp_path / "mine"))
    code = receive(store, from_json(text)).code
    kept = store.resume(code, program)
    kept.undo(1)
    kept.take("a")
    other = receive(store, from_json(text))
    assert other.how == "new code"
    assert [step.id for step in store.played(code).steps] == ["a", "a"]
    assert [step.id for step in store.played(other.code).steps] == ["a", "b", "y"]
    assert receive(store, from_json(text)) == (other.code, "already here")


def test_another_run_of_the_same_code_gets_a_new_one(tmp_path: Path, text: str) -> None:
    store = Store.open(str(tmp_path / "mine"))
    code = receive(store, from_json(text)).code
    later = receive(store, from_json(changed(text, begun="2020-01-01T00:00:00+00:00")))
    assert later.how == "new code"
    assert later.code != code
    assert len(store.runs()) == 2


def test_an_imported_run_of_an_unknown_story_is_at_home_once_it_was_played_there(
    tmp_path: Path, program: Program, text: str
) -> None:
    store = Store.open(str(tmp_path / "mine"))
    code = receive(store, from_json(text)).code
    assert store.row_of(code).origin == ""
    with pytest.raises(StoreError, match="no unfinished run"):
        pack_of_run(str(tmp_path / "mine"), "latest")  # what was only taken in is not what was played last
    kept = store.resume(code, program)
    assert store.row_of(code).origin == ""
    kept.take("a")
    assert store.row_of(code).origin == str(program.pack.folder)
    assert pack_of_run(str(tmp_path / "mine"), "latest") == str(program.pack.folder)


def test_journal_lines_that_are_new_in_a_file_are_added_once(
    tmp_path: Path, program: Program, text: str
) -> None:
    store = Store.open(str(tmp_path / "mine"))
    code = receive(store, from_json(text)).code
    theirs = Store.open(str(tmp_path / "theirs"))
    theirs.resume(code, program).note(3, "Afterwards.")
    later = theirs.played(code)
    assert [receive(store, later).how for _ in range(2)] == ["added", "already here"]
    assert store.played(code) == later


# -- hostile files -----------------------------------------------------------------------------

WRONG: list[dict[str, object]] = [
    {"vikzhel": "walk"}, {"vikzhel": None}, {"format": "1"}, {"format": True}, {"format": None}, {"format": 0},
    {"code": "../../etc/passwd"}, {"code": "a-b"}, {"code": 7}, {"code": "copper-tram-nine\n"}, {"code": None},
    {"story": "small"}, {"story__id": "Small"}, {"story__id": "/etc"}, {"story__id": "a" * 65}, {"story__id": []},
    {"story__fingerprint": "zz"}, {"story__version": 3}, {"role": ""}, {"role": {"a": 1}}, {"role": "ana; drop table"},
    {"begun": "yesterday"}, {"begun": "2020-01-01T00:00:00"}, {"begun": 0}, {"begun": "2020-13-01T00:00:00+00:00"},
    {"with": "x"}, {"with": [7]}, {"with": [{"id": "../x", "version": "1"}]}, {"with": [{"id": "x"}]},
    {"ending": "\x1b[2J"}, {"branch": "x"}, {"branch": {"of": "no code", "after": 1}},
    {"branch": {"of": "a-b-c", "after": -1}}, {"steps": {}}, {"steps": "abc"}, {"steps": [7]}, {"steps": [[]]},
    {"steps__0__kind": "undo"}, {"steps__0__kind": ["choice"]}, {"steps__0__scene": "../start"}, {"steps__0__id": "A"},
    {"steps__0__id": "a\u202e"}, {"steps__0__digest": "nothex"}, {"steps__0__prediction": "perhaps"},
    {"steps__0__sureness": 4}, {"steps__0__sureness": 1.0}, {"steps__0__sureness": 10**400}, {"start": "x"},
    {"steps": [{"kind": "choice", "scene": "a", "id": "b"}] * 2001}, {"journal": "no"}, {"journal": [1]},
    {"journal": [{"after": 9, "text": "too far"}]}, {"journal": [{"after": 0, "text": 5}]},
    {"journal": [{"after": 0, "text": "x"}] * 501},
]  # fmt: skip


@pytest.mark.parametrize(
    "values", WRONG, ids=lambda values: next(iter(values)) + "=" + str(next(iter(values.values())))[:20]
)
def test_whatever_is_not_as_it_should_be_is_refused_in_words(text: str, values: dict[str, object]) -> None:
    with pytest.raises(NotARun) as refused:
        from_json(changed(text, **values))
    assert re.fullmatch(r"(it|its) .{5,90}", str(refused.value))
    assert not FORBIDDEN.search(str(refused.value))


@pytest.mark.parametrize(
    "spoilt",
    ["", "null", "[]", "7", '"run"', "{", "not json", "[" * 100_000, '{"vikzhel": NaN}', '{"a":' * 50_000,
     '{"format": ' + "9" * 5000 + "}", "\x00", "{}" * 3, "x" * (LARGEST + 1)],
    ids=lambda spoilt: spoilt[:12],
)  # fmt: skip
def test_what_is_no_run_at_all_is_refused_in_words(spoilt: str) -> None:
    with pytest.raises(NotARun):
        from_json(spoilt)


def test_a_newer_format_says_so(text: str) -> None:
    with pytest.raises(NotARun, match="newer version"):
        from_json(changed(text, format=2))


def test_unknown_keys_are_passed_over_and_a_journal_is_made_safe(text: str) -> None:
    long = "word " * 1000
    hostile = changed(text, name="x", path="/etc/passwd", steps__0__exec="rm -rf /", journal=[
        {"after": 1, "text": "\x1b[2Jbad\u202e\x00 line\nnext", "html": "<b>"}, {"after": 0, "text": long}])  # fmt: skip
    played = from_json(hostile)
    assert played.notes[0].text == "[2Jbad line next"
    assert len(played.notes[1].text) <= LONGEST_NOTE
    assert "passwd" not in to_json(played)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WHOLE = to_json(Played("a-b-c", "small", "1", "ab12", "ana", "2020-01-01T00:00:00+00:00", "", ()))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        ["format", "code", "story", "with", "role", "begun", "start", "ending", "branch", "steps", "journal"]
    ),
    JSON,
)
def test_any_value_in_any_place_is_read_or_refused_and_never_breaks(key: str, value: object) -> None:
    try:
        played = from_json(changed(WHOLE, **{key: value}))
    except NotARun:
        return
    assert from_json(to_json(played)) == played
    assert not FORBIDDEN.search(to_json(played))


# -- files -------------------------------------------------------------------------------------


def test_only_plain_files_of_a_sane_size_are_opened(tmp_path: Path, text: str) -> None:
    good = tmp_path / "run.json"
    good.write_text("\ufeff" + text, encoding="utf-8")
    assert read_file(str(good)).role == "ana"
    (tmp_path / "huge.json").write_bytes(b" " * (LARGEST + 1))
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe{}")
    cases = {
        "huge.json": "larger than any run",
        "bytes.json": "not text",
        "none.json": "no such file",
        ".": "not a file",
    }
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe.json")
        cases["pipe.json"] = "not a file"
    for name, said in cases.items():
        with pytest.raises(NotARun, match=said):
            read_file(str(tmp_path / name))
    with pytest.raises(NotARun):
        read_file("a\0b")
