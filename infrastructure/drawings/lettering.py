"""Words inside a drawing, where nothing wraps by itself."""

from __future__ import annotations

LETTER = 0.6  # of the size of the letters: how wide one is, capitals and figures among them


def fitted(text: str, width: float, size: float = 12) -> str:
    """The words as far as they fit into `width`, with three dots for what does not."""
    most = max(1, int(width / (size * LETTER)))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
