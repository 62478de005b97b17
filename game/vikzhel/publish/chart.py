"""The graph of a story as one role meets it: stops, the ways out of each, and the arrows between them.

A rule is read only as far as the role settles it: Kamenev's map leaves out what is for Martov alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..proof.rules import folded, of_role
from .brought import Brought, brought, brought_into, with_branches
from .findings import Findings

if TYPE_CHECKING:
    from ..story.dates import Moment
    from ..story.model import Scene, Way
    from ..story.packs import Pack
    from ..story.rules import Rule

BACK = "back"


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a scene: an option, a door, a vote's result, what chance brings, or just on.

    ``ways`` are the scenes it may lead to, each with whether that hangs on a rule.
    """

    kind: str
    id: str
    label: str
    text: str
    ways: tuple[tuple[str, bool], ...]
    shut: bool
    """Whether it is open only sometimes."""
    verdict: str = ""
    brought: tuple[Brought, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A scene on the map; ``kind`` is choices, doors, vote, chance, flow or ending."""

    id: str
    title: str
    kind: str
    when: Moment | None
    where: str
    grade: str
    exits: tuple[Exit, ...]
    pick: int = 0
    vote: str = ""
    ending: str = ""
    ending_title: str = ""
    verdict: str = ""
    brought: tuple[Brought, ...] = ()
    """What branches did to the scene itself."""
    inside: tuple[Brought, ...] = ()
    """What they did to its options and paragraphs."""

    @property
    def name(self) -> str:
        """Return what the map calls it: an ending by its own title, any other scene by the scene's."""
        return self.ending_title or self.title

    @property
    def options(self) -> list[Exit]:
        """Return what the player may choose between here."""
        return [one for one in self.exits if one.kind in ("option", "door")]


@dataclass(frozen=True, slots=True)
class Arrow:
    """All that leads from one stop to another, put together; ``label`` says which ways out it is."""

    start: str
    end: str
    label: str
    sure: bool
    """False if it is gone only on a condition."""
    never: bool
    """Proved never to be gone."""
    returns: bool = False
    """Whether it stands for the way back to the doors and on from there."""
    brought: bool = False
    """Whether it is there only because of what a branch added."""


@dataclass
class Chart:
    """A role's whole map: stops in the order in which they are come to."""

    role: str
    name: str
    first: str
    laid: str
    """The branches laid over the story, in a sentence."""
    stops: dict[str, Stop] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)


def chart_of(pack: Pack, role: str, findings: Findings) -> Chart:
    """Return the map of what a role can come to, by ids and by what the role settles."""
    scenes = {str(name): scene for name, scene in pack.files.scenes.items()}
    chart = Chart(role, pack.role_name(role), str(pack.role(role).start), with_branches(pack))
    todo = [chart.first]
    while todo:
        at = todo.pop()
        if at in chart.stops or at not in scenes:
            continue
        stop = chart.stops[at] = _stop(pack, at, scenes[at], role, findings)
        todo += [to for way_out in reversed(stop.exits) for to, _ in reversed(way_out.ways) if to != BACK]
    for stop in chart.stops.values():
        chart.arrows += _arrows(stop)
    return chart


def _stop(pack: Pack, name: str, scene: Scene, role: str, findings: Findings) -> Stop:
    kind = (
        "choices"
        if scene.choices
        else "doors"
        if scene.doors
        else "vote"
        if scene.vote
        else "chance"
        if scene.chance
        else "ending"
        if scene.ending
        else "flow"
    )
    end = str(pack.files.endings[scene.ending].title) if scene.ending else ""
    return Stop(
        id=name,
        title=str(scene.title or end or name.rpartition(":")[2]),
        kind=kind,
        when=scene.when,
        where=str(scene.where or ""),
        grade=str(scene.evidence or "invented"),
        exits=tuple(_exits(pack, name, scene, role, findings)),
        pick=scene.doors.pick if scene.doors else 0,
        vote=str(scene.vote.hold) if scene.vote else "",
        ending=str(scene.ending or ""),
        ending_title=end,
        verdict=findings.verdict("scene", name, role),
        brought=brought(pack, pack.brought.get(name, "")),
        inside=brought_into(pack, name, scene),
    )


