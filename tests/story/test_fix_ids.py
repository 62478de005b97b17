"""``check --fix-ids``: ids go in where they are missing, and not one other byte changes."""

from __future__ import annotations

import io
import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs import write_pack
from vikzhel.story.fix_ids import fix_ids, with_ids, without_id
from vikzhel.story.packs import read_pack
from vikzhel.story.slugs import slug

SCENES = """\
  # The first scene: a note — kept.
  start:
    evidence: inferred   # so is this
    reason: "made up"
    choices:
      -   text: 'Wait for the  tape'      # odd spaces
          goto: middle
      - goto: end
        text: >-
          Go out
          into the snow
      - {text: Go in, goto: end}
      - { text: "Ask – again", goto: start }
      - {
          text: Over three lines,
          goto: end
        }
      - id: kept
        text: Stay
        goto: end
  middle:
    evidence: inferred
    reason: made up
    choices: [{text: 'Null', goto: end}, {"text": 1917, goto: end}]
  end: {evidence: inferred, reason: made up, ending: over}
"""
IDS = {
    "start": ["wait-for-the-tape", "go-out-into-the-snow", "go-in", "ask-again", "over-three-lines", "kept"],
    "middle": ["null", "1917"],
}


def fixed(folder: Path) -> tuple[int, str]:
    out = io.StringIO()
    return fix_ids(str(folder), out), out.getvalue()


def ids(folder: Path) -> dict[str, list[str]]:
    pack = read_pack(folder)
    assert without_id(pack) == []
    return {
        str(name): [str(choice.id) for choice in scene.choices]
        for name, scene in pack.files.scenes.items()
        if scene.choices
    }


def without_the_ids(data: bytes) -> str:
    text = data.decode("utf-8-sig")
    for words in ("id: wait-for-the-tape", "id: go-out-into-the-snow"):
        at = text.index(words)
        rest = text[at + len(words) :]
        text = text[:at] + rest.lstrip()
    for words in ("id: go-in, ", "id: ask-again, ", " id: over-three-lines,", 'id: "null", ', 'id: "1917", '):
        text = text.replace(words, "", 1)
    return text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_other_byte_is_kept(tmp_path: Path, newline: str, mark: str) -> None:
    pack = write_pack(tmp_path, SCENES)
    path = tmp_path / "scenes.yaml"
    before = mark + path.read_text(encoding="utf-8").replace("\n", newline)
    path.write_bytes(before.encode("utf-8"))
    other = (tmp_path / "story.yaml").read_bytes()
    slugs = {
        name: [str(c.id) for c in scene.choices]
        for name, scene in read_pack(pack).files.scenes.items()
        if scene.choices
    }
    code, told = fixed(pack)
    assert code == 0
    after = path.read_bytes()
    assert ids(pack) == IDS == slugs
    assert mark + without_the_ids(after) == before
    assert after.count(newline.encode()) == before.count(newline) + 2
    assert (tmp_path / "story.yaml").read_bytes() == other
    assert [entry.name for entry in sorted(tmp_path.iterdir())] == ["scenes.yaml", "story.yaml"]
    assert f"{tmp_path.name}/scenes.yaml:7: start/wait-for-the-tape" in told
    assert "7 ids written." in told


def test_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, SCENES)
    fixed(pack)
    path = tmp_path / "scenes.yaml"
    data, when = path.read_bytes(), path.stat().st_mtime_ns
    assert fixed(pack) == (0, "small: every choice has its id.\n")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, when)


