"""Hearing a file once, to its end: how long, how loud, and of what character."""
