"""Runs opened on a story that was edited since: never a silently different choice."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.archive import compare_pages, pages
from vikzhel.archive.classroom import classroom
from vikzhel.archive.compare import compare
from vikzhel.archive.debrief import debrief
from vikzhel.archive.gather import Gathering
from vikzhel.archive.home import located
from vikzhel.archive.store import KeptRun, Store, StoreError
from vikzhel.archive.transfer import to_json
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.story.packs import read_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

SCENES = """\
  start:
    {{e}, text: An office., choices: [
      {id: ask, text: Ask Osip., because: You asked., mood: {ana: +1}, goto: hall},
      {id: wait, text: Wait., because: You waited., mood: {ana: -1}, goto: hall}]}
  hall:
    {{e}, text: A hall., choices: [
      {id: speak, text: Speak., because: You spoke., flag: told, goto: weather},
      {id: leave, text: Leave., because: You left., table: {who: +1}, goto: end}]}
  weather: {{e}, chance: {of: [{id: rain, weight: 1, goto: end}, {id: sun, weight: 1, goto: end}]}}
  end: {{e}, ending: over}
"""
WEEK = ("ask", "speak", "rain")

VOTE = """\
  start: {{e}, choices: [{id: a, text: A, goto: hall}, {id: b, text: B, goto: hall}]}
  hall: {{e}, vote: {hold: motion, carried: {goto: end}, lost: {goto: LOST}}}
  other: {{e}, text: Lost., goto: end}
  end: {{e}, choices: [{id: on, text: On, goto: over}]}
  over: {{e}, ending: over}
