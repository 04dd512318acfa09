"""Starter music: an hour of quiet pieces that the program renders for itself.

Nothing is downloaded and nobody's licence is needed. Importing this package makes no
sound and costs next to nothing: numpy and PyAV are loaded by what renders, in a process
of its own, never in one that has a session to keep.
"""
