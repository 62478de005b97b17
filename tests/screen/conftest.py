"""Opening a story in a headless terminal of a given size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vikzhel.places import pack_folder
from vikzhel.screen.library import Library
from vikzhel.screen.shell import Shell
from vikzhel.story.packs import read_pack

TRIAL = Path(__file__).parent / "pack"
TUTORIAL = Path(pack_folder("tutorial"))

Opener = Callable[..., Shell]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg_cache_home"))


@pytest.fixture
def opened(tmp_path: Path) -> Opener:
    """Return a function that opens a pack: on its front page, or in a game as ``role``.

    Nothing moves by itself unless ``motion`` is asked for.
    """

    def open_it(pack: Path = TUTORIAL, role: str = "", data: str = "", *, motion: bool = False) -> Shell:
        library = Library(read_pack(pack), data or str(tmp_path / "runs"))
        app = Shell(library, library.begin(role) if role else None)
        app.animation_level = "full" if motion else "none"
        return app

    return open_it
