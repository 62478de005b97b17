"""How a record's field table drives its reading.

A record is a dataclass whose fields are made with ``key()``. That one table is what the reader
follows: which keys exist, what each may hold, which are required, and the words of every error.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from bisect import bisect_left, insort
from functools import cache
from typing import Any

from .dataclass import dataclass
from .diagnostics import Report, Word, listed
from .kinds import ID, MISSING, Kind, Reading, Ref, Schema, read_id
from .nodes import Map, Node, Scalar, Seq, kind_of
from .pairs import lose, unique_pairs

_TWO_WORDS = re.compile(r"([a-z0-9-]+)\s+([+-]?[a-z0-9-]+)")
"""An id and a word that are to stand in a group, with no colon between them."""


def key(
    kind: Kind, doc: str, *, name: str = "", need: bool = False, default: Any = None, absent: bool = False
) -> Any:
    """Declare a record's field: what it holds, what it is for, its YAML name if not the attribute's.

    A list or a table that is not typed is empty, or with ``absent`` is ``None``.
    """
    meta = {"kind": kind, "doc": doc, "name": name, "need": need}
    if isinstance(kind, ListOf) and not absent:
        return dataclasses.field(default_factory=list, metadata=meta)
    if isinstance(kind, TableOf) and not absent:
        return dataclasses.field(default_factory=dict, metadata=meta)
    return dataclasses.field(default=default, metadata=meta)


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a record's field table."""

    attr: str
    name: str
    kind: Kind
    need: bool
    doc: str


@cache
def field_table(record: type) -> dict[str, Field]:
    """Return a record's keys by their YAML name, in the order they are declared."""
    table = {}
    for item in dataclasses.fields(record):
        meta = item.metadata
        if "kind" in meta:
            name = meta["name"] or item.name
            table[name] = Field(item.name, name, meta["kind"], meta["need"], meta["doc"])
    return table


@cache
def _needed(record: type) -> tuple[Field, ...]:
    return tuple(field for field in field_table(record).values() if field.need)


class ListOf(Kind):
    """A list; with ``lone``, a single item may stand without a dash."""

    def __init__(self, item: Kind, *, lone: bool = False, least: int = 0, most: int = 200) -> None:
        self.item = item
        self.lone = lone
        self.least = least
        self.most = most
        self.many = item.many or f"items, each of them {item.wants}"
        self.wants = f"a list of {self.many}" + (", or just one" if lone else "")
        self.how = "Start each item with a dash on a line of its own:  - …"
        if item.sample:
            self.sample = item.sample if lone else f"[{item.sample}]"

    def read(self, node: Node, reading: Reading, what: str) -> Any:
        if not isinstance(node, Seq):
            empty = isinstance(node, Scalar) and node.absent
            if self.lone and not empty and (isinstance(node, Scalar) or isinstance(self.item, Record)):
                value = self.item.read(node, reading, what)
                return MISSING if value is MISSING else [value]
            if isinstance(node, Map) and isinstance(self.item, Record) and not node.flow:
                # That the next line does not stand under this one is because the dash is missing here.
                reading.report.retract_indent(node.mark.source, node.mark.line, node.end_line + 1)
            return self.wrong(node, reading, what)
        count = len(node.items)
        if count < max(1, self.least):
            wanted = f"it needs at least {self.least} items" if count else "there is nothing in it"
            hint = "Add what belongs there." if self.least else f"Add an item, or delete  {what}:"
            reading.report.add("V304", node.mark, f"The list “{what}” is too short: {wanted}.", hint)
            return MISSING
        if count > self.most:
            reading.report.add(
                "V306", node.mark, f"“{what}” has {count} items; {self.most} is the most.", "Take some out."
            )
            return MISSING
        kept = []
        for item in node.items:
            value = self.item.read(item, reading, what)
            if value is MISSING:
                lose(item, reading.report.broken)
            else:
                kept.append(value)
        return kept or MISSING

    def schema(self, shared: Schema) -> Schema:
        item = self.item.schema(shared)
        many = {"type": "array", "items": item, "minItems": max(1, self.least), "maxItems": self.most}
        return {"anyOf": [item, many]} if self.lone else many


