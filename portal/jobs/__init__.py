"""What happens while nobody is looking: letters leave, days turn, old secrets are swept out."""
