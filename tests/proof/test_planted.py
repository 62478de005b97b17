"""Stories with something planted in them whose truth is known by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from generated import pack_of
from proof import brute, scale
from proof.varied import MADE_UP
from vikzhel.proof import graph, rings
from vikzhel.proof.prove import prove
from vikzhel.proof.proved import REACHABLE, UNREACHABLE, Proof, RoleProof, Verdict
from vikzhel.story.packs import Pack

Data = dict[str, Any]
CARD = dict.fromkeys(("who", "want", "fear", "answers_to", "cannot", "deadline"), "Something.")
ENDING = {"evidence": "inferred", "text": "It ends."}


def choices(*items: Data, **more: Any) -> Data:
    """Return a scene with choices; each item's ``to`` is where it leads."""
    found = []
    for item in items:
        goto = item.pop("to")
        found.append({"text": item["id"], "because": "So.", **item, "goto": goto})
    return {**MADE_UP, "choices": found, **more}


def story(
    scenes: Data, ends: tuple[str, ...] = ("good", "bad"), goals: Data | None = None, **more: Any
) -> Data:
    """Return a small story: each ending has a scene of its own name, the first scene is the start."""
    last = {end: {**MADE_UP, "ending": end} for end in ends}
    return {
        "story": {
            "id": "planted",
            "title": "Planted",
            "version": "1",
            "authors": "Nobody",
            "greeting": "Good evening.",
        },
        "people": {"ana": {"name": "Ana", "invented": True}},
        "bodies": {"council": {"name": "The council", "checked": "recall"}},
        "roles": {"ana": {"card": CARD, "start": next(iter(scenes)), "goals": goals or {}}},
        "moods": {"ana": "neutral"},
        "flags": {name: f"It is {name}" for name in ("a", "b", "c")},
        "facts": {"secret": "A secret"},
        "scenes": scenes | last,
        "endings": {end: {"title": end, **ENDING} for end in ends},
        **more,
    }


def proved(data: Data, **limits: Any) -> RoleProof:
    """Prove a story for its one role, and check the verdicts against every raw state."""
    with pack_of(data) as pack:
        role = prove(pack, plays=30, **limits).roles["ana"]
    raw = brute.Story(data, "ana")
    met = raw.search().met
    for number, (verdict, claim) in enumerate(zip(role.verdicts, raw.claims, strict=True)):
        assert (verdict.word == REACHABLE) == (number in met)
        assert verdict.word != REACHABLE or raw.meets(verdict.path, claim)
    return role


def decisions(role: RoleProof) -> tuple[int, int | None]:
    """Return the fewest and the most decisions on a path; ``None`` if it can go round."""
    assert role.figures.decisions is not None
    return role.figures.decisions.least, role.figures.decisions.most


def verdict(role: RoleProof, kind: str, name: str) -> Verdict:
    (found,) = [v for v in role.verdicts if v.claim.kind == kind and v.claim.name == name]
    return found


def test_a_choice_behind_rules_that_exclude_each_other_is_proved_dead() -> None:
    data = story(
        {
            "one": choices({"id": "x", "flag": ["a"], "to": "two"}, {"id": "y", "flag": ["b"], "to": "two"}),
            "two": choices(
                {"id": "on", "to": "bad"}, {"id": "never", "if": "flag.a and flag.b", "to": "good"}
            ),
        }
    )
    role = proved(data)
    assert verdict(role, "option", "two/never").word == UNREACHABLE
    assert verdict(role, "ending", "good").word == UNREACHABLE
    assert verdict(role, "option", "two/on").path == ("x", "on")
    assert role.odds["at random"] == {"bad": 1.0}


