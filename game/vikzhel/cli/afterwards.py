"""The commands for when a week is over, on the command line: ``compare``, ``export``, ``class``."""

from __future__ import annotations

import argparse
import sys

from ..places import data_folder, pack_folder
from .branching import add_with, together

COMPARED = ("text", "html", "md", "json")
EXPORTED = ("html", "md", "csv", "json")
REPORTED = ("text", "html", "md", "csv")
"""The formats of each command, the usual one first."""


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line; ``everywhere`` has the options that every command has."""
    story = argparse.ArgumentParser(add_help=False)
    story.add_argument(
        "--story", metavar="PACK", help="the story it was played in, if that cannot be found by itself"
    )
    add_with(story)
    compare = commands.add_parser(
        "compare",
        help="hold runs against each other, or against the record",
        description="Tell what runs have in common, where they part, and why they ended as they did: endings, "
        "judgements, the draft, moods, votes, decisions and odds side by side.",
        epilog="A run is given by its code or name, or by the file it was exported to;  record  is what the real man did.",
        parents=[everywhere, story],
    )
    compare.add_argument("runs", nargs="+", metavar="RUN", help="a code, a name, a file, or the word record")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--format", choices=COMPARED, help="text, told here, if not said")
    form.add_argument("--json", action="store_true", help="for other programs, told here")
    _add_out(compare)
    export = commands.add_parser(
        "export",
        help="put a run's debrief on paper, or a run into a file",
        description="Write a run's debrief as a page to print (html) or as Markdown (md), its decisions as rows for a "
        "spreadsheet (csv), or the run itself as a small file to hand in and to import elsewhere (json).",
        parents=[everywhere, story],
    )
    export.add_argument("run", metavar="RUN", help="a code, a name, or a file of a run")
    export.add_argument("--format", choices=EXPORTED, help="html if not said")
    _add_out(export)
    report = commands.add_parser(
        "class",
        help="make one report of many runs",
        description="Read every run file (*.json) in a folder and make one report: the endings, where the class split, "
        "which option each run chose, what was expected of the votes, and pairs of runs to talk over. With csv, one row "
        "for each decision of each run. Files that cannot be read are named and left out. Nothing is sent anywhere.",
        parents=[everywhere, story],
    )
    report.add_argument("folder", metavar="FOLDER", help="the folder with the run files")
    report.add_argument("--format", choices=REPORTED, help="text, told here, if not said")
    _add_out(report)


def _add_out(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out",
        metavar="FILE",
        default="",
        help="the file to write, its format that of its ending if none is said; without it, a new one in this folder; "
        "- prints it",
    )


def run(options: argparse.Namespace) -> int:
    """Run one of the commands; return the exit code."""
    from ..line import afterwards
    from . import GAME

    data, story = data_folder(), options.story or (GAME if options.with_ else "")
    story = pack_folder(together(options, story)) if story else ""
    if options.command == "compare":
        form, path = _form(options, COMPARED), options.out
        if options.json:
            form, path = "json", path or "-"
        return afterwards.compare_runs(options.runs, form, data, story, path, sys.stdout)
    if options.command == "export":
        form = _form(options, EXPORTED)
        return afterwards.export_run(options.run, form, data, story, options.out, sys.stdout)
    form = _form(options, REPORTED)
    return afterwards.class_report(options.folder, form, data, story, options.out, sys.stdout)


def _form(options: argparse.Namespace, forms: tuple[str, ...]) -> str:
    """Return the format that was asked for, or that of the file to be written, or the usual one."""
    end = options.out.rpartition(".")[2].casefold()
    return str(options.format or (end if end in forms else forms[0]))
