"""A preview: where it begins, what it says of the rules, and how it goes on when files are edited."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from packs import write_pack
from vikzhel.desk.preview import CannotPreview, Preview
from vikzhel.desk.trace import LEFT_OUT, SHOWN, Tracer
from vikzhel.desk.ways_in import PLAY, PROOF, RECORD, WaysIn, into, reading
from vikzhel.play.events import Ended, Narration, SceneEntered
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.proof.command import proved
from vikzhel.story.packs import read_pack

STORIES = Path(__file__).parents[2] / "story"
TUTORIAL = STORIES / "tutorial"
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


pytestmark = pytest.mark.usefixtures("own_cache")


def begun(folder: Path | str, scene: str = "", role: str = "", like: str = "") -> Preview:
    shown = Preview(str(folder), scene, role, like)
    shown.put(*shown.read())
    return shown


def edit(folder: Path, old: str, new: str, file: str = "scenes.yaml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def saved(shown: Preview) -> bool:
    return shown.put(*shown.read())


def read_as(shown: Preview) -> tuple[object, ...]:
    return reading(shown.run.program, shown.run.role, shown.way.path, shown.scene)


def rows(shown: Preview, title: str) -> list[str]:
    """Return a part of the panel, a row with its notes in one line."""
    part = next(part for part in shown.panel if part.title.startswith(title))
    return [" | ".join((row.word, row.text, *row.notes, row.at)) for row in part.rows]


# -- where it begins ---------------------------------------------------------------------------------


def test_without_a_scene_it_begins_where_the_story_does() -> None:
    shown = begun(TUTORIAL)
    assert shown.run.scene == "telegraph-room"
    assert shown.run.steps == []


@pytest.mark.parametrize("scene", ["telegraph-room", "red-lamp", "green-lamp"])
def test_it_stands_right_where_a_scene_is_entered(scene: str) -> None:
    told = begun(TUTORIAL, scene).told
    assert isinstance(told[0], SceneEntered)
    assert told[0].scene == scene


def test_a_way_in_is_a_path_of_the_record_where_there_is_one() -> None:
    shown = begun("talks", "m-names", "martov")
    assert shown.way.source == RECORD
    assert shown.run.left_record() is None


def test_the_path_that_the_proof_found_is_used_if_a_report_is_kept(tmp_path: Path) -> None:
    before = begun(TUTORIAL, "red-lamp").way
    assert before.source.startswith("the test ")
    with (tmp_path / "err").open("w") as err:
        assert proved(str(TUTORIAL), None, err)
    after = begun(TUTORIAL, "red-lamp").way
    assert after.source == PROOF


def test_other_states_are_those_in_which_the_scene_reads_otherwise() -> None:
    shown = begun(TUTORIAL, "red-lamp")
    seen = {read_as(shown)}
    while shown.another() and read_as(shown) not in seen:
        seen.add(read_as(shown))
    assert len(seen) == 3  # passed on at once; after a talk; with the exception


def test_a_state_can_be_asked_for_by_its_number_and_by_a_test() -> None:
    first, second = begun(TUTORIAL, "red-lamp"), begun(TUTORIAL, "red-lamp", like="2")
    assert read_as(first) != read_as(second)
    named = begun(TUTORIAL, "telegraph-room", like="red-lamp")
    assert named.run.steps == []
    assert [step.id for step in begun(TUTORIAL, like="red-lamp").run.steps] == ["ask-osip", "add-a-line"]


@pytest.mark.parametrize(
    ("scene", "role", "like", "words"),
    [
        ("red-lamb", "", "", "There is no scene “red-lamb” in this story. Did you mean “red-lamp”?"),
        ("red-lamp", "lenin", "", "“lenin” cannot be played here. The roles are clerk."),
        ("red-lamp", "", "red-lanp", "There is no test “red-lanp” in tests.yaml. Did you mean “red-lamp”?"),
        ("red-lamp", "", "99", "3 is the highest --like for “red-lamp” as clerk"),
        ("green-lamp", "", "red-lamp", "The test “red-lamp” does not come to “green-lamp”."),
        ("green-lamp", "", "recorded", "This story does not say what clerk really did."),
    ],
)
def test_what_is_not_there_is_said_with_what_was_meant(scene: str, role: str, like: str, words: str) -> None:
    with pytest.raises(CannotPreview, match=r"^[“A-Z0-9]") as refused:
        begun(TUTORIAL, scene, role, like)
    assert words in str(refused.value)


def test_a_scene_that_nobody_comes_to_is_said_to_be_one_with_how_to_be_sure(tmp_path: Path) -> None:
    scenes = """
  start: {{e}, text: Hello., choices: [{id: a, text: Go, goto: end}, {id: b, text: Try, if: flag.late, goto: odd}]}
  odd: {{e}, text: Odd., ending: over}
  end: {{e}, text: Done., ending: over}
