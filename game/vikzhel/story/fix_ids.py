"""``check --fix-ids``: writing into choices that have no id the one that the engine gives them.

A choice without an id goes by a slug of its text, so kept runs lose it when somebody betters the
wording. Written into the file, the id stays. Every other byte of the file stays too: nothing is
parsed and printed again, a few characters are put in where the choice begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TextIO

from .model import Choice
from .packs import Pack, try_pack
from .rewriting import CannotChange, parted, read, values, write
from .starting.typed import ident

_NEWLINE = re.compile(r"\r\n|\r|\n")


class Missing(NamedTuple):
    """A choice that has no id in its file."""

    scene: str
    choice: Choice


def fix_ids(folder: str, out: TextIO) -> int:
    """Write the ids that are missing, and say which; return 0, or 1 if something has to be fixed first."""
    pack, report = try_pack(folder)
    if pack is None or report.fatal:
        print(report.render(), file=out)
        print("No ids were written: mend these first, so that it is clear what belongs to what.", file=out)
        return 1
    by_file: dict[str, list[Missing]] = {}
    for missing in without_id(pack):
        by_file.setdefault(missing.choice.mark.source.path, []).append(missing)
    if not by_file:
        print(f"{pack.manifest.id}: every choice has its id.", file=out)
    failed = False
    for path, found in by_file.items():
        name = found[0].choice.mark.source.name
        try:
            _rewrite(path, found)
        except (OSError, CannotChange) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            print(f"{name}: could not be written ({why}). It is as it was.", file=out)
            failed = True
            continue
        found.sort(key=lambda missing: (missing.choice.mark.line, missing.choice.mark.column))
        added = 0
        for scene, choice in found:
            print(f"{name}:{choice.mark.line + 1 + added}: {scene}/{bare(choice.id or '')}", file=out)
            added += not _in_braces(choice)
        count = "1 id" if len(found) == 1 else f"{len(found)} ids"
        print(f"{name}: {count} written.", file=out)
    return int(failed)


def without_id(pack: Pack) -> list[Missing]:
    """Return the choices whose id was made from their text; it then stands where the choice does."""
    own = {id(source) for branch in pack.branches for source in branch.sources}
    return [
        Missing(bare(scene_id), choice)
        for scene_id, scene in pack.files.scenes.items()
        for choice in scene.choices
        if choice.id is not None and choice.id.mark is choice.mark
        if not own or id(choice.mark.source) in own
    ]


def bare(word: str) -> str:
    """Return an id as it is typed: that of a branch's own thing without the branch's."""
    return word.rpartition(":")[2]


def _in_braces(choice: Choice) -> bool:
    """True if a choice stands on one line in braces, so that its id takes no line of its own."""
    return choice.mark.source.line(choice.mark.line)[choice.mark.column] == "{"


def _rewrite(path: str, found: list[Missing]) -> None:
    with open(path, "rb") as stream:
        data = stream.read()
    changed = with_ids(data, [choice for _, choice in found])
    _make_sure(data, changed, len(found))
    write(path, changed, new=False)


def with_ids(data: bytes, choices: list[Choice]) -> bytes:
    """Return a file's bytes with the ids of these choices, which have none there, put in."""
    head, text = parted(data)
    breaks = [*_NEWLINE.finditer(text)]
    starts = [0, *(found.end() for found in breaks)]
    usual = breaks[0].group() if breaks else "\n"
    for choice in sorted(choices, key=lambda c: (c.mark.line, c.mark.column), reverse=True):
        line, column = choice.mark.line, choice.mark.column
        at = starts[line] + column
        end = breaks[line].start() if line < len(breaks) else len(text)
        written = ident(bare(choice.id or ""))
        if text[at] == "{":
            behind = text[at + 1 : end]
            at += 1 + (len(behind) - len(behind.lstrip(" ")) if behind.strip() else 0)
            new = f"id: {written}, " if behind.strip() else f" id: {written},"
        else:
            newline = breaks[line].group() if line < len(breaks) else usual
            new = f"id: {written}{newline}{' ' * column}"
        text = text[:at] + new + text[at:]
    return head + text.encode("utf-8")


def _make_sure(before: bytes, after: bytes, count: int) -> None:
    """Raise ``CannotChange`` unless a file says what it said, and ``count`` ids more."""
    old, new = (values(read(parted(data)[1])) for data in (before, after))
    if _size(new) - _size(old) != count or not _within(old, new):
        raise CannotChange("the ids cannot be put in without changing what it says; write them by hand")


def _size(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list):
        return sum(_size(inner) for _, inner in value)
    return 1


def _within(old: object, new: object) -> bool:
    """True if two readings are equal but for an ``id`` at the head of some groups."""
    if isinstance(old, list) and isinstance(new, list):
        if len(new) == len(old) + 1 and new[0][0] == "id":
            new = new[1:]
        return len(old) == len(new) and all(
            a[0] == b[0] and _within(a[1], b[1]) for a, b in zip(old, new, strict=True)
        )
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_within(old[n], new[n]) for n in old)
    return old == new
