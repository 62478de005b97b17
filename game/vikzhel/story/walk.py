"""Walking a pack: every record in it, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any


def records(thing: Any) -> Iterator[Any]:
    """Yield every record below a thing, in the order of the files."""
    if isinstance(thing, list):
        for item in thing:
            yield from records(item)
    elif isinstance(thing, dict):
        for item in thing.values():
            yield from records(item)
    elif is_dataclass(thing) and not isinstance(thing, type):
        if hasattr(thing, "mark"):
            yield thing
        for field in fields(thing):
            if "kind" in field.metadata:
                value = getattr(thing, field.name)
                if value is not None and not isinstance(value, str | int):
                    yield from records(value)
