"""The record of sessions in one SQLite file, written behind the engine's back.

What was acknowledged survives the power going the instant after; what could not be
written is kept, said, and tried again. For SQLite 3.40 (Debian 12) as Python brings it.
"""