def test_an_ending_that_needs_a_mood_lost_to_the_clamp_is_proved_impossible() -> None:
    down_then_up = {
        "one": choices({"id": "insult", "mood": {"ana": "-6"}, "to": "two"}),
        "two": choices({"id": "praise", "mood": {"ana": "+5"}, "to": "three"}),
        "three": {**MADE_UP, "goto": [{"if": "mood.ana is trusting", "to": "good"}, {"to": "bad"}]},
    }
    role = proved(story(down_then_up))
    assert verdict(role, "ending", "good").word == UNREACHABLE  # −3 + 5 is warm, not trusting
    down_then_up["two"]["choices"][0]["mood"] = {"ana": "+6"}
    assert verdict(proved(story(down_then_up)), "ending", "good").word == REACHABLE


def test_an_ending_reached_only_by_coming_back_twice_is_found_with_its_path() -> None:
    data = story(
        {
            "one": choices(
                {"id": "again", "to": "one"},
                {"id": "on", "to": [{"if": "seen.one at least 2", "to": "good"}, {"to": "bad"}]},
            )
        }
    )
    role = proved(data)
    assert verdict(role, "ending", "good").path == ("again", "on")  # leaving counts the visit that ends
    early: Data = {"one": choices({"id": "again", "to": "two"}, {"id": "on", "to": "bad"}, text="Here.")}
    early["two"] = choices(
        {"id": "back", "to": "one"}, {"id": "out", "if": "seen.one at least 2", "to": "good"}
    )
    role = proved(story(early))
    assert verdict(role, "ending", "good").path == ("again", "back", "again", "out")
    assert role.measures is not None
    assert decisions(role) == (1, None)
    assert role.measures.early == {
        "bad": 1,
        "good": 3,
    }  # there, there again, and out; two is no decision at first


def test_a_loop_with_no_way_out_is_reported_with_the_path_into_it() -> None:
    data = story(
        {
            "one": choices({"id": "on", "to": "good"}, {"id": "down", "to": "pit"}),
            "pit": choices({"id": "left", "to": "pit"}, {"id": "right", "to": "deeper"}),
            "deeper": choices({"id": "up", "to": "pit"}, {"id": "out", "if": "flag.a", "to": "bad"}),
        }
    )
    role = proved(data)
    assert role.endless[0] == ("down",)
    assert role.odds["at random"] == {"good": 0.5}
    data["scenes"]["pit"]["choices"][1] |= {"flag": ["a"]}
    role = proved(data)
    assert role.endless == []
    assert role.odds["at random"] == pytest.approx({"good": 0.5, "bad": 0.5}, abs=1e-12)


def test_a_story_that_never_ends_has_no_odds_and_raises_nothing() -> None:
    data = story(
        {
            "one": choices({"id": "round", "to": "one"}, {"id": "about", "to": "two"}),
            "two": choices({"id": "back", "to": "one"}, {"id": "out", "if": "flag.a", "to": "good"}),
        },
        goals={"g": {"text": "G.", "met": "flag.a"}},
        bots={"bold": "The bold one"},
    )
    role = proved(data)
    assert role.endless
    assert role.odds["at random"] == {}
    assert verdict(role, "ending", "good").word == UNREACHABLE


def test_a_door_that_no_order_of_two_visits_opens_is_proved_dead() -> None:
    scenes: Data = {
        "hall": {
            **MADE_UP,
            "doors": {
                "pick": 2,
                "of": [
                    {"to": "left", "text": "Left"},
                    {"to": "right", "text": "Right"},
                    {"to": "cellar", "text": "Down", "if": "flag.a and flag.b"},
                    {"to": "attic", "text": "Up", "if": "flag.a"},
                ],
                "then": [{"if": "flag.c", "to": "good"}, {"to": "bad"}],
            },
        },
        "left": choices({"id": "ask", "flag": ["a"], "to": "back"}, {"id": "wait", "to": "back"}),
        "right": choices({"id": "ask", "flag": ["b"], "to": "back"}),
        "cellar": choices({"id": "look", "flag": ["c"], "to": "back"}),
        "attic": choices({"id": "look", "to": "back"}),
    }
    role = proved(story(scenes))
    assert verdict(role, "option", "hall/cellar").word == UNREACHABLE
    assert verdict(role, "scene", "cellar").word == UNREACHABLE
    assert verdict(role, "ending", "good").word == UNREACHABLE
    assert verdict(role, "option", "hall/attic").path == ("left", "ask", "attic")
    scenes["hall"]["doors"]["pick"] = 3
    assert verdict(proved(story(scenes)), "ending", "good").word == REACHABLE


