"""The legal officer's desk: regulations and their text, events, applications with their bindings and findings; all through the verbs."""

from regulations.admin import applications, regulations, review

__all__ = ["applications", "regulations", "review"]
