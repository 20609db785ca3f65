"""Tests of portal/reviews: each a sentence that can fail."""
