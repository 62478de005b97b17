"""Random runs of random stories, opened after random edits: nothing is ever different in silence."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from generated import ISSUES, MOODS, _Plain, effects, rule, story
from vikzhel.archive.store import KeptRun, Store
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.diagnostics import PackError
from vikzhel.story.packs import read_pack

Story = dict[str, Any]
SCENES = 6


def written(folder: Path, contents: Story) -> Program:
    folder.mkdir(exist_ok=True)
    text = yaml.dump(contents, Dumper=_Plain, sort_keys=False, width=10_000)
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return Program(read_pack(folder))


def by_name(run: Run) -> dict[str, object]:
    """Return where a run stands, by the names of everything: places in a state move when a story is edited."""
    layout = run.program.layout
    found: dict[str, object] = {"scene": run.scene}
    for variable in layout.variables:
        value = run.state[variable.index]
        named = layout.positions[variable.name][value] if variable.kind == "table" else value
        if variable.kind not in ("seen", "once"):
            found[f"{variable.kind} {variable.name}"] = named
    return found


def played(r: Random, program: Program, data: str) -> KeptRun:
    """Play a few runs and return the longest."""
    plays = []
    for _ in range(5):
        run = Run(program, r.choice(("ana", "boris")))
        while not run.over and len(run.steps) < 14:
            run.take(r.choice(run.open).id)
        plays.append(run)
    longest = max(plays, key=lambda run: len(run.steps))
    kept = Store.open(data).begin(program, longest.role)
    for step in longest.steps:
        kept.take(step.id)
    kept.close()
    return kept


def _all(contents: Story, key: str) -> list[dict[str, Any]]:
    """Return every record that has a key, anywhere in the scenes."""
    found, waiting = [], list(contents["scenes"].values())
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            found += [item] if key in item else []
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found


# -- edits that change nothing of what happens -------------------------------------------------


def reworded(r: Random, contents: Story) -> None:
    for key in ("text", "line", "because", "locked", "reason"):
        for record in _all(contents, key):
            if isinstance(record[key], str):
                record[key] = f"Better put, {r.randrange(10**6)}: {record[key]}"


def turned_about(r: Random, contents: Story) -> None:
    """Put choices, doors, branches, scenes and declarations into another order."""
    for record in _all(contents, "choices"):
        r.shuffle(record["choices"])
    for record in [*_all(contents, "doors"), *_all(contents, "chance")]:
        r.shuffle(record.get("doors", record.get("chance"))["of"])
    for key in ("scenes", "moods", "flags", "facts", "counters", "votes", "endings"):
        if isinstance(contents.get(key), dict):
            items = list(contents[key].items())
            r.shuffle(items)
            contents[key] = dict(items)


def added_above(r: Random, contents: Story) -> None:
    """Put a choice above all others wherever there is one; it opens only where it changes no other."""
    for record in _all(contents, "choices"):
        fallback = any(choice.get("fallback") for choice in record["choices"])
        new = {"id": "added", "text": "Something new", "goto": "end-a"}
        record["choices"].insert(0, new | ({"if": "flag.pledged and not flag.pledged"} if fallback else {}))


@pytest.mark.parametrize("edit", [reworded, turned_about, added_above])
def test_an_edit_that_changes_nothing_that_was_played_alarms_nobody(
    tmp_path: Path, edit: Callable[[Random, Story], None]
) -> None:
    for seed in range(25):
        r = Random(seed)
        contents = story(r, SCENES)
        kept = played(r, written(tmp_path / "pack", contents), str(tmp_path))
        edited = deepcopy(contents)
        edit(r, edited)
        again = Store.open(str(tmp_path)).resume(kept.code, written(tmp_path / "pack", edited))
        assert (seed, again.trouble) == (seed, "")
        assert [step.id for step in again.run.steps] == [step.id for step in kept.run.steps]
        assert by_name(again.run) == by_name(kept.run)


# -- any edit ----------------------------------------------------------------------------------


def _some(r: Random, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return about a third of the records, so that an edit is met by most runs."""
    return [record for record in found if r.random() < 0.35]


