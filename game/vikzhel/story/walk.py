"""Walking a pack: every record in it, each once."""

from __future__ import annotations

from functools import cache
from typing import Any

from .fields import ListOf, Record, TableOf, field_table
from .kinds import Kind


def records(thing: Any) -> list[Any]:
    """Return every record below a thing, in the order of the files."""
    found: list[Any] = []
    todo = [thing]
    while todo:
        at = todo.pop()
        kind = at.__class__
        if kind is dict:
            todo.extend(reversed(at.values()))
        elif kind is list:
            todo.extend(reversed(at))
        else:
            if hasattr(at, "mark"):
                found.append(at)
            for attr in _holding_records(kind):
                below = getattr(at, attr)
                if below:
                    todo.append(below)
    return found


@cache
def _holding_records(record: type) -> tuple[str, ...]:
    """Return the attributes of a record that may hold records, last first."""
    return tuple(field.attr for field in reversed(field_table(record).values()) if _has_records(field.kind))


def _has_records(kind: Kind) -> bool:
    return isinstance(kind, Record) or (isinstance(kind, ListOf | TableOf) and _has_records(kind.item))
