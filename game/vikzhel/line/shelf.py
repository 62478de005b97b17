"""The commands for kept runs: listing them, naming, deleting, taking in, and playing on from a decision."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from ..aloud import lookups
from ..archive.arrivals import receive
from ..archive.file import FILE
from ..archive.home import located, missing, not_here
from ..archive.store import Store, StoreError
from ..archive.transfer import NotARun, read_file
from ..places import ABOVE, pack_folder
from ..play.program import Program
from ..story.diagnostics import PackError
from ..story.packs import read_pack
from ..story.text import one_line
from . import opening
from .again import journal
from .wording import capital, counted, listed

if TYPE_CHECKING:
    from typing import TextIO

    from ..archive.store import RunRow
    from ..story.packs import Pack

_HOW = {
    "new": "kept as {code}",
    "new code": "kept as {code}, a new code, because another run has the one it came with",
    "already here": "this run is here already, as {code}; nothing was changed",
    "added": "it is here already, as {code}; what was new in it was added",
}


def list_runs(data: str, as_json: bool, out: TextIO) -> int:
    """List every kept run, the one last played first."""
    try:
        store = _open(data)
        rows = store.runs() if store else []
    except StoreError as error:
        return _refused(error)
    packs = _Packs()
    if as_json:
        print(json.dumps([_as_json(row, packs) for row in rows], ensure_ascii=False, indent=2), file=out)
        return 0
    if not rows:
        print(f"No runs are kept yet in {one_line(data)}.", file=out)
        return 0
    table = [("Code", "Role", "Last played", "How far", "Story")]
    table += [_line(row, packs) for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(4)]
    for line, row in zip(table, [None, *rows], strict=True):
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[4]]).rstrip(), file=out)
        if row is not None and (row.name or row.parent):
            about = [f"“{one_line(row.name)}”"] if row.name else []
            about += [_branched(row)] if row.parent else []
            print(f"    {', '.join(about)}", file=out)
    return 0


def show_run(data: str, code: str, as_json: bool, out: TextIO) -> int:
    """Tell one run: where it stands, its decisions by number, its journal."""
    try:
        store = _expect(data, code)
        row = store.row_of(code)
        if as_json:
            print(json.dumps(_as_json(row, _Packs()), ensure_ascii=False, indent=2), file=out)
            return 0
        pack = opening.read_or_explain(pack_folder(located(row.code, row.story, row.origin, row.branches)))
        if pack is None:
            return 1
        kept = store.resume(row.code, Program(pack))
        kept.close()
    except StoreError as error:
        return _refused(error)
    print("  ".join(_line(row, _Packs())), file=out)
    if row.name:
        print(f"Called “{one_line(row.name)}”.", file=out)
    if row.branches:
        print(f"Played with {listed(row.branches)} laid over the story.", file=out)
    if row.parent:
        print(f"{capital(_branched(row))}.", file=out)
    if kept.trouble:
        print(kept.trouble, file=out)
    made = [lookups.decided(pack, chosen) for _, chosen in kept.run.decisions()]
    print("Its decisions; play --resume CODE --from NUMBER plays on from one in a new run:" if made else
          "Nothing has been decided in it yet.", file=out)  # fmt: skip
    for number, words in enumerate(made, 1):
        print(f"{number}. {words}", file=out)
    if kept.notes:
        print("\n".join(["Its journal:", *journal(kept, "")[1:]]), file=out)
    return 0


def rename(data: str, code: str, name: str, out: TextIO) -> int:
    """Give a run a name beside its code."""
    try:
        code, name = _expect(data, code).rename(code, name)
    except StoreError as error:
        return _refused(error)
    print(f"{code} is called “{name}” now." if name else f"{code} has no name but its code now.", file=out)
    return 0


def delete(data: str, codes: list[str], sure: bool, stdin: TextIO, out: TextIO) -> int:
    """Delete runs for good, after asking unless ``sure``; none if one of them is not there."""
    try:
        store = _expect(data, codes[0])
        rows = [store.row_of(store.code_of(code)) for code in codes]
        if store.read_only:
            raise StoreError(store.read_only)
        packs = _Packs()
        for row in rows:
            print("  ".join(_line(row, packs)), file=out)
        if not sure:
            what = "this run and its journal" if len(rows) == 1 else "these runs and their journals"
            print(f"Delete {what} for good? Type yes: ", end="", file=out, flush=True)
            if stdin.readline(80).strip().casefold() not in ("yes", "y"):
                print("Nothing has been deleted.", file=out)
                return 1
        wholly = [store.delete(row.code)[1] for row in rows]
    except StoreError as error:
        return _refused(error)
    print(f"Deleted: {', '.join(row.code for row in rows)}.", file=out)
    if not all(wholly):
        print("The last traces leave the file when the other windows that use it are closed.", file=out)
    store.close()
    return 0


def take_in(data: str, paths: list[str], out: TextIO) -> int:
    """Import runs from files, or from all files of folders; return 1 if any was refused."""
    files = [file for path in paths for file in _files(path)]
    refused = 0
    try:
        store = Store.open(data)
        if store.read_only:
            raise StoreError(store.read_only)
        for path in files:
            shown = one_line(path)
            try:
                played = read_file(path)
            except NotARun as error:
                print(f"{shown}: not taken in, because {error}.", file=sys.stderr)
                refused += 1
                continue
            code, how = receive(store, played)
            print(f"{shown}: {_HOW[how].format(code=code)}.", file=out)
            branches = [branch.id for branch in played.branches]
            if missing(branches):
                print(f"    {not_here(code, played.story, branches)}", file=out)
        store.close()
    except StoreError as error:
        return _refused(error)
    if not files:
        print("There is nothing to take in: no file ends in .json there.", file=sys.stderr)
    return int(bool(refused) or not files)


def branch(data: str, code: str, decision: int, folder: str) -> str:
    """Begin a run that stands before a decision of another; return its code, or nothing after saying why."""
    pack = opening.read_or_explain(folder)
    if pack is None:
        return ""
    try:
        store, program = _expect(data, code), Program(pack)
        kept = store.resume(code, program)
        made = kept.run.decisions()
        if not 1 <= decision <= len(made):
            has = counted(len(made), "decision")
            asked = f"Give a number from 1 to {len(made)}." if made else "There is none to play on from."
            raise StoreError(f"{kept.trouble} {kept.code} has {has}. {asked}".strip())
        new = store.branch(kept.code, made[decision - 1][0], program)
        new.close()
    except StoreError as error:
        _refused(error)
        return ""
    return new.code


# -- helpers ---------------------------------------------------------------------------------------


class _Packs:
    """The packs that runs were played in, each read once; ``None`` for one that cannot be read."""

    def __init__(self) -> None:
        self._read: dict[str, Pack | None] = {}

    def of(self, row: RunRow) -> Pack | None:
        key = row.origin or ABOVE.join([row.story, *row.branches])
        if key not in self._read:
            try:
                self._read[key] = read_pack(
                    pack_folder(located(row.code, row.story, row.origin, row.branches))
                )
            except (PackError, StoreError):
                self._read[key] = None
        pack = self._read[key]
        return pack if pack is not None and pack.manifest.id == row.story else None

    def role(self, row: RunRow) -> str:
        pack = self.of(row)
        known = pack is not None and row.role in pack.files.roles
        return lookups.name(pack, row.role) if pack is not None and known else row.role

    def ending(self, row: RunRow) -> str:
        """Return the title of the ending a run came to, or the id of its scene if that is not known here."""
        pack = self.of(row)
        scenes = {str(name): scene for name, scene in pack.files.scenes.items()} if pack else {}
        endings = {str(name): ending for name, ending in pack.files.endings.items()} if pack else {}
        scene = scenes.get(row.ending)
        ending = endings.get(str(scene.ending)) if scene is not None and scene.ending else None
        return str(ending.title) if ending is not None else row.ending


def _line(row: RunRow, packs: _Packs) -> tuple[str, str, str, str, str]:
    when = row.touched.astimezone().strftime("%Y-%m-%d %H:%M")
    far = f"over: {packs.ending(row)}" if row.ending else f"{counted(row.choices, 'choice')} so far"
    cells = (row.code, packs.role(row), when, far, row.story)
    return tuple(one_line(cell) for cell in cells)  # type: ignore[return-value]


def _branched(row: RunRow) -> str:
    after = f"after {counted(row.parent_steps, 'step')}" if row.parent_steps else "at its beginning"
    return f"branched off {one_line(row.parent)} {after}"


def _as_json(row: RunRow, packs: _Packs) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "story": row.story,
        "pack": row.origin,
        "role": row.role,
        "last_played": row.touched.isoformat(),
        "steps": row.steps,
        "choices": row.choices,
        "over": bool(row.ending),
        "ending": packs.ending(row) if row.ending else "",
        "with": list(row.branches),
        "branch_of": row.parent,
        "branched_after": row.parent_steps,
    }


def _open(data: str) -> Store | None:
    """Open the archive if there is one: listing runs makes no folder."""
    return Store.open(data) if os.path.exists(os.path.join(data, FILE)) else None


def _expect(data: str, code: str) -> Store:
    store = _open(data)
    if store is None:
        raise StoreError(
            f"There is no run “{one_line(code)[:80]}”: no runs are kept yet in {one_line(data)}."
        )
    return store


def _files(path: str) -> list[str]:
    """Return a file itself, or the run files of a folder: not every shell writes out ``*.json``."""
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith(".json")]


def _refused(error: StoreError) -> int:
    opening.complain(error.sentence)
    return 1
