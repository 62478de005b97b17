"""``vikzhel map`` and ``vikzhel atlas``: read a story, see what is proved of it, and write it down.

What is printed comes at once, with the odds of a kept report if there is one. What is written into a file is
made to be kept, so the story is proved first if it has not been; Ctrl-C goes on without waiting for the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO, TypeVar

from ..proof import cache
from ..story.diagnostics import PackError, did_you_mean, listed
from ..story.packs import read_pack
from ..story.text import one_line
from .chart import Chart, chart_of
from .findings import Findings

if TYPE_CHECKING:
    from ..proof.cache import Data
    from ..story.packs import Pack

T = TypeVar("T")
ALL = "all"


def run_map(folder: str, *, role: str, form: str, file: str, out: TextIO, err: TextIO) -> int:
    """Print or write the map of a pack; return the exit code.

    ``form`` is outline, json, mermaid, dot, or svg, which is written to ``file``: one file for a role, or
    for ``all`` roles one file in which they stand below each other; without a role a file for each.
    """
    pack = _read(folder, err)
    if pack is None:
        return 1
    roles = [str(name) for name in pack.files.roles]
    if role and role not in (*roles, ALL):
        hint = did_you_mean(role, roles, f"The roles are: {listed(roles, 24)}.")
        print(f"Nobody in this story is called “{one_line(role)}”. {hint}", file=err)
        return 1
    wanted = [role] if role and role != ALL else roles
    data = _proved(folder, err) if form == "svg" else cache.read(cache.path_of(folder))
    if form != "svg":
        out.write(_made(data, lambda findings: _text(pack, wanted, form, findings)))
        return 0
    from .drawing import stacked, svg_of

    def pictures(findings: Findings) -> dict[str, str]:
        return {name: svg_of(pack, chart_of(pack, name, findings), findings) for name in wanted}

    drawn = _made(data, pictures)
    if len(drawn) == 1 or role == ALL:
        return _write({file: stacked(list(drawn.values()))}, out, err)
    stem, ending = os.path.splitext(file)
    return _write({f"{stem}-{name}{ending}": svg for name, svg in drawn.items()}, out, err)


def charts(folder: str) -> list[tuple[Chart, Findings]]:
    """Return each role's chart with what is kept of a proof; raise ``PackError`` if the pack cannot be read."""
    pack = read_pack(folder)
    roles = [str(name) for name in pack.files.roles]
    return _made(cache.read(cache.path_of(folder)), lambda findings: _charts(pack, roles, findings))


def _charts(pack: Pack, roles: list[str], findings: Findings) -> list[tuple[Chart, Findings]]:
    return [(chart_of(pack, role, findings), findings) for role in roles]


def run_atlas(folder: str, *, file: str, out: TextIO, err: TextIO) -> int:
    """Write everything in a pack as one printable page; return the exit code."""
    pack = _read(folder, err)
    if pack is None:
        return 1
    from .atlas import atlas

    html = _made(_proved(folder, err), lambda findings: atlas(pack, findings))
    return _write({file or f"{pack.manifest.id}-atlas.html": html}, out, err)


def _read(folder: str, err: TextIO) -> Pack | None:
    try:
        return read_pack(folder)
    except PackError as problem:
        print(problem.report.render(), file=err)
        print("Nothing can be drawn of this story until that is mended.", file=err)
        return None


def _proved(folder: str, err: TextIO) -> Data | None:
    from ..proof.command import proved

    kept = cache.read(cache.path_of(folder))
    if kept is not None:
        return kept
    print(
        "This story has not been proved as it now stands, so its odds are worked out first. For a whole week that takes a "
        "minute or two, and only this once. Ctrl-C goes on without the rest.",
        file=err,
    )
    return proved(folder, None, err)


def _made(data: Data | None, make: Callable[[Findings], T]) -> T:
    """Make something with what is proved; without it, if a kept report is spoilt."""
    try:
        return make(Findings(data))
    except (KeyError, TypeError, ValueError, AttributeError):
        if data is None:
            raise
        return make(Findings(None))


def _text(pack: Pack, roles: list[str], form: str, findings: Findings) -> str:
    drawn = _charts(pack, roles, findings)
    if form in ("mermaid", "dot"):
        from .diagrams import dot, mermaid

        return (mermaid if form == "mermaid" else dot)(drawn)
    from .outline import as_data, outline

    if form == "json":
        whole = {
            "story": str(pack.manifest.id),
            "title": str(pack.manifest.title),
            "proved": findings.known,
            "roles": {chart.role: as_data(chart, findings) for chart, _ in drawn},
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    return "\n\n".join(outline(chart, findings) for chart, _ in drawn)


def _write(files: dict[str, str], out: TextIO, err: TextIO) -> int:
    for path, text in files.items():
        try:
            with open(path, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except OSError as problem:
            print(f"{one_line(path)} could not be written: {problem.strerror}.", file=err)
            return 1
        print(f"Written: {one_line(path)} ({max(1, len(text.encode()) // 1000)} kB)", file=out)
    return 0
