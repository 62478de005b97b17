"""What is counted along a path: words, decisions, doors and quotations, swaps, and how long a loss goes untold."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from generated import pack_of
from proof import varied
from proof.test_planted import CARD, ENDING, Data, choices, story
from proof.varied import MADE_UP
from vikzhel.play import events as e
from vikzhel.play.layout import SCENE
from vikzhel.play.program import Program
from vikzhel.proof import lengths
from vikzhel.proof.bounds import Between
from vikzhel.proof.explore import unheeded
from vikzhel.proof.figures import Figures, from_told
from vikzhel.proof.flow import skeleton
from vikzhel.proof.graph import Merging
from vikzhel.proof.lengths import chosen
from vikzhel.proof.players import LONGEST
from vikzhel.proof.prove import prove
from vikzhel.proof.proved import RoleProof
from vikzhel.proof.sampling import LEAST_PLAYS, sample, saturation
from vikzhel.proof.shares import Share, drawn
from vikzhel.proof.swaps import OnEngine, swaps
from vikzhel.proof.values import Values

if TYPE_CHECKING:
    from vikzhel.story.packs import Pack

SEEDS = st.integers(0, 2**32)
KINDS = ("words", "decisions", "doors", "quotations")
Counts = tuple[int, int, int, int]


def examples(number: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=number, deadline=None, suppress_health_check=slow)


# -- an independent count ------------------------------------------------------------------------


def told(log: list[e.Event]) -> tuple[int, int]:
    """Return the words and the quotations that a stretch of events gives to read."""
    texts: list[str] = []
    for event in log:
        if isinstance(event, (e.Narration, e.Quotation, e.Drawn)):
            texts.append(event.text)
        elif isinstance(event, e.Speech):
            texts.append(event.line)
        elif isinstance(event, e.Prediction):
            texts.append(event.question)
        elif isinstance(event, e.Offered):
            for option in event.options:
                if option.kind in ("choice", "door"):
                    texts += [option.text, option.locked]
        elif isinstance(event, e.Ended):
            texts += [judgement.text for judgement in event.judgements]
    return len(" ".join(texts).split()), sum(isinstance(event, e.Quotation) for event in log)


class Raw:
    """Every raw state of a role on the engine, with what each step counts."""

    def __init__(self, pack: Pack, role: str, most: int = 400) -> None:
        program = Program(pack)
        log: list[e.Event] = []
        first = program.begin(role, log)
        record = next(r for name, r in pack.files.roles.items() if name == role)
        card = [record.card.who, record.card.want, record.card.fear]
        card += [record.card.answers_to, record.card.cannot, record.card.deadline]
        card += [goal.text for goal in record.goals.values()]
        words, quotations = told(log)
        self.before: Counts = (words + len(" ".join(card).split()), 0, 0, quotations)
        self.steps: list[list[tuple[int, Counts, Fraction]]] = []
        known = {first: 0}
        todo = [first]
        for state in todo:
            turns = program.place(state[SCENE]).turns
            options = program.open(state)
            row = []
            for option in options:
                log = []
                after = program.take(state, option, log)
                if after not in known:
                    known[after] = len(todo)
                    todo.append(after)
                words, quotations = told(log)
                turn = turns[option]
                counts = (
                    words,
                    int(turn.kind == "choice" and len(options) > 1),
                    int(turn.kind == "door"),
                    quotations,
                )
                weights = [turns[o].weight if turn.kind == "draw" else 1 for o in options]
                row.append((known[after], counts, Fraction(weights[len(row)], sum(weights))))
            self.steps.append(row)
            assume(len(todo) <= most)
        self.ends = self._ending()

    def _ending(self) -> list[bool]:
        found = [not row for row in self.steps]
        changed = True
        while changed:
            changed = False
            for state, row in enumerate(self.steps):
                if not found[state] and any(found[to] for to, *_ in row):
                    found[state] = changed = True
        return found

    def least(self, kind: int) -> int:
        best: dict[int, int] = {0: self.before[kind]}
        changed = True
        while changed:
            changed = False
            for state, row in enumerate(self.steps):
                for to, counts, _ in row:
                    if state in best and best[state] + counts[kind] < best.get(to, 10**9):
                        best[to] = best[state] + counts[kind]
                        changed = True
        return min(best[state] for state, row in enumerate(self.steps) if not row)

    def most(self, kind: int) -> int | None:
        """Relax as often as there are states; what still grows then has no most (Bellman and Ford)."""
        best: dict[int, int] = {0: self.before[kind]}
        for _ in range(len(self.steps) + 1):
            changed = False
            for state, row in enumerate(self.steps):
                for to, counts, _ in row:
                    if state in best and self.ends[to] and best[state] + counts[kind] > best.get(to, -1):
                        best[to] = best[state] + counts[kind]
                        changed = True
            if not changed:
                return max(best[state] for state, row in enumerate(self.steps) if not row)
        return None

    def _rings(self) -> bool:
        """Return whether any play that can end can go round: what leads to no more such states is taken away."""
        left = {state for state, ends in enumerate(self.ends) if ends}
        while True:
            gone = {state for state in left if not any(to in left for to, *_ in self.steps[state])}
            if not gone:
                return bool(left)
            left -= gone

    def spread(self, kind: int) -> dict[int, Fraction] | None:
        """Return the exact distribution over plays that end, by going through every path; none if there are rings."""
        if self._rings():
            return None
        whole: dict[int, Fraction] = {}
        layer = {(0, self.before[kind]): Fraction(1)}
        for _ in range(len(self.steps) + 1):
            after: dict[tuple[int, int], Fraction] = {}
            for (state, count), mass in layer.items():
                if not self.steps[state]:
                    whole[count] = whole.get(count, Fraction(0)) + mass
                for to, counts, share in self.steps[state]:
                    if self.ends[to]:
                        key = to, count + counts[kind]
                        after[key] = after.get(key, Fraction(0)) + mass * share
            layer = after
            if not layer:
                total = sum(whole.values())
                return {count: mass / total for count, mass in whole.items()}
            assume(len(layer) < 20_000)
        raise AssertionError


def quantile(spread: dict[int, Fraction], share: Fraction) -> int:
    passed = Fraction(0)
    for count in sorted(spread):
        passed += spread[count]
        if passed >= share:
            return count
    raise AssertionError


def case(seed: int) -> tuple[Pack, dict[str, Raw]]:
    data = varied.story(seed)
    with pack_of(data) as pack:
        return pack, {role: Raw(pack, role) for role in data["roles"]}


# -- laws ----------------------------------------------------------------------------------------


@examples(60)
@given(SEEDS)
def test_what_is_counted_along_a_path_is_what_every_raw_path_counts(seed: int) -> None:
    pack, raws = case(seed)
    proof = prove(pack, plays=3)
    for role, raw in raws.items():
        figures = proof.roles[role].figures
        if not raw.ends[0]:
            assert figures.words is None or figures.words.ends == "plays"
            continue
        for kind, name in enumerate(KINDS):
            found = getattr(figures, name)
            assert found.ends == "exact"
            assert found.least == raw.least(kind), name
            assert found.most == raw.most(kind), name
            spread = raw.spread(kind)
            if spread is not None:  # a ring that is hardly ever left may cost too much
                assert found.middle == "exact"
                assert found.median == quantile(spread, Fraction(1, 2)), name
                assert found.high == quantile(spread, Fraction(19, 20)), name


@examples(40)
@given(SEEDS, st.integers(0, 4))
@example(91382591, 1)  # going round leads back to where it began
def test_bounds_hold_of_every_raw_path_and_are_exact_where_all_texts_are_followed(
    seed: int, out_of: int
) -> None:
    """``out_of``: one in so many of the variables that texts hang on is followed; none or all with 0 and 1.

    A barred option that may have been taken already, and so be gone, is bounded in any case.
    """
    pack, raws = case(seed)
    program = Program(pack)
    dice = Random(seed)
    turns = [turn for at in range(len(program.layout.scenes)) for turn in program.place(at).turns]
    uncertain = any(
        getattr(turn.record, "locked", None) and (turn.once is not None or turn.kind == "door")
        for turn in turns
    )

    def some(*given: Any) -> dict[int, set[int]]:
        seen = chosen(*given)
        return {at: {v for v in one if out_of and not dice.randrange(out_of)} for at, one in seen.items()}

    for role, raw in raws.items():
        values = Values(program, role, skeleton(program, role))
        sizes = {at: 1 for at, masks in enumerate(values.at) if masks is not None}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lengths, "chosen", some)
            space = lengths.followed(program, role, values, sizes, 10**6, lambda known, done: True, unheeded)
        assert space is not None
        figures = Figures()
        from_told(program, role, Merging(space).graph, figures, unheeded)
        if not raw.ends[0]:
            assert figures.words is None
            continue
        for kind, name in ((0, "words"), (3, "quotations")):
            found = getattr(figures, name)
            assert found.least <= raw.least(kind), name
            top = raw.most(kind)
            assert found.most is None or (top is not None and top <= found.most), name
            if found.ends == "exact":
                assert (found.least, found.most) == (raw.least(kind), top), name
            assert found.ends == "exact" or out_of != 1 or (name == "words" and uncertain)


@examples(20)
@given(SEEDS)
def test_how_long_a_lost_goal_goes_untold_is_what_every_raw_path_tells(seed: int) -> None:
    """By following all plays of a story without rings, goal by goal, on the engine."""
    pack, raws = case(seed)
    proof = prove(pack, plays=3)
    program = Program(pack)
    for role, raw in raws.items():
        dooms = proof.roles[role].figures.dooms
        if raw.spread(1) is None or dooms is None or not all(raw.ends):
            continue
        for goal, found in dooms.items():
            truth = Untold(program, role, goal)
            assert found.never == (not truth.possible(truth.first))
            if not found.never:
                truth.follow(truth.first, Fraction(1), None)
                assert {wait: pytest.approx(mass) for wait, mass in found.waits.items()} == {
                    wait: float(mass) for wait, mass in truth.waits.items()
                }
                assert found.most == max(truth.waits, default=0)


class Untold:
    """Follows every play of a role, and how many decisions lie between losing a goal and being told."""

    def __init__(self, program: Program, role: str, goal: str) -> None:
        self.program, self.goal = program, goal
        self.first = program.begin(role)
        self.waits: dict[int, Fraction] = {}
        self.known: dict[tuple[int, ...], bool] = {}
        self.left = 20_000

    def possible(self, state: tuple[int, ...]) -> bool:
        if state not in self.known:
            options = self.program.open(state)
            if options:
                self.known[state] = any(self.possible(self.program.take(state, o)) for o in options)
            else:
                log: list[e.Event] = []
                self.program.teller.waiting(self.program.place(state[SCENE]), state, (), log)
                (end,) = [event for event in log if isinstance(event, e.Ended)]
                self.known[state] = any(g.goal == self.goal and g.result == "met" for g in end.goals)
        return self.known[state]

    def follow(self, state: tuple[int, ...], mass: Fraction, since: int | None) -> None:
        self.left -= 1
        assume(self.left > 0)
        options = self.program.open(state)
        turns = self.program.place(state[SCENE]).turns
        total = sum(turns[o].weight if turns[o].kind == "draw" else 1 for o in options)
        for option in options:
            log: list[e.Event] = []
            after = self.program.take(state, option, log)
            weight = turns[option].weight if turns[option].kind == "draw" else 1
            share = mass * Fraction(weight, total)
            if self.possible(after):
                self.follow(after, share, None)
                continue
            wait = 0
            if since is not None:
                wait = since + int(turns[option].kind == "choice" and len(options) > 1)
            heard = any(isinstance(event, e.Narration) and event.goal == self.goal for event in log)
            if heard or not self.program.open(after):
                self.waits[wait] = self.waits.get(wait, Fraction(0)) + share
            else:
                self.follow(after, share, wait)


# -- by hand -------------------------------------------------------------------------------------


def one(data: Data, **limits: Any) -> RoleProof:
    with pack_of(data) as pack:
        return prove(pack, plays=60, **limits).roles["ana"]


def test_words_are_those_of_card_goals_text_options_locked_reasons_and_judgements() -> None:
    data = story(
        {
            "one": {
                **choices(
                    {"id": "Go there", "to": "good", "reply": "Two words."},
                    {
                        "id": "stay",
                        "text": "Stay where you are",
                        "if": "flag.a",
                        "locked": "Not yet.",
                        "to": "bad",
                    },
                ),
                "title": "A heading that nobody counts",
                "text": ["Three words here.", {"says": "ana", "line": "Two more."}],
            }
        },
        goals={"g": {"text": "Goal of four words.", "met": "flag.b"}},
    )
    data["scenes"]["one"]["choices"][0]["id"] = "go"
    data["story"]["judgements"] = {"lives": "Lives"}
    for ending in data["endings"].values():
        ending["judgement"] = {"lives": "Five words are said here."}
    words = one(data).figures.words
    assert words is not None
    card = len(" ".join(CARD.values()).split())
    text, option, locked, reply = 3 + 2, 2, 4 + 2, 2
    end = len(ENDING["text"].split()) + 5
    assert words.least == words.most == card + 4 + text + option + locked + reply + end


def test_a_story_that_can_go_round_has_no_most() -> None:
    role = one(story({"one": choices({"id": "again", "to": "one"}, {"id": "out", "to": "good"})}))
    for name in ("words", "decisions"):
        found = getattr(role.figures, name)
        assert found.most is None
        assert found.ends == found.middle == "exact"
    decisions = role.figures.decisions
    assert decisions is not None
    # geometric: half of the plays take one, and 1 − 2⁻ⁿ ≥ 0.95 from five on
    assert (decisions.least, decisions.median, decisions.high) == (1, 1, 5)
    assert role.figures.doors is not None
    assert role.figures.doors.most == 0


def test_a_ring_without_a_word_or_a_decision_in_it_leaves_a_most() -> None:
    """A single option with nothing to decide is still read each time; but it is no decision."""
    scenes = {
        "one": choices({"id": "x", "to": "two"}, {"id": "y", "to": "good"}),
        "two": choices(
            {
                "id": "round",
                "count": {"n": "+1"},
                "to": [{"if": "count.n at least 3", "to": "bad"}, {"to": "two"}],
            }
        ),
    }
    data = story(scenes, counters={"n": {"label": "N", "max": 3}})
    role = one(data)
    assert role.figures.decisions is not None
    assert role.figures.decisions.most == 1
    assert role.figures.words is not None
    assert role.figures.words.most is not None


DAYS = {
    "one": {**choices({"id": "a", "to": "two"}, {"id": "b", "to": "two"}), "when": "1917-10-29 20:00"},
    "two": {**choices({"id": "c", "to": "good"}, {"id": "d", "to": "bad"}), "when": "1917-10-30 20:00"},
}


@pytest.mark.parametrize("most", [10_000, 0])
def test_swaps_are_told_day_by_day_and_say_how_sure_they_are(most: int) -> None:
    """The first decision never matters, the last always; on the search and on the engine alike."""
    found = one(story(DAYS), most=most).figures.swaps
    assert found is not None
    assert found.days["1917-10-29"].share == 0
    assert found.days["1917-10-30"].share == 1
    assert found.whole.share == 0.5
    assert 0 < found.days["1917-10-29"].error < 0.05


def test_a_swap_keeps_the_later_options_in_their_order() -> None:
    """Whatever comes first, the same later ids are taken: the ending hangs on them alone."""
    scenes: Data = {"one": choices({"id": "a", "to": "left"}, {"id": "b", "to": "right"})}
    for side in ("left", "right"):
        scenes[side] = choices({"id": "c", "to": "good"}, {"id": "d", "to": "bad"})
    with pack_of(story(scenes)) as pack:
        program = Program(pack)
        found = swaps(OnEngine(program, "ana"), Random(1), 200, lambda: True)
    assert found.whole.share == pytest.approx(0.5, abs=0.12)  # only the second of two decisions matters
    calls = 0

    def go_on() -> bool:
        nonlocal calls
        calls += 1
        return False

    assert swaps(OnEngine(program, "ana"), Random(1), 200, go_on).plays == 64
    assert calls == 1


@pytest.mark.parametrize("between", [0, 1, 3, 6])
def test_a_goal_lost_without_word_is_found_with_the_step_that_loses_it(between: int) -> None:
    """The author's ``lost:`` never holds, and yet the goal is out of reach from the first decision on."""
    names = ["one", *(f"s{n}" for n in range(between)), "end"]
    scenes: Data = {"one": choices({"id": "win", "flag": ["a"], "to": "s0"}, {"id": "lose", "to": "s0"})}
    for n in range(between):
        scenes[f"s{n}"] = choices({"id": "x", "to": names[n + 2]}, {"id": "y", "to": names[n + 2]})
    for scene in scenes.values():
        for choice in scene["choices"]:
            choice["goto"] = "good" if choice["goto"] in ("end", f"s{between}") else choice["goto"]
    goals = {"g": {"text": "G.", "met": "flag.a", "lost": "flag.c"}}
    role = one(story(scenes, ends=("good",), goals=goals, flags={"a": "A", "c": "C"}))
    assert role.figures.dooms is not None
    found = role.figures.dooms["g"]
    assert found.waits == {between: pytest.approx(0.5)}
    assert found.lost == pytest.approx(0.5)
    assert found.most == between
    assert found.worst is not None
    place, path = role.figures.steps[found.worst]
    assert path == ("lose",)
    assert "scenes.yaml" in place or "story.yaml" in place