def _council(r: Data, **vote: Any) -> Data:
    """Return the keys of a story in which a council of two blocs votes."""
    bloc = {"name": "a bloc", "body": "council", **r}
    return {
        "table": {
            "who": {"label": "Who", "positions": {"few": "Few", "some": "Some", "all": "All"}, "start": "few"}
        },
        "blocs": {"left": bloc | {"mood": "ana"}, "right": bloc | {"never": {"who": ["all"]}}},
        "votes": {
            "draft": {"title": "The draft", "body": "council", "present": {"left": 3, "right": 4}, **vote}
        },
    }


def test_a_vote_that_no_course_of_events_can_carry_is_proved_so() -> None:
    scenes: Data = {
        "one": choices(
            {"id": "flatter", "mood": {"ana": "+3"}, "to": "two"},
            {"id": "give", "table": {"who": "all"}, "to": "two"},
        ),
        "two": choices({"id": "yield", "table": {"who": "+1"}, "to": "count"}, {"id": "stay", "to": "count"}),
        "count": {**MADE_UP, "vote": {"hold": "draft", "carried": {"goto": "good"}, "lost": {"goto": "bad"}}},
    }
    points = {"needs": 3, "points": {"who": {"some": 1, "all": 2}}}
    role = proved(story(scenes, **_council(points, on={})))
    assert verdict(role, "result", "draft carried in count").word == UNREACHABLE
    assert verdict(role, "result", "draft lost in count").word == REACHABLE
    points["needs"] = 2  # now some will do for one if it is flattered; the other abstains
    assert verdict(proved(story(scenes, **_council(points, on={}))), "ending", "good").path == (
        "flatter",
        "yield",
    )


def test_a_mood_that_cannot_turn_a_vote_tells_no_states_apart() -> None:
    scenes: Data = {
        "one": choices(
            {"id": "flatter", "mood": {"ana": "+3"}, "to": "two"},
            {"id": "insult", "mood": {"ana": "-3"}, "to": "two"},
        ),
        "two": choices({"id": "on", "to": "count"}, {"id": "bow", "table": {"who": "some"}, "to": "count"}),
        "count": {**MADE_UP, "vote": {"hold": "draft", "carried": {"goto": "good"}, "lost": {"goto": "bad"}}},
    }
    decided = _council({"needs": 2, "points": {"who": {"some": 2}}}, on={})
    assert proved(story(scenes, **decided)).states == 4  # one, two, good, bad: four seats outvote three
    open_ = _council({"needs": 1, "points": {"who": {"some": 1}}}, on={})
    assert proved(story(scenes, **open_)).states == 5  # the four abstain on few, and the mood turns the three


def test_what_a_vote_was_carried_with_is_known_when_it_is_held_again() -> None:
    held: Data = {**MADE_UP, "vote": {"hold": "draft", "lost": {"goto": "bad"}}}
    scenes: Data = {
        "one": choices({"id": "on", "to": "count"}, {"id": "bow", "table": {"who": "some"}, "to": "count"}),
        "count": {**held, "vote": {**held["vote"], "carried": {"goto": "again"}}},
        "again": {**held, "vote": {**held["vote"], "carried": {"goto": "good"}}},
    }
    role = proved(story(scenes, **_council({"needs": 2, "points": {"who": {"some": 2}}}, on={})))
    assert verdict(role, "result", "draft lost in count").word == REACHABLE
    assert verdict(role, "result", "draft carried in again").word == REACHABLE
    assert verdict(role, "result", "draft lost in again").why == "the vote never comes out so"


