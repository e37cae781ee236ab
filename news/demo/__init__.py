"""Example events and articles."""
