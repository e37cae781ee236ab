"""The legal officer's desk, all through the verbs.

Regulations and their text, events, applications with their bindings and findings.
"""

from regulations.admin import applications, regulations, review

__all__ = ["applications", "regulations", "review"]
