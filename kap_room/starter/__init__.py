"""Starter music: an hour of quiet pieces that the program renders for itself.

Nothing is downloaded and nobody's licence is needed. Importing this package makes no
sound and costs next to nothing: numpy and PyAV are loaded by what renders, in a process
of its own (`python -m kap_room.starter FOLDER`), never in one that keeps a session.
"""

from kap_room.starter.catalogue import FIRST, FOLDER, PIECES, Piece
from kap_room.starter.shelf import is_ready, missing

__all__ = ["FIRST", "FOLDER", "PIECES", "Piece", "is_ready", "missing"]
