"""An independent interpreter of the story language: the yardstick for the proof.

Written from the language's specification alone. It works on a story's plain data, shares no code with
the game, visits every raw state and reckons with fractions. Slow and simple on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Data = dict[str, Any]
State = dict[str, Any]
Test = Callable[[State], bool]
Row = list[Fraction]

BANDS = ["hostile", "cold", "wary", "neutral", "open", "warm", "trusting"]
PREFERS = Fraction(3, 4)


class TooLarge(Exception):
    """There are more raw states, or larger rings, than this search is meant for."""


@dataclass(frozen=True)
class Claim:
    """One thing a player could meet: where, with which option or vote result, and if which rules hold."""

    kind: str
    name: str
    scene: str
    rule: str | None = None
    without: tuple[str, ...] = ()
    option: int | None = None
    result: str | None = None


@dataclass(frozen=True)
class Option:
    """Something open in a state."""

    number: int
    id: str
    kind: str
    weight: int = 1
    suits: tuple[str, ...] = ()


@dataclass
class Graph:
    """Every raw state a role can reach, number 0 first, and what was met on the way."""

    states: list[tuple[Any, ...]] = field(default_factory=list)
    options: list[list[Option]] = field(default_factory=list)
    nexts: list[list[int]] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    goals: list[tuple[bool, ...]] = field(default_factory=list)
    met: dict[int, tuple[str, ...]] = field(default_factory=dict)


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


# -- rules -------------------------------------------------------------------------------------


class _Reader:
    """Reads one rule: ``or`` binds least, then ``and``, then ``not``."""

    def __init__(self, text: str, positions: dict[str, list[str]]) -> None:
        self.words = re.findall(r"[()]|[^\s()]+", text)
        self.positions = positions

    def next(self, *wanted: str) -> bool:
        if self.words and self.words[0] in wanted:
            self.words.pop(0)
            return True
        return False

    def any(self) -> Test:
        parts = [self.all()]
        while self.next("or"):
            parts.append(self.all())
        return lambda s: any(part(s) for part in parts)

    def all(self) -> Test:
        parts = [self.one()]
        while self.next("and"):
            parts.append(self.one())
        return lambda s: all(part(s) for part in parts)

    def one(self) -> Test:
        if self.next("not"):
            part = self.one()
            return lambda s: not part(s)
        if self.next("("):
            inner = self.any()
            assert self.next(")")
            return inner
        return self.compare(self.words.pop(0))

    def compare(self, name: str) -> Test:
        if self.next("is"):
            denied = self.next("not")
            want = self.value(name, self.words.pop(0))
            return lambda s: (s[name] == want) != denied
        if self.next("at"):
            least = self.words.pop(0) == "least"
            bound = self.value(name, self.words.pop(0))
            return lambda s: bool(s[name] >= bound if least else s[name] <= bound)
        return lambda s: bool(s[name])

    def value(self, name: str, word: str) -> Any:
        kind, _, rest = name.partition(".")
        if kind == "mood":
            return BANDS.index(word) - 3
        if kind == "table":
            return self.positions[rest].index(word)
        return int(word) if kind in ("count", "seen") else word


# -- the story ---------------------------------------------------------------------------------


class Story:
    """A story's data, ready to be played by one role."""

    def __init__(self, data: Data, role: str) -> None:
        self.data = data
        self.role = role
        self.scenes: dict[str, Data] = data["scenes"]
        self.positions = {name: list(issue["positions"]) for name, issue in data.get("table", {}).items()}
        self.rules: dict[str, Test] = {}
        self.claims = list(self._claims())
        self.start = self._first()
        self.keys = list(self.start)

    def holds(self, rule: str | None, s: State) -> bool:
        if rule is None:
            return True
        if rule not in self.rules:
            self.rules[rule] = _Reader(rule, self.positions).any()
        return self.rules[rule](s)

    def _first(self) -> State:
        data = self.data
        s: State = {"scene": "", "role": self.role, "hub": "", "taken": frozenset()}
        for name, mood in data.get("moods", {}).items():
            s[f"mood.{name}"] = BANDS.index(mood if isinstance(mood, str) else mood["start"]) - 3
        for name, issue in data.get("table", {}).items():
            s[f"table.{name}"] = self.positions[name].index(issue["start"])
        for name, counter in data.get("counters", {}).items():
            s[f"count.{name}"] = counter.get("start", 0)
        s |= {f"flag.{name}": False for name in data.get("flags", {})}
        s |= {f"knows.{name}": False for name in data.get("facts", {})}
        s |= {f"vote.{name}": "not-held" for name in data.get("votes", {})}
        read = set(re.findall(r"seen\.([a-z0-9-]+)", repr(data)))
        s |= {f"seen.{name}": 0 for name in self.scenes if name in read}
        for name, scene in self.scenes.items():
            s |= {f"once.{name}/{c['id']}": False for c in scene.get("choices", []) if c.get("once")}
        return s

    def change(self, record: Data, s: State) -> None:
        """Let effects happen, clamped to what a variable can be."""
        for kind in ("mood", "table", "count"):
            for name, change in record.get(kind, {}).items():
                word = str(change["change"] if isinstance(change, dict) else change)
                key = f"{kind}.{name}"
                low, high = self._bounds(kind, name)
                if re.fullmatch(r"[+-]\d+", word):
                    s[key] = min(max(s[key] + int(word), low), high)
                elif kind == "mood":
                    s[key] = BANDS.index(word) - 3
                elif kind == "table":
                    s[key] = self.positions[name].index(word)
                else:
                    s[key] = int(word.removeprefix("to "))
        s |= {f"flag.{name}": True for name in _list(record.get("flag"))}
        s |= {f"flag.{name}": False for name in _list(record.get("unflag"))}
        s |= {f"knows.{name}": True for name in _list(record.get("learn"))}

    def _bounds(self, kind: str, name: str) -> tuple[int, int]:
        if kind == "mood":
            return -3, 3
        if kind == "table":
            return 0, len(self.positions[name]) - 1
        counter = self.data["counters"][name]
        return counter.get("min", 0), counter["max"]

    # -- moving ----------------------------------------------------------------------------------

    def begin(self) -> tuple[State, list[State]]:
        """Return the first state that waits, and the state on entering each scene before it."""
        s = dict(self.start)
        role = self.data["roles"][self.role]
        self.change(role.get("begins") or {}, s)
        passed: list[State] = []
        self._go(s, role["start"], passed)
        return s, passed

    def open(self, s: State) -> list[Option]:
        """Return what can be taken; nothing at an ending."""
        scene = self.scenes[s["scene"]]
        if "choices" in scene:
            found: list[list[Option]] = [[], []]
            for number, choice in enumerate(scene["choices"]):
                used = choice.get("once") and s[f"once.{s['scene']}/{choice['id']}"]
                if not used and self.holds(choice.get("if"), s):
                    option = Option(number, choice["id"], "choice", suits=tuple(_list(choice.get("suits"))))
                    found[bool(choice.get("fallback"))].append(option)
            return found[0] or found[1]
        if "doors" in scene:
            return self._doors(s)
        if "chance" in scene:
            return [
                Option(number, branch["id"], "draw", branch["weight"])
                for number, branch in enumerate(scene["chance"]["of"])
            ]
        return [Option(0, scene["vote"]["hold"], "vote")] if "vote" in scene else []

    def _doors(self, s: State) -> list[Option]:
        return [
            Option(number, door["to"], "door", suits=tuple(_list(door.get("suits"))))
            for number, door in enumerate(self.scenes[s["scene"]]["doors"]["of"])
            if number not in s["taken"] and self.holds(door.get("if"), s)
        ]

    def take(self, before: State, option: Option) -> tuple[State, list[State]]:
        """Return the state after an option, and the state on entering each scene on the way."""
        s = dict(before)
        at = s["scene"]
        scene = self.scenes[at]
        passed: list[State] = []
        if option.kind == "door":
            s["taken"] |= {option.number}
            self._go(s, option.id, passed)
        elif option.kind == "vote":
            self._go(s, self._hold(at, s), passed)
        else:
            taken = (scene["choices"] if option.kind == "choice" else scene["chance"]["of"])[option.number]
            self.change(taken, s)
            if taken.get("once"):
                s[f"once.{at}/{taken['id']}"] = True
            self._go(s, self._leave(at, taken["goto"], s), passed)
        return s, passed

    def _leave(self, at: str, ways: Any, s: State) -> str:
        """Count the visit that ends here, and return the first way that holds."""
        if f"seen.{at}" in s:
            s[f"seen.{at}"] = min(2, s[f"seen.{at}"] + 1)
        if isinstance(ways, str):
            return ways
        return next(str(way["to"]) for way in ways if self.holds(way.get("if"), s))

    def _go(self, s: State, to: str, passed: list[State]) -> None:
        """Enter a scene and flow on until the story waits or ends."""
        for _ in range(1000):
            at = s["scene"] = s["hub"] if to == "back" else to
            scene = self.scenes[at]
            if to != "back":
                self.change(scene, s)
                passed.append(dict(s))
            if "doors" in scene:
                if to != "back":
                    s["hub"], s["taken"] = at, frozenset()
                if len(s["taken"]) < scene["doors"]["pick"] and self._doors(s):
                    return
                s["hub"], s["taken"] = "", frozenset()
                to = self._leave(at, scene["doors"]["then"], s)
            elif "vote" in scene and "predict" not in scene["vote"]:
                to = self._hold(at, s)
            elif "goto" in scene:
                to = self._leave(at, scene["goto"], s)
            else:
                return
        raise TooLarge("scenes that flow for ever")

    # -- votes -----------------------------------------------------------------------------------

    def _hold(self, at: str, s: State) -> str:
        holding = self.scenes[at]["vote"]
        result = self.count(holding["hold"], s)
        s[f"vote.{holding['hold']}"] = result
        then = holding.get(result) or holding["lost"]
        self.change(then, s)
        return self._leave(at, then["goto"], s)

    def count(self, name: str, s: State) -> str:
        """Return what a vote comes to now."""
        vote = self.data["votes"][name]
        votes = {"for": 0, "against": 0, "abstain": 0}
        for bloc, seats in vote["present"].items():
            votes[self._voice(vote, bloc, s)] += seats
        yes, no = votes["for"], votes["against"]
        if vote.get("carry") == "two-thirds":
            return "carried" if yes and yes * 3 >= (yes + no) * 2 else "lost"
        return "tied" if yes == no else "carried" if yes > no else "lost"

    def _voice(self, vote: Data, bloc: str, s: State) -> str:
        if "stance" in vote:
            for stance in _list(vote["stance"][bloc]):
                if isinstance(stance, str):
                    return stance
                if self.holds(stance.get("if"), s):
                    return str(stance["vote"])
        if "between" in vote:
            a = self._worth(bloc, vote["between"]["a"]["on"], s)
            b = self._worth(bloc, vote["between"]["b"]["on"], s)
            if a is None or b is None or a == b:
                return "abstain" if a == b else "against" if a is None else "for"
            return "for" if a > b else "against"
        worth = self._worth(bloc, vote["on"], s)
        short = 2 if worth is None else self.data["blocs"][bloc].get("needs", 0) - worth
        return "for" if short <= 0 else "abstain" if short == 1 else "against"

    def _worth(self, name: str, on: dict[str, str], s: State) -> int | None:
        """Return what a text is worth to a bloc; ``None`` if it crosses a line."""
        bloc = self.data["blocs"][name]
        total: int = 0
        for issue, positions in self.positions.items():
            position = on.get(issue, positions[s[f"table.{issue}"]])
            if position in _list(bloc.get("never", {}).get(issue)):
                return None
            total += bloc.get("points", {}).get(issue, {}).get(position, 0)
        total += sum(p["points"] for p in bloc.get("pressure", []) if self.holds(p["if"], s))
        if "mood" in bloc:
            mood: int = s[f"mood.{bloc['mood']}"]
            total += (mood >= 2) - (mood <= -2)
        return total

    # -- what could be met -----------------------------------------------------------------------

    def _claims(self) -> Iterator[Claim]:
        """Yield everything the story claims to contain, in the order it is written down."""
        for at, scene in self.scenes.items():
            yield Claim("scene", at, at)
            yield from _texts(at, at, scene.get("text"))
            for number, choice in enumerate(scene.get("choices", [])):
                name = f"{at}/{choice['id']}"
                yield Claim("option", name, at, option=number)
                yield from _texts(name, at, choice.get("reply"), number)
            for number, door in enumerate(scene.get("doors", {}).get("of", [])):
                yield Claim("option", f"{at}/{door['to']}", at, option=number)
            for number, branch in enumerate(scene.get("chance", {}).get("of", [])):
                yield Claim("option", f"{at}/{branch['id']}", at, option=number)
            for result in ("carried", "lost", "tied"):
                if result in scene.get("vote", {}):
                    hold = scene["vote"]["hold"]
                    yield Claim("result", f"{hold} {result} in {at}", at, result=result)
            if "ending" in scene:
                name = scene["ending"]
                ending = self.data["endings"][name]
                yield Claim("ending", name, at)
                yield from _texts(name, at, ending.get("text"))
                for line, wordings in ending.get("judgement", {}).items():
                    before: list[str] = []
                    for wording in _list(wordings):
                        rule = wording.get("if") if isinstance(wording, dict) else None
                        yield Claim("judgement", f"{name} {line}", at, rule, tuple(before))
                        before.append(rule or "role is " + self.role)  # the latter always holds

    def met(self, before: State | None, option: Option | None, passed: list[State], claim: Claim) -> bool:
        """Return whether one step meets a claim."""
        if claim.option is not None:
            return (
                before is not None
                and option is not None
                and before["scene"] == claim.scene
                and option.number == claim.option
                and self.holds(claim.rule, before)
            )
        return any(
            s["scene"] == claim.scene
            and self.holds(claim.rule, s)
            and not any(self.holds(rule, s) for rule in claim.without)
            and (
                claim.result is None
                or self.count(self.scenes[claim.scene]["vote"]["hold"], s) == claim.result
            )
            for s in passed
        )

    def follow(self, path: tuple[str, ...]) -> tuple[State | None, Option | None, list[State], State]:
        """Play the ids of a path; return the state before the last step, that step, and what it led to."""
        s, passed = self.begin()
        before: State | None = None
        option: Option | None = None
        for name in path:
            before = s
            found = [o for o in self.open(s) if o.id == name]
            assert found, f"{name} is not open at {s['scene']}"
            option = found[0]
            s, passed = self.take(s, option)
        return before, option, passed, s

    def meets(self, path: tuple[str, ...], claim: Claim) -> bool:
        """Return whether a path can be played and its last step meets a claim."""
        before, option, passed, _ = self.follow(path)
        return self.met(before, option, passed, claim)

    # -- searching -------------------------------------------------------------------------------

    def search(self, most: int = 3000) -> Graph:
        """Visit every raw state."""
        graph = Graph()
        first, passed = self.begin()
        number = {tuple(first.values()): 0}
        paths: list[tuple[str, ...]] = [()]
        waiting = dict(enumerate(self.claims))
        self._tick(graph, waiting, None, None, passed, ())
        todo = [first]
        for at, s in enumerate(todo):
            options = self.open(s)
            nexts = []
            for option in options:
                after, passed = self.take(s, option)
                path = (*paths[at], option.id)
                self._tick(graph, waiting, s, option, passed, path)
                key = tuple(after.values())
                if key not in number:
                    number[key] = len(number)
                    todo.append(after)
                    paths.append(path)
                    if len(todo) > most:
                        raise TooLarge(f"more than {most} raw states")
                nexts.append(number[key])
            graph.states.append(tuple(s.values()))
            graph.options.append(options)
            graph.nexts.append(nexts)
            graph.ends.append("" if options else self.scenes[s["scene"]]["ending"])
            rules = [goal["met"] for goal in self.data["roles"][self.role].get("goals", {}).values()]
            graph.goals.append(() if options else tuple(self.holds(rule, s) for rule in rules))
        return graph

    def _tick(
        self,
        graph: Graph,
        waiting: dict[int, Claim],
        before: State | None,
        option: Option | None,
        passed: list[State],
        path: tuple[str, ...],
    ) -> None:
        here = {s["scene"] for s in passed} | ({before["scene"]} if before else set())
        for number in [n for n, claim in waiting.items() if claim.scene in here]:
            if self.met(before, option, passed, waiting[number]):
                graph.met[number] = path
                del waiting[number]


