"""Writing YAML into a file that a person keeps, so that it stays that person's.

What changed is changed, and all else stays byte for byte: comments, order, quotes,
blank lines. A library that reads and writes the whole file anew would lay it out its
own way; here only the places that say something else are cut out and set in.
"""

from kap_room.library.rewriting.playlist import rewritten
from kap_room.library.rewriting.reading import CannotSave
from kap_room.library.rewriting.renaming import renamed
from kap_room.library.rewriting.replacing import as_read, save_text, tried_out
from kap_room.library.rewriting.saving import save
from kap_room.library.rewriting.setting import with_entry
from kap_room.library.rewriting.whole import written

__all__ = [
    "CannotSave",
    "as_read",
    "renamed",
    "rewritten",
    "save",
    "save_text",
    "tried_out",
    "with_entry",
    "written",
]