def test_votes_that_come_out_differently_on_one_way_are_told_apart() -> None:
    """The lower of two moods cannot fall further, so there the two results do the same to it."""
    scenes: Data = {
        "one": choices(
            {"id": "flatter", "mood": {"ana": "trusting"}, "to": "two"},
            {"id": "insult", "mood": {"ana": "hostile"}, "to": "two"},
        ),
        "two": choices({"id": "x", "flag": ["a"], "to": "three"}, {"id": "y", "to": "three"}),
        "three": choices({"id": "on", "to": "count"}),
        "count": {
            **MADE_UP,
            "vote": {
                "hold": "draft",
                "carried": {"goto": "four"},
                "lost": {"mood": {"ana": "-6"}, "because": "They lost.", "goto": "four"},
            },
        },
        "four": choices({"id": "end", "to": [{"if": "mood.ana is trusting", "to": "good"}, {"to": "bad"}]}),
    }
    motion: Data = {"stance": {"left": [{"if": "flag.a", "vote": "for", "because": "So."}, "against"]}}
    council = _council({"needs": 0}, present={"left": 3}, **motion)
    assert proved(story(scenes, **council)).odds["at random"] == {"bad": 0.75, "good": 0.25}


def test_odds_of_a_third_come_out_where_a_fallback_takes_one_share() -> None:
    data = story(
        {
            "one": choices(
                {"id": "x", "flag": ["a"], "to": "two"}, {"id": "y", "to": "two"}, {"id": "z", "to": "two"}
            ),
            "two": choices(
                {"id": "use", "if": "flag.a", "to": "good"},
                {"id": "else", "fallback": True, "to": "bad"},
            ),
        }
    )
    assert proved(data).odds["at random"] == pytest.approx({"good": 1 / 3, "bad": 2 / 3}, abs=1e-12)


def test_draws_fall_by_weights_of_one_two_and_seven() -> None:
    draws = [{"id": end, "weight": weight, "goto": end} for end, weight in (("p", 1), ("q", 2), ("r", 7))]
    data = story({"one": {**MADE_UP, "chance": {"of": draws}}}, ends=("p", "q", "r"))
    role = proved(data)
    assert role.odds["at random"] == pytest.approx({"p": 0.1, "q": 0.2, "r": 0.7}, abs=1e-12)
    assert role.measures is not None
    assert decisions(role) == (0, 0)


def test_a_draw_that_leads_back_gives_the_sum_of_a_geometric_series() -> None:
    draws = [
        {"id": "again", "weight": 7, "goto": "wait"},
        {"id": "win", "weight": 1, "goto": "good"},
        {"id": "lose", "weight": 2, "goto": "bad"},
    ]
    wait = choices({"id": "on", "to": "one"})
    role = proved(story({"one": {**MADE_UP, "chance": {"of": draws}}, "wait": wait}))
    assert role.odds["at random"] == pytest.approx({"good": 1 / 3, "bad": 2 / 3}, abs=1e-12)


def test_a_ring_hardly_ever_left_still_gives_exact_odds() -> None:
    steps: Data = {}
    names = [f"s{n}" for n in range(18)]
    for name, after in pairwise([*names, "good"]):
        steps[name] = choices({"id": "up", "to": after}, {"id": "down", "to": "s0"})
    steps["s5"]["choices"].append({"id": "off", "text": "Off", "goto": "bad"})
    role = proved(story(steps))
    exact = brute.odds(graph := brute.lump(brute.Story(story(steps), "ana").search()), brute.uniform(graph))[
        0
    ]
    assert role.odds["at random"] == pytest.approx(
        {"bad": float(exact[0]), "good": float(exact[1])}, rel=1e-12
    )


def _round() -> Data:
    """Return a story with a ring that is soon left, and what leads into it decided."""
    draws = [
        {"id": "again", "weight": 3, "goto": "wait"},
        {"id": "win", "weight": 2, "goto": "good"},
        {"id": "lose", "weight": 3, "goto": "bad"},
    ]
    return story(
        {
            "one": choices({"id": "a", "flag": ["a"], "to": "wait"}, {"id": "b", "to": "wait"}),
            "wait": choices({"id": "on", "to": "wheel"}, {"id": "off", "if": "flag.a", "to": "bad"}),
            "wheel": {**MADE_UP, "chance": {"of": draws}},
        }
    )


