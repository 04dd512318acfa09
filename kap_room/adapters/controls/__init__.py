"""What a hand does on a pad, a pedal or a button, as commands to the engine."""
