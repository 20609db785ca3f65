"""Tests of portal/demand: each a sentence that can fail."""
