"""The desk of e-Musrenbang: what waits, a proposal's page, deciding one by one and many at once.

And what the planner configures.
"""

from musrenbang.admin import calendar, decisions, groups, kamus, panels, proposals, ratings

__all__ = ["calendar", "decisions", "groups", "kamus", "panels", "proposals", "ratings"]
