"""What editors do to files: what is accepted, and what is refused by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from vikzhel.story.decoding import decode
from vikzhel.story.diagnostics import Report
from vikzhel.story.packs import read_pack, try_pack

GOOD = Path(__file__).parent / "corpus" / "V609-unreached"


def _pack(to: Path, scenes: bytes) -> Path:
    (to / "story.yaml").write_bytes((GOOD / "story.yaml").read_bytes())
    (to / "scenes.yaml").write_bytes(scenes)
    return to


SCENES = (GOOD / "scenes.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "scenes",
    [
        pytest.param(SCENES.encode("utf-8-sig"), id="byte-order mark"),
        pytest.param(SCENES.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(SCENES.replace("\n", "\r").encode(), id="lone CR"),
        pytest.param(SCENES.replace("    ", "\u00a0   ").encode(), id="no-break spaces in margins"),
        pytest.param(SCENES.replace(": ", ":\u00a0").encode(), id="no-break spaces after keys"),
        pytest.param(SCENES.replace("- ", "-\u00a0").encode(), id="no-break spaces after dashes"),
        pytest.param(SCENES.replace(": ", ":\t").encode(), id="tabs after keys"),
        pytest.param(SCENES.replace("\n", " \t\n").encode(), id="spaces at line ends"),
        pytest.param((SCENES + "\n\n\t\n").encode(), id="empty lines at the end"),
        pytest.param(SCENES.rstrip().encode(), id="no newline at the end"),
        pytest.param(("---\n" + SCENES).encode(), id="dashes on the first line"),
        pytest.param(("# note\n\n" + SCENES).encode(), id="note on the first line"),
    ],
)
@pytest.mark.parametrize("pure", [False, True])
def test_accepted(tmp_path: Path, scenes: bytes, pure: bool) -> None:
    pack = read_pack(_pack(tmp_path, scenes), pure=pure)
    plain = read_pack(GOOD)
    assert [scene.title for scene in pack.files.scenes.values()] == [
        scene.title for scene in plain.files.scenes.values()
    ]
    assert [str(c.text) for s in pack.files.scenes.values() for c in s.choices] == [
        str(c.text) for s in plain.files.scenes.values() for c in s.choices
    ]


def test_typography_is_ordinary_text(tmp_path: Path) -> None:
    text = "“Go,” he said – ‘now’… it’s «Ещё» № 5\u00a0km : done"
    scenes = SCENES.replace("The driver waits under the lamp.", "'" + text.replace("'", "''") + "'")
    first = next(iter(read_pack(_pack(tmp_path, scenes.encode())).files.scenes.values()))
    assert first.text[0].text == text.replace("\u00a0", " ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_named(tmp_path: Path, encoding: str) -> None:
    problems = try_pack(_pack(tmp_path, SCENES.encode(encoding)))[1].problems
    assert [problem.code for problem in problems] == ["V102"]
    assert "UTF-16" in problems[0].message


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "latin-1", "cp1252", "mac-roman"])
def test_other_encodings_are_named_once_at_the_first_letter(tmp_path: Path, encoding: str) -> None:
    word = "Ждём" if encoding in ("cp1251", "koi8-r") else "café"
    scenes = SCENES.replace("The driver", word).replace("You hang", word)
    problems = try_pack(_pack(tmp_path, scenes.encode(encoding)))[1].problems
    assert [problem.code for problem in problems] == ["V103"]
    assert str(problems[0].mark).startswith(f"{tmp_path.name}/scenes.yaml:9:")


def test_places_count_characters_not_bytes(tmp_path: Path) -> None:
    scenes = SCENES.replace("mood: {driver: -1}", "mood: {driver: -1, жук: +1}")
    problem = try_pack(_pack(tmp_path, scenes.encode()))[1].problems[0]
    assert str(problem.mark).endswith("scenes.yaml:15:28")


def test_every_forbidden_character_is_refused_in_every_place() -> None:
    for code in [*range(9), 0x0B, 0x1B, 0x7F, 0x85, 0x9B, 0x200B, 0x202E, 0x2066, 0x2028, 0xFEFF, 0xE0041]:
        report = Report()
        source = decode(f"scenes:\n  x{chr(code)}: {chr(code)}".encode(), "x.yaml", report)
        assert [str(problem.mark) for problem in report.problems] == ["x.yaml:2:4", "x.yaml:2:7"]
        assert chr(code) not in "".join(source.lines)
        assert f"U+{code:04X}" in report.problems[0].message


def test_columns_are_those_of_the_file_even_behind_tabs(tmp_path: Path) -> None:
    scenes = SCENES.replace("  ", "\t").replace("driver: -1", "driver: 1")
    report = try_pack(_pack(tmp_path, scenes.encode()))[1]
    assert [str(p.mark).partition("scenes.yaml:")[2] for p in report.sorted()] == ["2:1", "15:20"]
