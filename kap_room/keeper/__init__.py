"""Keeps engine and player alive, and one room in one pair of hands.

Standard library only, and nothing else of this package: whatever can fail must fail in
a process that the keeper starts again.
"""
