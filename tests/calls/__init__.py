"""Tests of portal/calls: each a sentence that can fail."""