def _texts(name: str, at: str, blocks: Any, option: int | None = None) -> Iterator[Claim]:
    for block in _list(blocks):
        if isinstance(block, str):
            yield Claim("text", f"{name}: {block}", at, option=option)
        elif "quote" in block:
            yield Claim("quotation", block["quote"], at, block.get("if"), option=option)
        else:
            yield Claim(
                "text", f"{name}: {block.get('text', block.get('line'))}", at, block.get("if"), option=option
            )


# -- reckoning -----------------------------------------------------------------------------------

Shares = Callable[[int], Row]


def lump(graph: Graph) -> Graph:
    """Return the graph with states that behave alike made one; state 0 stays number 0."""

    def sign(state: int) -> object:
        kinds = tuple((o.number, o.kind, o.weight, o.suits) for o in graph.options[state])
        return graph.ends[state], graph.goals[state], kinds, graph.states[state][0]

    def numbered(signs: list[Any]) -> list[int]:
        numbers: dict[Any, int] = {}
        return [numbers.setdefault(s, len(numbers)) for s in signs]

    blocks = numbered([sign(state) for state in range(len(graph.states))])
    count = 0
    while count != max(blocks) + 1:
        count = max(blocks) + 1
        blocks = numbered(
            [(b, *(blocks[to] for to in nexts)) for b, nexts in zip(blocks, graph.nexts, strict=True)]
        )
    found = Graph(met=graph.met)
    for number in range(count):
        state = blocks.index(number)
        found.states.append(graph.states[state])
        found.options.append(graph.options[state])
        found.nexts.append([blocks[to] for to in graph.nexts[state]])
        found.ends.append(graph.ends[state])
        found.goals.append(graph.goals[state])
    return found


