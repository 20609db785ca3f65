"""What a company keeps for every call: its certificates with their dates, and its awards with their proof."""
