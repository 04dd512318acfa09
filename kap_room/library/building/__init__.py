"""A playlist proposed from the catalogue: pure, and the same again for one seed."""
