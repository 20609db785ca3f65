"""Partner organizations and what they offer."""
