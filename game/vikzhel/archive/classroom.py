"""A class's runs made into one report: endings, where the class split, what it expected, and pairs to talk over."""

from __future__ import annotations

import os
from collections import Counter
from itertools import combinations
from math import log2
from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from ..story.text import one_line
from ..story.wording import listed
from .compare import compare
from .gather import FILE_END, Gathered, NotGathered, told_apart
from .met import foretold
from .path import Path
from .transfer import NotARun, read_file

if TYPE_CHECKING:
    from .gather import Gathering
    from .met import Foretold

MOST_PAIRS = 6
MOST_COMPARED = 120
"""Runs of one ending that are paired each with each; more are thinned out evenly."""


class NoClass(Exception):
    """There is nothing to report on; the message says why."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One run of the class."""

    gathered: Gathered
    path: Path

    @property
    def label(self) -> str:
        return self.gathered.label

    @property
    def ending(self) -> str:
        return self.path.ended.ending if self.path.ended else ""

    @property
    def taken(self) -> frozenset[tuple[str, str]]:
        """Return what was decided, each with its scene."""
        return frozenset((decision.scene, decision.id) for decision in self.path.decisions)


@dataclass(frozen=True, slots=True)
class Split:
    """One decision and how the class decided it: each option's text, who took it, and if the real man did.

    ``bits`` tells how evenly they split (0: all the same), ``came`` how many came to it.
    """

    place: str
    kind: str
    options: tuple[tuple[str, tuple[str, ...], bool], ...]
    bits: float
    came: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs to talk over together, and what can be said of them."""

    labels: tuple[str, str]
    ending: tuple[str, str]
    shared: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The runs of one man of one story."""

    story: str
    role: str
    name: str
    pupils: tuple[Pupil, ...]
    splits: tuple[Split, ...]
    same_ending: tuple[Pair, ...]
    near_miss: tuple[Pair, ...]
    left: tuple[tuple[str, tuple[str, ...]], ...]
    """Where runs first left the record, and which."""


@dataclass(frozen=True, slots=True)
class Classroom:
    """A folder's runs; ``refused`` are the files left out, each with the reason, ``cut`` runs of another version."""

    groups: tuple[Group, ...]
    refused: tuple[tuple[str, str], ...]
    cut: tuple[str, ...]

    @property
    def pupils(self) -> tuple[Pupil, ...]:
        return tuple(pupil for group in self.groups for pupil in group.pupils)


def classroom(folder: str, gathering: Gathering) -> Classroom:
    """Read every run file of a folder; raise ``NoClass`` if there is none that can be read."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.casefold().endswith(FILE_END))
    except OSError as error:
        raise NoClass(f"The folder {one_line(folder)} cannot be read: {error.strerror or error}.") from error
    found: list[Gathered] = []
    refused = []
    for name in names:
        shown = one_line(name)
        try:
            found.append(gathering.played(read_file(os.path.join(folder, name)), shown[: -len(FILE_END)]))
        except (NotARun, NotGathered) as error:
            words, name_is = one_line(str(error)), f"{shown[: -len(FILE_END)]} is "
            words = f"it is {words.removeprefix(name_is)}" if words.startswith(name_is) else words
            refused.append((shown, words.rstrip(".")))
    if not found:
        why = "; ".join(f"{name}: {reason}" for name, reason in refused[:3])
        raise NoClass(
            f"There is no run in {one_line(folder)}: "
            + (
                why + "."
                if why
                else "no file there ends in .json. Export runs with  vikzhel export CODE --format json"
            )
        )
    pupils = [Pupil(gathered, Path(gathered.run)) for gathered in told_apart(found)]
    by_man: dict[tuple[str, str], list[Pupil]] = {}
    for pupil in pupils:
        by_man.setdefault((str(pupil.path.pack.manifest.id), pupil.path.run.role), []).append(pupil)
    groups = tuple(_group(story, role, those) for (story, role), those in sorted(by_man.items()))
    return Classroom(groups, tuple(refused), _troubles(pupils))


def _troubles(pupils: list[Pupil]) -> tuple[str, ...]:
    """Say what has become of runs of another version, those of which the same is to be said together."""
    said: dict[str, list[str]] = {}
    for pupil in pupils:
        if pupil.gathered.trouble:
            said.setdefault(pupil.gathered.trouble.removeprefix(pupil.label), []).append(pupil.label)
    return tuple(
        f"{listed(who)}{words.replace(' was ', ' were ', 1) if len(who) > 1 else words}"
        for words, who in said.items()
    )


def _group(story: str, role: str, pupils: list[Pupil]) -> Group:
    left: dict[str, list[str]] = {}
    for pupil in pupils:
        where = pupil.path.run.left_record()
        decision = pupil.path.at_step(where.step) if where else None
        place = decision.place if decision else "never"
        left.setdefault(place, []).append(pupil.label)
    return Group(
        story,
        role,
        pupils[0].path.name,
        tuple(pupils),
        tuple(_splits(role, pupils)),
        tuple(_same_ending(pupils)),
        tuple(_near_misses(pupils)),
        tuple((place, tuple(who)) for place, who in left.items()),
    )


# -- where they split ------------------------------------------------------------------------------


def _splits(role: str, pupils: list[Pupil]) -> list[Split]:
    """Return each decision that anybody came to, in the order of the story's files."""
    taken: dict[str, dict[str, list[str]]] = {}
    texts: dict[tuple[str, str], str] = {}
    about: dict[str, tuple[str, str]] = {}
    for pupil in pupils:
        for decision in pupil.path.decisions:
            who = taken.setdefault(decision.scene, {}).setdefault(decision.id, [])
            if pupil.label not in who:
                who.append(pupil.label)
            texts[decision.scene, decision.id] = decision.text
            about.setdefault(decision.scene, (decision.place, decision.kind))
    days = {d.scene: d.when for p in pupils for d in p.path.decisions}
    order = list(pupils[0].path.run.program.layout.scenes)
    first_day = min((when.day for when in days.values() if when), default=None)
    scenes = sorted(taken, key=lambda s: ((when.day if (when := days[s]) else first_day), order.index(s)))
    records = {str(name): scene for name, scene in pupils[0].path.pack.files.scenes.items()}
    found = []
    for scene in scenes:
        his = {str(c.id) for c in records[scene].choices if role in c.really_chose}
        options = sorted(taken[scene].items(), key=lambda item: -len(item[1]))
        came = sum(len(who) for _, who in options)
        bits = -sum(len(who) / came * log2(len(who) / came) for _, who in options)
        place, kind = about[scene]
        rows = tuple((texts[scene, name], tuple(who), name in his) for name, who in options)
        found.append(Split(place, kind, rows, bits, came))
    return found


