"""The printed lines of a text, and where one of them breaks off a reference."""

from __future__ import annotations

import re

from regulations.domain.parsing.patterns import CATCHWORD, PAGE, RUN_TOGETHER

# a heading after such a line, or before a line that goes on in small letters,
# is a reference that the printed line broke off
REFERS = re.compile(
    r"(?:\b(?:dalam|pada|dan|atau|dan/atau|ketentuan|oleh|dengan|dari|menurut|terhadap|sampai"
    r"|dimaksud|sesuai|diatur|jo\.?|s\.d\.)|,)\s*$"
)
GOES_ON = re.compile(r"^\s*(?:ayat\b|huruf\b|[a-z]{3,}\s)")


def parted(text: str) -> str:
    """What stands after the body begins a line of its own.

    Also where a copy has run the lines together.
    """
    return RUN_TOGETHER.sub("\n", text)


def printed_lines(text: str) -> tuple[list[str], list[int]]:
    """The lines that carry text, and the page of each."""
    lines, pages, page = [], [], 1
    # where there are pages, the printer's own lines are gone already: what is left is the text's
    paged = "\f" in text
    for line in text.split("\n"):
        page += line.count("\f")
        clean = line.replace("\f", "").rstrip()
        if paged or not (PAGE.match(clean) or CATCHWORD.match(clean)):
            lines.append(clean)
            pages.append(page)
    return lines, pages
