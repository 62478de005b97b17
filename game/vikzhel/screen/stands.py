"""Where they stand: every question of the draft against every bloc that votes, with what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from . import lines
from .cells import cut, padded
from .typesetting import BLANK, BOLD, QUIET, RED, RED_BOLD, Matter, hang, legend, paragraph, wrap

if TYPE_CHECKING:
    from ..play.run import Run
    from ..story import negotiation

_CELL = 4
_INTRO = "Who votes, and what they say to the draft as it lies now."
_KEY = (*lines.ATTITUDES.items(), ("·", "it is all one to them"), (lines.UNKNOWN, "not learnt yet"))


def stands(run: Run) -> list[Matter]:
    """Return the grid, and beneath it by body what has been learnt, in words."""
    pack = run.program.pack
    files = pack.files
    if not files.table or not files.blocs:
        return [paragraph("Nobody votes on a draft in this story.", QUIET)]
    learnt = lines.learnt(run.events())
    bodies: dict[str, list[tuple[str, negotiation.Bloc]]] = {}
    for name, bloc in files.blocs.items():
        bodies.setdefault(str(bloc.body), []).append((str(name), bloc))
    glossary = {str(term): str(meaning) for term, meaning in files.glossary.items()}
    page: list[Matter] = [lambda width: [*wrap(_INTRO, width), *legend(_KEY, width), BLANK], _issues(run)]
    for body, blocs in bodies.items():
        page.append(_body(run, pack.name_of(body), glossary.get(pack.name_of(body), ""), blocs, learnt))
    return page


def _issues(run: Run) -> Matter:
    labels = [str(issue.label) for issue in run.program.pack.files.table.values()]

    def set_it(width: int) -> list[Content]:
        set_lines: list[Content] = []
        for number, label in enumerate(labels, 1):
            set_lines += hang((f"{number:>2}  ", RED_BOLD), label, width)
        return [*set_lines, BLANK]

    return set_it


def _body(
    run: Run,
    name: str,
    meaning: str,
    blocs: list[tuple[str, negotiation.Bloc]],
    learnt: dict[tuple[str, str], None],
) -> Matter:
    pack = run.program.pack
    issues = [str(issue) for issue in pack.files.table]

    def set_it(width: int) -> list[Content]:
        at = width - _CELL * len(issues)
        head = cut(name[:1].upper() + name[1:], at - 1)
        numbers = "".join(f"{number:>{_CELL}}" for number in range(1, len(issues) + 1))
        set_lines = [Content.assemble((padded(head, at), BOLD), (numbers, QUIET))]
        set_lines += wrap(meaning, width, QUIET) if meaning else []
        for bloc_id, bloc in blocs:
            marks = [_mark(run, bloc_id, bloc, issue, learnt) for issue in issues]
            cell = [(f"{mark:>{_CELL}}", QUIET if mark in "·?" else RED) for mark in marks]
            set_lines.append(Content.assemble(padded(cut(f"  {lines.name_of(bloc)}", at - 1), at), *cell))
        for bloc_id, bloc in blocs:
            for number, issue in enumerate(issues, 1):
                if (bloc_id, issue) in learnt:
                    told = f"{lines.name_of(bloc)}: {lines.told(pack, bloc, issue)}."
                    set_lines += hang((f"{number:>4}  ", RED), told, width, QUIET)
        return [*set_lines, BLANK]

    return set_it


def _mark(
    run: Run, bloc_id: str, bloc: negotiation.Bloc, issue: str, learnt: dict[tuple[str, str], None]
) -> str:
    if (bloc_id, issue) in learnt:
        return lines.mark(bloc, issue, run.position(issue))
    return lines.UNKNOWN if lines.has_line(bloc, issue) else "·"
