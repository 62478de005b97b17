"""When and where a branch's scenes are, if they do not say so: as in the scene that leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .dates import Moment
from .diagnostics import Report, Word
from .routes import following

if TYPE_CHECKING:
    from .model import Scene
    from .packs import Pack

Found = dict[tuple[str, str], tuple[Any, Word]]
"""What is handed on: by its words, the value itself and a scene it comes from."""


def surround(pack: Pack, report: Report) -> None:
    """Give the scenes of branches the day and place they do not have; report where several could be meant."""
    scenes = pack.files.scenes
    own = [at for branch in pack.branches for at in branch.files.scenes]
    if all(scenes[at].when is not None and scenes[at].where is not None for at in own):
        return
    leading: dict[str, list[Word]] = {str(at): [] for at in own}
    known = {str(at): at for at in scenes}
    for at, ahead in following(scenes).items():
        for to in ahead:
            if to in leading and known[at] not in leading[to]:
                leading[to].append(known[at])
    missing: dict[Word, list[str]] = {}
    sources: dict[Word, list[Word]] = {}
    for what in ("when", "where"):
        for at, found in _handed_on(what, own, leading, scenes).items():
            if len(found) == 1:
                setattr(scenes[at], what, next(iter(found.values()))[0])
            elif found:
                missing.setdefault(at, []).append(f"{what}: {written(next(iter(found.values()))[0])}")
                sources.setdefault(at, [source for _, source in found.values()])
    for at, lines in missing.items():
        if all(source in missing for source in sources[at]):
            continue  # the scenes before it have to say it first
        both = " and ".join(f"“{source}”" for source in sources[at][:3])
        report.add(
            "V628",
            at.mark,
            f"{both} lead to “{at}”, and are not of one day and place.",
            f"Say under it what it is here, for example  {'  and  '.join(lines)}",
        )


def _handed_on(
    what: str, own: list[Word], leading: dict[str, list[Word]], scenes: dict[Word, Scene]
) -> dict[Word, Found]:
    """Return, for each scene of a branch that does not say it, all that the ways to it hand on."""
    found: dict[Word, Found] = {at: {} for at in own if getattr(scenes[at], what) is None}
    more = True
    while more:
        more = False
        for at, values in found.items():
            for before in leading[at]:
                said = getattr(scenes[before], what)
                handed: Found = {}
                if said is not None:
                    handed = {(what, said.words if isinstance(said, Moment) else str(said)): (said, before)}
                elif before in found and before != at:
                    handed = {key: (value, before) for key, (value, _) in found[before].items()}
                for key, value in handed.items():
                    if key not in values:
                        values[key] = value
                        more = True
    return found


def written(value: Any) -> str:
    """Return a day or a place as it is typed."""
    if isinstance(value, Moment):
        return f"{value.day.isoformat()} {value.time}".strip()
    return str(value)
