"""Running story tests: a path is taken step by step, and what was expected is held against what is so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from ..story.dataclass import dataclass
from ..story.diagnostics import Diagnostic, Word, did_you_mean, listed
from ..story.rules import Not, Test, tests_of
from ..story.trials import Claim, Expectation, Trial
from .events import (
    Chosen,
    Drawn,
    Ended,
    Event,
    FactLearned,
    Narration,
    Offered,
    Option,
    Prediction,
    Quotation,
    SceneEntered,
    Speech,
    VoteHeld,
)
from .missteps import as_it_is, not_taken, turns
from .predicates import interpret
from .program import Program
from .run import NotOpen, Run


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that was not as expected: its place in ``tests.yaml``, and after how many steps it was so.

    ``count`` is the vote that came out otherwise, for it to be explained. ``story/failures.py`` explains the codes.
    """

    problem: Diagnostic
    after: int
    count: VoteHeld | None = None


@dataclass(slots=True)
class Outcome:
    """What became of one test: the events of the beginning and of each step, and every failure."""

    name: str
    role: str
    told: list[list[Event]]
    failures: list[Failure] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """Return how many steps were taken."""
        return len(self.told) - 1


def try_out(program: Program, name: str, trial: Trial) -> Outcome:
    """Run one test. ``program`` is compiled from the pack with its tests (``read_trials``).

    An expectation that fails does not end the path, a step that cannot be taken does.
    """
    run = Run(program, str(trial.role))
    outcome = Outcome(name, str(trial.role), [run.events()])
    for taken in trial.path:
        step = _own(run, taken.take)
        try:
            outcome.told.append(run.take(step))
        except NotOpen as shut:
            outcome.failures.append(Failure(not_taken(run, step, shut.reason), outcome.steps))
            return outcome
        if taken.expect is not None:
            _hold(run, taken.expect, outcome, outcome.told[-1], "after this step")
    if trial.expect is not None:
        _hold(run, trial.expect, outcome, run.events(), "anywhere on this path")
    return outcome


def _own(run: Run, step: Word) -> Word:
    """Return the id that a test of a branch means: the branch's own things go by their plain ids there."""
    names, there = run.program.pack.names, turns(run)
    if names is None or step in there or (full := names.given(step)) not in there:
        return step
    return full


def _hold(run: Run, expect: Expectation, outcome: Outcome, told: list[Event], when: str) -> None:
    found = [
        problem if isinstance(problem, Failure) else Failure(problem, outcome.steps)
        for problem in _unmet(run, expect, told, when)
    ]
    outcome.failures += sorted(found, key=lambda one: (one.problem.mark.line, one.problem.mark.column))


# -- expectations ----------------------------------------------------------------------------------


def _unmet(run: Run, expect: Expectation, told: list[Event], when: str) -> Iterator[Diagnostic | Failure]:
    """Yield everything that is not as expected."""
    if expect.scene is not None and expect.scene != run.scene:
        yield _elsewhere(
            expect.scene, f"The story should be in “{expect.scene}”, and it is in “{run.scene}”.", run
        )
    if expect.ending is not None:
        yield from _ending(run, expect.ending)
    yield from _counts(run, expect)
    yield from _goals(run, expect)
    for claim in expect.rules:
        if not interpret(claim.condition, run.program.layout, run.state):
            yield _does_not_hold(run, claim)
    yield from _options(run, expect)
    for words in expect.told:
        if not any(words in text for text in _read(told)):
            yield Diagnostic("V909", words.mark, f"These words were not shown {when}.", _nearest(words, told))


def _elsewhere(expected: Word, message: str, run: Run) -> Diagnostic:
    return Diagnostic("V904", expected.mark, message, f"If the story is right, write  scene: {run.scene}")


def _ending(run: Run, expected: Word) -> Iterator[Diagnostic]:
    ended = _ended(run)
    if ended is None:
        yield Diagnostic(
            "V904",
            expected.mark,
            f"The story should have ended with “{expected}”, and it goes on: it is in “{run.scene}”.",
            f"Go on with the path until the end, or, if it is to stop here, write  scene: {run.scene}",
        )
    elif ended.ending != expected:
        message = f"The story should have ended with “{expected}”, and it has ended with “{ended.ending}”."
        yield Diagnostic(
            "V904", expected.mark, message, f"If the story is right, write  ending: {ended.ending}"
        )


def _ended(run: Run) -> Ended | None:
    last = run.events(len(run.steps))[-1]
    return last if isinstance(last, Ended) else None


