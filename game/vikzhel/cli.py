"""The command line: which front end, which pack, which run. Each command imports its room when called.

Nothing heavy is imported up here, ``argparse`` included: the plain mode greets within a few times the
start of Python itself.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing itself takes 3 ms to import, and the plain mode greets in 30
if TYPE_CHECKING:
    import argparse

GAME = "talks"
LATEST = "latest"


def main(argv: list[str] | None = None) -> int:
    """Run ``vikzhel``; return its exit code: 0 well, 1 a problem with a pack or a run, 2 wrong usage."""
    arguments = sys.argv[1:] if argv is None else argv
    _speak_utf8()
    try:
        if not arguments or arguments in (["play"], ["--plain"], ["play", "--plain"]):
            return _play(GAME, plain="--plain" in arguments)
        return _command(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has gone; point stdout elsewhere so that closing it cannot fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        return _apologise(error)


def _speak_utf8() -> None:
    """Make sure that no character of a story can end the program on an old console."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _command(arguments: list[str]) -> int:
    parser = _parser(making="new" in arguments)
    if arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version"):
        arguments = ["play", *arguments]
    options = parser.parse_args(arguments)
    if options.command == "check":
        return _check(options)
    if options.command == "schema":
        return _schema(options)
    if options.command == "test":
        return _test(parser, options)
    if options.command == "prove":
        return _prove(options)
    if options.command == "new":
        from .story.starting.command import run

        return run(options.what, vars(options), sys.stdin, sys.stdout, sys.stderr)
    if options.command == "map":
        return _map(options)
    if options.command == "atlas":
        return _atlas(options)
    pack = options.pack or (_pack_of_run(options.resume, options.data) if options.resume else GAME)
    pack = _together(pack, options.with_)
    if options.follow:
        from .line.follow import follow

        return follow(_folder(pack), options.role or "", options.follow, sys.stdout)
    return _play(
        pack,
        plain=options.plain,
        role=options.role or "",
        resume=options.resume or "",
        data=options.data or "",
    )


def _parser(*, making: bool) -> argparse.ArgumentParser:
    """Return the parser; what can be asked of ``new`` is read from the questions only if that is wanted."""
    import argparse

    from . import __version__

    parser = argparse.ArgumentParser(
        prog="vikzhel",
        description="Petrograd, 29 October 1917. Three men try to stop a civil war by negotiating. "
        "Without a command, the game starts.",
    )
    parser.add_argument("--version", action="version", version=f"vikzhel {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    play = commands.add_parser("play", help="play a story (the default)", description="Play a story.")
    play.add_argument("pack", nargs="?", help="a story that ships with the program, or a pack's folder")
    _add_with(play)
    play.add_argument("--role", help="whom to play, for example martov")
    play.add_argument(
        "--resume",
        nargs="?",
        const=LATEST,
        metavar="CODE",
        help="go on with a kept run, such as copper-tram-nine; without a code, with the latest",
    )
    play.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for screen readers and pipes (also: ACCESSIBLE=1, TERM=dumb, or no terminal)",
    )
    play.add_argument(
        "--follow", metavar="FILE", help="play the choices listed in a file and show what is told"
    )
    play.add_argument(
        "--data", metavar="DIR", help="keep runs in this folder, for shared computers and USB sticks"
    )

    _add_check(commands)
    _add_test(commands)
    _add_prove(commands)
    _add_new(commands, making)
    _add_publish(commands)
    return parser


def _add_new(commands: argparse._SubParsersAction[argparse.ArgumentParser], making: bool) -> None:
    new = commands.add_parser(
        "new",
        help="begin a pack, a branch, a scene, a role or a quotation",
        description="Ask a few questions and write what was answered as YAML with notes, which can be played at once. "
        "Flags answer the questions beforehand. No file is ever written over.",
    )
    if not making:
        return
    from .story.starting.flags import add_flags

    add_flags(new)


def _add_with(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--with",
        action="append",
        default=[],
        dest="with_",
        metavar="BRANCH",
        help="lay this branch over the story, by its folder or its name; may be given several times",
    )


