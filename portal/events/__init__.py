"""Matching events: who was invited, came or stayed away, who met whom, and the follow-up until everyone is connected."""