def _choices(contents: Story) -> list[dict[str, Any]]:
    return [choice for record in _all(contents, "choices") for choice in record["choices"]]


def removed(r: Random, contents: Story) -> None:
    for record in _some(r, _all(contents, "choices")):
        if len(record["choices"]) > 1:
            record["choices"].pop(r.randrange(len(record["choices"])))


def renamed(r: Random, contents: Story) -> None:
    for choice in _some(r, _choices(contents)):
        choice["id"] += "-other"


def swapped(r: Random, contents: Story) -> None:
    for record in _all(contents, "choices"):
        if len(record["choices"]) > 1:
            one, other = r.sample(record["choices"], 2)
            one["id"], other["id"] = other["id"], one["id"]


def conditional(r: Random, contents: Story) -> None:
    for choice in _some(r, _choices(contents)):
        if not choice.get("fallback"):
            choice["if"] = rule(r, SCENES)


def led_elsewhere(r: Random, contents: Story) -> None:
    for record in _some(r, _all(contents, "goto")):
        if record["goto"] != "back":
            record["goto"] = r.choice(["end-a", "end-b"])


def other_effects(r: Random, contents: Story) -> None:
    for record in _some(r, _all(contents, "goto")):
        for key in ("mood", "table", "count", "flag", "unflag", "learn", "because"):
            record.pop(key, None)
        record |= effects(r)


def no_branch(r: Random, contents: Story) -> None:
    for record in _all(contents, "chance"):
        if len(record["chance"]["of"]) > 2:
            record["chance"]["of"].pop(r.randrange(3))


def other_bar(r: Random, contents: Story) -> None:
    for bloc in contents["blocs"].values():
        bloc["needs"] = r.choice([-2, 0, 1, 2, 4])


def other_start(r: Random, contents: Story) -> None:
    issue = r.choice(list(ISSUES))
    contents["table"][issue]["start"] = r.choice(ISSUES[issue])
    who = r.choice(MOODS)
    mood = contents["moods"][who]
    band = r.choice(["cold", "open", "warm"])
    contents["moods"][who] = mood | {"start": band} if isinstance(mood, dict) else band


def other_ladder(r: Random, contents: Story) -> None:
    positions = contents["table"]["who"]["positions"]
    items = list(positions.items())
    items.insert(r.randrange(len(items) + 1), ("half", "Half of them"))
    contents["table"]["who"]["positions"] = dict(items)


EDITS = (removed, renamed, swapped, conditional, led_elsewhere, other_effects, no_branch, other_bar, other_start,
         other_ladder)  # fmt: skip


def test_whatever_is_edited_a_run_is_replayed_as_it_was_or_it_is_said(tmp_path: Path) -> None:
    told = silent = 0
    for seed in range(120):
        r = Random(seed)
        contents = story(r, SCENES)
        kept = played(r, written(tmp_path / "pack", contents), str(tmp_path))
        if not kept.run.steps:
            continue  # a story that ends by itself: nothing was chosen that could be another choice now
        edited = deepcopy(contents)
        edit = EDITS[seed % len(EDITS)]
        edit(r, edited)
        try:
            program = written(tmp_path / "pack", edited)
        except PackError:
            continue
        again = Store.open(str(tmp_path)).resume(kept.code, program)
        before = [(step.scene, step.id) for step in kept.run.steps]
        after = [(step.scene, step.id) for step in again.run.steps]
        assert after == before[: len(after)], (seed, edit.__name__)
        assert again.cut == (len(after) < len(before))
        if again.trouble:
            told += 1
        else:
            silent += 1
            assert after == before, (seed, edit.__name__)
            ours, theirs = by_name(kept.run), by_name(again.run)
            assert {key: theirs[key] for key in ours} == ours, (seed, edit.__name__)
    assert told > 20
    assert silent > 20
