"""Tests of portal/pilots: each a sentence that can fail."""
