"""Measures what pages cost as the data grows: `make bench`. Nothing here is a test, and no test measures time."""
