"""Matching events: who was invited, who came, who met whom, and who is still to be followed up."""
