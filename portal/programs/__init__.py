"""What a municipality runs for years: programs, with the department that answers for each and the people in charge."""