class TableOf(Kind):
    """A mapping: from new ids (``keys`` empty), from ids that exist (``keys`` a Ref), or from free words."""

    def __init__(self, item: Kind, *, keys: Ref | None = None, free: bool = False, least: int = 0) -> None:
        self.item = item
        self.keys = keys
        self.free = free
        self.least = least
        self.wants = "a group of keys, one to a line"
        self.how = "Write each on a line of its own, indented:  its-id: …"

    def wrong(self, node: Node, reading: Reading, what: str) -> Any:
        """Report what is no group, and show how the same would be one, if that can be told."""
        shown = ""
        if isinstance(node, Scalar) and (two := _TWO_WORDS.fullmatch(node.value)):
            shown = f"Write  {what}: {{{two[1]}: {two[2]}}}"
        elif isinstance(node, Seq) and node.items and isinstance(first := node.items[0], Map) and first.pairs:
            name, below = first.pairs[0]
            if self.keys or self.free or isinstance(below, Map):  # else it is a record that has no id yet
                shown = f"Take the dash away:  {name}:"
        if node.hole or not shown:
            return super().wrong(node, reading, what)
        told = f"“{what}” should be {self.wants}, but here is {kind_of(node)}."
        reading.report.add("V302", node.mark, told, shown)
        return MISSING

    def read(self, node: Node, reading: Reading, what: str) -> Any:
        if not isinstance(node, Map):
            lose(node, reading.report.broken)
            return self.wrong(node, reading, what)
        table: dict[Word, Any] = {}
        for name, value in self._in_place(node, reading.report):
            if self.keys is not None:
                known = self.keys.mention(name, reading)
            elif self.free:
                known = name
            else:
                known = read_id(name, reading)
            read = self.item.read(value, reading, name)
            if known is MISSING:
                continue
            if read is MISSING:
                reading.report.broken.add(str(name))
                lose(value, reading.report.broken)
            else:
                table[known] = read
        if len(node.pairs) < self.least:
            reading.report.add(
                "V304",
                node.mark,
                f"“{what}” needs at least {self.least} entr{'y' if self.least == 1 else 'ies'}.",
                "Add another, each on a line of its own.",
            )
        return table

    def _in_place(self, node: Map, report: Report) -> list[tuple[Word, Node]]:
        """Return the entries, without keys that belong into one of them and are not indented so."""
        pairs = unique_pairs(node, report)
        if not isinstance(self.item, Record) or self.item.short:
            return pairs
        keys = field_table(self.item.record)
        at = next(
            (n for n, (name, value) in enumerate(pairs) if name in keys and not isinstance(value, Map)), -1
        )
        if at < 0:
            return pairs
        tabbed = pairs[at][0].mark.line in node.mark.source.shifts
        name = pairs[at][0]
        above = pairs[at - 1][0] if at else None
        report.retract_indent(name.mark.source, name.mark.line - 1, node.end_line + 1)
        tell = report.add if not tabbed else lambda *_: None  # how deep it stands has been told of the tab
        tell(
            "V204",
            name.mark,
            f"“{name}” stands in one column with “{above}” and should stand deeper."
            if above is not None
            else f"“{name}” is a key of {self.item.wants}, and the line that names it is missing above.",
            f"Type {name.mark.column + 2} spaces before it, not {name.mark.column}; and two more before each line that "
            "goes with it."
            if above is not None
            else "Add a line with an id and a colon above it.",
        )
        if above is None:
            report.nameless.add(self.item.wants.partition(" ")[2])
        else:
            # What was to be read with these keys is not whole.
            report.broken.add(str(above))
            insort(above.mark.source.cut, max(above.mark.line, name.mark.line - 1))
        kept = []
        for n, (other, value) in enumerate(pairs):
            if (n >= at and other in keys and not isinstance(value, Map)) or (
                n == at - 1 and isinstance(value, Scalar)
            ):
                lose(value, report.broken)
            else:
                kept.append((other, value))
        return kept

    def schema(self, shared: Schema) -> Schema:
        names = {} if self.free else {"propertyNames": {"pattern": f"^{ID.pattern}$"}}
        least = {"minProperties": self.least} if self.least else {}
        return {"type": "object", **names, **least, "additionalProperties": self.item.schema(shared)}


