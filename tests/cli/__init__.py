"""Tests of portal/cli: each a sentence that can fail."""
