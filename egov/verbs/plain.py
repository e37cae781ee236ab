"""Text as databases, XML and spreadsheets can hold it."""

import re

# control characters but tab and line ends, and what no XML may carry:
# pasted from word processors, they break every export
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(text: str) -> str:
    """Without control characters."""
    return CONTROL.sub("", text)