class Record(Kind):
    """A record: a group of known keys. With ``short``, a single value stands for that one key.

    With ``anyway`` it is made even if needed keys are missing, for the sake of the rest of it.
    """

    def __init__(
        self, record: type, wants: str, *, short: str = "", many: str = "", anyway: bool = False
    ) -> None:
        self.record = record
        self.short = short
        self.anyway = anyway
        self.wants = wants
        self.many = many
        self.how = "Write its keys below it, indented, each on a line of its own."
        if short:
            self.sample = field_table(record)[short].kind.sample

    def read(self, node: Node, reading: Reading, what: str) -> Any:
        if isinstance(node, Map):
            return self._read_pairs(node, reading, what)
        if self.short and isinstance(node, Scalar) and not node.absent:
            field = field_table(self.record)[self.short]
            value = field.kind.read(node, reading, what)
            return MISSING if value is MISSING else self.record(mark=node.mark, **{field.attr: value})
        return self.wrong(node, reading, what)

    def _read_pairs(self, node: Map, reading: Reading, what: str) -> Any:
        table = field_table(self.record)
        report = reading.report
        values: dict[str, Any] = {}
        seen: set[str] = set()
        excused = self._cut_short(node)
        if excused:
            report.doubt(node.mark)
        strange: list[Word] = []
        for name, child in unique_pairs(node, report):
            field = table.get(name)
            if field is None:
                lose(child, report.broken)
                report.broken.add(str(name))
                report.doubt(node.mark)
                if self._no_key_at_all(node, name, child, report):
                    excused = True
                else:
                    strange.append(name)
                continue
            before = report.told, reading.holes
            value = field.kind.read(child, reading, name)
            if before != (report.told, reading.holes):
                report.doubt(node.mark, field.name)
            seen.add(field.name)
            if value is not MISSING:
                values[field.attr] = value
        if strange:
            meant = self._unknown(node, strange, report, what)
            seen |= meant
            excused = excused or "" in meant
        whole = True
        for field in _needed(self.record):
            if field.attr in values:
                continue
            whole = False
            if field.name not in seen and not excused:
                self._missing(node, field, report, what)
            if self.anyway:
                values[field.attr] = [] if isinstance(field.kind, ListOf) else Word("", node.mark)
        return self.record(mark=node.mark, **values) if whole or self.anyway else MISSING

    @staticmethod
    def _cut_short(node: Map) -> bool:
        """True if lines of this group were set aside, so that keys may be missing because of that."""
        cut = node.mark.source.cut
        if not cut:
            return False
        at = bisect_left(cut, node.mark.line)
        # A group may have ended too soon because of the very line that was set aside below it.
        return at < len(cut) and cut[at] <= node.end_line + 1 - node.flow

    def _missing(self, node: Map, field: Field, report: Report, what: str) -> None:
        sample = field.kind.sample
        report.add(
            "V304",
            node.mark,
            f"Under “{what}” the key “{field.name}” is missing here: {field.doc}.",
            f"For example:  {field.name}: {sample}" if sample else f"Add  {field.name}:",
        )

    @staticmethod
    def _no_key_at_all(node: Map, name: Word, child: Node, report: Report) -> bool:
        """Report words that are a key to YAML only because of a colon or a comma in the text."""
        if " " not in name or not isinstance(child, Scalar):
            return False
        if node.flow and child.absent:
            report.add(
                "V216",
                name.mark,
                "YAML takes the comma before these words for the end of the text.",
                "If the comma belongs to the text, put the whole text in quotes.",
            )
        else:
            report.add(
                "V203",
                name.mark.shifted(len(name)) if name.mark.width <= len(name) else name.mark,
                f"YAML takes “{name}” for a key, because a colon and a space follow it.",
                "If it is text, put the whole of it in quotes.",
            )
        return True

    def _unknown(self, node: Map, names: list[Word], report: Report, what: str) -> set[str]:
        """Report keys that a record does not have; return the keys that were meant, "" if nobody can tell."""
        table = field_table(self.record)
        meant: set[str] = set()
        rest: list[Word] = []
        for name in names:
            near = report.near(name, table)
            if near:
                report.add("V301", name.mark, f"There is no key “{name}” under “{what}”.", near)
                meant.update(known for known in table if f"“{known}”" in near)
            else:
                rest.append(name)
        if rest:
            owner = next(
                (
                    field.name
                    for field in table.values()
                    if isinstance(field.kind, Record) and field_table(field.kind.record).keys() >= {*rest}
                ),
                "",
            )
            if owner:
                report.retract_indent(node.mark.source, node.mark.line, node.end_line + 1)
            report.add(
                "V301",
                rest[0].mark,
                f"There is no key “{rest[0]}” under “{what}”."
                if len(rest) == 1
                else f"“{rest[0]}” and {len(rest) - 1} more are no keys that may stand under “{what}”.",
                f"It belongs under “{owner}”: write  {owner}:  above it and indent it."
                if owner
                else f"The keys there are: {listed(table, 24)}.",
            )
            meant.update([owner] if owner else [])
            if len(rest) > 1 and not owner:
                meant.add("")
        return meant

    def schema(self, shared: Schema) -> Schema:
        table, name = field_table(self.record), self.record.__name__
        if name not in shared:
            shared[name] = {}
            shared[name] = {
                "description": inspect.cleandoc(self.record.__doc__ or ""),
                "type": "object",
                "properties": {
                    field.name: {"description": field.doc, **field.kind.schema(shared)}
                    for field in table.values()
                },
                "required": [field.name for field in table.values() if field.need],
                "additionalProperties": False,
            }
        whole = {"$ref": f"#/definitions/{name}"}
        return {"anyOf": [table[self.short].kind.schema(shared), whole]} if self.short else whole
