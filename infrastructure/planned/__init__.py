"""Planned work: announced from a kept impact, begun, ended, changed, and told."""
