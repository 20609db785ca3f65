"""Tests of portal/proposals: each a sentence that can fail."""
