"""What every test shares: where the packs are, and folders of its own for what a player keeps."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the story generator
SLOWEST = ("talks", "proof", "archive")
"""The rooms whose files take minutes. They begin first, so that no process is left alone with one."""


def pytest_configure(config: pytest.Config) -> None:
    """Let files be handed out in the order they are collected in, and not by how many tests they hold."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (*SLOWEST, item.path.parent.name).index(item.path.parent.name))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the real player's folders."""
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is proved and read in a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a copy of the practice story, to be edited."""
    folder = tmp_path / "mine"
    shutil.copytree(ROOT / "story" / "tutorial", folder)
    return folder