def test_a_pack_that_must_be_mended_first_is_left_alone(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, SCENES.replace("goto: middle", "goto: midle"))
    data = (tmp_path / "scenes.yaml").read_bytes()
    code, told = fixed(pack)
    assert code == 1
    assert "midle" in told
    assert "No ids were written" in told
    assert (tmp_path / "scenes.yaml").read_bytes() == data


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_the_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, SCENES)
    path = tmp_path / "scenes.yaml"
    path.chmod(0o640)
    path.rename(tmp_path / "real.txt")
    path.symlink_to("real.txt")
    assert fixed(pack)[0] == 0
    assert path.is_symlink()
    assert stat.S_IMODE((tmp_path / "real.txt").stat().st_mode) == 0o640
    assert ids(pack) == IDS


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = write_pack(tmp_path, SCENES)
    data = (tmp_path / "scenes.yaml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    code, told = fixed(pack)
    assert code == 1
    assert "It is as it was." in told
    assert (tmp_path / "scenes.yaml").read_bytes() == data
    assert [entry.name for entry in sorted(tmp_path.iterdir())] == ["scenes.yaml", "story.yaml"]


TEXT = st.text(
    st.characters(categories=["L", "N", "Zs"], include_characters="-–'.,!"), min_size=1, max_size=30
).filter(
    lambda text: text.strip() and text.strip()[0].isalpha() and not text.strip().lower().startswith("null")
)


@given(
    st.lists(st.tuples(TEXT, st.sampled_from(["block", "flow", "spread"])), min_size=1, max_size=6),
    st.booleans(),
)
def test_whatever_the_texts_are(
    tmp_path_factory: pytest.TempPathFactory, choices: list[tuple[str, str]], crlf: bool
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    lines = ["  start:", "    evidence: inferred", "    reason: made up", "    choices:"]
    for text, form in choices:
        quoted = "'" + " ".join(text.split()).replace("'", "''") + "'"
        if form == "block":
            lines += [f"      - text: {quoted}", "        goto: end"]
        elif form == "flow":
            lines.append(f"      - {{text: {quoted}, goto: end}}")
        else:
            lines += ["      -", f"        goto: end  # {'note'}", f"        text: {quoted}"]
    pack = write_pack(
        folder, "\n".join([*lines, "  end: {evidence: inferred, reason: made up, ending: over}", ""])
    )
    path = folder / "scenes.yaml"
    if crlf:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = read_pack(pack)
    slugs = [str(choice.id) for choice in before.files.scenes[next(iter(before.files.scenes))].choices]
    data = path.read_bytes()
    assert with_ids(data, []) == data
    assert fixed(pack)[0] == 0
    assert ids(pack)["start"] == slugs
    kept = iter(path.read_bytes())
    assert all(byte in kept for byte in data), "every byte is still there, in its order"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Send the order down the line at once", "send-the-order-down-the-line"),
        ("Éclair à la carte", "eclair-a-la-carte"),
        ("Ждать поезда, товарищ Щукин!", "zhdat-poezda-tovarishch-shchukin"),
        ("Przejść obok Łukasza", "przejsc-obok-lukasza"),
        ("Їхати до Києва", "yikhati-do-kiyeva"),
        ("“Wait”", "wait"),
        ("x" * 300, "x" * 56),
    ],
)
def test_an_id_is_made_of_what_can_be_typed(text: str, expected: str) -> None:
    assert slug(text, set()) == expected
    assert slug(text, {expected}) == f"{expected}-2"


def test_texts_in_other_letters_are_told_apart_wherever_they_stand() -> None:
    texts = ["等火车", "走", "Περίμενε", "«—»"]
    there = {text: slug(text, set()) for text in texts}
    assert len({*there.values()}) == len(texts)
    assert all(re.fullmatch(r"choice-[0-9a-f]{6}", made) for made in there.values())


def test_the_lines_that_are_told_are_those_of_the_new_file(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, SCENES)
    _, told = fixed(pack)
    lines = (tmp_path / "scenes.yaml").read_text("utf-8").splitlines()
    places = re.findall(r":(\d+): \w+/(\S+)", told)
    assert len(places) == 7
    for line, made in places:
        assert made in "".join(lines[int(line) - 1 : int(line) + 1]), (line, made)


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_write_protected_file_is_let_be(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, SCENES)
    path = tmp_path / "scenes.yaml"
    data = path.read_bytes()
    path.chmod(0o444)
    code, told = fixed(pack)
    assert code == 1
    assert "write-protected" in told
    assert path.read_bytes() == data
