"""The front page of a pack: what is said before anybody has chosen whom to be.

It can be had from a whole pack, or at a glance from a few blocks of its files: reading everything
takes longer than starting a screen does. A glance knows less than the reader and says so by giving
nothing: whatever looks odd is left to the reader, which explains it.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ..places import seeds_folder
from .dates import Moment, parse_moment
from .decoding import LARGEST_FILE, decode
from .diagnostics import Report
from .keeping import found, path_of, put
from .nodes import Map, Node, Scalar, Seq
from .parsing import parse
from .stack import stack_of

if TYPE_CHECKING:
    from .packs import Pack

CARD = (
    ("who", "Who"),
    ("want", "Wants"),
    ("fear", "Fears"),
    ("answers_to", "Answers to"),
    ("cannot", "Cannot"),
    ("deadline", "The clock"),
)
"""The six lines of a role's card and what each is headed with."""


_PEOPLE = re.compile(rb"\npeople:[ \t]*\r?\n((?:  .*\n|[ \t]*\r?\n)+)")
_RECORD = re.compile(rb"[ \t]*\r?\n((?:    .*\n|[ \t]*\r?\n)+)")


class Part(NamedTuple):
    """A man who can be played: his card by the names in ``CARD``, and what he wants to have reached."""

    id: str
    name: str
    card: dict[str, str]
    goals: tuple[str, ...]


class Front(NamedTuple):
    """What a front page holds. ``day`` is when the first of the roles begins."""

    id: str
    title: str
    subtitle: str
    version: str
    authors: tuple[str, ...]
    licence: str
    greeting: str
    how: str
    notes: tuple[str, ...]
    day: Moment | None
    roles: tuple[Part, ...]
    quotes: bool
    """True if there are sources to read."""
    draft: bool
    """True if there is a draft agreement, with bodies that decide on it."""

    def part(self, role: str) -> Part | None:
        return next((part for part in self.roles if part.id == role), None)

    def name(self, role: str) -> str:
        part = self.part(role)
        return part.name if part else role


def front_of(pack: Pack) -> Front:
    """Return the front page of a pack that was read."""
    manifest, files = pack.manifest, pack.files
    starts = {str(role.start) for role in files.roles.values()}
    moments = [scene.when for name, scene in files.scenes.items() if name in starts and scene.when]
    parts = (
        Part(
            str(name),
            str(role.name or pack.name_of(str(name))),
            {field: str(getattr(role.card, field)) for field, _ in CARD},
            tuple(str(goal.text) for goal in role.goals.values()),
        )
        for name, role in files.roles.items()
    )
    return Front(
        str(manifest.id),
        str(manifest.title),
        str(manifest.subtitle or ""),
        str(manifest.version),
        tuple(map(str, manifest.authors)),
        str(manifest.licence or ""),
        str(manifest.greeting),
        str(manifest.how or ""),
        tuple(map(str, manifest.content.values())),
        min(moments, key=lambda moment: moment.day, default=None),
        tuple(parts),
        bool(pack.evidence.quotes),
        bool(files.table and files.blocs),
    )


def glance(folder: str) -> Front | None:
    """Return a pack's front page from its files' plain blocks, or ``None`` if the reader is needed.

    It is needed where branches are laid over a story.
    """
    try:
        seen = _Glance(folder)
        if seen.extends:
            return None
        kept: Front | None = found(path_of(seen.digest), _of_plain)
        return kept or seen.front()
    except (OSError, _UnclearError):
        return None


def keep(folder: str) -> None:
    """Keep a pack's front page, so that the next start need not parse anything for it."""
    try:
        seen = _Glance(folder)
        if not seen.extends:
            put(path_of(seen.digest), lambda: _plain(seen.front()))
    except (OSError, _UnclearError):
        return


def _plain(front: Front) -> tuple[object, ...]:
    day = front.day and (front.day.day.toordinal(), front.day.time)
    return tuple(front._replace(day=day, roles=tuple(map(tuple, front.roles))))  # type: ignore[arg-type]


def _of_plain(data: Any) -> Front:
    front = Front(*data)
    day = front.day and Moment(date.fromordinal(front.day[0]), front.day[1])  # type: ignore[index]
    return front._replace(day=day, roles=tuple(Part(*part) for part in front.roles))


def moment_at(folder: str, scene: str) -> Moment | None:
    """Return when a scene of a pack is, if that stands plainly in its files."""
    try:
        return _Glance(folder).moment(scene)
    except (OSError, _UnclearError):
        return None


