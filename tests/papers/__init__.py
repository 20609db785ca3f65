"""Tests of portal/papers: each a sentence that can fail."""
