"""Where a point may lie, and what is said of one that cannot be meant."""

from __future__ import annotations


class Unreadable(Exception):
    """A value that fits nothing: a code, and a sentence that says what would."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


def point_fault(latitude: float, longitude: float) -> Unreadable | None:
    """Why a point cannot be meant; None for one in Indonesia."""
    if _in_indonesia(latitude, longitude):
        return None
    if _in_indonesia(longitude, latitude):
        sentence = "Lintang dan bujur tertukar. Lintang di sini sekitar -7, bujur sekitar 112."
        return Unreadable("swapped", sentence)
    return Unreadable("not_in_indonesia", "Titik ini di luar Indonesia. Periksa lintang dan bujur.")


def _in_indonesia(latitude: float, longitude: float) -> bool:
    return -12 <= latitude <= 7 and 94 <= longitude <= 142
