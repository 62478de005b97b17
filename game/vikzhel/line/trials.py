"""The ``test`` command: running a pack's story tests and telling what failed, and recording new ones.

A failure shows the place in ``tests.yaml``, what was expected and what is so, and around it the last
words that a player would have read and what was on offer.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from ..aloud import count
from ..aloud.say import Telling
from ..archive.store import Store, StoreError
from ..play.events import Ended, Offered
from ..play.program import Program
from ..play.recording import NotRecorded, record
from ..play.trials import try_out
from ..story.diagnostics import did_you_mean, listed
from ..story.folder import TESTS
from ..story.kinds import ID
from ..story.text import one_line
from ..story.trials import read_trials
from . import opening
from .follow import on_offer, played

if TYPE_CHECKING:
    from typing import TextIO

    from ..play.events import Event, Option
    from ..play.run import Run
    from ..play.trials import Failure, Outcome
    from ..story.packs import Pack

WIDEST = 96
MOST_LINES = 4


def run_tests(folder: str, names: list[str], as_json: bool, stdout: TextIO) -> int:
    """Run a pack's tests, all or those named; return 0 if all pass, 1 if not or if there are none."""
    pack = opening.read_or_explain(folder)
    if pack is None:
        return 1
    tried, tests, report = read_trials(pack)
    if report.problems:
        opening.complain(report.render())
        return 1
    known = {str(name): trial for name, trial in tests.items()}
    if not known:
        opening.complain(
            f"{pack.manifest.id} has no tests: there are none in {pack.folder / TESTS}. "
            "Play a path, then write it down with  --record its-name"
        )
        return 1
    unknown = [name for name in names if name not in known]
    if unknown:
        wanted = one_line(unknown[0])
        hint = did_you_mean(wanted, known, f"There are: {listed(known)}.")
        opening.complain(f"{pack.manifest.id} has no test “{wanted}”. {hint}")
        return 1
    program = Program(tried)
    outcomes = [try_out(program, name, trial) for name, trial in known.items() if not names or name in names]
    told = _as_json(pack, outcomes) if as_json else _as_text(pack, outcomes)
    print(told, file=stdout)
    return int(any(outcome.failures for outcome in outcomes))


def record_test(folder: str, name: str, code: str, path: str, data: str, stdout: TextIO) -> int:
    """Write a test down from a kept run (``code``, or the latest of this story) or from a scripted path."""
    pack = opening.read_or_explain(folder)
    if pack is None:
        return 1
    if not ID.fullmatch(name):
        opening.complain(
            f"“{one_line(name)}” cannot be a test's name: small letters, digits and hyphens, at most 64."
        )
        return 1
    program = Program(pack)
    try:
        run = played(program, path) if path else _kept(program, code, data)
        if run is None:
            return 1
        file = record(run, name)
    except (NotRecorded, StoreError) as refused:
        opening.complain(str(refused))
        return 1
    print(f"{file}: “{name}” has been added, {_steps(len(run.steps))}. It passes.", file=stdout)
    return 0


def _kept(program: Program, code: str, data: str) -> Run:
    """Return a run from the archive; raise ``StoreError`` if there is none that today's story can play."""
    store = Store.open(data)
    try:
        story = str(program.pack.manifest.id)
        code = code or next((row.code for row in store.runs() if row.story == story), "")
        if not code:
            raise StoreError(f"No run of “{story}” is kept yet. Play one, or name a file with --follow.")
        kept = store.resume(code, program)
    finally:
        store.close()
    if kept.cut:
        raise StoreError(kept.trouble)
    return kept.run


# -- telling ---------------------------------------------------------------------------------------


def _steps(taken: int) -> str:
    return "1 step" if taken == 1 else f"{taken} steps"


