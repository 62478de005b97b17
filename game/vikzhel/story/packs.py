"""Reading a whole pack: every ``.yaml`` file in its folder, merged, with all problems told at once."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..places import ABOVE, origin_of
from . import model
from .dataclass import dataclass
from .diagnostics import Mark, PackError, Report, Source, Word, listed
from .fields import Record, field_table
from .folder import MANIFEST, TESTS, load
from .kinds import MISSING, Reading
from .nodes import Map, Node, Seq
from .pairs import lose, unique_pairs
from .parsing import parse
from .records import at
from .stack import extends, parts_of
from .strays import bring_home
from .tables import EvidenceFile, PackFile

if TYPE_CHECKING:
    from .branches import Laid
    from .overlay import OwnNames


@dataclass(slots=True)
class Pack:
    """A pack as it was read: the manifest, everything in its files, and the evidence it rests on.

    With branches laid over it, it is the story with all of them; ``folder`` is the one that was named.
    """

    folder: Path
    manifest: model.Manifest
    files: PackFile
    evidence: EvidenceFile
    fingerprint: str
    """SHA-256 of every file that went into it, in order: two packs with one fingerprint play alike."""
    base: tuple[Path, str] | None = None
    """With branches: the story's own folder and fingerprint."""
    branches: list[Laid] = field(default_factory=list)
    brought: dict[str, str] = field(default_factory=dict)
    """What players are told of each scene, and scene/option, that a branch brought or changed."""

    @property
    def layers(self) -> list[dict[str, str]]:
        """Return id, version, fingerprint and origin of the story and of each branch, as a run keeps them."""
        folder, fingerprint = self.base or (self.folder, self.fingerprint)
        story = (self.manifest.id, self.manifest.version, fingerprint, folder)
        laid = [(b.manifest.id, b.manifest.version or "", b.fingerprint, b.folder) for b in self.branches]
        return [
            {"id": str(name), "version": str(version), "fingerprint": digest, "origin": origin_of(str(where))}
            for name, version, digest, where in (story, *laid)
        ]

    @property
    def origin(self) -> str:
        """Return what is played in one word, from which it can be opened again: ``places.pack_folder``."""
        return ABOVE.join(layer["origin"] for layer in self.layers)

    @property
    def names(self) -> OwnNames | None:
        """Return the own names of the branch that was named, for reading its tests."""
        return next((branch.names for branch in self.branches if branch.folder == self.folder), None)

    def name_of(self, who: str) -> str:
        """Return how the game names a person, body or voice."""
        own = self.files.people.get(Word(who, self.manifest.mark))
        for table in (self.evidence.people, self.evidence.bodies, self.evidence.voices):
            if own is None:
                own = table.get(who)  # type: ignore[call-overload]
        if own is None:
            return who
        return str(getattr(own, "short", None) or own.name)

    def role(self, role: str) -> model.Role:
        """Return the record of a role; ``KeyError`` if there is no such role."""
        return at(self.files.roles, role)

    def role_name(self, role: str) -> str:
        """Return how the game names the man that a role is."""
        return str(self.role(role).name or self.name_of(role))

    def mood_name(self, who: str) -> str:
        """Return how the game names whose mood it is."""
        return str(at(self.files.moods, who).label or self.name_of(who))


def read_pack(folder: str | Path, *, pure: bool = False) -> Pack:
    """Read a pack; raise ``PackError`` with everything that is wrong if it cannot be played."""
    pack, report = try_pack(folder, pure=pure)
    if report.fatal or pack is None:
        raise PackError(report)
    return pack


class Shelf:
    """Keeps the shipped evidence for whoever reads packs again and again: it is two thirds of the reading.

    It is used only while its files are byte for byte the same; what was read is never changed.
    """

    def __init__(self) -> None:
        self.key = b""
        self.base = EvidenceFile()
        self.mentions: list[tuple[str, Word]] = []


