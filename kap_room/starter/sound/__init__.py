"""The building blocks that every piece is made of: textures, strikes, curves, spaces.

All of it is numpy on float32. Nothing here knows a piece, a file or a codec.
"""
