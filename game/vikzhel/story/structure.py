"""Whether a pack hangs together: every scene has one way on, every effect a cause, every claim a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .diagnostics import Mark, Report, Word
from .grounds import check_grounds
from .model import Block, Branch, Choice, Counter, Doors, Effects, Outcome, Reading, Scene, Way
from .negotiation import Stance, Vote
from .routes import check_routes
from .slugs import slug
from .walk import records

if TYPE_CHECKING:
    from .overlay import Addition
    from .packs import Pack

WAYS_ON = ("choices", "goto", "doors", "vote", "chance", "ending")


def give_ids(scene: Scene | Addition, report: Report) -> None:
    """Give every choice of a scene that has no id a slug of its text, and report ids used twice."""
    named = {str(choice.id) for choice in scene.choices if choice.id is not None}
    for choice in scene.choices:
        if choice.id is None:
            choice.id = Word(slug(choice.text, named), choice.mark)
            named.add(str(choice.id))
    chance: list[Branch] = scene.chance.of if isinstance(scene, Scene) and scene.chance else []
    seen: dict[str, Word] = {}
    items: list[Choice | Branch] = [*scene.choices, *chance]
    for item in items:
        given = item.id
        assert given is not None
        if given in seen:
            report.add(
                "V502",
                given.mark,
                f"Two choices of this scene have the id “{given}”.",
                "Saved games go by these ids; give one of the two another.",
                seen[given].mark,
            )
        seen.setdefault(given, given)


def _check_twin_doors(scene: Scene, report: Report) -> None:
    """Report two doors to one scene: a run remembers a door by the scene behind it."""
    seen: dict[str, Word] = {}
    for door in scene.doors.of if scene.doors else []:
        if door.to in seen:
            report.add(
                "V502",
                door.to.mark,
                f"Two doors lead to “{door.to}”, and saved games could not tell them apart.",
                "Give one of them a scene of its own, from which it goes on to the same place.",
                seen[door.to].mark,
            )
        seen.setdefault(door.to, door.to)


def check_structure(pack: Pack, report: Report) -> None:
    """Report everything that would leave a player stuck, a change unexplained or a claim unsourced."""
    files = pack.files
    for missing in ("roles", "scenes"):
        if not getattr(files, missing) and not report.blind and missing not in report.broken:
            report.add(
                "V616",
                pack.manifest.mark,
                f"This pack has no {missing}, so there is nothing to play.",
                f"Add  {missing}:  to one of its files.",
            )
            break
    for scene_id, scene in files.scenes.items():
        _check_ways_on(scene_id, scene, report)
        _check_twin_doors(scene, report)
        _check_choices(scene_id, scene, report)
    for record in records(files):
        if isinstance(record, Effects):
            _check_causes(record, report)
        elif isinstance(record, Block):
            _check_block(record, report)
        elif isinstance(record, Vote):
            _check_vote(pack, record, report)
        elif isinstance(record, Counter):
            _check_counter(record, report)
        elif isinstance(record, Reading):
            _check_reading(record, report)
    check_routes(pack, report)
    _check_endings(pack, report)
    check_grounds(pack, report)


def _check_ways_on(scene_id: Word, scene: Scene, report: Report) -> None:
    there = [way for way in WAYS_ON if getattr(scene, way)]
    if not there and not report.doubtful(scene.mark, "text", *WAYS_ON):
        report.add(
            "V601",
            scene_id.mark,
            f"The scene “{scene_id}” has no way on: the player would be stuck there.",
            "Give it one of: choices, goto, doors, vote, chance, ending.",
        )
    if len(there) > 1:
        report.add(
            "V602",
            scene_id.mark,
            f"The scene “{scene_id}” has {len(there)} ways on ({' and '.join(there)}); it can have one.",
            "Keep one here and move the other into a scene of its own.",
        )
    if scene.doors:
        _check_doors(scene.doors, report)
    vote = scene.vote
    outcomes = [outcome for outcome in (vote.carried, vote.lost, vote.tied) if outcome] if vote else []
    branches = scene.chance.of if scene.chance else []
    then = scene.doors.then if scene.doors else []
    leading: list[Choice | Outcome | Branch] = [*scene.choices, *outcomes, *branches]
    for way in then:
        if way.to == "back":
            report.add(
                "V607",
                way.to.mark,
                "“then” says where the story goes when the doors are done with, and “back” leads to the doors.",
                "Lead to a scene by its id.",
            )
    for ways in (scene.goto, then, *(item.goto for item in leading)):
        _check_goto(ways, report)


def _check_doors(doors: Doors, report: Report) -> None:
    if doors.pick > len(doors.of) and not report.doubtful(doors.mark, "of"):
        report.add(
            "V607",
            doors.mark,
            f"The player is to pick {doors.pick} doors, but there are only {len(doors.of)}.",
            "Lower “pick”, or add doors.",
        )
    for door in doors.of:
        if door.locked and door.condition is None and not report.doubtful(door.mark, "if"):
            _locked_without_rule(door.locked, report)


def _check_goto(ways: list[Way], report: Report) -> None:
    for number, way in enumerate(ways):
        last = number == len(ways) - 1
        if report.doubtful(way.mark, "if"):
            continue
        if last and way.condition is not None:
            report.add(
                "V613",
                way.mark,
                "If none of these conditions holds there is nowhere to go.",
                "End the list with a way that has no “if”, such as  - to: some-scene",
            )
        if not last and way.condition is None:
            report.add(
                "V613",
                way.mark,
                "This way has no “if”, so the ones after it can never be taken.",
                "Put it last.",
            )


def _check_choices(scene_id: Word, scene: Scene, report: Report) -> None:
    always = [
        c for c in scene.choices if c.condition is None and not c.once and not (c.fallback and c.locked)
    ]
    if scene.choices and not always and not report.doubtful(scene.mark, "choices"):
        report.add(
            "V603",
            scene.choices[0].mark,
            f"Every choice of “{scene_id}” has an “if” or can be used up, so the player may find none open.",
            "Let one choice stand without “if” and “once”, or add one with  fallback: true",
        )
    for choice in scene.choices:
        _check_choice(choice, report)


def _locked_without_rule(locked: Word, report: Report) -> None:
    report.add(
        "V611",
        locked.mark,
        "This says why the choice is locked, but nothing locks it.",
        "Add  if:  with the rule that opens it.",
    )


def _check_choice(choice: Choice, report: Report) -> None:
    if choice.locked and choice.condition is None and not report.doubtful(choice.mark, "if"):
        _locked_without_rule(choice.locked, report)
    if choice.reflective and choice.any:
        report.add(
            "V605",
            choice.mark,
            "This choice is called reflective, which promises that it changes nothing, and it has effects.",
            "Delete  reflective: true,  or the effects.",
        )
    if choice.argued_by and not choice.cites and not report.doubtful(choice.mark, "cites"):
        report.add(
            "V707",
            choice.argued_by[0].mark,
            "This choice says who argued it that week, but not where that stands.",
            "Add  cites:  with a chronology entry or a quotation.",
        )


def _check_causes(effects: Effects, report: Report) -> None:
    if effects.because is not None or type(effects) is Effects or report.doubtful(effects.mark, "because"):
        return
    changes = [*effects.mood.values(), *effects.table.values(), *effects.count.values()]
    bare: list[Mark] = [
        change.mark
        for change in changes
        if change.because is None and not report.doubtful(change.mark, "because")
    ]
    if type(effects) is Choice:
        bare += [word.mark for word in (*effects.flag, *effects.unflag, *effects.learn)]
    if bare:
        report.add(
            "V604",
            bare[0],
            "Something changes here and the player is not told why.",
            "Add  because:  with the cause in a few words.",
        )


def _check_counter(counter: Counter, report: Report) -> None:
    if not counter.min <= counter.start <= counter.max and not report.doubtful(
        counter.mark, "min", "max", "start"
    ):
        report.add(
            "V306",
            counter.mark,
            f"This counter runs from {counter.min} to {counter.max} but starts at {counter.start}.",
            "Change  start,  or the bounds.",
        )


def _check_reading(reading: Reading, report: Report) -> None:
    if (
        reading.in_which is not None
        and reading.condition is None
        and not report.doubtful(reading.mark, "fits")
    ):
        report.add(
            "V617",
            reading.in_which.mark,
            "“in_which” puts the rule of “fits” into words, and this reading has no “fits”.",
            "Add  fits:  with the rule of the runs that the reading fits; or delete this line.",
        )


def _check_block(block: Block, report: Report) -> None:
    if report.doubtful(block.mark, "text", "quote", "says", "line"):
        return
    forms = [
        block.text is not None,
        block.quote is not None,
        block.says is not None or block.line is not None,
    ]
    if sum(forms) != 1:
        report.add(
            "V614",
            block.mark,
            "A piece of text is one of three: “text”, or “quote”, or “says” with “line”."
            + (" This one is several at once." if sum(forms) else " This one is none of them."),
            "Make each piece an item of its own in the list.",
        )
    elif (block.says is None) != (block.line is None):
        report.add(
            "V614",
            block.mark,
            "Invented speech needs both “says” (who) and “line” (the words).",
            'For example:  {says: malitsky, line: "Sit down, comrades."}',
        )


def _check_vote(pack: Pack, vote: Vote, report: Report) -> None:
    forms = [name for name in ("on", "between", "stance") if getattr(vote, name) is not None]
    if len(forms) != 1 and not (not forms and report.doubtful(vote.mark, "on", "between", "stance")):
        report.add(
            "V608",
            vote.mark,
            "A vote is on one thing: “on” (a text laid over the draft), “between” (two rival texts) or "
            f"“stance” (a motion). This one has {' and '.join(forms) if forms else 'none of them'}.",
            "Keep exactly one of the three.",
        )
    # A bloc that there is not was told as such; that its right name is missing is the same mistake.
    strange = any(bloc not in pack.files.blocs for bloc in (*vote.present, *(vote.stance or ())))
    for bloc in vote.stance or {}:
        if bloc not in vote.present and not strange and not report.doubtful(vote.mark, "present"):
            report.add(
                "V608",
                bloc.mark,
                f"“stance” says how “{bloc}” votes, but it is not among those present.",
                "Add its seats under “present”, or delete this line.",
            )
    for bloc in vote.present:
        known = pack.files.blocs.get(bloc)
        if known is not None and known.body != vote.body:
            report.add(
                "V610",
                bloc.mark,
                f"“{bloc}” sits in {known.body}, but this vote is held in {vote.body}.",
                "Name a bloc of that body, or change the vote's body.",
            )
        unsaid = vote.stance is not None and bloc not in vote.stance and not strange
        if unsaid and not report.doubtful(vote.mark, "stance"):
            report.add(
                "V608",
                bloc.mark,
                f"“{bloc}” is present, but “stance” does not say how it votes.",
                f"Add  {bloc}: for  (or against, or abstain) under “stance”.",
            )
    for stances in (vote.stance or {}).values():
        _check_stances(stances, report)


def _check_stances(stances: list[Stance], report: Report) -> None:
    for number, stance in enumerate(stances):
        last = number == len(stances) - 1
        if last == (stance.condition is not None) and not report.doubtful(stance.mark, "if"):
            report.add(
                "V608",
                stance.mark,
                "If none of these conditions holds, nothing says how the bloc votes."
                if last
                else "This stance has no “if”, so the ones after it can never count.",
                "End with what the bloc does when no condition holds, without “if”."
                if last
                else "Put it last.",
            )


def _check_endings(pack: Pack, report: Report) -> None:
    for ending_id, ending in pack.files.endings.items():
        for line in pack.manifest.judgements:
            if line not in ending.judgement and not report.doubtful(ending.mark, "judgement"):
                report.add(
                    "V615",
                    ending_id.mark,
                    f"The ending “{ending_id}” passes no judgement on “{line}”.",
                    f"Add  {line}:  under its “judgement”.",
                )
        for lines in ending.judgement.values():
            if lines[-1].condition is not None and not report.doubtful(ending.mark, "judgement"):
                report.add(
                    "V615",
                    lines[-1].mark,
                    "If none of these conditions holds there is no judgement to show.",
                    "End with a wording that has no “if”.",
                )
            for wording in lines[:-1]:
                if wording.condition is None and not report.doubtful(wording.mark, "if"):
                    report.add(
                        "V615",
                        wording.mark,
                        "This wording has no “if”, so the ones after it can never be used.",
                        "Put it last, or give it an “if”.",
                    )
