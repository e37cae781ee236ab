"""The short number of a proposal: `2027-004821-5`.

Plan year, serial, ISO 7064 MOD 11,10 check digit.
"""

import re

from django.db import connection
from stdnum.iso7064 import mod_11_10

SERIAL = "musrenbang_serial"
_SHAPE = re.compile(r"(\d{4})\D*(\d{6,})\D*(\d)")


def make_number(year: int, serial: int) -> str:
    digits = f"{year}{serial:06d}"
    return f"{year}-{serial:06d}-{mod_11_10.calc_check_digit(digits)}"


def next_serials(count: int = 1) -> list[int]:
    """Serials from the database's sequence: unique, without gaps only when nothing fails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [SERIAL, count])
        return [row[0] for row in cursor.fetchall()]


def read_number(text: str) -> str | None:
    """The number in its one spelling, from how a person types or reads it.

    None where the check digit says it is none.
    """
    compact = re.sub(r"[\s.\-/]", "", text)
    if not re.fullmatch(r"\d{11,}", compact) or not mod_11_10.is_valid(compact):
        return None
    return f"{compact[:4]}-{compact[4:-1]}-{compact[-1]}"


def similar_numbers(text: str) -> list[str]:
    """The numbers that may be meant where the check digit says that one was typed wrong.

    One digit is another, or two stand in each other's place; nothing for what is a number.
    """
    compact = re.sub(r"[\s.\-/]", "", text)
    if not re.fullmatch(r"\d{11}", compact) or mod_11_10.is_valid(compact):
        return []
    swaps = [compact[:i] + compact[i + 1] + compact[i] + compact[i + 2 :] for i in range(10)]
    others = [
        compact[:i] + digit + compact[i + 1 :]
        for i in reversed(range(11))
        for digit in "0123456789"
    ]
    numbers = (read_number(digits) for digits in dict.fromkeys([*swaps, *others]))
    return [number for number in numbers if number is not None]
