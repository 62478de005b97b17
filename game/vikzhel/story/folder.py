"""Which files of a folder belong to a pack, and reading their bytes safely."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .decoding import LARGEST_FILE, decode
from .diagnostics import Mark, Report, Source

MOST_FILES = 400
MANIFEST = "story.yaml"
TESTS = "tests.yaml"
_NEARLY = (".yml", ".yaml.txt", ".yml.txt", ".yaml.yaml")


def load(root: Path, report: Report, digest: Any, shown: str, *, manifest: bool = True) -> list[Source]:
    """Read every ``.yaml`` file under a folder, in order of name; feed ``digest`` what was read."""
    try:
        if _is_pack(root, report, shown) if manifest else root.is_dir():
            return _load(root, report, digest, shown)
    except OSError as error:
        report.add(
            "V109",
            _top(str(root)),
            f"This folder cannot be read: {os.strerror(error.errno or 0)}.",
            "Check the path, and whether you may open the folder.",
        )
    return []


def _top(name: str) -> Mark:
    return Mark(Source(name, ""), 0, 0)


def _is_pack(root: Path, report: Report, shown: str) -> bool:
    """Report a folder that is not there or has no manifest."""
    if not root.is_dir():
        what = "is a file, not a folder" if root.exists() else "is not there"
        report.add(
            "V101",
            _top(str(root)),
            f"The pack “{root.name or root}” {what}.",
            "Give the name of a pack that ships with the program, or the path of a pack's folder.",
        )
        return False
    if (root / MANIFEST).is_file():
        return True
    stem = MANIFEST.partition(".")[0]
    meant = [path.name for path in sorted(root.iterdir()) if path.name.lower().startswith(stem + ".y")]
    below = [path.parent.name for path in sorted(root.glob(f"*/{MANIFEST}"))]
    if meant:
        hint = f"Rename {meant[0]} to  {MANIFEST}"
    elif below:
        hint = f"The folder “{below[0]}” inside it has one: give its path instead."
    else:
        hint = f"Make a file {MANIFEST} that starts with  story:"
    name = root.name or str(root.resolve())
    report.add(
        "V107",
        _top(f"{shown}/{MANIFEST}"),
        f"A pack's folder holds a file {MANIFEST}, and “{name}” has none.",
        hint,
    )
    return False


def files_of(root: Path) -> tuple[list[Path], list[Path]]:
    """Return the files of a folder that are read, in order of name, and those whose names only nearly say so.

    Hidden files are left alone, and so is whatever is no file: an editor keeps its own beside what it edits.
    """
    paths, meant = [], []
    for path in sorted(root.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(root).parts) or not path.is_file():
            continue
        if path.suffix == ".yaml" and not path.name.endswith(_NEARLY):
            if path != root / TESTS:
                paths.append(path)
        elif path.name.lower().endswith((*_NEARLY, ".yaml")):
            meant.append(path)
    return paths, meant


def _load(root: Path, report: Report, digest: Any, shown: str) -> list[Source]:
    paths, meant = files_of(root)
    if meant:
        report.blind = True
        for path in meant:
            report.add(
                "V110",
                _top("/".join((shown, *path.relative_to(root).parts))),
                "Only files whose names end in .yaml, in small letters, are read; this one is not.",
                f"Rename it to  {path.name.partition('.')[0]}.yaml",
            )
    if len(paths) > MOST_FILES:
        report.add(
            "V108",
            _top(shown),
            f"This pack has {len(paths)} files; {MOST_FILES} is the most.",
            "Join some of them: one file may hold many scenes.",
        )
        return []
    inside = root.resolve()
    sources = []
    for path in paths:
        name = "/".join((shown, *path.relative_to(root).parts))
        data = _bytes_of(path, inside, name, report)
        if data is None:
            report.blind = True
            continue
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
        digest.update(data)
        source = decode(data, name, report)
        source.path = str(path)
        sources.append(source)
    return sources


def _bytes_of(path: Path, inside: Path, name: str, report: Report) -> bytes | None:
    try:
        if not path.resolve().is_relative_to(inside):
            report.add(
                "V109",
                _top(name),
                "This file is a link to a place outside the pack's folder.",
                "Copy the file itself into the folder.",
            )
            return None
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError) as error:
        why = os.strerror(getattr(error, "errno", None) or 0)
        report.add("V109", _top(name), f"This file cannot be read: {why}.", "Check whether you may open it.")
        return None
