"""What the player has set, and the file it is kept in: theme, motion, width of the text, descriptions.

The file is JSON, in the XDG config folder or in the folder of ``--data``. It is only ever written
when the player changes something, whole or not at all; keys that another version put there stay.
"""

from __future__ import annotations

import json
import os
from typing import Any

FILE = "settings.json"
MOTIONS = ("full", "none")
WIDTHS = (60, 72, 80)
"""The longest line of text; the last means as wide as the window, up to that."""

USUAL_WIDTH = 80

LARGEST = 100_000
"""No settings file of ours is longer; a larger one is not read."""


class Settings:
    """The settings in force.

    ``motion`` is ``full`` or ``none``; ``width`` how many columns a line of text may have; ``theme`` the
    name of a theme, or empty while the terminal decides; ``spoken`` whether all is told in words. ``author``
    is true once somebody has previewed a story or opened the author's desk here: then the front page offers
    it. ``trouble`` says, for the player, what in the
    file could not be used or why nothing can be kept.
    """

    def __init__(self, folder: str = "") -> None:
        self.theme = ""
        self.motion = MOTIONS[os.environ.get("TEXTUAL_ANIMATIONS", "").lower() == "none"]
        self.width = USUAL_WIDTH
        self.spoken = False
        self.author = False
        self.trouble = ""
        self.file = os.path.join(folder, FILE) if folder else ""
        self._others: dict[str, Any] = {}
        self._broken = False
        if folder:
            self._read()

    def change(self, **values: str | int) -> None:
        """Set one or more of the settings and keep them; if they cannot be kept, ``trouble`` says why."""
        if all(getattr(self, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(self, name, value)
        if self.file:
            self._keep()

    def _read(self) -> None:
        try:
            with open(self.file, encoding="utf-8") as file:
                text = file.read(LARGEST + 1)
            found = json.loads(text) if len(text) <= LARGEST else None
        except FileNotFoundError:
            return
        except OSError as error:
            self.trouble = f"The settings in {self.file} cannot be read ({error.strerror})."
            return
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._broken = True
            self.trouble = (
                f"{self.file} holds no settings of this program, so the usual ones are in force. "
                "It is left as it is until you change a setting."
            )
            return
        odd = [name for name, value in found.items() if not self._take(str(name), value)]
        if odd:
            self.trouble = (
                f"In {self.file}, what stands under {' and '.join(odd)} cannot be used; "
                "the usual setting is in force."
            )

    def _take(self, name: str, value: object) -> bool:
        """Put a value from the file in force; return whether it can be used."""
        if name not in ("theme", "motion", "width", "spoken", "author"):
            self._others[name] = value
            return True
        fits = {
            "theme": isinstance(value, str),
            "motion": value in MOTIONS,
            "width": isinstance(value, int) and value in WIDTHS,
            "spoken": isinstance(value, bool),
            "author": isinstance(value, bool),
        }
        if fits[name]:
            setattr(self, name, value)
        return fits[name]

    def _keep(self) -> None:
        """Write the file anew; one that was not ours is kept beside it under another name."""
        values = {**self._others, "motion": self.motion, "width": self.width}
        if self.theme:
            values["theme"] = self.theme
        if self.spoken:
            values["spoken"] = True
        if self.author:
            values["author"] = True
        beside = f"{self.file}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.file), exist_ok=True)
            with open(beside, "w", encoding="utf-8") as file:
                json.dump(values, file, indent=2, ensure_ascii=False)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            if self._broken:
                os.replace(self.file, f"{self.file}.old")
            os.replace(beside, self.file)
        except OSError as error:
            self.trouble = f"This setting holds now, but cannot be kept in {self.file} ({error.strerror})."
            return
        self._broken, self.trouble = False, ""


def width_in(app: object) -> int:
    """Return how many columns a line of text may have in an app, the usual if it keeps no settings."""
    settings = getattr(app, "settings", None)
    return settings.width if isinstance(settings, Settings) else USUAL_WIDTH


def spoken_in(app: object) -> bool:
    """Return whether an app tells everything in words, one thing under the other."""
    settings = getattr(app, "settings", None)
    return isinstance(settings, Settings) and settings.spoken
