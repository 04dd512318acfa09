"""Lamps that are not there: they behave as bulbs behind zigbee2mqtt, in a process."""
