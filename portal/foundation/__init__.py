"""What every stage stands on, and what knows no noun of the city: rows, transactions, time, moves, grants, letters."""
