"""Tests of matching events: from the announcement to the last follow-up."""
