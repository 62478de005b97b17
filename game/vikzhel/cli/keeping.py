"""The commands for kept runs on the command line: ``runs``, ``rename``, ``delete``, ``import``, ``where``."""

from __future__ import annotations

import argparse
import sys

from ..places import data_folder


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], everywhere: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line; ``everywhere`` has the options that every command has."""
    runs = commands.add_parser(
        "runs",
        help="list the runs that are kept, or show one",
        description="List the runs that are kept, the one last played first: code, role, when, how far or how it "
        "ended. With a code: its decisions by number, and its journal.",
        parents=[everywhere],
    )
    runs.add_argument("code", nargs="?", metavar="CODE", help="show this run")
    runs.add_argument("--json", action="store_true", help="for other programs")
    rename = commands.add_parser(
        "rename",
        help="give a run a name beside its code",
        description="Give a run a name beside its code, such as “Group 4”. Without a name, it has only its code "
        "again. The name stays on this computer: it is not in the files that are exported.",
        parents=[everywhere],
    )
    rename.add_argument("code", metavar="CODE", help="the run, by its code or name")
    rename.add_argument("name", nargs="*", metavar="NAME", help="what to call it, at most 60 characters")
    delete = commands.add_parser(
        "delete",
        help="delete runs and their journals for good",
        description="Delete runs and their journals for good: afterwards the file holds no trace of them.",
        parents=[everywhere],
    )
    delete.add_argument("codes", nargs="+", metavar="CODE", help="a run, by its code or name")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    take_in = commands.add_parser(
        "import",
        help="take in runs from files",
        description="Take in runs that were exported, here or on another computer. A run that is here already is "
        "known again; if it was played on elsewhere, its further steps are added.",
        parents=[everywhere],
    )
    take_in.add_argument(
        "files", nargs="+", metavar="FILE", help="a file of one run, or a folder of such files"
    )
    commands.add_parser(
        "where",
        help="print where everything is kept",
        description="Print where runs, settings, log, reports and stories are, and whether they can be written.",
        parents=[everywhere],
    )


def run(options: argparse.Namespace) -> int:
    """Run one of the commands; return the exit code."""
    if options.command == "where":
        from ..line.whereabouts import tell_where

        return tell_where(sys.stdout)
    from ..line import shelf

    data, out = data_folder(), sys.stdout
    if options.command == "rename":
        return shelf.rename(data, options.code, " ".join(options.name), out)
    if options.command == "delete":
        return shelf.delete(data, options.codes, options.yes, sys.stdin, out)
    if options.command == "import":
        return shelf.take_in(data, options.files, out)
    if options.code:
        return shelf.show_run(data, options.code, options.json, out)
    return shelf.list_runs(data, options.json, out)
