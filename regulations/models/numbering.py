"""How the number of a regulation may be written."""

from __future__ import annotations

import re

from django.core.validators import RegexValidator

NUMBER = re.compile(r"^\w[\w./ -]*\Z")
a_number = RegexValidator(
    NUMBER, "Nomor hanya memuat huruf, angka, titik, garis miring, garis datar, dan spasi."
)
