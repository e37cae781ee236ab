"""Numbers that come in an address or a hidden field."""

DAY_SENTENCE = "Tulis tanggal sebagai TTTT-BB-HH, contoh 2021-11-15."
YEAR_SENTENCE = "Tulis tahun dengan empat angka, contoh 2027."


def int_param(text: str | None, digits: int = 9) -> int | None:
    """A whole number of at most so many digits; None for everything else, however long."""
    if not text or len(text) > digits or not (text.isascii() and text.isdecimal()):
        return None
    return int(text)
