"""Where things are: the packs that ship, and the player's own folders (XDG).

``os.path`` and not ``pathlib``, because the plain mode greets before anything heavy is imported.
"""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_CHECKOUT = os.path.dirname(os.path.dirname(_HERE))


def _shipped(in_wheel: str, in_checkout: str) -> str:
    inside = os.path.join(_HERE, in_wheel)
    return inside if os.path.isdir(inside) else os.path.join(_CHECKOUT, in_checkout)


def packs_folder() -> str:
    """Return the folder of the packs that ship: inside the wheel, or the checkout's ``story/``."""
    return _shipped("packs", "story")


def seeds_folder() -> str:
    """Return the folder of the evidence base that ships."""
    return _shipped("seeds", "seeds")


def pack_folders() -> list[str]:
    """Return the folders that packs are found in by name: those that ship, then the player's own."""
    return [packs_folder(), os.path.join(data_folder(), "packs")]


ABOVE = " + "
"""Stands between a story and the branches laid over it, where one word says what is played."""


def pack_folder(name: str) -> str:
    """Return a pack's folder from its name, or from a path to a folder or its ``story.yaml``.

    A bare name of a pack that ships, or that lies in the player's own folder of packs, always means that
    one: a folder of the same name where the player happens to stand is reached as ``./name``. Several
    packs joined with ``ABOVE`` become their folders, joined so.
    """
    if ABOVE in name and not os.path.isdir(name):
        return ABOVE.join(map(pack_folder, name.split(ABOVE)))
    if os.sep not in name and "/" not in name and name not in (".", "..", ""):
        for packs in pack_folders():
            known = os.path.join(packs, name)
            if os.path.isdir(known):
                return known
    if os.path.basename(name) == "story.yaml" and os.path.isfile(name):
        return os.path.dirname(name) or "."
    return name


def origin_of(folder: str) -> str:
    """Return what a pack is known by in kept runs: its shipped name, or the full path of its folder."""
    path = os.path.realpath(folder)
    if os.path.dirname(path) == os.path.realpath(packs_folder()):
        return os.path.basename(path)
    return path


def in_the_works(folder: str) -> bool:
    """Return whether what is played is somebody's own work: a folder of its own in which this person may write.

    Packs that ship, and those that lie in the folder of packs to be played, are not.
    """
    kept = {os.path.realpath(place) for place in pack_folders()}
    parts = folder.split(ABOVE) if ABOVE in folder and not os.path.isdir(folder) else [folder]
    return any(
        os.path.dirname(os.path.realpath(part)) not in kept and os.access(part, os.W_OK) for part in parts
    )


_together = ""


def keep_together(folder: str) -> None:
    """Keep everything of the player's in one folder from now on: on a shared computer, on a USB stick."""
    global _together  # noqa: PLW0603 – set once, by the command line
    _together = os.path.abspath(folder)


def _home(variable: str, *fallback: str) -> str:
    value = os.environ.get(variable, "")
    if value and os.path.isabs(value):
        return os.path.join(value, "vikzhel")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
        return os.path.join(base, "vikzhel")
    return os.path.join(os.path.expanduser("~"), *fallback, "vikzhel")


def data_folder() -> str:
    """Return where runs are kept."""
    return _together or usual_data_folder()


def usual_data_folder() -> str:
    """Return where runs are kept unless another folder is asked for."""
    return _home("XDG_DATA_HOME", ".local", "share")


def state_folder() -> str:
    """Return where the log of bugs is kept."""
    return _together or _home("XDG_STATE_HOME", ".local", "state")


def config_folder() -> str:
    """Return where settings are kept."""
    return _together or _home("XDG_CONFIG_HOME", ".config")


def cache_folder() -> str:
    """Return where reports of proofs are kept until the story changes."""
    return _together or _home("XDG_CACHE_HOME", ".cache")


def log_file() -> str:
    """Return the file that bugs are written to."""
    return os.path.join(state_folder(), "vikzhel.log")
