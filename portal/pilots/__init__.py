"""A selected proposal in the street: milestones of both sides with their evidence, and KPIs with their readings."""
