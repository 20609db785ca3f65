"""Tests of portal/sites: each a sentence that can fail."""
