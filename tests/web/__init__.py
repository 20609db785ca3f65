"""Tests of portal/web: each a sentence that can fail."""
