"""Packs made to hang or crash a reader: each must be told from a story quickly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from vikzhel.story.packs import try_pack

GOOD = Path(__file__).parent / "corpus" / "V609-unreached"
STORY = (GOOD / "story.yaml").read_text(encoding="utf-8")
SCENES = (GOOD / "scenes.yaml").read_text(encoding="utf-8")
SLOWEST = 2.5


def _scenes(count: int, one: str) -> str:
    return "scenes:\n" + "".join(one.format(n=n, m=n + 1) for n in range(count))


SCENE = "  s{n}: {{evidence: inferred, reason: Invented., text: Snow., {{}}}}\n"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)

HOSTILE = {
    "100k brackets": "scenes: " + "[" * 100_000,
    "100k braces": "scenes: " + "{a: " * 100_000,
    "100k closed brackets": "scenes: " + "[" * 100_000 + "]" * 100_000,
    "100k closing brackets": "scenes: " + "]" * 100_000,
    "100k dashes": "scenes:\n  - " + "- " * 100_000 + "x",
    "a staircase": "\n".join(" " * n + "a:" for n in range(1500)),
    "a staircase of dashes": "\n".join(" " * n + "-" for n in range(1500)),
    "200 KB key": "x" * 200_000 + ": 1\n",
    "200 KB key of spaces": "scenes:\n  a" + " " * 200_000 + "b: 1\n",
    "200 KB key in quotes": '"' + "x" * 200_000 + '": 1\n',
    "million-character scalar": "flags:\n  a: " + "x" * 1_000_000 + "\n",
    "million-character id": "scenes:\n  a:\n    goto: " + "x" * 1_000_000 + "\n",
    "million-character rule": "scenes:\n  a:\n    goto: {to: b, if: " + "not " * 250_000 + "}\n",
    "million-character line that is wrong": "scenes:\n  a: b: " + "c: " * 330_000 + "\n",
    "million quotes": "scenes:\n  a: " + '"' * 1_000_001 + "\n",
    "million apostrophes": "scenes:\n  a: " + "'" * 1_000_001 + "\n",
    "many short wrong quotes": "flags:\n" + '  a: ": "x\n' * 20_000,
    "10k duplicate keys": "flags:\n" + "  same: x\n" * 10_000,
    "10k duplicate top-level keys": "flags: {a: b}\n" * 10_000,
    "10k duplicate scenes": "scenes:\n" + "  a: {goto: b}\n" * 10_000,
    "10k unknown keys": "".join(f"key{n}: x\n" for n in range(10_000)),
    "10k keys unknown to a scene": "scenes:\n  a:\n" + "".join(f"    key{n}: x\n" for n in range(10_000)),
    "billion laughs": LAUGHS,
    "100k anchors": "flags:\n" + "".join(f"  a{n}: &a{n} x\n" for n in range(20_000)),
    "long number": "counters:\n  a: {label: A, max: " + "9" * 100_000 + "}\n",
    "long day": "scenes:\n  a: {when: " + "1" * 100_000 + "}\n",
    "many documents": "---\n" * 50_000,
    "only a directive": "%YAML 1.2\n" * 5_000,
    "percent signs": "%" * 100_000,
    "tabs": "\t" * 500_000 + "a: b\n",
    "100k tabbed lines": "scenes:\n" + "\ta: b\n" * 100_000,
    "spaces": " " * 1_000_000 + "a: b\n",
    "200k empty lines": "\n" * 200_000 + "]",
    "100k notes": "# note\n" * 100_000 + "]",
    "no-break spaces": "\u00a0" * 300_000 + "a: b\n",
    "null characters": "\x00 a" * 100_000,
    "escape characters": "scenes: " + "\x1b[2J" * 100_000,
    "escapes": 'flags: {a: "' + "\\x1b" * 50_000 + '"}',
    "question marks": "? " * 50_000,
    "colons": ": " * 50_000,
    "colons without spaces": "a:" * 100_000,
    "commas": "flags: {" + "," * 100_000 + "}",
    "block scalar of 100k lines": "flags:\n  a: |\n" + "    x\n" * 100_000,
    "wrong line after 100k lines": "flags:\n" + "  a: |\n" + "    x\n" * 100_000 + " b\n",
    "60 errors": "flags:\n" + "".join(f"  a{n}: x: y\n" for n in range(60)),
    "5000 errors": "flags:\n" + "".join(f"  a{n}: x: y\n" for n in range(5000)),
    "5000 wrong indents": "flags:\n" + "".join(f"{' ' * (2 + n % 2)}a{n}: y\n" for n in range(5000)),
    "5000 unclosed quotes": "flags:\n" + "".join(f'  a{n}: "y\n' for n in range(5001)),
    "5000 misplaced keys": "votes:\n" + "".join(f"  v{n}:\n  title: x\n" for n in range(1)) * 5000,
    "3000 groups of misplaced keys": "roles:\n"
    + "".join(f"  r{n}:\n    goals:\n      g:\n      text: x\n" for n in range(3000))
    + "   x: y\n",
    "surrogates": 'flags: {a: "\\ud800\\udc00"}',
    "deep rule": "scenes:\n  a:\n    goto: [{to: b, if: '" + "(" * 290 + "'}]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "scenes.yaml").write_text(HOSTILE[name], encoding="utf-8")
    start = time.process_time()
    report = try_pack(tmp_path)[1]
    rendered = report.render()
    assert time.process_time() - start < SLOWEST
    assert report.fatal
    assert len(rendered) < 200_000
    assert max(map(len, rendered.split("\n"))) < 1000


PURE = [
    "100k brackets", "100k dashes", "a staircase", "200 KB key of spaces", "10k duplicate keys", "billion laughs",
    "long number", "surrogates", "deep rule", "60 errors",
]  # fmt: skip


@pytest.mark.parametrize("name", PURE)
def test_hostile_file_without_libyaml(name: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    (tmp_path / "scenes.yaml").write_text(HOSTILE[name], encoding="utf-8")
    start = time.process_time()
    assert try_pack(tmp_path, pure=True)[1].fatal
    assert time.process_time() - start < 4 * SLOWEST


def _linked(count: int, link: str) -> str:
    return "scenes:\n" + "".join(
        f"  s{n}: {{evidence: inferred, reason: Invented., text: Snow., {link.format(m=n + 1)}}}\n"
        for n in range(count)
    )


QUADRATIC = {
    "a chain of goto": _linked(6000, "goto: s{m}"),
    "unknown scenes": _linked(6000, "goto: scene-{m}"),
    "unknown flags": _linked(6000, "flag: [flag-{m}], because: So., goto: s{m}"),
    "unknown endings": _linked(6000, "ending: e{m}"),
    "ways without end": _linked(3000, "goto: [{{to: s1, if: flag.sent}}, {{to: s2, if: flag.sent}}]"),
}


@pytest.mark.parametrize("name", QUADRATIC)
def test_no_quadratic_traps(name: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY.replace("start: depot", "start: s0"), encoding="utf-8")
    (tmp_path / "scenes.yaml").write_text(QUADRATIC[name], encoding="utf-8")
    start = time.process_time()
    try_pack(tmp_path)[1].render()
    assert time.process_time() - start < SLOWEST


def test_the_same_ids_in_two_files(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    flags = "flags:\n" + "".join(f"  f{n}: x\n" for n in range(8000))
    (tmp_path / "a.yaml").write_text(flags, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(flags, encoding="utf-8")
    start = time.process_time()
    assert sum(problem.code == "V502" for problem in try_pack(tmp_path)[1].problems) == 8000
    assert time.process_time() - start < SLOWEST