"""
BLOCS = """\
blocs: {one: {name: ones, body: council, needs: NEEDS}}
votes: {motion: {title: M, body: council, present: {one: 4}, on: {who: few}}}
"""


class Edited:
    """A story that is played, edited and gone on with; the folder and the archive stay the same."""

    def __init__(self, folder: Path) -> None:
        self.pack, self.data = folder / "pack", str(folder / "data")
        self.code = ""

    def program(self, scenes: str, extra: str = "", **head: str) -> Program:
        return Program(read_pack(write_pack(self.pack, scenes, extra, **head)))

    def play(self, steps: Sequence[str] = WEEK, scenes: str = SCENES, extra: str = "") -> None:
        kept = Store.open(self.data).begin(self.program(scenes, extra), "ana")
        self.code = kept.code
        for step in steps:
            kept.take(step)
        kept.close()

    def again(self, scenes: str, extra: str = "", **head: str) -> KeptRun:
        return Store.open(self.data).resume(self.code, self.program(scenes, extra, **head))

    def edited(self, old: str, new: str, **head: str) -> KeptRun:
        assert old in SCENES
        return self.again(SCENES.replace(old, new), **head)


@pytest.fixture
def story(tmp_path: Path) -> Edited:
    story = Edited(tmp_path)
    story.play()
    return story


def taken(kept: KeptRun) -> list[str]:
    return [step.id for step in kept.run.steps]


# -- edits that leave a run as it was ----------------------------------------------------------


def by_position(program: Program, positions: Sequence[int]) -> list[str]:
    """Play a week as engines do that keep the place of a choice in its list."""
    run = Run(program, "ana")
    for position in positions:
        if not run.over:
            run.take(run.options[position].id)
    return [step.id for step in run.steps]


def test_a_choice_added_above_changes_nothing(story: Edited) -> None:
    """A run kept by positions, as Ink's ``ChooseChoiceIndex`` is, silently becomes another week when a
    choice is put in above; a run kept by ids does not."""
    before, positions = Run(story.program(SCENES), "ana"), []
    for step in WEEK:
        positions.append([option.id for option in before.options].index(step))
        before.take(step)
    scenes = SCENES.replace("{id: ask", "{id: shout, text: Shout., goto: hall},\n      {id: ask")
    kept = story.again(scenes)
    assert by_position(kept.run.program, positions) == ["shout", "speak", "rain"]
    assert (kept.trouble, taken(kept), kept.run.mood("ana")) == ("", list(WEEK), 1)


def test_choices_in_another_order_change_nothing(story: Edited) -> None:
    first, second = SCENES.split("choices: [\n")[1].split("]}")[0].split(",\n")
    turned = SCENES.replace(f"{first},\n{second}", f"{second},\n{first}")
    assert turned != SCENES
    kept = story.again(turned)
    assert (kept.trouble, taken(kept)) == ("", list(WEEK))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: Ask Osip.", "text: Go out and ask Osip what he has heard."),
        ("because: You asked.", "because: You asked him."),
        ("text: A hall.", "text: A long cold hall."),
        ("{id: wait, text: Wait., because: You waited., mood: {ana: -1}", "{id: wait, text: Wait., because: W., mood: {ana: -2}"),
        ("text: An office.", "text: An office., title: The office"),
    ],
)  # fmt: skip
def test_better_words_and_edits_elsewhere_alarm_nobody(story: Edited, old: str, new: str) -> None:
    kept = story.edited(old, new)
    assert (kept.trouble, kept.cut, taken(kept)) == ("", False, list(WEEK))


def test_new_moods_flags_and_facts_alarm_nobody(story: Edited) -> None:
    kept = story.again(SCENES, flags="flags: {aaa: New, late: It is late, told: You told them, zzz: New}")
    assert kept.trouble == ""
    assert kept.run.over


def test_a_scene_put_in_between_that_nobody_stops_in_alarms_nobody(story: Edited) -> None:
    kept = story.again(
        SCENES.replace("flag: told, goto: weather", "flag: told, goto: yard")
        + "  yard: {{e}, text: You cross the yard., goto: weather}\n"
    )
    assert (kept.trouble, taken(kept)) == ("", list(WEEK))


# -- renamed -----------------------------------------------------------------------------------

GREETING = "  greeting: Hello.\n  renamed: {RENAMED}"


@pytest.mark.parametrize(
    ("edits", "renamed"),
    [
        ([("id: ask", "id: ask-osip")], "start/ask: start/ask-osip"),
        ([("hall", "great-hall")], "hall: great-hall"),
        ([("  start:", "  office:"), ("id: ask", "id: ask-osip")], "start: office, start/ask: office/ask-osip"),
        ([("  start:", "  office:"), ("id: ask", "id: ask-osip")], "start: office, office/ask: office/ask-osip"),
        ([("weather", "sky"), ("end:", "close:"), ("goto: end", "goto: close")], "weather: sky, end: close"),
    ],
)  # fmt: skip
def test_what_was_renamed_is_followed(story: Edited, edits: list[tuple[str, str]], renamed: str) -> None:
    scenes = SCENES
    for old, new in edits:
        scenes = scenes.replace(old, new)
    head = {"greeting": GREETING.replace("RENAMED", renamed)}
    if "  office:" in scenes:
        head["start"] = "    start: office"
    kept = story.again(scenes, **head)
    assert kept.trouble == ""
    assert kept.run.over
    assert len(taken(kept)) == len(WEEK)


def test_a_renamed_choice_that_nobody_wrote_down_is_named(story: Edited) -> None:
    kept = story.edited("id: ask", "id: ask-osip")
    assert "at step 1 of 3, “start” no longer offers “ask”" in kept.trouble
    assert taken(kept) == []


# -- a scene that was split --------------------------------------------------------------------

SPLIT = SCENES.replace("hall:\n    {{e}, text: A hall., choices: [", "hall: {{e}, text: A hall., goto: hall-floor}\n  hall-floor:\n    {{e}, text: The floor., choices: [")  # fmt: skip


def test_a_scene_that_was_split_is_followed_where_renamed_says_so(story: Edited) -> None:
    renamed = "hall/speak: hall-floor/speak, hall/leave: hall-floor/leave"
    kept = story.again(SPLIT, greeting=GREETING.replace("RENAMED", renamed))
    assert (kept.trouble, taken(kept)) == ("", list(WEEK))


def test_a_scene_that_was_split_in_silence_is_said_and_gone_on_from(story: Edited) -> None:
    kept = story.again(SPLIT)
    assert (
        "at step 2 of 3, this step was taken in “hall”, and the story is now in “hall-floor”" in kept.trouble
    )
    assert taken(kept) == ["ask"]
    assert kept.run.scene == "hall-floor"


def test_a_run_that_stood_in_a_scene_that_was_split_stands_in_its_second_half(tmp_path: Path) -> None:
    story = Edited(tmp_path)
    story.play(["ask"])
    kept = story.again(SPLIT)
    assert (kept.trouble, kept.run.scene) == ("", "hall-floor")


# -- steps that are no longer there ------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said", "left"),
    [
        ("{id: ask, text: Ask Osip., because: You asked., mood: {ana: +1}, goto: hall},", "",
         "step 1 of 3, “start” no longer offers “ask”", []),
        ("{id: speak, text: Speak.", "{id: speak, if: flag.late, text: Speak.",
         "step 2 of 3, “hall” still has “speak”, but no longer offers it in this week", ["ask"]),
        ("{id: speak, text: Speak.", "{id: speak, if: flag.late, locked: Nobody has called you., text: Speak.",
         "step 2 of 3, “speak” is now locked: Nobody has called you.", ["ask"]),
        ("id: rain", "id: hail",
         "step 3 of 3, “weather” no longer offers “rain”", ["ask", "speak"]),
        ("flag: told, goto: weather", "flag: told, goto: end",
         "step 2 of 3, “speak” no longer leads where it led", ["ask"]),
        ("  hall:\n    {{e}, text: A hall., choices: [", "  hall: {{e}, ending: over}\n  attic:\n    {{e}, choices: [",
         "step 2 of 3, the story has already ended before this step", ["ask"]),
    ],
)  # fmt: skip
def test_the_first_step_that_no_longer_exists_is_named_and_the_run_goes_on_before_it(
    story: Edited, old: str, new: str, said: str, left: list[str]
) -> None:
    kept = story.edited(old, new)
    assert said in kept.trouble
    assert kept.trouble.endswith("You can go on from the step before it.")
    assert taken(kept) == left
    kept.close()
    # Nothing is overruled by looking: opened on the story as it was, the week is whole.
    assert taken(story.again(SCENES)) == list(WEEK)
    # Only a step taken from there overrules those the story no longer has.
    again = story.edited(old, new)
    if not again.run.over:
        step = again.run.open[0].id
        again.take(step)
        again.close()
        assert taken(story.edited(old, new)) == [*left, step]


def test_a_lost_step_is_told_by_the_words_that_were_chosen_and_what_makes_the_run_whole(
    story: Edited,
) -> None:
    told = story.edited("id: ask", "id: ask-osip").trouble
    assert "“start” no longer offers “ask”. What was chosen there: “Ask Osip”." in told
    line = re.search(r"renamed: \{(.+)\}  in", told)
    assert line is not None
    renamed = line[1].replace("new-name", "ask-osip")
    whole = story.edited("id: ask", "id: ask-osip", greeting=GREETING.replace("RENAMED", renamed))
    assert (whole.trouble, len(taken(whole))) == ("", len(WEEK))


def test_a_step_that_is_now_locked_is_told_with_one_full_stop(story: Edited) -> None:
    told = story.edited(
        "{id: speak, text: Speak.", "{id: speak, if: flag.late, locked: Nobody has called you., text: Speak."
    ).trouble
    assert ".." not in told
    assert "renamed" not in told


# -- other words -------------------------------------------------------------------------------

ALIKE = """\
  start: {{e}, text: An office., choices: [
      {id: north, text: Go by the bridge., goto: end}, {id: south, text: Wait for the ferry., goto: end}]}
  end: {{e}, ending: over}
