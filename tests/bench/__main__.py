"""Run every benchmark and print one table: ``python -m tests.bench``, from the project's folder.

Each figure is a ratio against something measured in the same run, or a rate; the bars are the
design's. Nothing is asserted here: a slow machine is not a bug.
"""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    import vikzhel

    compileall.compile_dir(str(Path(vikzhel.__file__).parent), quiet=2)
    from bench import afterwards, keys, proving, reading, startup, steps

    wanted = sys.argv[1:]
    rows = [("what", "measured", "bar")]
    for module in (startup, keys, steps, reading, proving, afterwards):
        if not wanted or module.__name__.rpartition(".")[2] in wanted:
            for row in module.rows():
                rows.append(row)
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for what, measured, bar in rows:
        print(f"{what:<{widths[0]}}  {measured:<{widths[1]}}  {bar}")


main()
