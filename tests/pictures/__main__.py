"""Draw every picture anew: ``python tests/pictures``, from the project's folder."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.pop("NO_COLOR", None)

from pictures.drawing import PICTURES, drawn, kept

for name in PICTURES:
    kept(name).write_text(asyncio.run(drawn(name)), encoding="utf-8")
    print(kept(name))
