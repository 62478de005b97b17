"""What was read of a story, kept until the story changes: it is there again in a sixth of the time.

A story that can be played is written as plain tables of numbers and words in the player's cache folder,
under the digest of every file it was read from. Such a file is only ever data: it is used if it is whole and this
very program wrote it, and anything else about it means that the story is read anew. With ``--data`` nothing is kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from ..places import readings_folder, seeds_folder
from . import dates, evidence, keeping, model, packs, rules, shifts
from .decoding import as_text
from .diagnostics import Mark, Source, Word
from .folder import files_of
from .packs import Pack, read_pack, uncollected
from .stack import extends, parts_of

_MODULES = (dates, evidence, model, packs, rules, shifts)
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


def _attributes(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ("day", "time")


class _Folding:
    """Writes everything in a pack into one row of things, each of which names others by their numbers.

    First stand values that are what they are, then words, then records, each after what it holds.
    """

    def __init__(self) -> None:
        self.values: dict[tuple[type, Any], int] = {}
        self.words: list[tuple[str, int]] = []
        self.marks: list[tuple[int, int, int, int]] = []
        self.sources: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.records: list[tuple[Any, ...]] = []
        self._known: dict[int, tuple[str, int]] = {}
        self._alive: list[object] = []

    def fold(self, pack: Pack) -> tuple[Any, ...]:
        top = [self._of(part) for part in (pack.manifest, pack.files, pack.evidence)]
        words = len(self.values), len(self.words)

        def numbered(ref: Any) -> Any:
            if isinstance(ref, list):
                return [numbered(part) for part in ref]
            if isinstance(ref, dict):
                return {numbered(key): numbered(value) for key, value in ref.items()}
            kind, at = ref[0], ref[1]
            if kind == "many":
                return tuple(map(numbered, at))
            return at + (0, words[0], sum(words))[("value", "word", "record").index(kind)]

        return (
            [value for _, value in self.values],
            [text for text, _ in self.words],
            [mark for _, mark in self.words],
            *([mark[column] for mark in self.marks] for column in range(4)),
            [*self.sources],
            [*self.kinds],
            [(kind, mark, *map(numbered, refs)) for kind, mark, *refs in self.records],
            [numbered(ref) for ref in top],
        )

    def _of(self, thing: Any) -> Any:
        """Return what a thing is named by, or of a list or table the names of what is in it."""
        kind = thing.__class__
        if kind is list:
            return [self._of(part) for part in thing]
        if kind is tuple:
            return "many", [self._of(part) for part in thing]
        if kind is dict:
            return {self._of(key): self._of(value) for key, value in thing.items()}
        known = self._known.get(id(thing))
        if known is None:
            known = self._named(kind, thing)
            if kind not in (str, int, bool):
                self._known[id(thing)] = known
                self._alive.append(thing)
        return known

    def _named(self, kind: type, thing: Any) -> tuple[str, int]:
        if kind is Word:
            self.words.append((str(thing), self._mark(thing.mark)))
            return "word", len(self.words) - 1
        if thing is None or kind in (str, int, bool):
            return "value", self.values.setdefault((kind, thing), len(self.values))
        if kind is date:
            row: list[Any] = [-1, thing.toordinal()]
        else:
            names = _attributes(kind)
            number = self.kinds.setdefault(_NAMES[kind], len(self.kinds))
            mark = self._mark(thing.mark) if "mark" in names else 0
            row = [number, mark, *(self._of(getattr(thing, name)) for name in names if name != "mark")]
        self.records.append(tuple(row))
        return "record", len(self.records) - 1

    def _mark(self, mark: Mark) -> int:
        known = self._known.get(id(mark))
        if known is None:
            source = self.sources.setdefault(mark.source.name, len(self.sources))
            self.marks.append((source, mark.line, mark.column, mark.width))
            known = self._known[id(mark)] = "mark", len(self.marks) - 1
            self._alive.append(mark)
        return known[1]


def _unfolded(files: _Files, fingerprint: str, folded: tuple[Any, ...]) -> Pack:
    """Return the pack that was folded."""
    values, texts, marked, *columns, names, kinds, records, top = folded
    sources = []
    for name in names:
        path, data = files.sources[name]
        source = Source(name, as_text(data))
        source.path = path
        sources.append(source)
    marks = list(map(Mark, map(sources.__getitem__, columns[0]), *columns[1:]))
    things: list[Any] = [*values, *map(Word, texts, map(marks.__getitem__, marked))]

    def whole(ref: Any) -> Any:
        if ref.__class__ is int:
            return things[ref]
        if ref.__class__ is list:
            return [things[part] if part.__class__ is int else whole(part) for part in ref]
        if ref.__class__ is dict:
            return {things[key]: whole(value) for key, value in ref.items()}
        return tuple(map(whole, ref))

    makers = []
    for name in kinds:
        kind = _CLASSES[name]
        # A slot's own descriptor sets it in frozen records too.
        slots = [getattr(kind, attribute).__set__ for attribute in _attributes(kind) if attribute != "mark"]
        makers.append((kind, slots, kind.mark.__set__ if hasattr(kind, "mark") else None))
    new, add = object.__new__, things.append
    for kind, mark, *refs in records:
        if kind < 0:
            add(date.fromordinal(mark))
            continue
        made_of, slots, put_mark = makers[kind]
        made = new(made_of)
        if put_mark is not None:
            put_mark(made, marks[mark])
        for put, ref in zip(slots, refs, strict=True):
            put(made, things[ref] if ref.__class__ is int else whole(ref))
        add(made)
    manifest, own, base = map(whole, top)
    return Pack(Path(files.folder), manifest, own, base, fingerprint)
