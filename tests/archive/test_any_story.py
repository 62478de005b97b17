"""Whatever a story is like, a run of it can be gone over, printed, compared and put into rows."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.test_exports import read
from generated import pack_of, story
from vikzhel.aloud.sheets import whole
from vikzhel.archive import html, markdown, spreadsheet
from vikzhel.archive.compare import compare
from vikzhel.archive.compare_pages import as_data
from vikzhel.archive.compare_pages import sheet as compared
from vikzhel.archive.debrief import debrief
from vikzhel.archive.gather import Gathered
from vikzhel.archive.pages import sheet
from vikzhel.archive.path import Path
from vikzhel.archive.record import record_run
from vikzhel.play.program import Program
from vikzhel.play.run import Run
from vikzhel.proof.aside import from_data, numbers, to_data
from vikzhel.proof.onward import Onward, onward

LONGEST = 25


def played(program: Program, role: str, dice: Random) -> Run:
    run = Run(program, role)
    while not run.over and run.open and len(run.steps) < LONGEST:
        option = dice.choice(run.open)
        said = dice.choice(("", "carried", "lost", "unsure")) if option.kind == "vote" else ""
        run.take(option.id, prediction=said, sureness=dice.randint(1, 3) if said else 0)
    return run


def odds(run: Run) -> Onward:
    taken = numbers(run.program, run.role, [step.id for step in run.steps])
    found = next(onward(run.program, run.role, taken, exact=0.02, drawn=0.01, turned=0.01))
    assert from_data(to_data(found)) == found
    for fork in found.forks:
        for branch in fork.branches:
            for row in branch.odds:
                assert -1e-9 <= sum(row) <= 1 + 1e-9
        assert 0 <= fork.moved() <= 1 + 1e-9
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_any_run_of_any_story_can_be_gone_over_and_compared(seed: int) -> None:
    dice = Random(seed)
    with pack_of(story(dice)) as pack:
        program = Program(pack)
        role = dice.choice(program.layout.roles)
        runs = [
            played(program, role, dice),
            played(program, role, dice),
            played(program, program.layout.roles[0], dice),
        ]
        known = [odds(run) for run in runs]
        for run, of in zip(runs, known, strict=True):
            path = Path(run)
            assert sum(len(log) for log in path.logs) == len(run.events())
            assert [decision.number for decision in path.decisions] == list(range(1, len(path.decisions) + 1))
            gone_over = debrief(run, "copper-tram-nine", of)
            assert 1 <= len(gone_over.week) <= 10
            printed = sheet(gone_over)
            assert len(printed.parts) == 5
            read(html.page(printed))
            assert markdown.text(printed)
            assert all(all(line.strip() for line in block) for block in whole(printed))
            assert all(len(row) == len(spreadsheet.COLUMNS) for row in spreadsheet.rows(path, "a", "b"))
        record_run(program, role, runs[0])
        for one, other in ((0, 1), (0, 2)):
            found = compare(
                [Gathered("one-run", runs[one]), Gathered("other-run", runs[other])],
                [known[one], known[other]],
            )
            assert found.causes
            assert all(cause.strip() for cause in found.causes)
            read(html.page(compared(found)))
            as_data(found)
