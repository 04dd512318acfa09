"""Lamps that are not there: each make and each vice, in a process or in a test."""
