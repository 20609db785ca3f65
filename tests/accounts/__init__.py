"""Tests of portal/accounts: each a sentence that can fail."""