def _as_text(pack: Pack, outcomes: list[Outcome]) -> str:
    blocks = []
    lines: list[str] = []
    for outcome in outcomes:
        lines.append(f"{'failed' if outcome.failures else 'ok'}: {outcome.name} ({_steps(outcome.steps)})")
        if outcome.failures:
            blocks += ["\n".join(lines), *_failures(pack, outcome)]
            lines = []
    failed = sum(bool(outcome.failures) for outcome in outcomes)
    tests = "1 test" if len(outcomes) == 1 else f"{len(outcomes)} tests"
    verdict = f"{failed} of {tests} failed." if failed else f"{tests}, and all as expected."
    return "\n\n".join([*blocks, "\n".join([*lines, verdict])])


def _failures(pack: Pack, outcome: Outcome) -> list[str]:
    """Return every failure of a test; what was going on is told once for each place on the path."""
    blocks = []
    for number, failure in enumerate(outcome.failures):
        text = failure.problem.render()
        if failure.count is not None:
            # Whoever wrote the test may see the roll, whether or not it reaches the man who is played.
            roll, *_ = count.held(pack, replace(failure.count, seen="room"), None)
            text += "\n" + "\n".join(chain.from_iterable(map(_set, roll)))
        following = outcome.failures[number + 1 : number + 2]
        if not following or following[0].after != failure.after:
            text += "\n" + "\n".join(_around(pack, outcome, failure))
        blocks.append(text)
    return blocks


def _around(pack: Pack, outcome: Outcome, failure: Failure) -> list[str]:
    """Return what the player had just read, and what he could do."""
    after = failure.after
    lines = [
        f"    After {_steps(after)}, what a player has just read:"
        if after
        else "    At the beginning a player reads:"
    ]
    lines += chain.from_iterable(map(_set, _just_read(pack, outcome, after)))
    options = _options(outcome.told[after])
    if options is not None:
        text = on_offer(options.scene, options.options)
        lines += textwrap.wrap(
            text, WIDEST, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )
    return lines


def _set(paragraph: str) -> list[str]:
    return textwrap.wrap(paragraph, WIDEST, initial_indent="      ", subsequent_indent="      ")


def _just_read(pack: Pack, outcome: Outcome, after: int) -> list[str]:
    """Return the last lines told up to a step, in the words of the plain mode."""
    telling = Telling(pack, outcome.role)
    telling.tell(chain.from_iterable(outcome.told[:after]))
    blocks = telling.tell(_spoken(event) for event in outcome.told[after] if not isinstance(event, Offered))
    return [line for block in blocks for line in block][-MOST_LINES:]


def _spoken(event: Event) -> Event:
    """Return an event without what is added for the class after an ending."""
    return replace(event, readings=(), questions=()) if isinstance(event, Ended) else event


def _options(told: list[Event]) -> Offered | None:
    return told[-1] if isinstance(told[-1], Offered) else None


def _as_json(pack: Pack, outcomes: list[Outcome]) -> str:
    """Return what became of the tests for a program to read."""
    tests = [
        {
            "name": outcome.name,
            "ok": not outcome.failures,
            "steps": outcome.steps,
            "failures": [_failure(pack, outcome, failure) for failure in outcome.failures],
        }
        for outcome in outcomes
    ]
    whole = {"pack": str(pack.manifest.id), "ok": all(test["ok"] for test in tests), "tests": tests}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _failure(pack: Pack, outcome: Outcome, failure: Failure) -> dict[str, object]:
    problem, offered = failure.problem, _options(outcome.told[failure.after])
    options: tuple[Option, ...] = offered.options if offered is not None else ()
    return {
        "code": problem.code,
        "file": problem.mark.source.name,
        "line": problem.mark.line + 1,
        "column": problem.mark.column + 1,
        "message": problem.message,
        "hint": problem.hint,
        "after": failure.after,
        "read": _just_read(pack, outcome, failure.after),
        "offered": [option.id for option in options if not option.locked],
        "locked": {option.id: option.locked for option in options if option.locked},
    }
