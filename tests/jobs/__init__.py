"""Tests of portal/jobs: each a sentence that can fail."""
