"""Why a step of a story test cannot be taken, and what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.diagnostics import Diagnostic, Word, did_you_mean, listed
from ..story.rules import RESULTS, Rule, Test, band_name, tests_of
from .layout import SCENE, TAKEN, Layout, State
from .predicates import interpret, variable

if TYPE_CHECKING:
    from .program import Turn
    from .run import Run


def not_taken(run: Run, step: Word, reason: str) -> Diagnostic:
    """Say why ``step`` cannot be taken now; ``reason`` is what a player would be told."""
    if run.over:
        return Diagnostic(
            "V903",
            step.mark,
            f"The story has ended in “{run.scene}”, before “{step}” could be taken.",
            "Delete what follows the end, or find the step that ended the story too soon.",
        )
    if any(option.id == step for option in run.options):
        turn = next(turn for turn in _turns(run) if turn.id == step)
        so = _so(run, turn.condition)
        return Diagnostic(
            "V902",
            step.mark,
            f"“{step}” is locked in “{run.scene}”: {reason}",
            f"Its “if” does not hold here: {so}. Take first what opens it. If it should be locked here, name it under  "
            "locked:",
        )
    return Diagnostic("V901", step.mark, f"“{run.scene}” does not offer “{step}”.", _meant(run, step))


def turns(run: Run) -> list[str]:
    """Return the ids of all that the scene has, shown or not."""
    return [turn.id for turn in _turns(run)]


def _turns(run: Run) -> list[Turn]:
    return run.program.place(run.state[SCENE]).turns


def _meant(run: Run, step: Word) -> str:
    """Say why a step is not shown, what was meant, or which step is missing before."""
    program, pack = run.program, run.program.pack
    turn = next((turn for turn in _turns(run) if turn.id == step), None)
    if turn is not None:
        return f"“{run.scene}” has it, but does not show it here: {_hidden(run, turn)}."
    for old, new in pack.manifest.renamed.items():
        scene, _, choice = new.partition("/")
        if old.partition("/")[2] == step and scene == run.scene:
            return f"“renamed:” in story.yaml says what it is called now: write  {choice}"
    near = did_you_mean(step, [option.id for option in run.options])
    if near:
        return near
    names = [str(scene) for scene in pack.files.scenes]
    if step in names:
        here = [turn.id for turn in _turns(run) if any(to == names.index(step) for _, to in turn.ways)]
        leads = f" {listed(f'“{name}”' for name in here)} may lead there." if here else ""
        return f"That is a scene, and a path names what is taken.{leads}"
    there = [name for at, name in enumerate(names) if any(t.id == step for t in program.place(at).turns)]
    if there:
        return (
            f"It is offered in {listed((f'“{scene}”' for scene in there), 3)}. Is a step missing before it?"
        )
    return (
        f"No scene of the story has it (any more). Take one of: {listed(option.id for option in run.open)}."
    )


def _hidden(run: Run, turn: Turn) -> str:
    """Say why something that a scene has is not shown."""
    if turn.once is not None and run.state[turn.once]:
        return "it can be taken only once, and it has been"
    if turn.door and run.state[TAKEN] & turn.door:
        return "this door has been gone through"
    rule = turn.condition
    if rule is not None and not interpret(rule, run.program.layout, run.state):
        return f"its “if” does not hold: {_so(run, rule)}"
    return "it is there for when nothing else is open"


def _so(run: Run, rule: Rule | None) -> str:
    tests = tests_of(rule) if rule is not None else []
    return listed(dict.fromkeys(as_it_is(test, run.program.layout, run.state) for test in tests), 6)


def as_it_is(test: Test, layout: Layout, state: State) -> str:
    """Return what is so of the one thing that a comparison reads, as a rule that holds."""
    value = state[variable(test, layout)]
    subject = "role" if test.kind == "role" else f"{test.kind}.{test.name}"
    if test.kind in ("flag", "knows"):
        return subject if value else f"not {subject}"
    if test.kind == "seen":
        return f"{subject} at least {value}" if value else f"not {subject}"
    words = {
        "mood": lambda: band_name(value),
        "table": lambda: layout.positions[test.name][value],
        "vote": lambda: RESULTS[value],
        "role": lambda: layout.roles[value],
    }
    return f"{subject} is {words[test.kind]() if test.kind in words else value}"