def _counts(run: Run, expect: Expectation) -> Iterator[Diagnostic | Failure]:
    if not expect.votes:
        return
    held = {event.vote: event for event in run.events() if isinstance(event, VoteHeld)}
    for vote, figures in expect.votes.items():
        event = held.get(str(vote))
        if event is None:
            hint = f"Expect it further on, or write as a rule  vote.{vote} is not-held"
            yield Diagnostic("V905", figures.mark, f"“{vote}” has not been voted on here.", hint)
            continue
        stands = event.votes_for, event.against, event.abstain
        if stands != figures.votes:
            written = "-".join(map(str, stands))
            problem = Diagnostic(
                "V905",
                figures.mark,
                f"“{vote}” should stand at {figures}, and it was {event.result} with {stands[0]} for, "
                f"{stands[1]} against and {stands[2]} abstaining.",
                f"If the story is right, write  {vote}: {written}",
            )
            yield Failure(problem, len(run.steps), event)


def _goals(run: Run, expect: Expectation) -> Iterator[Diagnostic]:
    ended = _ended(run)
    judged = {goal.goal: goal.result for goal in ended.goals} if ended is not None else {}
    for goal, result in expect.goals.items():
        if ended is None:
            hint = "Expect goals at the end of a path that leads to an ending."
            message = f"“{goal}” is not judged yet: the story goes on in “{run.scene}”."
            yield Diagnostic("V908", result.mark, message, hint)
        elif judged[str(goal)] != result:
            so = judged[str(goal)]
            hint = f"If the story is right, write  {goal}: {so}"
            yield Diagnostic(
                "V908", result.mark, f"The goal “{goal}” should be {result}, and it is {so}.", hint
            )


def _does_not_hold(run: Run, claim: Claim) -> Diagnostic:
    layout = run.program.layout
    so = list(dict.fromkeys(as_it_is(test, layout, run.state) for test in tests_of(claim.condition)))
    single = isinstance(claim.condition, Test) or (
        isinstance(claim.condition, Not) and isinstance(claim.condition.part, Test)
    )
    hint = (
        f"If the story is right, write  {so[0]}"
        if single
        else "Correct the rule, or what should have made it hold."
    )
    if any(test.kind == "seen" and test.name == run.scene for test in tests_of(claim.condition)):
        hint = f"A scene is seen once it is left. {hint}"
    return Diagnostic("V906", claim.mark, f"“{claim.text}” does not hold here: {listed(so, 6)}.", hint)


# -- what is on offer ------------------------------------------------------------------------------


def _options(run: Run, expect: Expectation) -> Iterator[Diagnostic]:
    shown = {option.id: option for option in run.options}
    for wanted, names in (("offered", expect.offered), ("locked", expect.locked), ("hidden", expect.hidden)):
        for name in (_own(run, name) for name in names):
            option = shown.get(str(name))
            so = "hidden" if option is None else "locked" if option.locked else "offered"
            there = turns(run)
            if run.over:
                message = f"The story has ended in “{run.scene}”, so nothing is offered or locked."
                yield Diagnostic("V907", name.mark, message, "Expect it after an earlier step.")
            elif name not in there:
                hint = did_you_mean(name, there, f"It has: {listed(there)}.")
                yield Diagnostic("V907", name.mark, f"“{run.scene}” has nothing called “{name}”.", hint)
            elif so != wanted:
                hint = f"If the story is right, write it under  {so}:"
                yield Diagnostic("V907", name.mark, _otherwise(run, name, wanted, so, option), hint)


_IS = {"offered": "on offer", "locked": "locked", "hidden": "hidden"}


def _otherwise(run: Run, name: Word, wanted: str, so: str, option: Option | None) -> str:
    why = f" ({option.locked.rstrip('.')})" if option is not None and option.locked else ""
    return f"“{name}” should be {_IS[wanted]} in “{run.scene}”, and it is {_IS[so]}{why}."


# -- what was read ---------------------------------------------------------------------------------


def _read(told: list[Event]) -> Iterator[str]:
    """Yield the words of a story that a player reads in events, text by text."""
    for event in told:
        match event:
            case Narration(text=text) | Speech(line=text) | Quotation(text=text) | Drawn(text=text):
                yield " ".join(text.split())
            case SceneEntered(title=text) | Chosen(text=text) | Prediction(question=text):
                yield text
            case FactLearned(text=text, because=because):
                yield text
                yield because
            case VoteHeld(title=text, rolls=rolls):
                yield text
                yield from (roll.why for roll in rolls)
            case Offered(options=options):
                for option in options:
                    yield option.text
                    yield option.locked
            case Ended(title=text, judgements=judgements):
                yield text
                yield from (judgement.text for judgement in judgements)
            case _:
                yield getattr(event, "because", "")


def _nearest(words: Word, told: list[Event]) -> str:
    """Return the sentence read that is most like the words, or how to find it."""
    from difflib import get_close_matches

    sentences = [part for text in _read(told) for part in text.replace("? ", ". ").split(". ")]
    near = get_close_matches(words, sentences, n=1, cutoff=0.5)
    return f"Most like it was: “{near[0]}”" if near else "Copy the words from the story, letter for letter."
