"""Which lamps a broker knows of, and the lines of a room file that would reach them."""
