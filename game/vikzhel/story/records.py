"""Finding a pack's records by the plain ids that events carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .diagnostics import Word

T = TypeVar("T")


def at(table: Mapping[Word, T], name: str) -> T:
    """Return a record by its id: a ``Word`` is a ``str`` and hashes alike."""
    return cast("Mapping[str, T]", table)[name]


def find(table: Mapping[Word, T], name: str) -> T | None:
    """Return a record by its id, or ``None`` if there is none of that id."""
    return cast("Mapping[str, T]", table).get(name)
