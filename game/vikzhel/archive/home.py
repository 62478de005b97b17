"""Which run is meant, and the pack it belongs to: found before a story is read, so nothing heavy is imported."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from ..places import ABOVE, pack_folder, pack_folders, packs_folder
from ..story.text import one_line
from .codes import tidy
from .file import FILE, File, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..play.program import Program

LATEST = "latest"
LONGEST_NAME = 60


def tidy_name(name: str) -> str:
    """Return a name as it is kept: one line, nothing a terminal would obey, not too long."""
    return one_line(name)[:LONGEST_NAME].rstrip()


def pack_of(packs: str) -> dict[str, str]:
    """Return the first of a run's ``packs``, or nothing in one that has none."""
    try:
        pack = json.loads(packs)[0]
    except (ValueError, LookupError, TypeError):
        return {}
    return pack if isinstance(pack, dict) else {}


def origin_in(packs: str) -> str:
    """Return where a run's ``packs`` came from, in one word, or nothing if that was not kept."""
    if not pack_of(packs).get("origin"):
        return ""
    return ABOVE.join(str(pack["origin"]) for pack in json.loads(packs))


def branches_in(packs: str) -> list[dict[str, str]]:
    """Return the branches among a run's ``packs``: id, version, fingerprint and origin of each."""
    return list(json.loads(packs)[1:]) if pack_of(packs) else []


def same_branches(code: str, packs: str, program: Program) -> None:
    """Raise ``StoreError`` unless the branches laid over the story are those that a run was played with."""
    then = [branch["id"] for branch in branches_in(packs)]
    if not then and not origin_in(packs):
        return  # it may be from before run files named branches, and what it was played with is not known
    if then != [layer["id"] for layer in program.pack.layers[1:]]:
        was = f"with {', '.join(then)} laid over the story" if then else "without any branch"
        raise StoreError(f"{code} was played {was}. To go on with it so: vikzhel play --resume {code}")


def code_of(file: File, typed: str) -> str:
    """Return the code of a run from its code or its name; raise ``StoreError`` if there is none."""
    code, name = tidy(typed), tidy_name(typed).casefold()
    known = file.all("SELECT code, name FROM runs ORDER BY turn DESC, id DESC")
    if any(kept == code for kept, _ in known):
        return code
    named = [str(kept) for kept, called in known if called and called.casefold() == name]
    if len(named) == 1:
        return named[0]
    if named:
        raise StoreError(f"{len(named)} runs have that name. Give the code: {', '.join(named)}.")
    from difflib import get_close_matches

    near = get_close_matches(code, [kept for kept, _ in known], n=1)
    hint = f"Did you mean {near[0]}?" if near else "The archive holds no run of that name."
    raise StoreError(f"There is no run “{one_line(code)[:80]}”. {hint}")


def pack_of_run(data: str, typed: str) -> str:
    """Return the pack to play a kept run in; for ``latest``, the one last played and not over.

    A run from elsewhere that was not played on here is nobody's latest. Raises ``StoreError``.
    """
    if not os.path.exists(os.path.join(data, FILE)):
        raise StoreError(f"No runs are kept yet in {data}.")
    file = File.open(data)
    try:
        if typed == LATEST:
            rows = file.all(
                "SELECT code, story, packs FROM runs WHERE ending = '' ORDER BY turn DESC, id DESC"
            )
            rows = [row for row in rows if origin_in(row[2])]
            if not rows:
                raise StoreError("There is no unfinished run to go on with.")
        else:
            rows = file.all("SELECT code, story, packs FROM runs WHERE code = ?", code_of(file, typed))
    finally:
        file.close()
    code, story, packs = rows[0]
    return located(code, story, origin_in(packs), [branch["id"] for branch in branches_in(packs)])


def missing(branches: Iterable[str]) -> list[str]:
    """Return which branches are in none of the folders that packs are found in by name."""
    return [name for name in branches if not os.path.isfile(os.path.join(pack_folder(name), "story.yaml"))]


def not_here(code: str, story: str, branches: Sequence[str]) -> str:
    """Say which branches a run from elsewhere was played with that are not here, and what to do."""
    lack = missing(branches)
    names = " and ".join(f"“{name}”" for name in lack)
    given = " ".join(f"--with {'FOLDER' if name in lack else name}" for name in branches)
    return (
        f"{code} was played with {names} laid over the story, and {'that is' if len(lack) == 1 else 'they are'} not here. "
        f"Put {'its folder' if len(lack) == 1 else 'their folders'} into {pack_folders()[-1]}, or say where: "
        f"vikzhel play {story} {given} --resume {code}"
    )


def located(code: str, story: str, origin: str, branches: Sequence[str] = ()) -> str:
    """Return the pack that a run belongs to; raise ``StoreError`` with what to type if it is not there."""
    if not origin and os.path.isfile(os.path.join(packs_folder(), story, "story.yaml")):
        if missing(branches):
            raise StoreError(not_here(code, story, branches))
        return ABOVE.join([story, *branches])
    give = f"say where it is now: vikzhel play FOLDER --resume {code}"
    if not origin:
        raise StoreError(
            f"{code} came from another computer, and its story “{story}” is none of those that come with "
            f"the program. Please {give}"
        )
    for part in origin.split(ABOVE):
        if os.path.isfile(os.path.join(pack_folder(part), "story.yaml")):
            continue
        if os.path.isabs(part):
            where = f"was played in the story folder {part}, which is not there any more"
        else:
            where = f"was played in “{part}”, a story that no longer comes with the program"
        raise StoreError(f"{code} {where}. If you have the story elsewhere, {give}")
    return origin
