"""Testbed sites: the concrete places a municipality opens for pilots."""
