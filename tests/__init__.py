"""Every promise of the portal as a sentence that can fail."""