def try_pack(
    folder: str | Path, *, pure: bool = False, shelf: Shelf | None = None
) -> tuple[Pack | None, Report]:
    """Read a pack as far as it goes, and say what is wrong with it."""
    with uncollected():
        return _try_pack(folder, pure, shelf)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave garbage where it is for a while.

    Reading and checking make many objects and no cycles: collecting all the while cost a third of the time at 5 MB.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _try_pack(folder: str | Path, pure: bool, shelf: Shelf | None) -> tuple[Pack | None, Report]:
    from .resolve import resolve
    from .structure import check_structure

    parts = parts_of(str(folder))
    if len(parts) > 1 or extends(parts[0]):
        from .branches import try_stack

        return try_stack(parts, pure, shelf)
    report = Report()
    reading = Reading(report)
    read = read_story(Path(folder), reading, pure=pure, shelf=shelf)
    if read is None:
        return None, report
    pack, whole = read
    resolve(pack, reading)
    check_structure(pack, report)
    return (pack if whole else None), report


def read_story(
    root: Path, reading: Reading, *, pure: bool = False, shelf: Shelf | None = None
) -> tuple[Pack, bool] | None:
    """Read a story, its ids not yet looked up; say whether its manifest could be read; ``None`` if there is nothing."""
    from .structure import give_ids

    report = reading.report
    digest = hashlib.sha256()
    sources = load(root, report, digest, root.name or root.absolute().name)
    if not sources:
        return None
    manifest, merged = _read_files(sources, reading, pure)
    base = EvidenceFile()
    if manifest is not None and (
        manifest.evidence == "shipped" or report.doubtful(manifest.mark, "evidence")
    ):
        base = read_evidence(reading, digest, pure=pure, shelf=shelf)
    _overlay(base, merged, report)
    known = manifest
    if manifest is None:
        # Whether the pack rests on the shipped evidence cannot be told, so no id can be called unknown.
        report.blind = True
        manifest = _stand_in(sources[0])
    pack = Pack(root, manifest, merged, base, digest.hexdigest())
    for scene in merged.scenes.values():
        give_ids(scene, report)
    return pack, known is not None


def read_evidence(
    reading: Reading, digest: Any, *, pure: bool = False, shelf: Shelf | None = None
) -> EvidenceFile:
    """Read the evidence base that ships with the program."""
    from ..places import seeds_folder

    own = _Both(digest)
    before = reading.report.told, len(reading.mentions)
    sources = load(Path(seeds_folder()), reading.report, own, "seeds", manifest=False)
    if shelf is not None and shelf.key == own.digest():
        reading.mentions += shelf.mentions
        return _copied(shelf.base)
    base = EvidenceFile()
    record = Record(EvidenceFile, "a file of evidence")
    for source in sources:
        node = parse(source, reading.report, pure=pure)
        if node is not None:
            merge(base, record, node, reading)
    if shelf is not None and reading.report.told == before[0]:
        shelf.key, shelf.base, shelf.mentions = own.digest(), _copied(base), reading.mentions[before[1] :]
    return base


class _Both:
    """A digest of its own that passes on what it is fed."""

    def __init__(self, other: Any) -> None:
        self.other = other
        self.own = hashlib.sha256()
        self.digest = self.own.digest

    def update(self, data: bytes) -> None:
        self.own.update(data)
        self.other.update(data)


def _copied(base: EvidenceFile) -> EvidenceFile:
    """Return the tables anew, so that a pack's own entries can be added; the records are shared."""
    return EvidenceFile(**{field.name: dict(getattr(base, field.name)) for field in fields(EvidenceFile)})


def _top(source: Source) -> Mark:
    return Mark(source, 0, 0)


def _stand_in(source: Source) -> model.Manifest:
    nothing = Word("", _top(source))
    return model.Manifest(
        mark=_top(source), id=nothing, title=nothing, version=nothing, authors=[], greeting=nothing
    )


_START = "Start it with  story:  and, indented under it, id, title, version, authors and greeting."


def _read_files(
    sources: list[Source], reading: Reading, pure: bool
) -> tuple[model.Manifest | None, PackFile]:
    merged = PackFile()
    record = Record(PackFile, "a story file")
    manifest: model.Manifest | None = None
    for source in sources:
        told = len(reading.report.problems)
        blank = not any(source.lines)
        node = parse(source, reading.report, pure=pure)
        is_manifest = is_manifest_of(source)
        if node is None:
            if is_manifest and told == len(reading.report.problems) and not reading.report.blind:
                what = "This file is empty." if blank else "There is nothing in this file but notes."
                reading.report.add("V107", _top(source), what, _START)
            continue
        bring_home(node, PackFile, model.Manifest, reading.report)
        if is_manifest:
            manifest = take_manifest(node, reading, model.Manifest)
        merge(merged, record, node, reading)
    return manifest, merged


