"""Indonesian normalisation; apps bring their own querysets."""
