"""What is true at a moment: pure functions of frozen values and a reading."""
