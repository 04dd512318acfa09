"""A session on paper: the same decisions as a real one, on a clock that leaps."""
