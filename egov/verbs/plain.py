"""Text as databases, XML and spreadsheets can hold it."""

import re
from typing import Any

# control characters but tab and line ends, and what no XML may carry: pasted from word processors,
# they break every export; half a letter (a lone surrogate, as JSON may write it) no database takes
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Without control characters and halves of letters."""
    return CONTROL.sub("", text)


def plain_within(value: Any) -> Any:
    """The same with every text in it plain, in lists and mappings too."""
    if isinstance(value, str):
        return plain(value) if CONTROL.search(value) else value
    if isinstance(value, list):
        return [plain_within(each) for each in value]
    if isinstance(value, dict):
        return {plain_within(key): plain_within(each) for key, each in value.items()}
    return value
