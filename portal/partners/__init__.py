"""Partner organizations of a municipality, and what they offer to companies."""
