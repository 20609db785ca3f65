"""Who gets which answer from every route: one file per noun, read by tests/architecture/test_access.py."""