def uniform(graph: Graph) -> Shares:
    """Return the player who takes anything open alike; draws fall by weight."""
    return leaning(graph, lambda state: [False] * len(graph.options[state]))


def suited(graph: Graph, bot: str) -> Shares:
    """Return the player who three times in four takes what suits it."""
    return leaning(graph, lambda state: [bot in option.suits for option in graph.options[state]])


def looking(graph: Graph, values: list[Row], column: int) -> Shares:
    """Return the player who three times in four takes what is worth most in a column."""

    def liked(state: int) -> list[bool]:
        worth = [values[to][column] for to in graph.nexts[state]]
        return [value == max(worth) for value in worth]

    return leaning(graph, liked)


def leaning(graph: Graph, liked: Callable[[int], list[bool]]) -> Shares:
    def shares(state: int) -> Row:
        options = graph.options[state]
        if options[0].kind == "draw":
            total = sum(option.weight for option in options)
            return [Fraction(option.weight, total) for option in options]
        marks = liked(state)
        every = Fraction(1, len(options))
        if not any(marks):
            return [every] * len(options)
        return [mark * PREFERS / sum(marks) + (1 - PREFERS) * every for mark in marks]

    return shares


def rings(graph: Graph) -> list[list[int]]:
    """Return the strongly connected parts, each after all it leads to (Kosaraju's two walks)."""
    size = len(graph.nexts)
    seen, order = [False] * size, []
    for root in range(size):
        stack = [(root, iter(graph.nexts[root]))] if not seen[root] else []
        seen[root] = True
        while stack:
            state, onward = stack[-1]
            to = next((n for n in onward if not seen[n]), None)
            if to is None:
                order.append(state)
                stack.pop()
            else:
                seen[to] = True
                stack.append((to, iter(graph.nexts[to])))
    back: list[list[int]] = [[] for _ in range(size)]
    for state, nexts in enumerate(graph.nexts):
        for to in nexts:
            back[to].append(state)
    placed, found = [False] * size, []
    for root in reversed(order):
        if placed[root]:
            continue
        part, todo = [], [root]
        placed[root] = True
        while todo:
            state = todo.pop()
            part.append(state)
            for to in back[state]:
                if not placed[to]:
                    placed[to] = True
                    todo.append(to)
        found.append(part)
    return found[::-1]