def test_a_goal_told_lost_while_it_can_be_met_is_found() -> None:
    scenes = {
        "one": choices({"id": "x", "to": "two"}, {"id": "y", "flag": ["a"], "to": "two"}),
        "two": {
            **choices({"id": "z", "flag": ["b"], "to": "good"}, {"id": "w", "to": "bad"}),
            "text": [{"text": "All is lost.", "tells": "g"}],
        },
    }
    role = one(story(scenes, goals={"g": {"text": "G.", "met": "flag.b"}}))
    assert role.figures.dooms is not None
    found = role.figures.dooms["g"]
    assert found.early is not None
    assert role.figures.steps[found.early][1] in (("x",), ("y",))


@pytest.mark.parametrize("walked", [True, False])
def test_a_text_tells_it_where_its_rule_holds_though_nothing_else_reads_that(
    walked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half the plays read the text at once; the others come to know it at the ending, two decisions later."""
    if not walked:
        monkeypatch.setattr("vikzhel.proof.prove.MOST_WALKED", 0)
    scenes = {
        "one": choices({"id": "up", "flag": ["seen"], "to": "two"}, {"id": "down", "to": "two"}),
        "two": choices({"id": "win", "flag": ["a"], "to": "three"}, {"id": "lose", "to": "three"}),
        "three": {
            **choices({"id": "x", "to": "four"}, {"id": "y", "to": "four"}),
            "text": [{"if": "flag.seen and not flag.a", "text": "It is lost.", "tells": "g"}],
        },
        "four": choices({"id": "x", "to": "good"}, {"id": "y", "to": "good"}),
    }
    goals = {"g": {"text": "G.", "met": "flag.a"}}
    role = one(story(scenes, ends=("good",), goals=goals, flags={"a": "A", "seen": "S"}))
    assert role.figures.dooms is not None
    found = role.figures.dooms["g"]
    assert found.waits == {0: pytest.approx(0.25), 2: pytest.approx(0.25)}
    assert (found.most, found.early) == (2, None)
    assert found.worst is not None
    assert role.figures.steps[found.worst][1] == ("down", "lose")


def test_going_round_untold_is_waiting_without_end() -> None:
    scenes = {
        "one": choices({"id": "lose", "to": "two"}, {"id": "win", "flag": ["a"], "to": "good"}),
        "two": choices({"id": "again", "to": "two"}, {"id": "out", "to": "bad"}),
    }
    role = one(story(scenes, goals={"g": {"text": "G.", "met": "flag.a"}}))
    assert role.figures.dooms is not None
    assert role.figures.dooms["g"].most == float("inf")


# -- plays ---------------------------------------------------------------------------------------


def test_plays_stop_when_told_and_say_how_many_they_were() -> None:
    with pack_of(story(DAYS)) as pack:
        program = Program(pack)
        assert sample(program, "ana", [], plays=900, seed=1).plays == 900
        left = iter([True] * 25)
        drawn = sample(program, "ana", [], plays=900, seed=1, go_on=lambda: next(left, False))
    assert drawn.plays == LEAST_PLAYS + 25
    assert sum(drawn.odds.values()) == pytest.approx(1)
    assert len(drawn.words) == drawn.plays


def test_plays_given_up_are_in_no_odds_but_are_counted() -> None:
    """Out of the ring one play in two hundred gets at a step, so most plays of 400 steps end and some do not."""
    many = [{"id": f"round{n}", "to": "one"} for n in range(9)]
    scenes: Data = {"one": choices(*many, {"id": "out", "to": "two"})}
    scenes["two"] = choices(*[{"id": f"back{n}", "to": "one"} for n in range(9)], {"id": "end", "to": "good"})
    with pack_of(story(scenes)) as pack:
        drawn = sample(Program(pack), "ana", [], plays=300, seed=3)
    assert LONGEST == 400
    assert 0 < drawn.unended < drawn.plays
    assert sum(drawn.odds.values()) + drawn.unended / drawn.plays == pytest.approx(1)
    assert len(drawn.words) == drawn.ended


def test_a_bot_whose_preferences_are_given_is_played_even_where_a_story_is_too_big() -> None:
    scenes = {
        "one": choices({"id": "a", "suits": "g", "flag": ["a"], "to": "good"}, {"id": "b", "to": "bad"})
    }
    role = one(story(scenes, goals={"g": {"text": "G.", "met": "flag.a"}}), most=0)
    assert role.method == "sampled"
    assert set(role.plays) == {"at random", "g"}
    assert role.odds["g"]["good"] > role.odds["at random"]["good"]
    assert role.goals["g"]["g"] == role.odds["g"]["good"]
    assert role.plays["g"] == LEAST_PLAYS or role.plays["g"] >= ceil(60 / 3)
    assert MADE_UP


def test_bounds_of_what_is_offered_know_what_must_be_shown_and_what_may_be() -> None:
    barred = {"id": "x", "text": "Three words long", "if": "flag.a", "locked": "Not now.", "to": "bad"}
    vote = {
        "hold": "motion",
        "predict": "Will they do it?",
        "carried": {"goto": "good"},
        "lost": {"goto": "bad"},
    }
    data = story(
        {
            "plain": choices({"id": "go", "text": "Go now", "to": "once"}, dict(barred)),
            "once": choices({"id": "go", "text": "Go now", "to": "sitting"}, {**barred, "once": True}),
            "sitting": {**MADE_UP, "vote": vote},
        },
        blocs={"all": {"name": "All", "body": "council"}},
        votes={
            "motion": {
                "title": "A motion",
                "body": "council",
                "present": {"all": 5},
                "stance": {"all": [{"vote": "for", "if": "flag.a"}, {"vote": "against"}]},
            }
        },
    )
    with pack_of(data) as pack:
        program = Program(pack)
        between = Between(program, Values(program, "ana", skeleton(program, "ana")), {})
        plain, once, sitting = map(
            program.place, (program.layout.scene_index[name] for name in ("plain", "once", "sitting"))
        )
    assert between._offer(plain, (0,)) == (7, 7, 0, 0)  # barred: it stands there with its reason
    assert between._offer(plain, (0, 1)) == (5, 5, 0, 0)
    assert between._offer(once, (0,)) == (2, 7, 0, 0)  # barred, or taken already and gone
    assert between._offer(sitting, (0,)) == (4, 4, 0, 0)


def test_moods_near_the_limit_are_looked_at_again_in_more_plays() -> None:
    """One option in ten sends a mood to the end of its scale for two of three waits."""
    often = [{"id": f"o{number}", "to": "two"} for number in range(9)]
    rarely = {"id": "x", "mood": {"ana": "hostile"}, "because": "So.", "to": "two"}
    last = choices({"id": "a", "to": "good"}, {"id": "b", "to": "bad"})
    with pack_of(story({"one": choices(*often, rarely), "two": last})) as pack:
        program = Program(pack)

    def found(most: int, near: bool, on: bool = True) -> Share:
        return saturation(program, "ana", {"ana": 40}, 400, most, lambda _: near, lambda: on)["ana"]

    assert found(800, near=False) == found(800, near=True, on=False) == drawn(0.1, 400)
    sure = found(12_000, near=True)
    assert sure.error < 0.003
    assert abs(sure.share - 0.1) < 5 * sure.error