"""
    folder = write_pack(tmp_path / "p", scenes)
    with pytest.raises(CannotPreview, match=r"No play as ana was found that comes to “odd”.*vikzhel prove"):
        begun(folder, "odd")


def test_every_scene_of_the_week_is_come_to_by_somebody() -> None:
    program = Program(read_pack(STORIES / "talks"))
    for scene in program.layout.scenes:
        ways = [WaysIn(program, role, scene) for role in program.layout.roles]
        way = next((way for one in ways if one.possible and (way := one.get(0, 20.0))), None)
        assert way is not None, scene
        assert into(program, way.role, way.path, scene) is not None


def test_a_branch_is_previewed_with_its_story_and_its_scenes_go_by_their_plain_ids() -> None:
    shown = begun(STORIES / "example-branch", "ledgers")
    assert shown.run.scene == "example-branch:ledgers"
    assert shown.run.role == "riazanov"
    laid = begun(f"talks + {STORIES / 'example-branch'}", "pay-list")
    assert laid.run.scene == "example-branch:pay-list"


def test_the_test_of_a_branch_can_be_asked_for_though_it_uses_plain_ids() -> None:
    tests = (STORIES / "example-branch" / "tests.yaml").read_text(encoding="utf-8")
    name = next(
        line.strip(" :") for line in tests.splitlines() if line.startswith("  ") and line.endswith(":")
    )
    shown = begun(STORIES / "example-branch", "pay-list", like=name)
    assert shown.run.scene == "example-branch:pay-list"


# -- the panel ---------------------------------------------------------------------------------------


def test_each_option_says_why_it_is_open_or_not() -> None:
    shown = begun(TUTORIAL)
    assert rows(shown, "What can be done") == [
        "open | 1. ask-osip leads to telegraph-room | tutorial/scenes.yaml:38",
        "open | 2. pass-on leads to red-lamp | tutorial/scenes.yaml:50",
        "locked | add-a-line | if flag.heard-driver | fails: flag.heard-driver"
        " | told: You cannot speak for a train before you know whom it carries. | tutorial/scenes.yaml:56",
        "open | 3. hold-back leads to green-lamp | tutorial/scenes.yaml:63",
    ]
    shown.take("ask-osip")
    asked, _, line, _ = rows(shown, "What can be done")
    assert asked == "hidden | ask-osip | once: it has been taken | tutorial/scenes.yaml:38"
    assert line.startswith("open | 2. add-a-line leads to red-lamp | if flag.heard-driver | ")


def test_texts_shown_and_left_out_are_told_with_the_part_of_the_rule_that_fails() -> None:
    shown = begun(TUTORIAL)
    shown.take("pass-on")
    told = rows(shown, "What hung on a rule")
    assert told[0].startswith("shown | “Osip rakes out his fire and does not look towards your")
    assert "if mood.driver at most wary" in told[0]
    assert "if mood.driver is neutral | fails: mood.driver is neutral (now: mood.driver is wary)" in told[1]
    assert told[2].startswith("left out | “One train has gone through.")
    assert "fails: flag.exception | " in told[2]


def test_at_an_ending_judgements_and_goals_say_by_which_rule() -> None:
    shown = begun("talks", "end-empty-chair", "martov")
    told = rows(shown, "What hung on a rule")
    goals = [row for row in told if row.startswith(("met | ", "not met | "))]
    judged = next(event for event in shown.told if isinstance(event, Ended)).goals
    assert [row.startswith("met | ") for row in goals] == [goal.result == "met" for goal in judged]
    assert all("fails: " in row for row in goals if row.startswith("not met"))
    assert rows(shown, "What can be done") == []


def test_changes_are_told_with_their_cause_and_place_and_so_is_what_changed_nothing(tmp_path: Path) -> None:
    scenes = """
  start:
    {e}
    text: Hello.
    choices:
      - {id: a, text: Go, because: You went., mood: {ana: +1}, flag: late, count: {cups: -1}, goto: end}
  end: {{e}, text: Done., unflag: told, because: It is over., ending: over}
