"""The lamps of the room, reached over MQTT, each in the dialect of its make."""
