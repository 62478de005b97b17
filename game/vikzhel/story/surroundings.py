"""When and where a branch's scenes are, if they do not say so: as in the scene that leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .dates import Moment
from .diagnostics import Report, Word
from .routes import following

if TYPE_CHECKING:
    from .model import Scene
    from .packs import Pack

MOST = 3
Found = dict[tuple[str, str], tuple[Any, Word]]
"""What is handed on: by its words, the value itself and a scene it comes from."""


def surround(pack: Pack, report: Report) -> None:
    """Give the scenes of branches the day and place they do not have; report where several could be meant."""
    scenes = pack.files.scenes
    own = [at for branch in pack.branches for at in branch.files.scenes]
    if all(scenes[at].when is not None and scenes[at].where is not None for at in own):
        return
    mine = {str(at): at for at in own}
    known = {str(at): at for at in scenes}
    ahead: dict[Word, list[Word]] = {}
    for at, after in following(scenes).items():
        onward = [mine[to] for to in dict.fromkeys(after) if to in mine]
        if onward:
            ahead[known[at]] = onward
    missing: dict[Word, list[str]] = {}
    sources: dict[Word, list[tuple[Word, str]]] = {}
    for what in ("when", "where"):
        for at, found in _handed_on(what, own, ahead, scenes).items():
            if len(found) == 1:
                setattr(scenes[at], what, next(iter(found.values()))[0])
            elif found:
                missing.setdefault(at, []).append(f"{what}: {written(next(iter(found.values()))[0])}")
                sources.setdefault(at, [(source, words) for (_, words), (_, source) in found.items()])
    for at, lines in missing.items():
        if all(source in missing for source, _ in sources[at]):
            continue  # the scenes before it have to say it first
        both = " and ".join(f"“{source}” ({words})" for source, words in sources[at])
        report.add(
            "V628",
            at.mark,
            f"{both} lead to “{at}”, so when or where it is cannot be told.",
            f"Say under it what it is here, for example  {'  and  '.join(lines)}",
        )


def _handed_on(
    what: str, own: list[Word], ahead: dict[Word, list[Word]], scenes: dict[Word, Scene]
) -> dict[Word, Found]:
    """Return, for each scene of a branch that does not say it, all that the ways to it hand on.

    What several ways bring is told once for each value; no more than ``MOST`` values are gathered.
    """
    found: dict[Word, Found] = {at: {} for at in own if getattr(scenes[at], what) is None}
    handing: list[tuple[Word, tuple[str, str], Any]] = []
    for at in ahead:
        said = getattr(scenes[at], what)
        if said is not None:
            handing.append((at, (what, said.words if isinstance(said, Moment) else str(said)), said))
    while handing:
        before, key, value = handing.pop()
        for at in ahead.get(before, ()):
            if at in found and key not in found[at] and len(found[at]) < MOST:
                found[at][key] = (value, before)
                handing.append((at, key, value))
    return {at: dict(sorted(values.items())) for at, values in found.items()}


def written(value: Any) -> str:
    """Return a day or a place as it is typed."""
    if isinstance(value, Moment):
        return f"{value.day.isoformat()} {value.time}".strip()
    return str(value)
