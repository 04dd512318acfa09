"""Where the scheduler writes: a file of bounded size, never the terminal."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

NAME: Final = "apscheduler"
MOST: Final = 200_000
"""Bytes, twice: the file and the one before."""


def log_into(path: Path) -> logging.Handler:
    """Its warnings. The root of all logs, which may be the screen, hears none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=MOST, backupCount=1, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(handler)
    return handler


def log_no_more(handler: logging.Handler) -> None:
    logging.getLogger(NAME).removeHandler(handler)
    handler.close()
