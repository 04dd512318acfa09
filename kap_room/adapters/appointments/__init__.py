"""The room's appointments: rows in a file of their own, and a look when one is due.

Written for APScheduler 3.11. It counts on the wall clock and sleeps on the monotonic
one, so it is woken whenever the wall is set; it is never asked whether something is
late, because each of its jobs only looks again at what is due now.
"""
