"""Entries below the wrong line because the line that heads them is gone: told once, and read where they belong.

What is meant is told by the keys alone: they fit nothing under the heading above, and fit an entry of one that
does not stand there.
"""

from __future__ import annotations

from .diagnostics import Mark, Report, Word
from .fields import ListOf, Record, TableOf, field_table
from .nodes import Map, Node, Scalar, Seq


def bring_home(root: Map, file: type, manifest: type, report: Report) -> None:
    """Put what stands below a wrong heading of a file under the one that was meant, and report it.

    ``file`` and ``manifest`` are the records of the file's keys and of those under ``story``.
    """
    tables = field_table(file)
    homes = {name: field.kind for name, field in tables.items() if isinstance(field.kind, TableOf)}
    found: list[tuple[Word, Node]] = []
    for name, child in root.pairs:
        if not isinstance(child, Map):
            continue
        if name == "story":
            known = field_table(manifest)
            at = next((n for n, (key, _) in enumerate(child.pairs) if key not in known), len(child.pairs))
            _move(child, at, name, homes, root, found, report)
        elif name in homes:
            item = homes[name].item
            at = next(
                (n for n, (key, value) in enumerate(child.pairs) if _strange(value, item, key)),
                len(child.pairs),
            )
            _move(child, at, name, homes, root, found, report)
            if isinstance(item, Record):
                for _, value in child.pairs:
                    _items_home(value, item.record, report)
    root.pairs.extend(found)


def _strange(value: Node, item: object, name: str = "") -> bool:
    """True for a group of keys, or for words, that is no such entry."""
    if isinstance(value, Scalar):
        if not isinstance(item, Record) or item.short or value.hole:
            return False
        return " " in value.value and name not in field_table(item.record)
    if not isinstance(value, Map):
        return False
    return not isinstance(item, Record) or any(key not in field_table(item.record) for key, _ in value.pairs)


def _fits(value: Node, record: type, least: int) -> bool:
    """True if a group's keys are all a record's, and none that it needs is missing."""
    table = field_table(record)
    keys = {str(key) for key, _ in value.pairs} if isinstance(value, Map) else set()
    if isinstance(value, Map) and any(
        isinstance(child, Seq) and key in table and isinstance(table[key].kind, TableOf)
        for key, child in value.pairs
    ):
        return False
    return (
        len(keys) >= least and keys <= table.keys() and all(f.name in keys for f in table.values() if f.need)
    )


def _move(
    child: Map,
    at: int,
    under: Word,
    homes: dict[str, TableOf],
    root: Map,
    found: list[tuple[Word, Node]],
    report: Report,
) -> None:
    """Take the entries from one on out of a group, if they are entries of a table that the file does not have."""
    if at == len(child.pairs):
        return
    first, value = child.pairs[at]
    there = {str(name) for name, _ in root.pairs}
    least = 1 if under == "story" else 2
    meant = [
        name
        for name, table in homes.items()
        if name not in there and isinstance(table.item, Record) and _fits(value, table.item.record, least)
    ]
    if isinstance(value, Scalar) and under != "story":
        meant = [name for name in ("flags", "facts", "people") if name in homes and name not in there]
    if not meant:
        return
    _tell(first.mark, f"“{first}”", under, meant, root.mark.column, report)
    moved = child.pairs[at:]
    del child.pairs[at:]
    if len(meant) > 1:
        report.broken.update(str(name) for name, _ in moved)
        return
    found.append((Word(meant[0], first.mark), _group(moved, first.mark, child)))


def _group(pairs: list[tuple[Word, Node]], mark: Mark, outer: Map) -> Map:
    group = Map(mark, outer.flow)
    group.pairs = pairs
    group.end_line = outer.end_line
    return group


def _items_home(value: Node, record: type, report: Report) -> None:
    """Do the same in one entry, for items of a list below another of its lists."""
    if not isinstance(value, Map):
        return
    lists = {
        name: field.kind.item.record
        for name, field in field_table(record).items()
        if isinstance(field.kind, ListOf) and isinstance(field.kind.item, Record)
    }
    there = {str(name) for name, _ in value.pairs}
    for name, child in value.pairs:
        if name not in lists or not isinstance(child, Seq):
            continue
        own = Record(lists[name], "")
        at = next(
            (n for n, item in enumerate(child.items) if isinstance(item, Map) and _strange(item, own)),
            len(child.items),
        )
        meant = [
            other
            for other, kind in lists.items()
            if at and at < len(child.items) and other not in there and _fits(child.items[at], kind, 2)
        ]
        if len(meant) == 1:
            mark = child.items[at].mark
            _tell(mark, "What begins here", name, meant, value.mark.column, report)
            moved = Seq(mark)
            moved.items = child.items[at:]
            del child.items[at:]
            value.pairs.append((Word(meant[0], mark), moved))
            return


def _tell(mark: Mark, what: str, under: str, meant: list[str], column: int, report: Report) -> None:
    lines = "  or  ".join(f"{name}:" for name in meant[:3])
    report.add(
        "V204",
        mark,
        f"{what} stands below “{under}” and does not belong there: the line that heads it is missing above.",
        f"Type  {lines}  above it, on a line of its own"
        + (f" with {column} spaces before it." if column else " with no space before it."),
    )