def _together(pack: str, branches: list[str]) -> str:
    """Return a story with the branches laid over it, in one word."""
    from .places import ABOVE

    return ABOVE.join([pack, *branches])


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="find the mistakes in a pack, and what could read better",
        description="Read a pack and its tests and say everything that is wrong with them, with the place and the cure: "
        "what must be fixed before it can be played, what players will notice, and style. Exit code: 0 if nothing must be "
        "fixed, 1 if something must, 2 for a wrong command.",
    )
    check.add_argument("packs", nargs="*", default=[GAME], metavar="PACK", help="a pack's name or folder")
    _add_with(check)
    check.add_argument("--strict", action="store_true", help="exit with 1 for anything at all, style too")
    check.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="json is for other programs (keys: code, group, file, line, column, width, message, hint); "
        "github marks the lines of a pull request",
    )
    extra = check.add_mutually_exclusive_group()
    extra.add_argument(
        "--watch", action="store_true", help="check again whenever a file is saved, until Ctrl-C"
    )
    extra.add_argument(
        "--fix-ids",
        action="store_true",
        help="write an id into each choice that has none, so that kept runs survive a better wording",
    )
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of story files and their tests, for editors",
        description="Print the JSON Schema of a pack's files, tests.yaml too. In VS Code with the YAML extension: save "
        "it beside them as story.schema.json and put  # yaml-language-server: $schema=story.schema.json  on the first "
        "line of each.",
    )
    schema.add_argument("--branch", action="store_true", help="the schema of a branch's files instead")


def _check(options: argparse.Namespace) -> int:
    packs = [_together(name, options.with_) for name in options.packs]
    if options.fix_ids:
        from .story.fix_ids import fix_ids

        return max(fix_ids(_folder(name), sys.stdout) for name in packs)
    from .story.check import run

    return run(packs, form=options.format, strict=options.strict, watching=options.watch, out=sys.stdout)


def _schema(options: argparse.Namespace) -> int:
    from .story.schema import schema_text

    sys.stdout.write(schema_text(of_branches=options.branch))
    return 0


def _add_prove(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    prove = commands.add_parser(
        "prove",
        help="say what a story can do: what can be met, how it can end, and the odds",
        description="Search everything a story can do, for every role: what can never be met and why, how likely "
        "each ending is, how long a play takes, what each decision changes, and whether the quality gates for a "
        "lesson are passed. Ctrl-C stops the search and tells what is known; pressed twice, it ends at once.",
        epilog="Exit code: 0 if the story was proved; 1 if the pack cannot be played, if nothing is called NAME, "
        "if the report cannot be written, or if a gate fails with --strict; 2 for a wrong command; 3 if it was "
        "stopped, or the time was up, before everything was worked out; 130 after Ctrl-C pressed twice.",
    )
    prove.add_argument("pack", nargs="?", default=GAME, metavar="PACK", help="a pack's name or folder")
    _add_with(prove)
    form = prove.add_mutually_exclusive_group()
    form.add_argument("--path", metavar="NAME", help="show how a scene, scene/choice or ending is met")
    form.add_argument(
        "--json", action="store_true", help="the whole report for other programs, with the path to everything"
    )
    prove.add_argument(
        "--seconds", type=_seconds, metavar="N", help="stop after so many seconds and tell what is known"
    )
    prove.add_argument("--fresh", action="store_true", help="prove again, even if nothing has changed")
    prove.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 if a quality gate fails",
    )


def _seconds(text: str) -> float:
    """Read a time limit."""
    import argparse

    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 10**9:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds above 0")
    return seconds


def _prove(options: argparse.Namespace) -> int:
    from .proof.command import run

    return run(
        _folder(_together(options.pack, options.with_)),
        as_json=options.json,
        seconds=options.seconds,
        path=options.path,
        fresh=options.fresh,
        strict=options.strict,
        out=sys.stdout,
        err=sys.stderr,
    )


