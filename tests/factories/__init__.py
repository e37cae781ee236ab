"""Rows for tests, valid by themselves.

What a test does not name is plain, and the same whichever tests ran before.
"""
