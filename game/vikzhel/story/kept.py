"""What was read of a story, kept until the story changes: it is there again in a sixth of the time.

A story that can be played is written as plain tables of numbers and words in the player's cache folder,
under the digest of every file it was read from. Such a file is only ever data: it is used if it is whole and this
very program wrote it, and anything else about it means that the story is read anew. With ``--data`` nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

from ..places import readings_folder, seeds_folder
from . import dates, evidence, keeping, model, negotiation, packs, rules, shifts, tables
from .decoding import as_text
from .diagnostics import Mark, Source, Word
from .folder import files_of
from .packs import Pack, read_pack, uncollected
from .stack import extends, parts_of

_MODULES = (dates, evidence, model, negotiation, packs, rules, shifts, tables)
_CLASSES: dict[str, type] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in _MODULES
    for name, value in vars(module).items()
    if isinstance(value, type) and value.__module__ == module.__name__
}
_NAMES = {value: name for name, value in _CLASSES.items()}


class _Files:
    """The files that a story would be read from, as they are now."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        own, shipped = hashlib.sha256(), {}
        self.sources = self._fed(Path(folder), own)
        self.fingerprints = [own.hexdigest()]
        shipped = self._fed(Path(seeds_folder()), own, "seeds")
        self.fingerprints.insert(0, own.hexdigest())
        self.sources |= shipped

    @staticmethod
    def _fed(root: Path, digest: Any, shown: str = "") -> dict[str, tuple[str, bytes]]:
        """Feed a digest what the reader would feed it; return each file's path and bytes by its name."""
        found = {}
        shown = shown or root.name or root.absolute().name
        for path in files_of(root)[0]:
            if path.is_symlink():
                raise OSError("whether a link may be followed is for the reader to say")
            name, data = "/".join((shown, *path.relative_to(root).parts)), path.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
            digest.update(data)
            found[name] = str(path), data
        return found


def open_pack(folder: str) -> Pack:
    """Return a pack, from what was kept of it if that is still so; raise ``PackError`` if it cannot be played."""
    return kept(folder) or read_pack(folder)


def kept(folder: str) -> Pack | None:
    """Return a story as it was kept, or ``None`` if it has to be read."""
    if not readings_folder() or len(parts_of(folder)) > 1 or extends(folder):
        return None
    try:
        files = _Files(folder)
    except OSError:
        return None
    with uncollected():
        for fingerprint in files.fingerprints:
            pack: Pack | None = keeping.found(
                keeping.path_of(fingerprint), partial(_unfolded, files, fingerprint)
            )
            if pack is not None:
                return pack
    return None


def keep(pack: Pack) -> None:
    """Keep a story that was read; where branches are laid over it, it is always read."""
    if pack.base is None:
        keeping.put(keeping.path_of(pack.fingerprint), lambda: _Folding().fold(pack))


