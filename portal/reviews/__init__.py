"""Judging: panels, pledges, conflicts of interest, assignments and scores; scoring.py is pure arithmetic."""
