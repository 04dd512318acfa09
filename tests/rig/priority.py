"""Programs that let everything else go first, and in tests need not.

Beside other tests there is always something else: what steps back behind all of it gets
a fiftieth of a core, and half a second of work is half a minute.
"""

from __future__ import annotations

import os
from pathlib import Path


def at_once() -> dict[str, str]:
    """The environment for programs of which none shall step back."""
    paths = (str(Path(__file__).parent / "at_once"), os.environ.get("PYTHONPATH"))
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
