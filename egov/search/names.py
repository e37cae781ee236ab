"""Names brought to one form before they are compared."""

import re
import unicodedata


def normalise(text: str) -> str:
    """Lower case, no accents, letters and digits separated by single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def name_key(text: str) -> str:
    """A place name as it is compared: "Asem Rowo" and "Asemrowo" are one."""
    return normalise(text).replace(" ", "")
