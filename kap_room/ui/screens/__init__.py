"""Whole screens: the scenes, the session, the help, and a question."""