# -- pairs -----------------------------------------------------------------------------------------


def _same_ending(pupils: list[Pupil]) -> list[Pair]:
    """Return for each ending the two runs that came to it by the most different ways."""
    found = []
    endings = Counter(pupil.ending for pupil in pupils if pupil.ending)
    for ending, many in endings.most_common():
        if many > 1:
            there = _thinned([pupil for pupil in pupils if pupil.ending == ending])
            one, other = min(combinations(there, 2), key=lambda pair: _likeness(*pair))
            if one.taken != other.taken:
                found.append(_pair(one, other))
    return found[:MOST_PAIRS]


def _near_misses(pupils: list[Pupil]) -> list[Pair]:
    """Return pairs that decided most things alike and ended otherwise, each run in one pair at most."""
    there = _thinned([pupil for pupil in pupils if pupil.ending])
    apart = [pair for pair in combinations(there, 2) if pair[0].ending != pair[1].ending]
    found: list[Pair] = []
    used: set[str] = set()
    for one, other in sorted(apart, key=lambda pair: -_likeness(*pair)):
        if _likeness(one, other) < 0.5 or len(found) == MOST_PAIRS // 2:
            break
        if not used & {one.label, other.label}:
            used |= {one.label, other.label}
            found.append(_pair(one, other))
    return found


def _thinned(pupils: list[Pupil]) -> list[Pupil]:
    step = -(-len(pupils) // MOST_COMPARED) or 1
    return pupils[::step]


def _likeness(one: Pupil, other: Pupil) -> float:
    """Return the share of decisions that two runs have in common of all they made (Jaccard's index)."""
    a, b = one.taken, other.taken
    return len(a & b) / len(a | b) if a | b else 1.0


def _pair(one: Pupil, other: Pupil) -> Pair:
    compared = compare([one.gathered, other.gathered], [None, None])
    ended = [pupil.path.ended.title if pupil.path.ended else "" for pupil in (one, other)]
    return Pair(
        (one.label, other.label),
        (ended[0], ended[1]),
        len(one.taken & other.taken),
        (*compared.causes, *compared.pairs[0].chain()),
    )


def predictions(group: Group) -> dict[str, list[tuple[str, Foretold]]]:
    """Return for each vote, by its title, who foretold what."""
    found: dict[str, list[tuple[str, Foretold]]] = {}
    for pupil in group.pupils:
        for one in foretold(pupil.path):
            found.setdefault(one.title, []).append((pupil.label, one))
    return found
