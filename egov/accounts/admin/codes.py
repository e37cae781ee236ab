"""Codes as the desk shows them."""


def spaced(code: str) -> str:
    """A printed code in two groups of four."""
    return f"{code[:4]} {code[4:]}" if code else ""