def circular(graph: Graph, part: list[int]) -> bool:
    return len(part) > 1 or part[0] in graph.nexts[part[0]]


def expect(
    graph: Graph, shares: Shares, worth: Callable[[int], Row], width: int, largest: int = 60
) -> list[Row]:
    """Return for each state the mean worth of where it ends, exactly."""
    found: list[Row] = [[Fraction(0)] * width for _ in graph.nexts]
    for part in rings(graph):
        if not graph.nexts[part[0]]:
            found[part[0]] = worth(part[0])
        elif not circular(graph, part):
            for share, to in zip(shares(part[0]), graph.nexts[part[0]], strict=True):
                found[part[0]] = [a + share * b for a, b in zip(found[part[0]], found[to], strict=True)]
        elif any(to not in part for state in part for to in graph.nexts[state]):
            if len(part) > largest:
                raise TooLarge(f"a ring of {len(part)} states")
            _equations(graph, shares, part, found)
    return found


def _equations(graph: Graph, shares: Shares, part: list[int], found: list[Row]) -> None:
    """Solve a ring: put each state's equation into all the others, then back."""
    inside = set(part)
    ways: dict[int, dict[int, Fraction]] = {}
    known: dict[int, Row] = {}
    for state in part:
        ways[state], known[state] = {}, [Fraction(0)] * len(found[state])
        for share, to in zip(shares(state), graph.nexts[state], strict=True):
            if to in inside:
                ways[state][to] = ways[state].get(to, Fraction(0)) + share
            else:
                known[state] = [a + share * b for a, b in zip(known[state], found[to], strict=True)]
    for done, state in enumerate(part):
        own = ways[state].pop(state, Fraction(0))
        ways[state] = {to: share / (1 - own) for to, share in ways[state].items()}
        known[state] = [value / (1 - own) for value in known[state]]
        for other in part[done + 1 :]:
            share = ways[other].pop(state, Fraction(0))
            if share:
                for to, further in ways[state].items():
                    ways[other][to] = ways[other].get(to, Fraction(0)) + share * further
                known[other] = [a + share * b for a, b in zip(known[other], known[state], strict=True)]
    for state in reversed(part):
        for to, share in ways[state].items():
            known[state] = [a + share * b for a, b in zip(known[state], found[to], strict=True)]
        found[state] = known[state]


