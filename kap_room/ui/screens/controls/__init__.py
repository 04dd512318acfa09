"""What every pedal, pad and button does, and how one more is taught."""
