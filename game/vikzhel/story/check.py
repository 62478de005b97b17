"""Reading a pack and remarking on it, as ``vikzhel check`` does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from .packs import Shelf, try_pack, uncollected
from .telling import Finding, as_annotations, as_json, as_text
from .trials import read_trials
from .walk import records

if TYPE_CHECKING:
    from .diagnostics import Report
    from .packs import Pack


class Checked(NamedTuple):
    """What one check came to: the pack as far as it could be read, every problem, and how many tests it has."""

    pack: Pack | None
    report: Report
    playable: bool
    """The tests need not be sound for that."""
    tests: int


def check_pack(folder: str | Path, *, pure: bool = False, shelf: Shelf | None = None) -> Checked:
    """Read a pack and its tests and say everything that is wrong with them, and what could be better.

    How it reads is looked at only once it can be played: remarks on what was read by halves would be
    about the mistakes in it, not about the story.
    """
    with uncollected():
        pack, report = try_pack(folder, pure=pure, shelf=shelf)
        if pack is None:
            return Checked(pack, report, False, 0)
        playable = not report.fatal
        if playable:
            from .branches import own_only
            from .lint.checks import lint

            lint(pack, report)
            own_only(pack, report)
        _, tests, _ = read_trials(pack, report=report, pure=pure)
    return Checked(pack, report, playable, len(tests))


def run(names: list[str], *, form: str, strict: bool, watching: bool, out: TextIO) -> int:
    """Check packs and tell what was found; return 0, or 1 if something must be fixed (``strict``: if anything is found)."""
    if not watching:
        return _once(names, form, strict, out, Shelf())
    from ..places import pack_folder, seeds_folder
    from .stack import stack_of
    from .watching import watch

    shelf = Shelf()

    def again() -> None:
        began = perf_counter()
        _once(names, form, strict, out, shelf)
        if form == "text":
            took = perf_counter() - began
            print(
                f"{datetime.now():%H:%M:%S}  Checked in {took:.2f} s. Save a file to check again; Ctrl-C ends.\n",
                file=out,
            )
        out.flush()

    folders = [part for name in names for part in stack_of(pack_folder(name))]
    return watch([*folders, seeds_folder()], again)


def _once(names: list[str], form: str, strict: bool, out: TextIO, shelf: Shelf) -> int:
    findings = [find(name, shelf) for name in names]
    if form == "json":
        print(as_json(findings), file=out)
    else:
        for finding in findings:
            print((as_annotations if form == "github" else as_text)(finding), file=out)
    return int(any(finding.report.fatal or (strict and finding.report.problems) for finding in findings))


def find(name: str, shelf: Shelf | None = None) -> Finding:
    """Check one pack, named or given by its folder."""
    from ..places import pack_folder

    folder = pack_folder(name)
    pack, report, playable, tests = check_pack(folder, shelf=shelf)
    return Finding(
        _called(pack) if pack else name,
        folder,
        report,
        playable,
        inventory(pack, tests) if pack and playable else "",
    )


def _called(pack: Pack) -> str:
    story, *branches = (layer["id"] for layer in pack.layers)
    return f"{story} with {' and '.join(name or 'a branch' for name in branches)}" if branches else story


def inventory(pack: Pack, tests: int) -> str:
    """Say in one line what a pack holds."""
    if pack.branches:
        return _brought(pack, tests)
    quoted = {str(r.quote) for r in records(pack.files) if getattr(r, "quote", None)}
    counts = {
        "role": len(pack.files.roles),
        "scene": len(pack.files.scenes),
        "decision": sum(len(scene.choices) > 1 for scene in pack.files.scenes.values()),
        "vote": len(pack.files.votes),
        "ending": len(pack.files.endings),
        "quotation": len(quoted),
        "test": tests,
    }
    return _counted(counts)


def _brought(pack: Pack, tests: int) -> str:
    """Say in one line what branches bring to their story."""
    files = [branch.files for branch in pack.branches]
    counts = {
        "scene": sum(len(file.scenes) for file in files),
        "choice": sum(len(more.choices) + len(more.doors) for file in files for more in file.add.values()),
        "replacement": sum(len(file.replace) for file in files),
        "vote": sum(len(file.votes) for file in files),
        "ending": sum(len(file.endings) for file in files),
        "quotation": sum(len(file.quotes) for file in files),
        "test": tests,
    }
    return f"To the story: {_counted(counts)}"


def _counted(counts: dict[str, int]) -> str:
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return (", ".join(parts) or "nothing") + "."
