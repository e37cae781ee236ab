"""`make bench`: requests a second and p50/p95.

Each stands beside a bare Django view on the same server in the same run.
"""
