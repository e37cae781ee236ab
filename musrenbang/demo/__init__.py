"""Data contoh: a deterministic town full of fictional people and proposals.

Plainly labelled; never for real use.
"""