def _add_publish(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    chart = commands.add_parser(
        "map",
        help="the map of a story: every scene, where it leads, and the endings with their odds",
        description="Print what can happen, day by day, for every role: scenes, options and where they lead, endings "
        "and their odds. Or draw it: a picture for A4 or A3 paper that can be read in black and white. The odds are those "
        "of vikzhel prove; a picture works them out first if they are not known yet.",
        epilog="Exit code: 0 if it was made; 1 if the pack cannot be played, if nobody is called ROLE, or if a file "
        "cannot be written; 2 for a wrong command.",
    )
    chart.add_argument("pack", nargs="?", default=GAME, metavar="PACK", help="a pack's name or folder")
    _add_with(chart)
    chart.add_argument(
        "--role", metavar="ROLE", help="only this role; “all” puts the pictures of all roles into one file"
    )
    form = chart.add_mutually_exclusive_group()
    form.add_argument("--svg", metavar="FILE", help="draw it as a picture; several roles get a file each")
    form.add_argument("--mermaid", action="store_true", help="print it as a Mermaid flowchart")
    form.add_argument("--dot", action="store_true", help="print it for Graphviz")
    form.add_argument("--json", action="store_true", help="print it for other programs")

    atlas = commands.add_parser(
        "atlas",
        help="everything in a story as one page to print, for the teacher",
        description="Write one HTML page with everything: role cards, days, maps, every scene with its conditions, "
        "choices and effects in words, votes, endings, sources, timings, questions and glossary. It needs no network "
        "and prints on A4. It tells all endings, so keep it from those who are still to play.",
        epilog="Exit code: 0 if it was written; 1 if the pack cannot be played or the file cannot be written; "
        "2 for a wrong command.",
    )
    atlas.add_argument("pack", nargs="?", default=GAME, metavar="PACK", help="a pack's name or folder")
    _add_with(atlas)
    atlas.add_argument(
        "file", nargs="?", metavar="FILE", help="where to write it; else PACK-atlas.html, here"
    )


def _map(options: argparse.Namespace) -> int:
    from .publish.command import run_map

    form = next((name for name in ("svg", "mermaid", "dot", "json") if getattr(options, name)), "outline")
    return run_map(
        _folder(_together(options.pack, options.with_)),
        role=options.role or "",
        form=form,
        file=options.svg or "",
        out=sys.stdout,
        err=sys.stderr,
    )


def _atlas(options: argparse.Namespace) -> int:
    from .publish.command import run_atlas

    folder = _folder(_together(options.pack, options.with_))
    return run_atlas(folder, file=options.file or "", out=sys.stdout, err=sys.stderr)


def _add_test(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    test = commands.add_parser(
        "test",
        help="run a pack's story tests, or record one",
        description="Run the paths in a pack's tests.yaml and hold what is expected against what is so. "
        "With --record, write such a test down from a run that was played.",
    )
    test.add_argument("pack", metavar="PACK", help="a pack's name or folder")
    _add_with(test)
    test.add_argument("names", nargs="*", metavar="NAME", help="only the tests of these names")
    test.add_argument("--format", choices=("text", "json"), default="text", help="json is for other programs")
    test.add_argument("--record", metavar="NAME", help="add a test of this name to tests.yaml")
    test.add_argument(
        "--run", metavar="CODE", help="record this kept run; without it, the latest of this story"
    )
    test.add_argument(
        "--follow", metavar="FILE", help="record the path listed in a file (as for play --follow)"
    )
    test.add_argument("--data", metavar="DIR", help="the folder that runs are kept in")


def _test(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from .line.trials import record_test, run_tests
    from .places import data_folder

    folder = _folder(_together(options.pack, options.with_))
    if options.record is None:
        if options.run or options.follow:
            parser.error("--run and --follow say what to --record")
        return run_tests(folder, options.names, options.format == "json", sys.stdout)
    if options.names or (options.run and options.follow):
        parser.error("--record takes one run: of a code, or of a file to follow")
    code, path = options.run or "", options.follow or ""
    return record_test(folder, options.record, code, path, options.data or data_folder(), sys.stdout)


def _play(pack: str, *, plain: bool = False, role: str = "", resume: str = "", data: str = "") -> int:
    from .places import data_folder

    folder, kept_in = _folder(pack), data or data_folder()
    if plain or _wants_plain():
        from .line.session import play

        return play(folder, role, resume, kept_in, sys.stdin, sys.stdout)
    from .screen.app import play as play_on_screen

    return play_on_screen(folder, role, resume, kept_in)


def _wants_plain() -> bool:
    accessible = os.environ.get("ACCESSIBLE", "") not in ("", "0")
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return accessible or os.environ.get("TERM") == "dumb" or not terminal


def _folder(pack: str) -> str:
    from .places import pack_folder

    return pack_folder(pack)


def _pack_of_run(code: str, data: str | None) -> str:
    """Return the pack a kept run was played in; the game itself if that cannot be told."""
    from .archive.store import Store, StoreError
    from .places import data_folder

    try:
        store = Store.open(data or data_folder())
        origin = store.origin_of_run(code)
        store.close()
    except StoreError:
        return GAME
    return origin or GAME


def _apologise(error: Exception) -> int:
    """Write a bug to the log and say so in one calm line; what was played is already kept."""
    import traceback
    from datetime import datetime

    from . import __version__
    from .places import log_file

    path = log_file()
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a", encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone().isoformat()} vikzhel {__version__}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
        where = f"The details are in {path}."
    except OSError:
        where = f"The log {path} could not be written ({type(error).__name__})."
    print(f"Something went wrong inside Vikzhel. What you played is kept. {where}", file=sys.stderr)
    return 70