""".replace("    {e}\n", "    evidence: inferred\n    reason: made up\n")
    shown = begun(write_pack(tmp_path / "p", scenes))
    shown.take("a")
    assert rows(shown, "What changed") == [
        "changed | mood.ana: neutral to open | You went. | p/scenes.yaml:8",
        "no change | count.cups: 0, and there it ends | You went. | p/scenes.yaml:8",
        "changed | flag.late: not set to set | You went. | p/scenes.yaml:8",
        "no change | flag.told: not set already | It is over. | p/scenes.yaml:9",
    ]
    state = rows(shown, "Where everything stands")
    assert "just now | mood.ana: open | You went. | p/scenes.yaml:8" in state
    assert "as at first | flag: 1 that nothing here reads | " in state


def test_a_vote_that_is_awaited_says_what_it_would_come_to_bloc_by_bloc() -> None:
    shown = begun("talks", "k-cc-terms", "kamenev")
    while not any(option.kind == "vote" for option in shown.run.open):
        shown.take(shown.run.open[0].id)
    part = next(part for part in shown.panel if part.title.startswith("The vote"))
    assert part.title.endswith("as it would go now")
    vote = next(option for option in shown.run.open if option.kind == "vote")
    expected = part.rows[0].word
    shown.take(vote.id)
    held = next(part for part in shown.panel if part.title == f"The vote {vote.id}, as it was held")
    assert held.rows[0].word == expected
    assert held.rows == part.rows
    assert any("points, and it needs" in row.text and row.notes for row in held.rows)


@many
@given(st.integers(0, 2**32))
def test_tracing_changes_nothing_and_misses_nothing(seed: int) -> None:
    """A traced run has the states and the events of a plain one; what is shown under a rule was told."""
    r = Random(seed)
    with pack_of(story(r)) as pack:
        plain, traced = Program(pack), Program(pack)
        tracer = Tracer.into(traced)
        role = r.choice(("ana", "boris"))
        one, other = Run(plain, role), Run(traced, role)
        for _ in range(12):
            if one.over:
                break
            option = r.choice(one.open).id
            assert one.take(option) == other.take(option)
            assert one.state == other.state
            assert len(tracer.steps) == len(other.steps) + 1
            told = [event.text for event in other.events(len(other.steps)) if isinstance(event, Narration)]
            for fired in tracer.steps[-1]:
                assert (fired.kind == LEFT_OUT) <= bool(fired.fails)
                if fired.kind == SHOWN and fired.words.startswith("“") and not fired.words.endswith("…”"):
                    assert any(fired.words.strip("“”") in text for text in told) or other.over


@many
@given(st.integers(0, 2**32))
def test_the_panel_has_a_row_for_every_option_and_those_open_are_open(seed: int) -> None:
    r = Random(seed)
    with pack_of(story(r)) as pack:
        shown = Preview(str(pack.folder), role=r.choice(("ana", "boris")))
        saved(shown)
        for _ in range(8):
            opened = [
                row.text.split(". ", 1)[1].split(" leads to")[0]
                for row in shown.panel[0].rows
                if row.word == "open"
            ]
            assert opened == [option.id for option in shown.run.open]
            place = shown.run.program.place(shown.run.state[0])
            assert len(shown.panel[0].rows) == len(place.turns)
            if shown.run.over:
                break
            shown.take(r.choice(shown.run.open).id)


# -- a file is saved ---------------------------------------------------------------------------------


def test_a_new_text_is_told_at_the_same_place(mine: Path) -> None:
    shown = begun(mine)
    shown.take("pass-on")
    edit(mine, "Ten past twelve.", "A quarter past twelve.")
    assert saved(shown)
    assert shown.run.scene == "red-lamp"
    assert any("A quarter past twelve." in getattr(event, "text", "") for event in shown.told)
    assert shown.notice == ""


def test_a_save_that_changes_nothing_changes_nothing(mine: Path) -> None:
    shown = begun(mine, "red-lamp")
    run = shown.run
    (mine / "notes.txt").write_text("Not of the story.", encoding="utf-8")
    assert not saved(shown)
    assert shown.run is run


def test_while_the_files_are_broken_the_last_good_story_stays_and_comes_back(mine: Path) -> None:
    shown = begun(mine)
    shown.take("ask-osip")
    edit(mine, "goto: red-lamp", "gotoo: red-lamp")
    assert saved(shown)
    assert "Did you mean “goto”?" in shown.report
    assert shown.run.scene == "telegraph-room"
    assert not saved(shown)
    edit(mine, "gotoo: red-lamp", "goto: red-lamp")
    assert saved(shown)
    assert shown.report == ""
    assert [step.id for step in shown.run.steps] == ["ask-osip"]


def test_files_broken_from_the_start_are_waited_for(mine: Path) -> None:
    edit(mine, "goto: red-lamp", "gotoo: red-lamp")
    shown = begun(mine, "red-lamp")
    assert shown.report
    assert not shown.stands
    edit(mine, "gotoo: red-lamp", "goto: red-lamp")
    saved(shown)
    assert shown.run.scene == "red-lamp"


def test_a_step_whose_id_is_gone_ends_the_path_and_is_named(mine: Path) -> None:
    shown = begun(mine)
    shown.take("ask-osip")
    shown.take("add-a-line")
    edit(mine, "id: add-a-line", "id: add-it")
    saved(shown)
    assert [step.id for step in shown.run.steps] == ["ask-osip"]
    assert shown.notice == (
        "At step 2 of 2, “telegraph-room” no longer offers “add-a-line”. You stand before it."
    )


def test_a_step_that_was_renamed_in_the_manifest_is_followed(mine: Path) -> None:
    shown = begun(mine)
    shown.take("pass-on")
    edit(mine, "id: pass-on", "id: pass-it-on")
    edit(
        mine,
        "story:\n",
        "story:\n  renamed: {telegraph-room/pass-on: telegraph-room/pass-it-on}\n",
        "story.yaml",
    )
    saved(shown)
    assert shown.run.scene == "red-lamp"


def test_a_step_that_leads_elsewhere_now_is_taken_and_said(mine: Path) -> None:
    shown = begun(mine)
    shown.take("pass-on")
    text = (mine / "scenes.yaml").read_text(encoding="utf-8")
    (mine / "scenes.yaml").write_text(text.replace("goto: red-lamp", "goto: green-lamp", 1), encoding="utf-8")
    saved(shown)
    assert shown.run.scene == "green-lamp"
    assert shown.notice == "At step 1 of 1, “pass-on” no longer leads where it led."


def test_a_step_that_does_something_else_now_stands_and_is_said(mine: Path) -> None:
    shown = begun(mine)
    shown.take("pass-on")
    edit(mine, "mood: {driver: -1}", "mood: {driver: -2}")
    saved(shown)
    assert shown.run.scene == "red-lamp"
    assert "Every step of it still stands" in shown.notice
    assert shown.run.mood("driver") == -2


def test_if_the_way_to_the_scene_is_gone_another_is_found(mine: Path) -> None:
    shown = begun(mine, "red-lamp", like="red-lamp")
    edit(mine, "id: add-a-line", "id: add-it")
    edit(mine, "      - add-a-line\n", "      - add-it\n", "tests.yaml")
    saved(shown)
    assert shown.run.scene == "red-lamp"
    assert "no longer offers “add-a-line”" in shown.notice
    assert "So it is come to by another way: " in shown.notice


def test_a_role_that_is_gone_is_said_and_nothing_breaks(mine: Path) -> None:
    shown = begun(mine)
    run = shown.run
    for name in ("story.yaml", "scenes.yaml", "tests.yaml"):
        file = mine / name
        file.write_text(
            file.read_text(encoding="utf-8")
            .replace("clerk:", "operator:")
            .replace("role: clerk", "role: operator"),
            encoding="utf-8",
        )
    pack, report = shown.read()
    assert not report.fatal, report.render()
    with pytest.raises(CannotPreview, match="no role “clerk” any more"):
        shown.put(pack, report)
    assert shown.run is run


# -- playing -----------------------------------------------------------------------------------------


def test_it_goes_back_to_before_the_scene_and_begins_again() -> None:
    shown = begun(TUTORIAL, "red-lamp", like="red-lamp")
    panel = shown.panel
    assert shown.back()
    assert shown.run.scene == "telegraph-room"
    assert shown.back()
    assert not shown.back()
    shown.restart()
    assert shown.run.scene == "red-lamp"
    assert shown.panel == panel


def test_another_scene_is_gone_to_and_a_wrong_one_leaves_everything_as_it_was() -> None:
    shown = begun(TUTORIAL, "red-lamp")
    shown.go("green-lamp")
    assert shown.run.scene == "green-lamp"
    with pytest.raises(CannotPreview, match="There is no scene"):
        shown.go("nowhere")
    assert shown.run.scene == shown.scene == "green-lamp"


def test_a_way_found_at_random_says_so(tmp_path: Path) -> None:
    scenes = """
  start: {{e}, text: Hello., choices: [{id: a, text: Go, goto: end}, {id: b, text: Wait, goto: start}]}
  end: {{e}, text: Done., ending: over}
