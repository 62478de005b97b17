"""Putting an entry into a file that is there already, without touching anything else in it."""

from __future__ import annotations

import re

from ..nodes import Map, Scalar
from ..rewriting import CannotChange, parted, read, values


def inserted(data: bytes, table: str, entry: str) -> bytes:
    """Return a file's bytes with an entry at the end of one of its top-level tables, made if it is not there.

    ``entry`` is YAML at the left margin. What the file holds stays byte for byte, in the line ends it has.
    Raises ``CannotChange`` if the file cannot be read or the table stands in braces.
    """
    head, text = parted(data)
    newline = "\r\n" if "\r\n" in text else "\n"
    root = read(text)
    # Lines are counted as YAML counts them, and kept as they are.
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if lines[-1] == "":
        lines.pop()
    row, column, name = _place(root, lines, table)
    if not name and _set_apart(root, lines, table):
        entry = f"\n{entry}"
    new = ([f"{table}:"] if name else []) + [
        " " * column + line if line else "" for line in entry.rstrip("\n").split("\n")
    ]
    before, after = lines[:row], lines[row:]
    if before and not before[-1].endswith(("\n", "\r")):
        before[-1] += newline
    blank = [newline] if name and before and before[-1].strip() else []
    changed = "".join([*before, *blank, *(line + newline for line in new), *after])
    _make_sure(root, read(changed), table)
    return head + changed.encode("utf-8")


def _place(root: Map | None, lines: list[str], table: str) -> tuple[int, int, bool]:
    """Return the line before which an entry goes, its column, and whether the table's name is to go there too."""
    pairs = root.pairs if root is not None else []
    if root is not None and root.flow:
        raise CannotChange("what it holds stands in braces")
    at = next((number for number, (name, _) in enumerate(pairs) if name == table), None)
    if at is None:
        return len(lines), 2, True
    name, child = pairs[at]
    end = pairs[at + 1][0].mark.line if at + 1 < len(pairs) else len(lines)
    # Blank lines and notes at the margin belong to what comes after them.
    while end > name.mark.line + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    if isinstance(child, Map) and not child.flow and child.pairs:
        return end, child.pairs[0][0].mark.column, False
    if isinstance(child, Scalar) and child.absent and not child.value:
        return name.mark.line + 1, 2, False
    raise CannotChange(f"what stands under “{table}” stands in braces")


def _set_apart(root: Map | None, lines: list[str], table: str) -> bool:
    """True if a blank line stands before the last entry of a table, as it then should before the new one."""
    child = next((child for name, child in root.pairs if name == table), None) if root else None
    if not isinstance(child, Map) or len(child.pairs) < 2:
        return False
    at = child.pairs[-1][0].mark.line - 1
    while lines[at].lstrip().startswith("#"):
        at -= 1
    return not lines[at].strip()


def _make_sure(before: Map | None, after: Map | None, table: str) -> None:
    """Raise unless the one reading is the other with one thing more under ``table``."""
    old, new = values(before), values(after)
    assert isinstance(old, list)
    assert isinstance(new, list)
    kept = [(name, value) for name, value in new if name != table]
    was, now = (dict(pairs).get(table) or [] for pairs in (old, new))
    if (
        [pair for pair in old if pair[0] != table] != kept
        or now[: len(was)] != was
        or len(now) != len(was) + 1
    ):
        raise CannotChange("nothing can be added to it without changing what it says")
