"""Perangkat daerah (OPD) and their history: names change, agencies merge."""
