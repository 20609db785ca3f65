"""The foundation's promises: transactions, moves, grants, history, letters, files."""
