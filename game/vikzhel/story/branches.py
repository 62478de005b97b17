"""Reading a story with the branches laid over it: each is found, read, held against the story, and laid."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..places import pack_folder, pack_folders
from .dataclass import dataclass
from .diagnostics import Report, Source, Word, did_you_mean
from .fields import Record
from .folder import MANIFEST, load
from .groups import MUST_FIX
from .kinds import Reading
from .nodes import Map
from .overlay import Overlay, OverlayFile, OwnNames, branch_id, give_names, is_branch
from .packs import Pack, is_manifest_of, merge, read_story, take_manifest
from .parsing import parse
from .resolve import resolve
from .stack import extends, glance
from .strays import bring_home
from .structure import check_structure

if TYPE_CHECKING:
    from .packs import Shelf


@dataclass(slots=True)
class Laid:
    """A branch as it was read."""

    folder: Path
    manifest: Overlay
    files: OverlayFile
    names: OwnNames
    fingerprint: str
    sources: list[Source]
    mentions: list[tuple[str, Word]]

    @property
    def called(self) -> str:
        """Return what players see it called, with its authors; it stands beside every choice, so it is kept short."""
        words = str(self.manifest.title), ", ".join(self.manifest.authors)
        title, authors = (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in words)
        return f"{title} ({authors})"

    @property
    def title(self) -> str:
        """Return what it is called among several: its title and its id."""
        return f"“{str(self.manifest.title)[:LONGEST]}” ({self.manifest.id})"


AVERAGES = "V816"
"""Says how a whole pack reads on average, which a branch can do little about."""
UNREACHED = "V609"
LONGEST = 60
"""How many characters of a title, or of authors, stand beside a choice."""


def try_stack(parts: list[str], pure: bool, shelf: Shelf | None) -> tuple[Pack | None, Report]:
    """Read a story with its branches as far as it goes, and say what is wrong with the branches.

    ``parts`` are the folders named. If the first is a branch, its story is looked for by its id.
    """
    report = Report()
    alone = bool(extends(parts[0]))
    laid = [_read_branch(Path(part), report, pure) for part in (parts if alone else parts[1:])]
    branches = [branch for branch in laid if branch is not None]
    if len(branches) < len(laid) or not all(branch.manifest.extends for branch in branches):
        return None, report
    first = branches[0].manifest
    folder = _story_folder(first, report) if alone else parts[0]
    if folder is None:
        return None, report
    reading = Reading(Report())
    read = read_story(Path(folder), reading, pure=pure, shelf=shelf)
    if read is None or not read[1] or reading.report.fatal:
        if alone:
            report.add(
                "V623",
                first.extends.mark,
                f"The story “{first.extends}” cannot be played itself, so nothing can be laid over it.",
                f"See what is wrong with it:  vikzhel check {first.extends}",
            )
            return None, report
        return None, reading.report
    pack, _ = read
    reading.report = report
    if not _belong(branches, pack, report):
        return None, report
    _lay(branches, pack, reading)
    pack.folder = Path(parts[0])
    return pack, report


def _lay(branches: list[Laid], pack: Pack, reading: Reading) -> None:
    """Lay the branches over their story and hold the whole together."""
    from .laying import lay_all
    from .surroundings import surround

    report = reading.report
    report.prefixes = tuple(branch.names.prefix for branch in branches)
    pack.base = (pack.folder, pack.fingerprint)
    pack.branches = branches
    digest = hashlib.sha256(pack.fingerprint.encode())
    for branch in branches:
        digest.update(branch.fingerprint.encode())
        reading.mentions += branch.mentions
    pack.fingerprint = digest.hexdigest()
    lay_all(pack, report)
    resolve(pack, reading)
    surround(pack, report)
    check_structure(pack, report)
    own_only(pack, report)


def own_only(pack: Pack, report: Report) -> None:
    """Leave out remarks on the story itself, which are not for who writes a branch of it.

    That nothing leads to a scene any more is one, unless a branch has replaced a scene that may have led there.
    """
    if not pack.branches:
        return
    own = {id(source) for branch in pack.branches for source in branch.sources}
    cut = any(new.scene for branch in pack.branches for new in branch.files.replace.values())
    report.problems = [
        problem
        for problem in report.problems
        if (id(problem.mark.source) in own and problem.code != AVERAGES)
        or problem.group == MUST_FIX
        or (cut and problem.code == UNREACHED)
    ]


# -- reading one -----------------------------------------------------------------------------------


def _read_branch(folder: Path, report: Report, pure: bool) -> Laid | None:
    digest = hashlib.sha256()
    sources = load(folder, report, digest, folder.name or folder.absolute().name)
    if not sources:
        return None
    roots: list[tuple[Source, Map]] = []
    for source in sources:
        node = parse(source, report, pure=pure)
        if node is not None:
            roots.append((source, node))
    first = next((node for source, node in roots if is_manifest_of(source)), None)
    if first is None or not is_branch(first):
        if first is not None and not report.fatal:
            report.add(
                "V629",
                first.mark,
                "This is a story of its own and no branch of one, so it cannot be laid over another.",
                "Under “story:” a branch says what it belongs to, for example  extends: talks",
            )
        return None
    for _, node in roots:
        bring_home(node, OverlayFile, Overlay, report)
    names = OwnNames(branch_id(first), [node for _, node in roots])
    reading = Reading(report, names)
    record = Record(OverlayFile, "a branch's file")
    files = OverlayFile()
    manifest: Any = None
    for source, node in roots:
        if is_manifest_of(source):
            manifest = take_manifest(node, reading, Overlay)
        merge(files, record, node, reading)
    if manifest is None:
        return None
    give_names(files, manifest, names)
    return Laid(folder, manifest, files, names, digest.hexdigest(), sources, reading.mentions)


# -- whether they belong together --------------------------------------------------------------------


def _story_folder(branch: Overlay, report: Report) -> str | None:
    """Return the folder of the story a branch belongs to, found by its id where packs are kept."""
    wanted = branch.extends
    folder = Path(pack_folder(wanted))
    if wanted == branch.id:
        report.add(
            "V621",
            wanted.mark,
            "A branch cannot be a branch of itself.",
            "Write the id of the story it belongs to, for example  extends: talks",
        )
    elif not folder.is_absolute() or not (folder / MANIFEST).is_file():
        known = sorted(
            path.parent.name
            for packs in pack_folders()
            for path in Path(packs).glob(f"*/{MANIFEST}")
            if not extends(str(path.parent))
        )
        near = did_you_mean(wanted, known)
        report.add(
            "V620",
            wanted.mark,
            f"There is no story “{wanted}” among those that ship or in the folder of packs.",
            near or "If it lies elsewhere, name it first:  vikzhel check ./its-folder --with ./this-branch",
        )
    elif extends(str(folder)):
        report.add(
            "V621",
            wanted.mark,
            f"“{wanted}” is a branch itself, and a branch belongs to a whole story.",
            f"Write  extends: {glance(str(folder)).get('extends', 'talks')}  and play both:  --with … --with …",
        )
    else:
        return str(folder)
    return None


def _belong(branches: list[Laid], pack: Pack, report: Report) -> bool:
    """Report branches of another story or of another version of it, and two of one id."""
    story, version = pack.manifest.id, pack.manifest.version
    told = len(report.problems)
    seen: dict[str, Word] = {}
    for branch in branches:
        about = branch.manifest
        if about.extends != story:
            report.add(
                "V629",
                about.extends.mark,
                f"“{about.id}” is a branch of “{about.extends}”, and is to be laid over “{story}”.",
                f"Lay it over “{about.extends}”, or write  extends: {story}  if it was meant for this story.",
            )
        elif about.needs is not None and _figures(version) < _figures(about.needs):
            report.add(
                "V622",
                about.needs.mark,
                f"This branch needs version {about.needs} of “{story}”, and this is version {version}.",
                f"Use a newer “{story}”; or, if the branch fits this one, write  needs: {version}",
            )
        if about.id in seen and about.id:
            report.add(
                "V626",
                about.id.mark,
                f"Two branches have the id “{about.id}”, and saved games could not tell their scenes apart.",
                "Give one of the two another id, or lay only one of them.",
                seen[about.id].mark,
            )
        seen.setdefault(about.id, about.id)
    return len(report.problems) == told


def _figures(version: str) -> list[int]:
    """Return a version for comparing: its numbers, in order."""
    return [int(number[:9]) for number in re.findall(r"[0-9]+", version)]
