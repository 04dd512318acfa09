"""How each lamp is set up: what to ask it, what its answer means, and what mends it."""