def _attributes(kind: type) -> list[str]:
    """Return what a record holds besides its mark, in order."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else ["day", "time"]
    return [name for name in names if name != "mark"]


class _Folding:
    """Writes everything in a pack as columns of numbers, each the place of a thing in one long row.

    In the row stand values that are what they are, then words, days, and the records, kind by kind.
    """

    def __init__(self) -> None:
        self.values: dict[tuple[type, Any], int] = {}
        self.words: list[tuple[str, int]] = []
        self.marks: list[tuple[int, int, int, int]] = []
        self.sources: dict[str, int] = {}
        self.records: dict[type, list[tuple[int, list[Any]]]] = {date: []}
        self._known: dict[int, tuple[type, int]] = {}
        self._alive: list[object] = []

    def fold(self, pack: Pack) -> tuple[Any, ...]:
        top = [self._of(part) for part in (pack.manifest, pack.files, pack.evidence)]
        begins: dict[type, int] = {object: 0, Word: len(self.values)}
        at = len(self.values) + len(self.words)
        for kind, rows in self.records.items():
            begins[kind] = at
            at += len(rows)

        def numbered(ref: Any) -> Any:
            if ref.__class__ is list:
                return [numbered(part) for part in ref]
            if ref.__class__ is dict:
                return {numbered(key): numbered(value) for key, value in ref.items()}
            kind, place = ref
            return tuple(map(numbered, place)) if kind is tuple else begins[kind] + place

        days = [ordinal for ordinal, _ in self.records.pop(date)]
        kinds = [
            (
                _NAMES[kind],
                [mark for mark, _ in rows],
                [
                    _column([numbered(refs[column]) for _, refs in rows])
                    for column in range(len(_attributes(kind)))
                ],
            )
            for kind, rows in self.records.items()
        ]
        return (
            [value for _, value in self.values],
            [text for text, _ in self.words],
            [mark for _, mark in self.words],
            [[mark[column] for mark in self.marks] for column in range(4)],
            [*self.sources],
            days,
            kinds,
            [numbered(ref) for ref in top],
        )

    def _of(self, thing: Any) -> Any:
        """Return what a thing is called by; of a list or a table, what each in it is called by."""
        kind = thing.__class__
        if kind is list:
            return [self._of(part) for part in thing]
        if kind is tuple:
            return tuple, [self._of(part) for part in thing]
        if kind is dict:
            return {self._of(key): self._of(value) for key, value in thing.items()}
        if thing is None or kind in (str, int, bool):
            return object, self.values.setdefault((kind, thing), len(self.values))
        known = self._known.get(id(thing))
        if known is None:
            known = self._known[id(thing)] = kind, self._put(kind, thing)
            self._alive.append(thing)
        return known

    def _put(self, kind: type, thing: Any) -> int:
        """Write a word or a record down; return which of its kind it is."""
        if kind is Word:
            self.words.append((str(thing), self._mark(thing.mark)))
            return len(self.words) - 1
        row: tuple[int, list[Any]]
        if kind is date:
            row = thing.toordinal(), []
        else:
            mark = self._mark(thing.mark) if hasattr(thing, "mark") else -1
            row = mark, [self._of(getattr(thing, name)) for name in _attributes(kind)]
        rows = self.records.setdefault(kind, [])
        rows.append(row)
        return len(rows) - 1

    def _mark(self, mark: Mark) -> int:
        known = self._known.get(id(mark))
        if known is None:
            source = self.sources.setdefault(mark.source.name, len(self.sources))
            known = self._known[id(mark)] = Mark, len(self.marks)
            self.marks.append((source, mark.line, mark.column, mark.width))
            self._alive.append(mark)
        return known[1]


def _column(refs: list[Any]) -> Any:
    """Return a column as a tuple if each in it is a single thing, which is quicker to look up."""
    return tuple(refs) if all(ref.__class__ is int for ref in refs) else refs


class _Unsplit(Source):
    """A file whose lines are only made when they are asked for: most starts never do."""

    __slots__ = ("_data",)

    def __init__(self, name: str, path: str, data: bytes) -> None:
        super().__init__(name, "")
        self.path = path
        self._data = data
        del self.lines

    def __getattr__(self, name: str) -> Any:
        if name != "lines":
            raise AttributeError(name)
        self.lines = as_text(self._data).split("\n")
        return self.lines


def _unfolded(files: _Files, fingerprint: str, folded: tuple[Any, ...]) -> Pack:
    """Return the pack that was folded. All things are made empty, then filled a column at a time."""
    values, texts, marked, placed, names, days, kinds, top = folded
    sources = [_Unsplit(name, *files.sources[name]) for name in names]
    marks = _made(object.__new__, Mark, len(placed[0]))
    _fill(Mark, marks, [[*map(sources.__getitem__, placed[0])], *placed[1:]])
    words = [*map(str.__new__, repeat(Word), texts)]
    _fill(Word, words, [[*map(marks.__getitem__, marked)]])
    things: list[Any] = [*values, *words, *map(date.fromordinal, days)]
    records = [_made(object.__new__, _CLASSES[name], len(own)) for name, own, _ in kinds]
    for made in records:
        things += made

    def whole(ref: Any) -> Any:
        kind = ref.__class__
        if kind is int:
            return things[ref]
        if kind is list:
            return [things[part] if part.__class__ is int else whole(part) for part in ref]
        if kind is dict:
            return {things[key]: whole(value) for key, value in ref.items()}
        return tuple(map(whole, ref))

    for made, (name, own, columns) in zip(records, kinds, strict=True):
        kind = _CLASSES[name]
        if own[0] >= 0:
            _fill(kind, made, [[*map(marks.__getitem__, own)]], ["mark"])
        filled = [
            [*map(things.__getitem__ if column.__class__ is tuple else whole, column)] for column in columns
        ]
        _fill(kind, made, filled, _attributes(kind))
    manifest, own, base = map(whole, top)
    return Pack(Path(files.folder), manifest, own, base, fingerprint)


def _made(new: Callable[[type], Any], kind: type, count: int) -> list[Any]:
    return [*map(new, repeat(kind, count))]


def _fill(kind: Any, made: list[Any], columns: list[list[Any]], names: Sequence[str] = ()) -> None:
    """Set slots, each with its own descriptor, as that can set those of frozen records too."""
    for name, column in zip(names or _SLOTS[kind], columns, strict=True):
        deque(map(getattr(kind, name).__set__, made, column), maxlen=0)


_SLOTS: dict[type, tuple[str, ...]] = {Mark: ("source", "line", "column", "width"), Word: ("mark",)}
