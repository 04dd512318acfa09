"""Buttons that speak over MQTT: what was pressed, once, and nothing of yesterday."""