def is_manifest_of(source: Source) -> bool:
    """True if a file is its pack's ``story.yaml``."""
    return source.name.count("/") == 1 and source.name.endswith("/" + MANIFEST)


def take_manifest(node: Map, reading: Reading, kind: type) -> Any:
    """Take a pack's own words on itself off its file; ``None`` if it has none."""
    for index, (name, child) in enumerate(node.pairs):
        if name == "story":
            del node.pairs[index]
            whole = Record(kind, "the keys of the story, indented under it", anyway=True)
            value = whole.read(child, reading, "story")
            return None if value is MISSING else value
    if "story" not in reading.report.broken:
        reading.report.add(
            "V107", node.mark, f"{MANIFEST} needs the key “story”, which says what the pack is.", _START
        )
    return None


def merge(into: Any, record: Record, node: Map, reading: Reading) -> None:
    """Read one file's top-level keys into the merged tables; the first of two equal ids counts."""
    report = reading.report
    table = field_table(record.record)
    for name, child in unique_pairs(node, report):
        field = table.get(name)
        if field is None:
            _unknown(name, child, record, report)
            continue
        before = report.told, reading.holes
        value = field.kind.read(child, reading, name)
        if before != (report.told, reading.holes):
            report.broken.add(field.name)
        if value is not MISSING:
            add(getattr(into, field.attr), value, report)


def _unknown(name: Word, child: Node, record: Record, report: Report) -> None:
    lose(child, report.broken)
    report.broken.add(str(name))
    table = field_table(record.record)
    if name == "story" and record.record is not EvidenceFile:
        message = f"“story” may stand only in the pack's {MANIFEST}."
        report.add("V301", name.mark, message, "Move it there, or delete it.")
        return
    if name == TESTS.partition(".")[0] and record.record is not EvidenceFile:
        message = f"“{name}” may stand only in the pack's {TESTS}, beside {MANIFEST}."
        report.add("V301", name.mark, message, "Move it there, or delete it.")
        return
    if record.record not in (PackFile, EvidenceFile) and name in field_table(PackFile):
        message = f"A branch cannot bring “{name}”: these are the story's own."
        report.add("V301", name.mark, message, "Delete it; for other ones, make a story of your own.")
        return
    near = report.near(name, table)
    report.broken.update(known for known in (*table, "story") if f"“{known}”" in near)
    if not near and isinstance(child, Map):
        report.broken.update(("roles", "scenes"))  # It may be one of them that stands at the margin.
    if name.mark.line and not isinstance(child, Seq):
        near = f"{near} If it belongs to something above, indent it like its neighbours there.".strip()
    report.add(
        "V301",
        name.mark,
        f"{record.wants.capitalize()} has no key “{name}”.",
        near or f"Its keys are: {listed(table, 24)}.",
    )


def add(table: dict[Word, Any], more: dict[Word, Any], report: Report) -> None:
    """Add entries to a table, reporting ids that are there already."""
    if table.keys().isdisjoint(more):
        table.update(more)
        return
    first = {name: name for name in table}
    for name, content in more.items():
        if name in first:
            _twice(report, name, first[name].mark)
        else:
            table[name] = content


def _twice(report: Report, item: Word, first: Mark) -> None:
    report.add(
        "V502",
        item.mark,
        f"The id “{item}” is given twice.",
        "Every id stands for one thing in the whole pack; give one of the two another name.",
        first,
    )


def _overlay(base: EvidenceFile, merged: PackFile, report: Report) -> None:
    """Lay a pack's own evidence over the shipped one; a pack may add, never silently replace."""
    for kept in fields(EvidenceFile):
        own = getattr(merged, kept.name)
        if kept.name == "people":
            # A pack's people are records of another kind: they stay apart, under names of their own.
            add(dict(base.people), own, report)
        else:
            add(getattr(base, kept.name), own, report)
