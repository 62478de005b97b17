"""Putting an entry into a file that is there already, without touching anything else in it."""

from __future__ import annotations

import re

from ..nodes import Map, Node, Scalar, Seq
from ..rewriting import CannotChange, parted, read, values

Path = tuple[str, ...]
"""The keys that lead to a group or a list, from the margin inwards."""


def inserted(data: bytes, path: Path, entry: str, in_brackets: str = "") -> bytes:
    """Return a file's bytes with an entry at the end of the group or list at ``path``; keys not there are made.

    ``entry`` is YAML at the left margin, ``in_brackets`` the same for a list that stands in brackets. What the file
    holds stays byte for byte, in the line ends it has. Raises ``CannotChange`` if the file cannot be read, or if what
    stands there is in braces, or in brackets and ``in_brackets`` is not given.
    """
    head, text = parted(data)
    newline = "\r\n" if "\r\n" in text else "\n"
    root = read(text)
    # Lines are counted as YAML counts them, and kept as they are.
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if lines[-1] == "":
        lines.pop()
    node, row, column, missing = _place(root, lines, path)
    if not missing and column >= 0 and _set_apart(node, lines):
        entry = f"\n{entry}"
    before, after = lines[:row], lines[row:]
    new: list[str] = []
    if column < 0:
        before[-1] = _bracketed(before[-1], in_brackets)
    else:
        new = [" " * (column + 2 * deep) + f"{key}:" for deep, key in enumerate(missing)]
        column += 2 * len(missing)
        new += [" " * column + line if line else "" for line in entry.rstrip("\n").split("\n")]
        if before and not before[-1].endswith(("\n", "\r")):
            before[-1] += newline
    blank = [newline] if missing == path and before and before[-1].strip() else []
    changed = "".join([*before, *blank, *(line + newline for line in new), *after])
    if not _fits(values(root), values(read(changed)), path):
        raise CannotChange("nothing can be added to it without changing what it says")
    return head + changed.encode("utf-8")


def there(data: bytes, path: Path) -> int:
    """Return how many of the keys of a path are there in a file; none if it cannot be read."""
    try:
        node: Node | None = read(parted(data)[1])
    except CannotChange:
        return 0
    for deep, key in enumerate(path):
        node = _under(node, key)
        if node is None:
            return deep
    return len(path)


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Map) else []
    return next((child for name, child in pairs if name == key), None)


def _place(root: Map | None, lines: list[str], path: Path) -> tuple[Node | None, int, int, Path]:
    """Return what stands at a path, the line before which an entry goes, its column, and the keys to be made first.

    A column of -1 is that of a list in brackets, which ends on the line before.
    """
    node: Node | None = root
    first, end, column = 0, len(lines), 0
    for deep, key in enumerate(path):
        if isinstance(node, Map) and not node.flow:
            pairs = node.pairs
            at = next((number for number, (name, _) in enumerate(pairs) if name == key), None)
            if at is None:
                return (
                    node,
                    _trimmed(lines, first, end) if deep else end,
                    pairs[0][0].mark.column,
                    path[deep:],
                )
            name, node = pairs[at]
            first = name.mark.line + 1
            end = pairs[at + 1][0].mark.line if at + 1 < len(pairs) else end
            column = name.mark.column + 2
        elif node is None or (isinstance(node, Scalar) and node.absent and not node.value):
            return None, end if not deep else first, column, path[deep:]
        else:
            raise CannotChange(f"what stands round “{key}” stands in braces")
    if isinstance(node, Map) and not node.flow and node.pairs:
        return node, _trimmed(lines, first, end), node.pairs[0][0].mark.column, ()
    if isinstance(node, Seq) and node.items:
        row = _trimmed(lines, first, end)
        if lines[node.mark.line][node.mark.column :].startswith("["):
            return node, row, -1, ()
        dashed = lines[node.items[0].mark.line]
        if dashed.lstrip(" ").startswith("- "):
            return node, row, len(dashed) - len(dashed.lstrip(" ")), ()
    if isinstance(node, Scalar) and node.absent and not node.value:
        return None, first, column, ()
    raise CannotChange(f"what stands under “{path[-1]}” stands in braces")


def _bracketed(line: str, item: str) -> str:
    """Return the last line of a list in brackets with one item more."""
    body = line.rstrip()
    if not item or not body.endswith("]"):
        raise CannotChange("what stands there stands in brackets")
    return f"{body[:-1]}, {item}]{line[len(body) :]}"


def _trimmed(lines: list[str], first: int, end: int) -> int:
    """Return where a stretch of lines ends: blank lines and notes at the margin belong to what comes after them."""
    while end > first and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _set_apart(node: Node | None, lines: list[str]) -> bool:
    """True if a blank line stands before the last entry, as it then should before the new one."""
    if isinstance(node, Map) and len(node.pairs) > 1:
        at = node.pairs[-1][0].mark.line - 1
    elif isinstance(node, Seq) and len(node.items) > 1:
        at = node.items[-1].mark.line - 1
    else:
        return False
    while lines[at].lstrip().startswith("#"):
        at -= 1
    return not lines[at].strip()


def _fits(old: object, new: object, path: Path) -> bool:
    """True if the one reading is the other with one thing more at a path."""
    if isinstance(old, dict) and isinstance(new, dict) and not path:
        return len(new) == len(old) + 1 and all(new[n] == item for n, item in old.items())
    if not isinstance(new, list) or not (isinstance(old, list) or old == ""):
        return not path and old == "" and isinstance(new, dict)
    old = old or []
    assert isinstance(old, list)
    if not path:
        return new[: len(old)] == old and len(new) == len(old) + 1
    if [pair for pair in old if pair[0] != path[0]] != [pair for pair in new if pair[0] != path[0]]:
        return False
    was, now = dict(old).get(path[0]), dict(new).get(path[0])
    return now is not None and (was is None or _fits(was, now, path[1:]))
