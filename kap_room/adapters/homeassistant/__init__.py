"""The room as a device of Home Assistant: what it is told, and may ask."""
