"""The line to the MQTT broker: one connection, kept for ever, that nothing can harm."""
