"""The packs on an author's desk: those that ship, those in the folder of packs, and those that were named.

Each with what ``check`` says of it and what was proved of it. No proof is begun here: only a kept report is read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..places import ABOVE, pack_folder, pack_folders
from ..proof import cache
from ..proof.wording import in_short, words_of
from ..story.check import find
from ..story.stack import MANIFEST, glance, parts_of
from ..story.telling import as_text, summary
from ..story.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..story.packs import Shelf

SHIPS, KEPT, NAMED = "comes with the program", "in your folder of packs", "named by you"
MOST_NAMED = 3
"""So many measures that are not passed are named."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pack that was found. ``folder`` is what commands are given; ``belongs`` the story that a branch extends."""

    folder: str
    id: str
    title: str
    source: str
    belongs: str

    @property
    def kind(self) -> str:
        """Return what it is and where it is from, in words."""
        what = f"A branch of {self.belongs}" if self.belongs else "A story"
        return f"{what}; {self.source}."

    @property
    def typed(self) -> str:
        """Return the shortest that a command can be given for it."""
        name = os.path.basename(self.folder)
        return name if self.source != NAMED and pack_folder(name) == self.folder else self.folder


def packs(named: Iterable[str] = ()) -> list[Found]:
    """Return the packs found: first those named, then those in the folder of packs, then those that ship."""
    ship, keep = pack_folders()
    places = [(folder, NAMED) for folder in named]
    places += [(folder, KEPT) for folder in _below(keep)]
    places += [(folder, SHIPS) for folder in _below(ship)]
    found: dict[str, Found] = {}
    for folder, source in places:
        known = ABOVE.join(os.path.realpath(part) for part in parts_of(folder))
        if known not in found:
            found[known] = _found(folder, source)
    return list(found.values())


def _below(folder: str) -> list[str]:
    """Return the folders in one that hold a pack."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
    except OSError:
        return []
    inside = (os.path.join(folder, name) for name in names)
    return [path for path in inside if os.path.isfile(os.path.join(path, MANIFEST))]


def _found(folder: str, source: str) -> Found:
    about = [glance(part) for part in parts_of(folder)]
    bases = [os.path.basename(os.path.normpath(part)) for part in parts_of(folder)]
    names = [one_line(one.get("id", base)) for one, base in zip(about, bases, strict=True)]
    titles = [one_line(one.get("title", base)) for one, base in zip(about, bases, strict=True)]
    return Found(
        folder, " with ".join(names), ", with ".join(titles), source, one_line(about[0].get("extends", ""))
    )


# -- what is known of one --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` says: in a line or two, and whole."""

    playable: bool
    short: str
    whole: str


def checked(found: Found, shelf: Shelf | None = None) -> Checked:
    """Check a pack as it is now."""
    finding = find(found.folder, shelf)
    counts = summary(finding.counts) if finding.report.problems else "Nothing to be mended."
    can = "It can be played." if finding.playable else "It cannot be played yet."
    return Checked(
        finding.playable, " ".join(filter(None, (can, counts, finding.inventory))), as_text(finding)
    )


@dataclass(frozen=True, slots=True)
class Proved:
    """What was proved of a pack as it is now: in a few lines, and whole; both empty if nothing was."""

    short: tuple[str, ...]
    whole: str


def proved(found: Found) -> Proved:
    """Read the kept report of a pack, if there is one of these very files; nothing is proved for it."""
    data = cache.read(cache.path_of(found.folder))
    try:
        return Proved(tuple(_short(data)), clean(words_of(data))) if data else Proved((), "")
    except (KeyError, TypeError, ValueError, AttributeError):
        return Proved((), "")  # a spoilt report is as good as none


def _short(data: cache.Data) -> Iterable[str]:
    yield " ".join(in_short(data))
    for role, about in data["roles"].items():
        measured = [gate for gate in data["gates"] if gate["role"] in (role, "")]
        failed = [str(gate["name"]) for gate in measured if gate["passed"] is False]
        passed = f"{sum(gate['passed'] is True for gate in measured)} of {len(measured)} measures are passed"
        more = f" and {len(failed) - MOST_NAMED} more" if len(failed) > MOST_NAMED else ""
        shut = f"; not {', '.join(failed[:MOST_NAMED])}{more}" if failed else ""
        yield f"{about['name']}: {len(about['open'])} endings. {passed}{shut}."
