"""``python -m vikzhel`` is the same as ``vikzhel``."""

import sys

from .cli import main

sys.exit(main())