def endings(graph: Graph) -> list[str]:
    """Return the endings that are reached."""
    return sorted({end for end in graph.ends if end})


def odds(graph: Graph, shares: Shares) -> list[Row]:
    """Return for each state the odds of each ending (in the order of ``endings``), then of each goal."""
    names = endings(graph)
    goals = max((len(goals) for goals in graph.goals), default=0)

    def worth(state: int) -> Row:
        return [Fraction(graph.ends[state] == name) for name in names] + [
            Fraction(g) for g in graph.goals[state]
        ]

    return expect(graph, shares, worth, len(names) + goals)


def lost(graph: Graph) -> set[int]:
    """Return the states from which no ending can be reached."""
    back: list[list[int]] = [[] for _ in graph.nexts]
    for state, nexts in enumerate(graph.nexts):
        for to in nexts:
            back[to].append(state)
    saved = {state for state, end in enumerate(graph.ends) if end}
    todo = list(saved)
    while todo:
        for state in back[todo.pop()]:
            if state not in saved:
                saved.add(state)
                todo.append(state)
    return set(range(len(graph.nexts))) - saved


def deciding(graph: Graph, state: int) -> int:
    """Return 1 where the player has a real choice: two or more open, doors and votes not counted."""
    options = graph.options[state]
    return int(len(options) > 1 and options[0].kind == "choice")


def fewest(graph: Graph) -> dict[str, int]:
    """Return for each ending the fewest decisions before it."""
    best: dict[str, int] = {}
    layer, seen, count = [0], {0}, 0
    while layer:
        after: list[int] = []
        todo = list(layer)
        for state in todo:
            if graph.ends[state]:
                best.setdefault(graph.ends[state], count)
            for to in graph.nexts[state]:
                if to not in seen and not deciding(graph, state):
                    seen.add(to)
                    todo.append(to)
                elif to not in seen:
                    after.append(to)
        layer = [state for state in dict.fromkeys(after) if state not in seen]
        seen |= set(layer)
        count += 1
    return best


def longest(graph: Graph) -> int:
    """Return the most decisions on a path to an ending, or -1 if a path can go round through one."""
    most: list[int | None] = [None] * len(graph.nexts)
    for part in rings(graph):
        onward = [most[to] for state in part for to in graph.nexts[state] if to not in part]
        ends = [count for count in onward if count is not None]
        ends += [0 for state in part if graph.ends[state]]
        if ends and circular(graph, part) and any(deciding(graph, state) for state in part):
            return -1
        for state in part:
            most[state] = deciding(graph, state) + max(ends) if ends else None
    return most[0] or 0
