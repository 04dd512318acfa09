"""What should happen: frozen values with no clock, no files and no devices."""
