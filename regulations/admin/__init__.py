"""The legal officer's desk, all through the verbs.

Regulations and their text, events, clauses, applications with their bindings and findings.
"""

from regulations.admin import (
    applications,
    bindings,
    clauses,
    events,
    findings,
    panels,
    regulations,
    review,
)

__all__ = [
    "applications",
    "bindings",
    "clauses",
    "events",
    "findings",
    "panels",
    "regulations",
    "review",
]
