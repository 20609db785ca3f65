"""Tests of portal/programs: each a sentence that can fail."""