class _UnclearError(Exception):
    """Something does not stand as plainly as a glance needs it."""


class _Glance:
    """Finds blocks in the files of a folder by their first lines, and parses only those."""

    def __init__(self, folder: str) -> None:
        self._files: list[bytes] = []
        for where, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if name.endswith(".yaml") and name != "tests.yaml":
                    self._files.append(_bytes(os.path.join(where, name)))
        self._manifest = _bytes(os.path.join(folder, "story.yaml"))
        self._seeds = _bytes(os.path.join(seeds_folder(), "people.yaml"))
        self._shipped = False
        self.extends = b"extends" in self._manifest and len(stack_of(folder)) > 1

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything that a front page is found in."""
        digest = hashlib.sha256()
        for data in (self._manifest, self._seeds, *self._files):
            digest.update(b"%d\0%b" % (len(data), data))
        return digest.hexdigest()

    def front(self) -> Front:
        node = _parsed(self._manifest[1:])
        story, roles = _map(_get(node, "story")), _map(_get(node, "roles"))
        shipped = self._shipped = _words(story, "evidence") == "shipped"
        parts = tuple(self._part(str(name), _map(role)) for name, role in roles.pairs)
        moments = [moment for _, role in roles.pairs if (moment := self.moment(_need(_map(role), "start")))]
        authors = _get(story, "authors")
        return Front(
            _need(story, "id"),
            _need(story, "title"),
            _words(story, "subtitle"),
            _need(story, "version"),
            tuple(map(_said, authors.items if isinstance(authors, Seq) else [authors])),
            _words(story, "licence"),
            _need(story, "greeting"),
            _words(story, "how"),
            tuple(_said(note) for _, note in _pairs(_get(story, "content"))),
            min(moments, key=lambda moment: moment.day, default=None),
            parts,
            shipped or self._has("quotes"),
            self._has("table") and self._has("blocs"),
        )

    def _part(self, role: str, record: Map) -> Part:
        card = _map(_get(record, "card"))
        goals = tuple(_need(_map(goal), "text") for _, goal in _pairs(_get(record, "goals")))
        name = _words(record, "name") or self._name(role)
        return Part(role, name, {field: _need(card, field) for field, _ in CARD}, goals)

    def _name(self, who: str) -> str:
        """Return what somebody is called: in the story's own words, else in the evidence base."""
        for data in self._files:
            for section in _PEOPLE.finditer(data):
                own = _get(_parsed(section[1]), who)
                if own is not None:
                    return _said(own) if isinstance(own, Scalar) else _need(_map(own), "name")
        block = self._block([self._seeds] if self._shipped else [], who)
        return _words(block, "short") or _need(block, "name")

    def moment(self, scene: str) -> Moment | None:
        """Return when a scene is; ``None`` if it does not say."""
        return parse_moment(_words(self._block(self._files, scene), "when"))

    def _has(self, key: str) -> bool:
        return any(b"\n%b:" % key.encode() in data for data in self._files)

    @staticmethod
    def _block(files: list[bytes], name: str) -> Map:
        """Return the record whose first line is a name alone, two spaces in."""
        start = b"\n  %b:" % name.encode()
        for data in files:
            at = data.find(start)
            found = _RECORD.match(data, at + len(start)) if at >= 0 else None
            if found:
                return _parsed(found[1])
        raise _UnclearError


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return b"\n" + file.read(LARGEST_FILE)


def _parsed(data: bytes) -> Map:
    report = Report()
    node = parse(decode(data, "", report), report)
    if node is None or report.problems:
        raise _UnclearError
    return node


def _get(node: Map, name: str) -> Node | None:
    return next((child for key, child in node.pairs if key == name), None)


def _map(node: Node | None) -> Map:
    if not isinstance(node, Map) or len({str(key) for key, _ in node.pairs}) < len(node.pairs):
        raise _UnclearError
    return node


def _pairs(node: Node | None) -> list[tuple[str, Node]]:
    return [] if node is None else [(str(key), child) for key, child in _map(node).pairs]


def _said(node: Node | None) -> str:
    if not isinstance(node, Scalar) or node.absent or not node.value.strip():
        raise _UnclearError
    return " ".join(node.value.split())


def _words(node: Map, name: str) -> str:
    child = _get(node, name)
    return "" if child is None else _said(child)


def _need(node: Map, name: str) -> str:
    return _said(_get(node, name))
