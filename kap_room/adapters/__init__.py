"""One outside thing each: what it says is translated, what it is told is sent.

No policy lives here and no phase; an adapter posts to the inbox and answers its port.
"""
