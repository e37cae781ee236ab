"""PostgreSQL, Valkey, workers and web on one machine, for a first look and for tests.

Nothing outside imports this.
"""
