"""A rehearsed session as one picture: SVG by hand, to be printed or put on a page."""
