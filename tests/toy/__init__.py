"""A toy app: one model that uses every way to join the portal. Only its own test installs it."""

from pathlib import Path


def portal_source() -> str:
    """The text of its portal.py, which only its own settings can import."""
    return Path(__file__).with_name("portal.py").read_text(encoding="utf-8")
