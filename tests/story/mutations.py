"""Spoiling YAML files at random, the same way for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

HOSTILE = [
    *"\"'`@%&*!|>#?:,-[]{}\\\t \u00a0\u200b\u202e\x1b\x00\x07\x85\u2028\ufeff“”’é—😀",
    ": ",
    " #",
    "- ",
    "<<: ",
    "&a ",
    "*a ",
    "!!python/object:os.system ",
    "---\n",
    "...\n",
    '"',
    "{{",
    "]]",
    "\\u0000",
    '"\\x1b[2J"',
    "~",
    "null",
    "9" * 400,
    "[" * 40,
    "- " * 40,
]
VALUES = [
    "yes", "no", "True", "0", "1", "-1", "+1", "1.5", "1e9", "0x10", "~", "null", "''", '""', "[]", "{}",
    "[a, b]", "{a: b}", "warm", "back", "Martov said: leave", '"open', "'open", "*bold*", "&a b", "!x y",
    "@x", "`x`", "%x", "1917-10-32", "1917-10-29 25:00", "no-such-id", "No Such Id", "“quoted”",
    "mood.driver == warm", "not (", "flag.", "((((", "to 2", "to 99", "9" * 50, "x" * 300,
]  # fmt: skip


def _line(rng: Random, lines: list[str]) -> int:
    return rng.randrange(len(lines))


def delete_line(rng: Random, lines: list[str]) -> None:
    del lines[_line(rng, lines)]


def double_line(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    lines.insert(rng.choice([at, _line(rng, lines)]), lines[at])


def shift_line(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    shift = rng.choice([-4, -2, -1, 1, 2, 4])
    lines[at] = " " * shift + lines[at] if shift > 0 else lines[at][-shift:]


def tab_line(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    lines[at] = lines[at].replace("  ", "\t", rng.choice([1, 9]))


def change_value(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    key, colon, _ = lines[at].partition(":")
    lines[at] = f"{key}{colon} {rng.choice(VALUES)}" if colon else f"{lines[at]} {rng.choice(VALUES)}"


def insert_hostile(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    column = rng.randint(0, len(lines[at]))
    lines[at] = lines[at][:column] + rng.choice(HOSTILE) + lines[at][column:]


def drop_character(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    column = rng.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:column] + lines[at][column + 1 :]


def swap_letters(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    line = lines[at]
    if len(line) > 2:
        n = rng.randrange(len(line) - 1)
        lines[at] = line[:n] + line[n + 1] + line[n] + line[n + 2 :]


def move_block(rng: Random, lines: list[str]) -> None:
    first = _line(rng, lines)
    block = lines[first : first + rng.randint(1, 8)]
    del lines[first : first + len(block)]
    at = rng.randint(0, len(lines))
    lines[at:at] = block


def cut_off(rng: Random, lines: list[str]) -> None:
    at = _line(rng, lines)
    lines[at] = lines[at][: rng.randint(0, len(lines[at]))]
    del lines[at + 1 :]


def unquote(rng: Random, lines: list[str]) -> None:
    quoted = [n for n, line in enumerate(lines) if '"' in line or "'" in line] or [0]
    at = rng.choice(quoted)
    lines[at] = lines[at].replace(rng.choice("\"'"), "", 1)


MUTATIONS: list[Callable[[Random, list[str]], None]] = [
    delete_line,
    double_line,
    shift_line,
    tab_line,
    change_value,
    change_value,
    insert_hostile,
    insert_hostile,
    drop_character,
    swap_letters,
    move_block,
    cut_off,
    unquote,
]


def spoil(text: str, rng: Random) -> bytes:
    """Return a text with one to four things spoilt, once in a while down to its bytes."""
    lines = text.split("\n")
    for _ in range(rng.choice([1, 1, 1, 2, 3, 4])):
        rng.choice(MUTATIONS)(rng, lines)
        if not lines:
            lines = [""]
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    if rng.random() < 0.1:
        at = rng.randint(0, len(data))
        data = data[:at] + rng.randbytes(rng.randint(1, 4)) + data[at:]
    if rng.random() < 0.05:
        data = data.replace(b"\n", rng.choice([b"\r\n", b"\r"]))
    return data
