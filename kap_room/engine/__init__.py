"""The side with a clock: it owns every decision, and no device may stop it."""
