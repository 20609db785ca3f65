"""The rules of the house, as tests: each fails with a message that says what to do instead."""