def _exits(pack: Pack, at: str, scene: Scene, role: str, findings: Findings) -> list[Exit]:
    found = []
    if scene.goto:
        found.append(Exit("flow", "", "", "", _ways(scene.goto, role), False))
    for number, choice in enumerate(scene.choices, 1):
        if settled(choice.condition, role) is not False:
            said = findings.verdict("option", f"{at}/{choice.id}", role)
            shut = settled(choice.condition, role) is None or choice.fallback or choice.once
            ways = _ways(choice.goto, role)
            by = brought(pack, pack.brought.get(f"{at}/{choice.id}", ""))
            found.append(Exit("option", str(choice.id), str(number), str(choice.text), ways, shut, said, by))
    if scene.doors:
        for number, door in enumerate(scene.doors.of, 1):
            if settled(door.condition, role) is not False:
                said = findings.verdict("option", f"{at}/{door.to}", role)
                to = ((str(door.to), False),)
                shut = settled(door.condition, role) is None
                by = brought(pack, pack.brought.get(f"{at}/{door.to}", ""))
                found.append(Exit("door", str(door.to), str(number), str(door.text), to, shut, said, by))
        found.append(Exit("then", "", "then", "", _ways(scene.doors.then, role), False))
    if scene.vote:
        held = scene.vote
        for result, outcome in (("carried", held.carried), ("lost", held.lost), ("tied", held.tied)):
            if outcome is not None:
                said = findings.verdict("result", f"{held.hold} {result} in {at}", role)
                found.append(Exit("result", result, result, "", _ways(outcome.goto, role), False, said))
    if scene.chance:
        whole = sum(branch.weight for branch in scene.chance.of)
        for branch in scene.chance.of:
            label = f"{branch.weight} in {whole}"
            text = str(branch.text or "")
            found.append(Exit("draw", str(branch.id), label, text, _ways(branch.goto, role), False))
    return found


def _ways(ways: list[Way], role: str) -> tuple[tuple[str, bool], ...]:
    """Return where ways lead, each once, with whether a rule decides; none after one that surely holds.

    The last is gone when none before it holds, which is no condition of its own.
    """
    found: dict[str, bool] = {}
    for way in ways:
        holds = settled(way.condition, role)
        if holds is False:
            continue
        found[str(way.to)] = found.get(str(way.to), True) and holds is None
        if holds:
            break
    return tuple(found.items())


def settled(rule: Rule | None, role: str) -> bool | None:
    """Return whether a rule holds for a role whatever else is so; ``None`` if that is open."""
    left = folded(rule, of_role(role))
    return left if isinstance(left, bool) else None


def _arrows(stop: Stop) -> list[Arrow]:
    """Put together what leads from a stop to one other, in the order in which it is first named."""
    to: dict[str, list[tuple[Exit, bool]]] = {}
    for way_out in stop.exits:
        for end, rule in way_out.ways:
            to.setdefault(end, []).append((way_out, rule))
    whole = all(len(ways) == len(stop.exits) for ways in to.values())
    found = []
    for end, ways in to.items():
        exits = [way_out for way_out, _ in ways]
        alone = whole and len(to) == 1
        sure = any(not rule and not way_out.shut for way_out, rule in ways)
        never = stop.verdict == "unreachable" or all(one.verdict == "unreachable" for one in exits)
        label = "" if whole else _label(stop, exits)
        new = _added(stop.brought) or all(_added(one.brought) for one in exits)
        found.append(Arrow(stop.id, end, label, sure or alone, never, brought=new))
    return found


def _added(what: tuple[Brought, ...]) -> bool:
    return any("+" in one.sign for one in what)


def _label(stop: Stop, exits: list[Exit]) -> str:
    if any(one.kind == "door" for one in exits):
        return ""
    if stop.kind == "vote":
        return " or ".join(one.label for one in exits)
    if stop.kind != "choices":
        return ", ".join(one.label for one in exits if one.label)
    return numbers([int(one.label) for one in exits])


def drawn(chart: Chart) -> list[Arrow]:
    """Return the arrows of a picture: each way back to doors is drawn on to what comes after them.

    So one reads hub, doors, and what follows, and no line runs up again. A hub's own arrow to what follows is
    left out if there is always a door to open, for then nobody goes it before he comes back.
    """
    scene_of = {(a.start, a.end): a for a in chart.arrows}
    found: dict[tuple[str, str], Arrow] = {}
    passed_by: set[tuple[str, str]] = set()
    belongs: set[str] = set()
    for hub in chart.stops.values():
        then = [to for one in hub.exits if one.kind == "then" for to, _ in one.ways if to != BACK]
        for way_out in hub.exits:
            if way_out.kind != "door":
                continue
            for inside in _behind(chart, way_out.id):
                if (inside, BACK) in scene_of:
                    belongs.add(inside)
                    came = scene_of[inside, BACK]
                    for to in then:
                        found[inside, to] = replace(came, end=to, returns=True)
                        if not way_out.shut:
                            passed_by.add((hub.id, to))
    for arrow in chart.arrows:
        if (arrow.end != BACK or arrow.start not in belongs) and (arrow.start, arrow.end) not in passed_by:
            found[arrow.start, arrow.end] = arrow
    return list(found.values())


def _behind(chart: Chart, door: str) -> list[str]:
    """Return the scenes behind a door, up to the way back."""
    found: dict[str, None] = {}
    todo = [door]
    while todo:
        at = todo.pop()
        if at in found or at not in chart.stops:
            continue
        found[at] = None
        todo += [to for one in chart.stops[at].exits for to, _ in one.ways if to != BACK]
    return list(found)


def numbers(found: list[int]) -> str:
    """Return numbers in few words: ``1–3, 5``."""
    parts: list[list[int]] = []
    for number in found:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    said: list[str] = []
    for part in parts:
        said += [f"{part[0]}–{part[-1]}"] if len(part) > 2 else map(str, part)
    return ", ".join(said)
