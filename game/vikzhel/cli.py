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

    from .story.packs import Pack

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
    parser = _parser()
    if arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version"):
        arguments = ["play", *arguments]
    options = parser.parse_args(arguments)
    if options.command == "check":
        return _check(options.packs)
    pack = options.pack or (_pack_of_run(options.resume, options.data) if options.resume else GAME)
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


def _parser() -> argparse.ArgumentParser:
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

    check = commands.add_parser(
        "check",
        help="find the mistakes in a pack",
        description="Read a pack and say everything that is wrong with it, with the place and the cure.",
    )
    check.add_argument("packs", nargs="*", default=[GAME], metavar="PACK", help="a pack's name or folder")
    return parser


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
    """Return the story a kept run belongs to; the game itself if that cannot be told."""
    from .archive.store import Store, StoreError
    from .places import data_folder

    try:
        store = Store.open(data or data_folder())
        return (GAME if code == LATEST else store.story_of(code)) or GAME
    except StoreError:
        return GAME


def _check(packs: list[str]) -> int:
    from .story.packs import try_pack

    failed = False
    for name in packs:
        pack, report = try_pack(_folder(name))
        if report.problems:
            print(report.render())
        if pack is None or report.fatal:
            failed = True
        else:
            print(f"{pack.manifest.id}: can be played. {_inventory(pack)}")
    return int(failed)


def _inventory(pack: Pack) -> str:
    from .story.walk import records

    quoted = {str(r.quote) for r in records(pack.files) if getattr(r, "quote", None)}
    counts = {
        "role": len(pack.files.roles),
        "scene": len(pack.files.scenes),
        "decision": sum(len(scene.choices) > 1 for scene in pack.files.scenes.values()),
        "vote": len(pack.files.votes),
        "ending": len(pack.files.endings),
        "quotation": len(quoted),
    }
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return ", ".join(parts) + "."


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
