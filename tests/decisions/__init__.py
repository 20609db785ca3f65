"""Tests of portal/decisions: each a sentence that can fail."""
