"""The screen and the keys: handed snapshots, sending commands, holding no truth."""