"""


@pytest.mark.parametrize(
    "edits",
    [
        [("id: north", "id: x"), ("id: south", "id: north"), ("id: x", "id: south")],
        [("by the bridge", "x"), ("Wait for the ferry", "Go by the bridge"), ("Go x", "Wait for the ferry")],
    ],
)
def test_two_options_that_do_alike_are_never_taken_for_each_other(
    tmp_path: Path, edits: list[tuple[str, str]]
) -> None:
    """Their ids or their words were exchanged: nothing that is counted tells them apart, and yet another was chosen."""
    story = Edited(tmp_path)
    story.play(["north"], ALIKE)
    scenes = ALIKE
    for old, new in edits:
        assert old in scenes
        scenes = scenes.replace(old, new)
    kept = story.again(scenes)
    assert taken(kept) == []
    assert "what was chosen is now called “south”, and “north” is another option" in kept.trouble


def test_words_that_became_quite_other_words_are_told_and_better_ones_are_not(tmp_path: Path) -> None:
    story = Edited(tmp_path)
    story.play(["north"], ALIKE)
    assert story.again(ALIKE.replace("Go by the bridge", "Go home by the long bridge")).trouble == ""
    kept = story.again(ALIKE.replace("Go by the bridge", "Send a telegram"))
    assert "where it now says “Send a telegram.”, the words chosen were “Go by the bridge.”" in kept.trouble
    assert taken(kept) == ["north"]


# -- what is printed and compared --------------------------------------------------------------


def test_who_prints_compares_or_collects_an_edited_week_is_told_as_well(tmp_path: Path) -> None:
    story = Edited(tmp_path)
    story.play()
    store = Store.open(story.data)
    handed_in = tmp_path / "files"
    handed_in.mkdir()
    for name in ("anna", "boris"):
        (handed_in / f"{name}.json").write_text(to_json(store.played(story.code)), encoding="utf-8")
    store.close()
    program = story.program(SCENES.replace("mood: {ana: +1}", "mood: {ana: -1}"))
    gathering = Gathering(story.data, str(story.pack), program)
    found = gathering.all([story.code, str(handed_in / "anna.json")])
    said = (
        f"{story.code} was played before the story was edited: what “Ask Osip.” does has been changed since."
    )
    compared = compare(found, [None, None])
    assert compared.troubles[0].startswith(said)
    assert any(line.startswith(said) for line in compare_pages.sheet(compared).lead)
    gone_over = debrief(found[0].run, trouble=found[0].trouble)
    assert any(line.startswith(said) for line in pages.sheet(gone_over).lead)
    report = classroom(str(handed_in), gathering)
    assert len(report.cut) == 1, "the same is said of both together"
    assert report.cut[0].startswith(
        "anna and boris were played before the story was edited: what “Ask Osip.”"
    )


# -- votes -------------------------------------------------------------------------------------


def test_a_vote_whose_bar_was_raised_is_told_at_the_step_before_it(tmp_path: Path) -> None:
    story = Edited(tmp_path)
    scenes, extra = VOTE.replace("LOST", "end"), BLOCS.replace("NEEDS", "0")
    story.play(["a", "on"], scenes, extra)
    kept = story.again(scenes, BLOCS.replace("NEEDS", "1"))
    assert "at step 1 of 2, after “a” a vote now goes otherwise" in kept.trouble
    assert "as the story is now, “M” is tied by 0 to 0" in kept.trouble or "“M” is lost by" in kept.trouble
    assert taken(kept) == []


def test_a_vote_that_now_leads_elsewhere_is_told(tmp_path: Path) -> None:
    story = Edited(tmp_path)
    story.play(["a", "on"], VOTE.replace("LOST", "over"), BLOCS.replace("NEEDS", "0"))
    kept = story.again(VOTE.replace("LOST", "over"), BLOCS.replace("NEEDS", "1"))
    assert "“a” no longer leads where it led, or a vote now goes otherwise" in kept.trouble


def test_a_vote_with_the_same_figures_alarms_nobody(tmp_path: Path) -> None:
    story = Edited(tmp_path)
    scenes = VOTE.replace("LOST", "other")
    story.play(["a", "on"], scenes, BLOCS.replace("NEEDS", "0"))
    kept = story.again(scenes, BLOCS.replace("NEEDS", "-1").replace("name: ones", "name: the ones"))
    assert (kept.trouble, taken(kept)) == ("", ["a", "on"])


# -- effects -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("mood: {ana: +1}", "mood: {ana: -1}", "“Ask Osip.” does"),
        ("mood: {ana: +1}", "flag: late", "“Ask Osip.” does"),
        ("flag: told", "unflag: told", "“Speak.” does"),
        ("id: rain,", "id: rain, because: It rains., mood: {ana: -1},", "step 3 does"),
        ("text: A hall.", "text: A hall., because: A draught., mood: {ana: -1}", "“Ask Osip.” does"),
    ],
)
def test_an_effect_that_was_changed_is_told_calmly_and_the_week_stands(
    story: Edited, old: str, new: str, named: str
) -> None:
    kept = story.edited(old, new)
    assert f"but what {named} has been changed since" in kept.trouble
    assert kept.trouble.startswith(
        "The story has been edited since this run was played. Every step of it still"
    )
    assert (kept.cut, kept.kept, taken(kept)) == (False, True, list(WEEK))


def test_one_changed_effect_is_not_laid_at_the_door_of_later_steps(story: Edited) -> None:
    """The mood starts elsewhere and is clamped elsewhere from there on; only the step edited is named."""
    kept = story.edited("mood: {ana: +1}", "mood: {ana: +3}")
    assert kept.run.edited == [0]
    assert "Speak" not in kept.trouble


def test_what_the_week_begins_with_is_compared_too(story: Edited) -> None:
    scenes = SCENES
    pack = write_pack(story.pack, scenes)
    text = (pack / "story.yaml").read_text(encoding="utf-8").replace("ana: neutral", "ana: warm")
    (pack / "story.yaml").write_text(text, encoding="utf-8")
    kept = Store.open(story.data).resume(story.code, Program(read_pack(pack)))
    assert "what the story begins with has been changed since" in kept.trouble
    assert kept.run.edited == []


def test_many_changed_effects_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    scenes = "  start: {{e}, choices: [" + ", ".join(
        f"{{id: c{n}, text: Choice {n}., because: B., once: true, mood: {{ana: +1}}, goto: start}}" for n in range(6)
    ) + ", {id: out, text: Out, goto: end}]}\n  end: {{e}, ending: over}\n"  # fmt: skip
    story = Edited(tmp_path)
    story.play([f"c{n}" for n in range(6)], scenes)
    kept = story.again(scenes.replace("ana: +1", "ana: -1"))
    assert "but what 6 of the steps do has been changed since, the first of them “Choice 0.”" in kept.trouble


def test_a_run_of_version_one_knows_no_effects_and_alarms_nobody(tmp_path: Path, story: Edited) -> None:
    db = sqlite3.connect(Path(story.data) / "runs.sqlite")
    db.execute("UPDATE steps SET change = ''")
    db.execute("UPDATE runs SET start = ''")
    db.commit()
    db.close()
    assert story.edited("mood: {ana: +1}", "mood: {ana: -1}").trouble == ""


# -- the pack ----------------------------------------------------------------------------------


def test_a_pack_that_is_gone_is_named_with_what_to_type(story: Edited) -> None:
    shutil.rmtree(story.pack)
    row = Store.open(story.data).row_of(story.code)
    with pytest.raises(StoreError) as refused:
        located(row.code, row.story, row.origin)
    assert f"was played in the story folder {story.pack}, which is not there any more" in str(refused.value)
    assert f"vikzhel play FOLDER --resume {story.code}" in str(refused.value)


def test_a_pack_that_was_moved_is_played_where_it_is_now(story: Edited) -> None:
    moved = story.pack.rename(story.pack.parent / "elsewhere")
    kept = Store.open(story.data).resume(story.code, Program(read_pack(moved)))
    assert (kept.trouble, taken(kept)) == ("", list(WEEK))


def test_a_role_that_is_gone_is_said(story: Edited) -> None:
    pack = write_pack(story.pack, SCENES)
    text = (pack / "story.yaml").read_text(encoding="utf-8")
    text = text.replace("roles:\n  ana:", "roles:\n  boris:").replace(
        "people:\n", "people:\n  boris: {name: Boris, invented: true}\n"
    )
    (pack / "story.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="played as “ana”, whom this story no longer has"):
        Store.open(story.data).resume(story.code, Program(read_pack(pack)))


def test_no_edit_ever_replays_a_step_as_another(tmp_path: Path) -> None:
    """Every single edit of one place in the story: what is replayed is a beginning of what was played."""
    story = Edited(tmp_path)
    story.play()
    edits = [
        (old, new)
        for old in ("ask", "wait", "speak", "leave", "rain", "sun")
        for new in ("ask", "speak", "x")
    ]
    for old, new in edits:
        scenes = (
            SCENES.replace(f"id: {old},", "id: spare,")
            .replace(f"id: {new},", f"id: {old},")
            .replace("id: spare,", f"id: {new},")
        )
        kept = story.again(scenes)
        assert taken(kept) == list(WEEK)[: len(taken(kept))]
        assert kept.run.over or kept.trouble
        kept.close()
    assert taken(story.again(SCENES)) == list(WEEK)
