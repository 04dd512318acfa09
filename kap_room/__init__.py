"""Music and light for a ketamine session, at one key and never sudden.

Every process of the house imports this file first, so nothing is imported here:
the player and the keeper must stay small.
"""

__version__ = "0.1.0"