def test_a_ring_gone_round_until_it_is_left_gives_what_solving_it_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved = proved(_round())
    monkeypatch.setattr(rings.Ring, "_eliminate", lambda ring: False)
    followed = proved(_round())
    assert followed.odds["at random"] == pytest.approx(solved.odds["at random"], abs=1e-11)
    for one, other in zip(followed.decisions, solved.decisions, strict=True):
        assert one.scene == other.scene
        assert (one.visited, one.bits) == pytest.approx((other.visited, other.bits), abs=1e-11)
    assert followed.error < 1e-12
    assert solved.error == 0


@pytest.mark.parametrize("limit", ["LARGEST_RING", "MOST_LEADING_BACK"])
def test_rings_too_big_leave_verdicts_proved_and_the_odds_to_plays(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(graph, limit, 1)
    role = proved(_round())
    assert role.method == "exact"
    assert role.sample is not None
    assert role.odds == {"at random": role.sample.odds}
    assert role.error > 0


def test_a_ring_hardly_ever_left_and_too_big_to_solve_leaves_the_odds_to_plays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = _round()
    data["scenes"]["wheel"]["chance"]["of"][0]["weight"] = 1000
    monkeypatch.setattr(rings, "MOST_WORK", 0)
    monkeypatch.setattr(rings, "MOST_GONE", 0)
    role = proved(data)
    assert role.sample is not None
    assert role.odds == {"at random": role.sample.odds}
    assert role.error > 0


def test_going_round_without_a_decision_leaves_the_most_decisions_countable() -> None:
    data = _round()
    assert decisions(proved(data)) == (1, None)
    del data["scenes"]["wait"]["choices"][1]
    assert decisions(proved(data)) == (1, 1)


def _two_ways(first: Data, second: Data) -> Data:
    return story(
        {
            "one": choices({"id": "x", **first, "to": "two"}, {"id": "y", **second, "to": "two"}),
            "two": choices({"id": "p", "to": "good"}, {"id": "q", "to": "bad"}),
        },
        goals={"g": {"text": "G.", "met": "flag.a"}},
    )


def test_an_option_that_never_does_better_is_dominated_and_the_other_is_not() -> None:
    role = proved(_two_ways({"flag": ["a"]}, {}))
    (one,) = [decision for decision in role.decisions if decision.scene == "one"]
    assert one.dominated == (("y", "x"),)


def test_an_option_that_does_better_for_another_goal_is_not_dominated() -> None:
    data = _two_ways({"flag": ["a"]}, {"flag": ["b"]})
    data["roles"]["ana"]["goals"]["h"] = {"text": "H.", "met": "flag.b"}
    assert all(decision.dominated == () for decision in proved(data).decisions)


def test_an_option_that_leads_to_another_ending_is_not_dominated() -> None:
    data = _two_ways({"flag": ["a"]}, {})
    data["scenes"]["one"]["choices"][1]["goto"] = "bad"
    assert all(decision.dominated == () for decision in proved(data).decisions)


def test_a_decision_that_settles_the_ending_tells_one_bit_and_one_that_changes_nothing_none() -> None:
    role = proved(_two_ways({"flag": ["a"]}, {"flag": ["b"]}))
    bits = {decision.scene: decision.bits for decision in role.decisions}
    assert bits == pytest.approx({"one": 0.0, "two": 1.0}, abs=1e-12)
    assert {decision.scene: decision.visited for decision in role.decisions} == {"one": 1.0, "two": 1.0}
    assert role.measures is not None
    assert role.measures.effective == pytest.approx(2.0)


@pytest.mark.parametrize("between", [0, 1, 2, 3])
def test_decisions_between_losing_a_goal_and_being_told_are_counted(between: int) -> None:
    names = ["one", *(f"s{n}" for n in range(between)), "told"]
    scenes: Data = {}
    for name, after in pairwise([*names, "good"]):
        scenes[name] = choices({"id": "x", "to": after}, {"id": "y", "to": after})
    for choice in scenes["one"]["choices"]:
        choice["flag"] = ["a"]
    scenes["told"]["text"] = [{"text": "It is lost.", "tells": "g"}]
    goals = {"g": {"text": "G.", "met": "flag.b", "lost": "flag.a"}}
    role = proved(story(scenes, goals=goals))
    assert role.sample is not None
    assert role.sample.doom == (between, between)


# -- a story too big to search whole ---------------------------------------------------------------

LOCK = 8


def haystack() -> Data:
    """Return a story of 26 decisions and 12 moods with a needle in it, and a text that nobody can read.

    The needle hangs on the first options of eight decisions, each open only after the one before.
    What nobody can read hangs on two flags, each set only where the other is set already. The endings
    read two flags alone, so that random plays meet all of them.
    """
    data: Data = scale.story(26)
    data["scenes"]["outcome"]["goto"] = [
        {"if": "flag.f0 and flag.f1", "to": "triumph"},
        {"if": "flag.f0", "to": "bargain"},
        {"if": "flag.f1", "to": "stalemate"},
        {"to": "collapse"},
    ]
    data["flags"] |= {f"lock{n}": f"Lock {n} is open" for n in range(LOCK)}
    data["flags"] |= {"hen": "There is a hen", "egg": "There is an egg"}
    for number in range(LOCK):
        choice = {
            "id": "lock",
            "text": "Turn the key",
            "flag": [f"lock{number}"],
            "because": "You turned it.",
        }
        guard = {"if": f"flag.lock{number - 1}"} if number else {}
        scene = data["scenes"][f"d{2 * number + 3}"]
        scene["choices"].append(choice | guard | {"goto": scene["choices"][0]["goto"]})
    for number, (one, other) in enumerate((("hen", "egg"), ("egg", "hen"))):
        scene = data["scenes"][f"d{number + 5}"]
        choice = {"id": one, "text": "Look", "flag": [one], "because": "You looked.", "if": f"flag.{other}"}
        scene["choices"].append(choice | {"goto": scene["choices"][0]["goto"]})
    data["scenes"]["d25"]["text"] += [
        {"if": f"flag.lock{LOCK - 1}", "text": "The needle."},
        {"if": "flag.hen or flag.egg", "text": "A hen."},
    ]
    return data


@pytest.fixture(scope="module")
def big() -> tuple[Data, Pack, Proof]:
    data = haystack()
    with pack_of(data) as pack:
        return data, pack, prove(pack, most=20_000, plays=200)


def test_a_needle_in_a_story_too_big_to_search_is_found(big: tuple[Data, Pack, Proof]) -> None:
    data, _, proof = big
    role = proof.roles["hero"]
    assert role.method == "sampled"
    needle = verdict(role, "text", "d25: The needle.")
    assert needle.word == REACHABLE
    assert needle.path.count("lock") == LOCK
    raw = brute.Story(data, "hero")
    (claim,) = [claim for claim in raw.claims if claim.name == "d25: The needle."]
    assert raw.meets(needle.path, claim)


def test_a_text_nobody_can_read_is_proved_so_in_a_story_too_big_to_search(
    big: tuple[Data, Pack, Proof],
) -> None:
    role = big[2].roles["hero"]
    for kind, name in (("text", "d25: A hen."), ("option", "d5/hen"), ("option", "d6/egg")):
        assert verdict(role, kind, name).word == UNREACHABLE


def test_every_path_shown_for_a_story_too_big_to_search_can_be_played(big: tuple[Data, Pack, Proof]) -> None:
    data, _, proof = big
    raw = brute.Story(data, "hero")
    for found, claim in zip(proof.roles["hero"].verdicts, raw.claims, strict=True):
        assert found.word != REACHABLE or raw.meets(found.path, claim)