"""
    assert begun(write_pack(tmp_path / "p", scenes), "end").way.source == PLAY


def test_a_bloc_that_votes_by_its_stance_says_by_which_rule_and_where() -> None:
    shown = begun("talks", "k-vote-insist", "kamenev")
    part = next(part for part in shown.panel if part.title.startswith("The vote cc-insist"))
    row = next(row for row in part.rows if row.text.startswith("cc-moderate"))
    assert row.text.endswith("by its stance")
    assert (
        row.notes[0]
        == {
            "abstain": "if mood.rykov at least open",
            "against": "as nothing before it holds",
        }[row.word]
    )
    file, line = row.at.rsplit(":", 1)
    written = (STORIES / file).read_text(encoding="utf-8").split("\n")[int(line) - 1]
    assert f"vote: {row.word}" in written


def test_the_ids_of_a_branch_are_told_as_its_own_files_have_them(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "story.yaml").write_text(
        "story: {id: mine, extends: tutorial, title: Mine, authors: Me}\n"
        "flags: {late: It is late}\n"
        "add:\n  telegraph-room:\n    choices: [{text: 'Wait, and see: mine:late stays', goto: dusk}]\n"
        "scenes:\n  dusk:\n    text: [{if: flag.late, text: Dark.}, 'Take mine: it is warm.']\n    goto: telegraph-room\n",
        encoding="utf-8",
    )
    shown = begun(folder, "dusk")
    assert shown.words.startswith("dusk, ")
    assert rows(shown, "What hung on a rule")[0].startswith(
        "left out | “Dark.” | if flag.late | fails: flag.late | "
    )
    edit(folder, "dusk", "night", "story.yaml")
    assert saved(shown)
    assert shown.notice.startswith("There is no scene “dusk” any more.")
    assert "dusk" not in shown.words


def test_looking_for_another_state_changes_nothing_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vikzhel.desk.preview.ANOTHER_SECONDS", 30.0)
    shown = begun("talks", "k-truce", "kamenev")
    before, panel, words = shown.run.state, shown.panel, shown.words
    found = shown.seek()
    assert (shown.run.state, shown.panel, shown.words) == (before, panel, words)
    read = read_as(shown)
    assert shown.another(found)
    assert read_as(shown) != read


def test_a_scene_that_nothing_leads_to_yet_is_told_how_to_lead_to_it(mine: Path) -> None:
    file = mine / "scenes.yaml"
    scene = "  attic: {evidence: inferred, reason: made up, text: Dust., goto: red-lamp}\n"
    file.write_text(file.read_text("utf-8").replace("scenes:\n", f"scenes:\n{scene}", 1), "utf-8")
    with pytest.raises(CannotPreview, match=r"Nothing leads to “attic” yet.*goto: attic"):
        begun(mine, "attic")
