"""Where paths lead, by ids alone: doors that nest, ``back`` with no door, scenes nobody reaches, loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .diagnostics import Mark, Report, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from .model import Scene, Way
    from .packs import Pack


def onward(scene: Scene) -> list[Way]:
    ways = list(scene.goto)
    for choice in scene.choices:
        ways += choice.goto
    if scene.vote:
        for outcome in (scene.vote.carried, scene.vote.lost, scene.vote.tied):
            ways += outcome.goto if outcome else []
    for branch in scene.chance.of if scene.chance else []:
        ways += branch.goto
    return ways


def backwards(
    scenes: dict[Word, Scene], start: Word, ahead: Callable[[Scene], list[Word]], done: Container[str]
) -> Iterator[Word]:
    """Yield a scene and all that may come after it, each after those it leads to; what is done is left out.

    Depth first with a stack of our own. A ring is broken where it closes.
    """
    todo = [(start, False)]
    on_the_way: set[str] = set()
    while todo:
        at, below_is_known = todo.pop()
        if at not in scenes or at in done:
            continue
        if below_is_known:
            yield at
        elif at not in on_the_way:
            on_the_way.add(at)
            todo.append((at, True))
            todo += [(to, False) for to in ahead(scenes[at])]


MOST_LOOKED = 100_000
"""How many scenes behind doors are looked at for their way back, each once for every set of doors."""


def following(scenes: dict[Word, Scene]) -> dict[str, list[str]]:
    """Return for every scene those that can come next, rules aside; ``back`` leads to the doors it belongs to.

    Where that would take long, some ways back are left out.
    """
    after = {str(at): [str(way.to) for way in onward(scene)] for at, scene in scenes.items()}
    ahead = {at: [to for to in ways if to != "back"] for at, ways in after.items()}
    looked = 0
    for hub, scene in scenes.items():
        if scene.doors is None:
            continue
        behind = [str(door.to) for door in scene.doors.of]
        ahead[str(hub)] += [*behind, *(str(way.to) for way in scene.doors.then)]
        seen: set[str] = set()
        while behind and looked < MOST_LOOKED:
            at = behind.pop()
            if at in seen or at not in after:
                continue
            seen.add(at)
            looked += 1
            if "back" in after[at]:
                ahead[at].append(str(hub))
            behind += [to for to in after[at] if to != "back"]
    return ahead


def check_routes(pack: Pack, report: Report) -> None:
    """Walk every route by ids alone: doors that nest, ``back`` with no door, scenes nobody reaches, loops."""
    scenes = pack.files.scenes
    seen: set[tuple[Word, bool]] = set()
    todo = [(role.start, False) for role in pack.files.roles.values()]
    told: set[Mark] = set()
    while todo:
        at, inside = todo.pop()
        if (at, inside) in seen or at not in scenes:
            continue
        seen.add((at, inside))
        scene = scenes[at]
        if scene.doors:
            if inside and scene.doors.mark not in told:
                told.add(scene.doors.mark)
                report.add(
                    "V607",
                    scene.doors.mark,
                    f"“{at}” has doors, but it lies behind a door itself; doors do not nest.",
                    "Let the path behind a door end with  goto: back  before other doors open.",
                )
            todo += [(door.to, True) for door in scene.doors.of]
            todo += [(way.to, inside) for way in scene.doors.then]
        for way in onward(scene):
            if way.to != "back":
                todo.append((way.to, inside))
            elif not inside and way.mark not in told:
                told.add(way.mark)
                report.add(
                    "V607",
                    way.mark,
                    f"“back” leads back to the doors, but “{at}” can be reached without going through one.",
                    "Lead to a scene by its id.",
                )
    reached = {at for at, _ in seen}
    if not report.fatal:
        for scene_id in scenes:
            if scene_id not in reached:
                report.add(
                    "V609",
                    scene_id.mark,
                    f"No path leads to the scene “{scene_id}”, so nobody will ever read it.",
                    "Lead to it from another scene, or delete it.",
                )
    _check_loops(scenes, report)


def _check_loops(scenes: dict[Word, Scene], report: Report) -> None:
    """Report scenes that flow into each other in a ring with no decision for the player.

    Chance decides nothing for him, and doors that may all be shut are passed by.
    """
    flows = {
        at: [way.to for way in onward(scene) if way.to in scenes]
        for at, scene in scenes.items()
        if scene.goto or scene.chance or (scene.vote and scene.vote.predict is None)
    }
    for hub, scene in scenes.items():
        if scene.doors and all(door.condition is not None for door in scene.doors.of):
            flows[hub] = [way.to for way in scene.doors.then if way.to in scenes]
    done: set[str] = set()
    for first in flows:
        path: dict[Word, list[Word]] = {}
        at: Word | None = first
        # Depth first with an explicit stack: ``path`` is the way here, with what is left to try of each.
        while at is not None:
            if at not in path:
                path[at] = [] if at in done else list(flows.get(at, ()))
            if path[at]:
                to = path[at].pop()
                if to in path:
                    ring = list(path)[list(path).index(to) :]
                    _ring(scenes, ring, report)
                    return
                at = to
            else:
                done.add(at)
                del path[at]
                at = next(reversed(path), None)


def _ring(scenes: dict[Word, Scene], ring: list[Word], report: Report) -> None:
    first = min(range(len(ring)), key=lambda n: (ring[n].mark.source.name, ring[n].mark.line))
    ring = ring[first:] + ring[:first]
    named = ring if len(ring) < 9 else [*ring[:6], "…", ring[-1]]
    report.add(
        "V606",
        next(known for known in scenes if known == ring[0]).mark,
        f"These scenes can flow into each other for ever with no choice between them: "
        f"{' → '.join([*named, ring[0]])}.",
        "Give one of them choices.",
    )
