"""Tests of portal/overview: each a sentence that can fail."""
